"""Curbside: clinical questions answered from the sources on one's own machine, every sentence with its quote."""

__version__ = "0.1.0"
