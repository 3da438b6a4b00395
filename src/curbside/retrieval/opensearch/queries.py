"""Searches for words and for vectors in OpenSearch's language, with the same conditions in both."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curbside.retrieval.base import Filters, Query
from curbside.retrieval.opensearch.mappings import TERMS, token, unit, vector_field
from curbside.retrieval.opensearch.state import View
from curbside.retrieval.opensearch.view import Clause, Conditions, allowed, visible, with_vector

if TYPE_CHECKING:
    from curbside.retrieval.base import Vector

# A query may have 1,024 clauses (`indices.query.bool.max_clause_count`); a term needs one, and filters some.
MAX_TERMS = 400
MOST_NEIGHBOURS = 10_000
_LEAST_CANDIDATES = 100


def words_query(query: Query, view: View) -> Clause:
    """The sum of BM25 (k1 = 1.2, b = 0.75) over the heaviest `MAX_TERMS` terms, each times its weight."""
    heaviest = sorted(query.weights().items(), key=lambda item: (-item[1], item[0]))[:MAX_TERMS]
    should = [{"term": {TERMS: {"value": token(term), "boost": weight}}} for term, weight in heaviest]
    return (visible(view) + allowed(query.filters)).query(should=should, minimum_should_match=1)


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


def has_term(term: str) -> Conditions:
    """That a row has the term in any field."""
    return Conditions(must=({"term": {TERMS: token(term)}},))
