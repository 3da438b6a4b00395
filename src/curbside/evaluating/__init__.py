"""How good answers are, measured on questions that come with the answers or sources that others thought right."""
