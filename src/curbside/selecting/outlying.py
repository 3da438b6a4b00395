"""The flag `outlier` on candidates: each dose held against all others that the library has of its drug.

The others are looked for in the whole library, since a question need not find them.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from curbside.evidence.outliers import Dose, bears_witness, doses_of, is_outlier
from curbside.retrieval.query import query_doses
from curbside.retrieval.stock import Stock
from curbside.selecting.candidates import Candidate
from curbside.types import Flag, Source

PASSAGES: Final = 60
_Key = tuple[str, str, int]


class Outlying:
    """What a library says of doses; each drug is looked up once and each unit read once."""

    def __init__(self, stock: Stock) -> None:
        self._stock = stock
        self._read: dict[_Key, tuple[Dose, ...]] = {}
        self._witnesses: dict[str, bool] = {}
        self._looked_up: set[str] = set()

    def flagged(self, found: Iterable[Candidate]) -> tuple[Candidate, ...]:
        """The candidates, those flagged that state a dose of another order than all others."""
        told = tuple(found)
        stated = {c.key: tuple(d for u in c.units for d in self._doses(c.evidence.source, u.start)) for c in told}
        for drug in dict.fromkeys(d.drug for doses in stated.values() for d in doses):
            self._look_up(drug)
        others = tuple(self._others())
        outlying = {key for key, doses in stated.items() if any(is_outlier(d, others) for d in doses)}
        return tuple(with_flag(c) if c.key in outlying else c for c in told)

    def _look_up(self, drug: str) -> None:
        """Read the doses of a drug wherever in the library they are."""
        if drug in self._looked_up:
            return
        self._looked_up.add(drug)
        for hit in self._stock.search(query_doses(drug), PASSAGES):
            source = self._stock.find(hit.passage.source, hit.passage.content_hash)
            if source is not None:
                for number in hit.passage.units:
                    self._doses(source, source.units[number].start)

    def _doses(self, source: Source, start: int) -> tuple[Dose, ...]:
        key = (source.id, source.content_hash, start)
        if key not in self._read:
            self._read[key] = doses_of(source, bisect_left(source.units, start, key=lambda u: u.start))
        return self._read[key]

    def _others(self) -> Iterator[Dose]:
        for dose in (d for some in self._read.values() for d in some):
            source = dose.point.saying.source
            if source.id not in self._witnesses:
                self._witnesses[source.id] = bears_witness(source, self._stock.current)
            if self._witnesses[source.id]:
                yield dose


def with_flag(c: Candidate) -> Candidate:
    """A candidate with the flag."""
    return replace(c, flags=tuple(dict.fromkeys((*c.flags, Flag.OUTLIER))))
