"""Searches for words and for vectors in OpenSearch's language, with the same conditions in both."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from curbside.retrieval.base import Filters, Query
from curbside.retrieval.opensearch.mappings import FIELDS, token, unit, vector_field
from curbside.retrieval.opensearch.state import View
from curbside.retrieval.opensearch.view import Clause, allowed, visible, with_vector

if TYPE_CHECKING:
    from curbside.retrieval.base import Vector

# A query may have 1,024 clauses (`indices.query.bool.max_clause_count`), a term needs one a field, and filters some.
FIELD_WEIGHTS = (2.0, 1.5, 1.0)
MAX_TERMS = 320
MAX_ASKED = 2000
_LEAST_CANDIDATES = 100
MOST_NEIGHBOURS = 10_000


def chosen_terms(query: Query, counts: Callable[[Mapping[str, Clause]], Mapping[str, int]]) -> dict[str, float]:
    """The terms to search and their weights: the heaviest `MAX_TERMS` of those that any row has.

    counts: how many rows match each query; it is asked only where there are more terms than that, and of the heaviest
    `MAX_ASKED`.
    """
    heaviest = sorted(query.weights().items(), key=lambda item: (-item[1], item[0]))
    if len(heaviest) > MAX_TERMS:
        asked = heaviest[:MAX_ASKED]
        there = counts({str(n): any_field(term) for n, (term, _) in enumerate(asked)})
        heaviest = [item for n, item in enumerate(asked) if there[str(n)]][:MAX_TERMS]
    return dict(heaviest)


def words_query(weights: Mapping[str, float], filters: Filters, view: View) -> Clause:
    """The sum of BM25 (k1 = 1.2, b = 0.75) over terms and fields, times the weight of the term and of the field."""
    should = [
        {"term": {name: {"value": token(term), "boost": weight * of_field}}}
        for term, weight in weights.items()
        for name, of_field in zip(FIELDS, FIELD_WEIGHTS, strict=True)
    ]
    return (visible(view) + allowed(filters)).query(should=should, minimum_should_match=1)


def vector_query(vector: Vector, k: int, filters: Filters, view: View) -> Clause:
    """The nearest by HNSW with the conditions inside the search, so that `k` rows that meet them are found.

    Lucene takes as many candidates as neighbours are asked for; below `_LEAST_CANDIDATES` it would miss too many.
    """
    wanted = min(max(k, _LEAST_CANDIDATES), MOST_NEIGHBOURS)
    conditions = with_vector(view) + allowed(filters)
    asked = {"vector": unit(vector), "k": wanted, "filter": conditions.query()}
    return {"knn": {vector_field(view.dimensions): asked}}


def cosine(score: float) -> float:
    """The cosine behind the score of an inner product: 1 + c where that is above 0, else 1 / (1 - c) (k-NN plugin)."""
    return score - 1.0 if score >= 1.0 else 1.0 - 1.0 / score


def any_field(term: str) -> Clause:
    """That a row has the term in any field."""
    return {"bool": {"should": in_fields(term), "minimum_should_match": 1}}


def in_fields(term: str) -> Sequence[Clause]:
    """A clause for each field."""
    return [{"term": {name: token(term)}} for name in FIELDS]
