"""What a reader of sources is: a class without arguments, found by the entry-point group "curbside.sources"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from curbside.types import Source


@dataclass(frozen=True, slots=True)
class Rejected:
    """A record that was not taken. where: file and, where known, line; reason: as in `curbside.errors.InputError`."""

    where: str
    reason: str


class SourceReader(Protocol):
    """Makes sources from the bytes of one file.

    name: "markdown". extractor: name and version ("markdown/1"); a new version is a new text for the same bytes.
    """

    @property
    def name(self) -> str:
        """One word."""
        ...

    @property
    def extractor(self) -> str:
        """Stored with every source that it made."""
        ...

    def accepts(self, path_name: str, head: bytes) -> bool:
        """Whether this is a file for it. head: its first bytes, at most `curbside.sources.read.HEAD` of them."""
        ...

    def read(self, raw: bytes, where: str) -> Iterator[Source | Rejected]:
        """What is in the file, record by record. A record that cannot be read is Rejected and does not end it."""
        ...
