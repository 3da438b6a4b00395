"""The Protocol of an index and the nouns that go in and out of it.

An index is derived from the library and holds nothing that cannot be made again. It knows terms (from
`curbside.language.tokens.terms`), never texts. `curbside.testing.index_conformance` has the tests that every
implementation must pass.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Protocol

Key = tuple[str, str, int]


@dataclass(frozen=True, slots=True)
class IndexRow:
    """One passage as an index keeps it: its key (source id, content hash, ordinal) and its terms by field."""

    source: str
    content_hash: str
    ordinal: int
    title_terms: tuple[str, ...] = ()
    heading_terms: tuple[str, ...] = ()
    body_terms: tuple[str, ...] = ()

    @property
    def key(self) -> Key:
        """What names the row."""
        return (self.source, self.content_hash, self.ordinal)


@dataclass(frozen=True, slots=True)
class Filters:
    """only: the sources to search (None: all). without: sources to leave out."""

    only: frozenset[str] | None = None
    without: frozenset[str] = frozenset()

    def allow(self, source: str) -> bool:
        """Whether hits of `source` are wanted."""
        return source not in self.without and (self.only is None or source in self.only)


@dataclass(frozen=True, slots=True)
class Query:
    """Weighted index terms. A term that comes twice counts with the sum of its weights; weights are above 0."""

    terms: tuple[tuple[str, float], ...]
    filters: Filters = field(default_factory=Filters)

    def weights(self) -> dict[str, float]:
        """The weight of each term."""
        summed: dict[str, float] = {}
        for term, weight in self.terms:
            if weight > 0:
                summed[term] = summed.get(term, 0.0) + weight
        return summed


@dataclass(frozen=True, slots=True)
class IndexHit:
    """A row that was found; score: BM25, higher is better."""

    source: str
    content_hash: str
    ordinal: int
    score: float

    @property
    def key(self) -> Key:
        """What names the row."""
        return (self.source, self.content_hash, self.ordinal)


class Index(Protocol):
    """What retrieval needs of an index. All methods raise SearchIndexError where it cannot be used."""

    @property
    def stamp(self) -> str:
        """What the index was made from and how ("" where it is new); another stamp means: make it again."""

    @property
    def generation(self) -> int:
        """The sequence number of the last change of the library that is in the index, 0 where none is."""

    def search(self, query: Query, k: int) -> list[IndexHit]:
        """At most `k` hits, best first; of equal scores, the smaller source id and ordinal first."""

    def document_frequency(self, term: str) -> int:
        """How many rows have the term in any field."""

    def passages_count(self) -> int:
        """How many rows there are."""

    def keys(self) -> Iterator[Key]:
        """The keys of all rows, sorted."""

    def writing(self) -> AbstractContextManager[None]:
        """A block whose changes other readers see all at once or never; one writer at a time.

        `add`, `remove`, `advance` and `clear` belong in one.
        """

    def add(self, rows: Iterable[IndexRow]) -> None:
        """Add rows; a row of the same key is replaced."""

    def remove(self, source_ids: Iterable[str]) -> None:
        """Remove all rows of these sources; an unknown one is no error."""

    def advance(self, generation: int) -> None:
        """Set `generation`."""

    def clear(self, stamp: str) -> None:
        """Remove everything, set `generation` to 0 and `stamp` to that."""

    def close(self) -> None:
        """Let go of files and connections."""
