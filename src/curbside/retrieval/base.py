"""The Protocol of an index and the nouns that go in and out of it.

An index is derived from the library and holds nothing that cannot be made again. It knows terms (from
`curbside.language.tokens.terms`) and vectors, never texts. `curbside.testing.index_conformance` has the tests that
every implementation must pass.

The vector of a row may come later than the row: words are searched at once, and vectors as far as they are there. All
vectors of an index are of one model; those of another are never mixed in.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import astuple, dataclass, field
from typing import TYPE_CHECKING, Protocol

from curbside.types import Source

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vector = NDArray[np.float32]

Key = tuple[str, str, int]


@dataclass(frozen=True, slots=True)
class Facets:
    """What filters look at, of the source of a row; the strings are those of `Source` ("unknown" where not known)."""

    kind: str = "unknown"
    year: int | None = None
    jurisdiction: str = "unknown"
    status: str = "unknown"
    publisher: str | None = None
    language: str = "en"
    topics: tuple[str, ...] = ()

    @classmethod
    def of(cls, source: Source) -> Facets:
        """Those of a source."""
        return cls(
            kind=source.kind.value,
            year=source.year,
            jurisdiction=source.jurisdiction,
            status=source.status.state.value,
            publisher=source.publisher,
            language=source.language,
            topics=source.topics,
        )


@dataclass(frozen=True, slots=True)
class IndexRow:
    """One passage as an index keeps it: its key (source id, content hash, ordinal), its terms by field, its facets.

    text_hash: names the text that the vector of the row is made from. units_hash: names the texts that the vectors of
    its units are made from, and their order; "" where it has none.
    """

    source: str
    content_hash: str
    ordinal: int
    title_terms: tuple[str, ...] = ()
    heading_terms: tuple[str, ...] = ()
    body_terms: tuple[str, ...] = ()
    facets: Facets = Facets()
    text_hash: str = ""
    units_hash: str = ""

    @property
    def key(self) -> Key:
        """What names the row."""
        return (self.source, self.content_hash, self.ordinal)

    @property
    def digest(self) -> str:
        """16 hex digits, others where anything else of the row is another."""
        terms = (self.title_terms, self.heading_terms, self.body_terms)
        parts = (*terms, astuple(self.facets), self.text_hash, self.units_hash)
        return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Filters:
    """Which sources are searched; what is empty or None keeps all.

    only: these ids. without: not these ids. kinds, jurisdictions, statuses, publishers, languages: one of them, exactly
    as written in `Facets`. since, until: years, both included; a source with no year is then left out. topics: at least
    one of them.
    """

    only: frozenset[str] | None = None
    without: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    since: int | None = None
    until: int | None = None
    jurisdictions: frozenset[str] = frozenset()
    statuses: frozenset[str] = frozenset()
    publishers: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    topics: frozenset[str] = frozenset()

    def allow(self, source: str, facets: Facets) -> bool:
        """Whether hits of a source are wanted: the rule that every index keeps."""
        return (
            source not in self.without
            and (self.only is None or source in self.only)
            and self._in_years(facets.year)
            and all(not wanted or value in wanted for wanted, value in self._pairs(facets))
            and (not self.topics or not self.topics.isdisjoint(facets.topics))
        )

    def _in_years(self, year: int | None) -> bool:
        if self.since is None and self.until is None:
            return True
        return year is not None and (self.since or year) <= year <= (self.until or year)

    def _pairs(self, facets: Facets) -> tuple[tuple[frozenset[str], str | None], ...]:
        return (
            (self.kinds, facets.kind),
            (self.jurisdictions, facets.jurisdiction),
            (self.statuses, facets.status),
            (self.publishers, facets.publisher),
            (self.languages, facets.language),
        )


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
    """A row that was found; score: BM25, or the cosine of the angle between two vectors; higher is better."""

    source: str
    content_hash: str
    ordinal: int
    score: float

    @property
    def key(self) -> Key:
        """What names the row."""
        return (self.source, self.content_hash, self.ordinal)


@dataclass(frozen=True, slots=True)
class UnitNames:
    """The units of a row: its key and `units_hash`, and what names the text of each, in the order of the passage.

    A name is 16 hexadecimal digits of a hash of the text.
    """

    key: Key
    hash: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UnitCounts:
    """rows: whose units have vectors. vectors: how many there are; equal texts share one."""

    rows: int = 0
    vectors: int = 0


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

    def nearest(self, vector: Vector, k: int, filters: Filters) -> list[IndexHit]:
        """At most `k` rows whose vectors are nearest to `vector` (of the index's dimensions, not zero), best first.

        The search may be approximate; the score of each hit is exact but for the rounding of what is stored.
        """

    def document_frequency(self, term: str) -> int:
        """How many rows have the term in any field."""

    def passages_count(self) -> int:
        """How many rows there are."""

    def keys(self) -> Iterator[Key]:
        """The keys of all rows, sorted."""

    def digests(self) -> Iterator[tuple[Key, str]]:
        """The key of each row with `IndexRow.digest` as it was when it was added, sorted."""

    def writing(self) -> AbstractContextManager[None]:
        """A block whose changes other readers see all at once or never; one writer at a time.

        `add`, `remove`, `advance` and `clear` belong in one.
        """

    def rebuilding(self) -> AbstractContextManager[None]:
        """A block for making the index from nothing: begin with `clear` in it.

        Where an index can, everybody else goes on with the old one until the block is left.
        """

    def add(self, rows: Iterable[IndexRow]) -> None:
        """Add rows; a row of the same key is replaced."""

    def remove(self, source_ids: Iterable[str]) -> None:
        """Remove all rows of these sources; an unknown one is no error.

        A row that is added again in the same block with the same `text_hash` keeps its vector.
        """

    @property
    def model(self) -> str:
        """Which model made the vectors ("name hash"), "" where none did yet."""

    def vectors_count(self) -> int:
        """How many rows have a vector."""

    def lacking(self) -> Iterator[Key]:
        """The keys of the rows that have no vector as of now, sorted; vectors may be added meanwhile."""

    def add_vectors(self, model: str, vectors: Iterable[tuple[Key, Vector]]) -> None:
        """Give rows their vectors, in a block of its own, seen all at once or never; a key with no row is left out.

        Raises SearchIndexError where the vectors in it are of another model, or have another number of dimensions.
        """

    def clear_vectors(self) -> None:
        """Remove all vectors, those of units too, and forget the model, in a block of its own."""

    @property
    def keeps_units(self) -> bool:
        """Whether it can keep vectors of units; where it cannot, it has none (`curbside.retrieval.no_units`)."""

    def unit_counts(self) -> UnitCounts:
        """How many rows and texts have vectors of units."""

    def lacking_units(self) -> Iterator[Key]:
        """The keys of the rows that have units, and no vectors of them as of now, sorted."""

    def known_units(self, names: Iterable[str]) -> frozenset[str]:
        """Those of `names` whose text has a vector."""

    def add_units(self, model: str, rows: Iterable[UnitNames], vectors: Mapping[str, Vector]) -> None:
        """Give rows the vectors of their units, in a block of its own, seen all at once or never.

        vectors: by name, of texts that are not known yet. A row that is not there, whose `units_hash` is another, or
        with a text that is neither known nor given, is left out. Raises SearchIndexError where the vectors in the
        index are of another model, or have another number of dimensions.
        """

    def unit_cosines(self, vector: Vector, keys: Iterable[Key]) -> Mapping[Key, tuple[float, ...]]:
        """The cosine of `vector` with each unit of these rows, in the order of the passage.

        Rows without are left out. Exact but for the rounding of what is stored.
        """

    def clear_units(self) -> None:
        """Remove the vectors of units, in a block of its own."""

    def advance(self, generation: int) -> None:
        """Set `generation`."""

    def clear(self, stamp: str) -> None:
        """Remove everything, set `generation` to 0 and `stamp` to that; vectors may be kept for rows that come back."""

    @property
    def place(self) -> str:
        """Where it is, for people: never with a password in it."""

    def faults(self) -> list[str]:
        """What of it is damaged or does not fit together, a clause each; nothing where all is well."""

    def close(self) -> None:
        """Let go of files and connections."""
