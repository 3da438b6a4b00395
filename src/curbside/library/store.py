"""The library: the truth about sources, by version, and about the answers that were saved."""

from __future__ import annotations

from curbside.library.keeps import Keeps
from curbside.library.reads import Reads
from curbside.library.writes import Writes


class Library(Reads, Writes, Keeps):
    """The store of one home folder. Threads and programs may share it; close it when done (or use `with`)."""
