"""The store: sources by version, passages, saved answers and the change feed."""

from curbside.library.answers import SavedAnswer
from curbside.library.reading import Change, Version
from curbside.library.records import Counts
from curbside.library.store import Library
from curbside.library.writing import Put, Tally, What

__all__ = ["Change", "Counts", "Library", "Put", "SavedAnswer", "Tally", "Version", "What"]
