"""An index in memory: slow, plain and independent of the others. Good for tests, and to check other indexes against."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from copy import copy
from typing import TYPE_CHECKING

from curbside.errors import SearchIndexError
from curbside.retrieval.base import Filters, IndexHit, IndexRow, Key, Query, UnitCounts, UnitNames

if TYPE_CHECKING:
    from curbside.retrieval.base import Vector

K1 = 1.2
B = 0.75
TITLE, HEADING = 2, 2


class MemoryIndex:
    """An `Index` that keeps its rows in a dict and works BM25 out as it is written in the books."""

    def __init__(self) -> None:
        self.stamp = ""
        self.generation = 0
        self._rows: dict[Key, IndexRow] = {}
        self.model = ""
        self._vectors: dict[Key, Vector] = {}
        self._units: dict[Key, UnitNames] = {}
        self._texts: dict[str, Vector] = {}

    def search(self, query: Query, k: int) -> list[IndexHit]:
        """See `curbside.retrieval.base.Index`."""
        weights = query.weights()
        hits = []
        for row in self._rows.values():
            if query.filters.allow(row.source, row.facets) and any(term in set(_words(row)) for term in weights):
                score = sum(weight * self._score(row, term) for term, weight in weights.items())
                hits.append(IndexHit(*row.key, score))
        return sorted(hits, key=lambda hit: (-hit.score, hit.source, hit.ordinal))[: max(k, 0)]

    def nearest(self, vector: Vector, k: int, filters: Filters) -> list[IndexHit]:
        """See `curbside.retrieval.base.Index`; exact."""
        allowed = (key for key in self._vectors if filters.allow(key[0], self._rows[key].facets))
        hits = [IndexHit(*key, _cosine(self._vectors[key], vector)) for key in allowed]
        return sorted(hits, key=lambda hit: (-hit.score, hit.source, hit.ordinal))[: max(k, 0)]

    def document_frequency(self, term: str) -> int:
        """See `curbside.retrieval.base.Index`."""
        return sum(term in _words(row) for row in self._rows.values())

    def passages_count(self) -> int:
        """See `curbside.retrieval.base.Index`."""
        return len(self._rows)

    def keys(self) -> Iterator[Key]:
        """See `curbside.retrieval.base.Index`."""
        return iter(sorted(self._rows))

    def digests(self) -> Iterator[tuple[Key, str]]:
        """See `curbside.retrieval.base.Index`."""
        return iter(sorted((key, row.digest) for key, row in self._rows.items()))

    @contextmanager
    def writing(self) -> Iterator[None]:
        """See `curbside.retrieval.base.Index`."""
        before = (self.stamp, self.generation, copy(self._rows))
        try:
            yield
        except BaseException:
            self.stamp, self.generation, self._rows = before
            raise
        kept = {
            key for key, row in self._rows.items() if key in before[2] and before[2][key].text_hash == row.text_hash
        }
        self._vectors = {key: vector for key, vector in self._vectors.items() if key in kept}
        units_hashes = {key: row.units_hash for key, row in self._rows.items()}
        self._units = {key: units for key, units in self._units.items() if units_hashes.get(key) == units.hash}

    def rebuilding(self) -> AbstractContextManager[None]:
        """See `curbside.retrieval.base.Index`."""
        return nullcontext()

    def add(self, rows: Iterable[IndexRow]) -> None:
        """See `curbside.retrieval.base.Index`."""
        self._rows.update((row.key, row) for row in rows)

    def remove(self, source_ids: Iterable[str]) -> None:
        """See `curbside.retrieval.base.Index`."""
        gone = set(source_ids)
        self._rows = {key: row for key, row in self._rows.items() if row.source not in gone}

    def advance(self, generation: int) -> None:
        """See `curbside.retrieval.base.Index`."""
        self.generation = generation

    def clear(self, stamp: str) -> None:
        """See `curbside.retrieval.base.Index`."""
        self.stamp, self.generation, self._rows = stamp, 0, {}

    def vectors_count(self) -> int:
        """See `curbside.retrieval.base.Index`."""
        return len(self._vectors)

    def lacking(self) -> Iterator[Key]:
        """See `curbside.retrieval.base.Index`."""
        return iter(sorted(set(self._rows) - set(self._vectors)))

    def add_vectors(self, model: str, vectors: Iterable[tuple[Key, Vector]]) -> None:
        """See `curbside.retrieval.base.Index`."""
        given = dict(vectors)
        self._check(model, given.values())
        self.model = model
        self._vectors.update((key, vector) for key, vector in given.items() if key in self._rows)

    def clear_vectors(self) -> None:
        """See `curbside.retrieval.base.Index`."""
        self.model, self._vectors = "", {}
        self.clear_units()

    @property
    def keeps_units(self) -> bool:
        """See `curbside.retrieval.base.Index`."""
        return True

    def unit_counts(self) -> UnitCounts:
        """See `curbside.retrieval.base.Index`."""
        return UnitCounts(len(self._units), len(self._texts))

    def lacking_units(self) -> Iterator[Key]:
        """See `curbside.retrieval.base.Index`."""
        return iter(sorted(key for key, row in self._rows.items() if row.units_hash and key not in self._units))

    def known_units(self, names: Iterable[str]) -> frozenset[str]:
        """See `curbside.retrieval.base.Index`."""
        return frozenset(self._texts).intersection(names)

    def add_units(self, model: str, rows: Iterable[UnitNames], vectors: Mapping[str, Vector]) -> None:
        """See `curbside.retrieval.base.Index`."""
        fitting = [row for row in rows if row.key in self._rows and self._rows[row.key].units_hash == row.hash]
        wanted = {name for row in fitting for name in row.names}
        self._check(model, vectors.values())
        self.model = model
        self._texts.update((name, vectors[name]) for name in wanted & vectors.keys() - self._texts.keys())
        self._units.update((row.key, row) for row in fitting if self._texts.keys() >= set(row.names))

    def unit_cosines(self, vector: Vector, keys: Iterable[Key]) -> Mapping[Key, tuple[float, ...]]:
        """See `curbside.retrieval.base.Index`."""
        found = [self._units[key] for key in keys if key in self._units]
        self._check(self.model, [vector] if found else [])
        return {units.key: tuple(_cosine(self._texts[name], vector) for name in units.names) for units in found}

    def clear_units(self) -> None:
        """See `curbside.retrieval.base.Index`."""
        self._units, self._texts = {}, {}

    @property
    def place(self) -> str:
        """See `curbside.retrieval.base.Index`."""
        return "memory"

    def faults(self) -> list[str]:
        """See `curbside.retrieval.base.Index`."""
        return []

    def close(self) -> None:
        """See `curbside.retrieval.base.Index`."""

    def _check(self, model: str, vectors: Iterable[Vector]) -> None:
        lengths = {len(vector) for vector in (*self._vectors.values(), *self._texts.values(), *vectors)}
        if self.model not in ("", model) or len(lengths) > 1:
            raise SearchIndexError(f"The index has vectors of the model {self.model}, not of {model}.")

    def _score(self, row: IndexRow, term: str) -> float:
        lengths = [len(_words(other)) for other in self._rows.values()]
        having = self.document_frequency(term)
        idf = math.log(1 + (len(lengths) - having + 0.5) / (having + 0.5))
        frequency = _words(row).count(term)
        length = len(_words(row)) / (sum(lengths) / len(lengths))
        return idf * frequency * (K1 + 1) / (frequency + K1 * (1 - B + B * length))


def _words(row: IndexRow) -> tuple[str, ...]:
    return (*row.title_terms * TITLE, *row.heading_terms * HEADING, *row.body_terms)


def _cosine(a: Vector, b: Vector) -> float:
    return float(a @ b / math.sqrt(float(a @ a) * float(b @ b)))
