"""A `View` as the conditions of a search. At rest there are none: all rows that are there can be seen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from curbside.retrieval.base import Filters
from curbside.retrieval.opensearch.mappings import VECTOR_BORN, word
from curbside.retrieval.opensearch.state import Dead, View

Clause = dict[str, Any]
MOST_VALUES = 65_000


@dataclass(frozen=True, slots=True)
class Conditions:
    """What a row must be and must not be."""

    must: tuple[Clause, ...] = ()
    must_not: tuple[Clause, ...] = ()

    def __add__(self, other: Conditions) -> Conditions:
        return Conditions(self.must + other.must, self.must_not + other.must_not)

    def query(self, **further: object) -> Clause:
        """All of it as a query."""
        return {"bool": {"filter": list(self.must), "must_not": list(self.must_not), **further}}


def visible(view: View) -> Conditions:
    """That a row can be seen."""
    found = Conditions()
    if view.busy or view.aborted:
        found += _born("born", view)
    if view.dead:
        found += Conditions(must_not=(out(view.dead),))
    return found


def with_vector(view: View) -> Conditions:
    """That the row's vector can be seen."""
    return visible(view) + _born(VECTOR_BORN, view, after=view.vectors_after)


def out(gone: Dead) -> Clause:
    """That a row was taken out."""
    which = Conditions(must=({"range": {"born": {"lt": gone.before}}},))
    some = [*one_of("source", gone.sources), *one_of("key", gone.keys)]
    return which.query(should=some, minimum_should_match=1)


def allowed(filters: Filters) -> Conditions:
    """What `Filters.allow` says."""
    pairs = (
        ("kind", filters.kinds),
        ("jurisdiction", filters.jurisdictions),
        ("status", filters.statuses),
        ("publisher", filters.publishers),
        ("language", filters.languages),
        ("topics", filters.topics),
    )
    must = [_any(one_of(name, map(word, sorted(wanted)))) for name, wanted in pairs if wanted]
    if filters.only is not None:
        must.append(_any(one_of("source", sorted(filters.only))))
    years = {"gte": filters.since, "lte": filters.until}
    if filters.since is not None or filters.until is not None:
        must.append({"range": {"year": {name: year for name, year in years.items() if year is not None}}})
    return Conditions(tuple(must), tuple(one_of("source", sorted(filters.without))))


def one_of(name: str, values: Iterable[object]) -> list[Clause]:
    """That a field has one of these values, in as many clauses as are needed."""
    given = list(values)
    return [{"terms": {name: given[n : n + MOST_VALUES]}} for n in range(0, len(given), MOST_VALUES)]


def _any(clauses: Sequence[Clause]) -> Clause:
    if not clauses:
        return {"match_none": {}}
    return clauses[0] if len(clauses) == 1 else {"bool": {"should": list(clauses), "minimum_should_match": 1}}


def _born(name: str, view: View, after: int = 0) -> Conditions:
    must_not = tuple(one_of(name, (n for n in view.aborted if n > after)))
    return Conditions(({"range": {name: {"gt": after, "lte": view.epoch}}},), must_not)
