"""An index in memory: slow, plain and independent of SQLite. Good for tests, and to check other indexes against."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from copy import copy

from curbside.retrieval.base import IndexHit, IndexRow, Key, Query

K1 = 1.2
B = 0.75
SMALLEST_IDF = 1e-6


class MemoryIndex:
    """An `Index` that keeps its rows in a dict and works BM25 out as it is written in the books."""

    def __init__(self, field_weights: Sequence[float] = (2.0, 1.5, 1.0)) -> None:
        self.stamp = ""
        self.generation = 0
        self._weights = tuple(field_weights)
        self._rows: dict[Key, IndexRow] = {}

    def search(self, query: Query, k: int) -> list[IndexHit]:
        """See `curbside.retrieval.base.Index`."""
        weights = query.weights()
        hits = []
        for row in self._rows.values():
            if query.filters.allow(row.source) and any(term in set(_words(row)) for term in weights):
                score = sum(weight * self._score(row, term) for term, weight in weights.items())
                hits.append(IndexHit(*row.key, score))
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

    @contextmanager
    def writing(self) -> Iterator[None]:
        """See `curbside.retrieval.base.Index`."""
        before = (self.stamp, self.generation, copy(self._rows))
        try:
            yield
        except BaseException:
            self.stamp, self.generation, self._rows = before
            raise

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

    def close(self) -> None:
        """See `curbside.retrieval.base.Index`."""

    def _score(self, row: IndexRow, term: str) -> float:
        lengths = [len(_words(other)) for other in self._rows.values()]
        having = self.document_frequency(term)
        idf = math.log((len(lengths) - having + 0.5) / (having + 0.5))
        fields = (row.title_terms, row.heading_terms, row.body_terms)
        frequency = sum(w * Counter(f)[term] for w, f in zip(self._weights, fields, strict=True))
        length = len(_words(row)) / (sum(lengths) / len(lengths))
        return max(idf, SMALLEST_IDF) * frequency * (K1 + 1) / (frequency + K1 * (1 - B + B * length))


def _words(row: IndexRow) -> tuple[str, ...]:
    return (*row.title_terms, *row.heading_terms, *row.body_terms)
