"""Language models: where one is, how it is asked, and what may be spent on it. None is needed."""
