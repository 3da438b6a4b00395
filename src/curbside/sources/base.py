"""What a reader of sources is: a class without arguments, found by the entry-point group "curbside.sources".

A reader is given one `Input` and yields, record by record, what is in it. It does not split text into sentences: it
yields drafts, and `finished` makes a source of each, in another process where there are several. It touches nothing
but the bytes that it is given. `curbside.testing.reader_conformance` has the tests that every reader must pass.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import BinaryIO, Protocol

from curbside.errors import InputError
from curbside.language.splitting import Block, split_blocks
from curbside.types import Mark, Source

HEAD = 4096
LARGEST = 100_000_000


@dataclass(frozen=True, slots=True)
class Rejected:
    """A record that was not taken. where: file and, where known, record or line; reason: as in `InputError`."""

    where: str
    reason: str


@dataclass(frozen=True, slots=True)
class Draft:
    """A source whose `units` are still to be made of `blocks` (`curbside.sources.building` makes both)."""

    source: Source
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Removal:
    """The record of this id is withdrawn from its collection (DeleteCitation of a PubMed update file)."""

    id: str
    said_by: str


Found = Draft | Source | Mark | Removal | Rejected


@dataclass(frozen=True, slots=True)
class Input:
    """One file as a reader meets it, compressed or in an archive or not.

    where: for messages ("baseline.tar.gz: a/b.xml"). name: the last part of its path without ".gz". head: its first
    bytes, at most `HEAD` of them. opened: gives a new stream at its first byte.
    """

    where: str
    name: str
    head: bytes
    opened: Callable[[], BinaryIO]

    def stream(self) -> BinaryIO:
        """The bytes, to be read piece by piece; the caller closes it."""
        return self.opened()

    def bytes(self, largest: int = LARGEST) -> bytes:
        """All bytes. Raises InputError where there are more than `largest`."""
        with self.stream() as stream:
            raw = stream.read(largest + 1)
        if len(raw) > largest:
            raise InputError(self.where, f"is larger than {largest // 1_000_000} MB")
        return raw


class SourceReader(Protocol):
    """Makes sources of one input.

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

    def accepts(self, name: str, head: bytes) -> bool:
        """Whether this is a file for it, by its name and its first bytes (at most `HEAD`)."""
        ...

    def read(self, given: Input) -> Iterator[Found]:
        """What is in the file, record by record. A record that cannot be read is Rejected and does not end it.

        Raises InputError where nothing further in the file can be read.
        """
        ...


def finished(found: Draft) -> Source | Rejected:
    """The source of a draft, with its units; Rejected where it has nothing to quote."""
    units = split_blocks(found.source.text, found.blocks)
    if not units:
        return Rejected(found.source.where or found.source.id, "has no sentence to quote, only headings")
    return replace(found.source, units=units)
