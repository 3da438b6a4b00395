"""Overviews: the practical summary of one source, or of a topic over all sources of the library."""
