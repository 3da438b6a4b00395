"""The store: sources by version, passages, saved answers, the change feed and the kept originals."""

from curbside.library.answers import SavedAnswer
from curbside.library.loading import Checkpoint
from curbside.library.marking import Marked
from curbside.library.originals import Original, Pruned
from curbside.library.outcomes import Put, Tally, What, Withdrawn
from curbside.library.reading import Change, Known, Version
from curbside.library.records import Counts
from curbside.library.store import Library

__all__ = [
    "Change",
    "Checkpoint",
    "Counts",
    "Known",
    "Library",
    "Marked",
    "Original",
    "Pruned",
    "Put",
    "SavedAnswer",
    "Tally",
    "Version",
    "What",
    "Withdrawn",
]
