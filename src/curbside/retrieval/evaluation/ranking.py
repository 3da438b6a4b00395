"""Rankings of documents by the searches, the fusion and the weights that answers use."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from curbside.errors import SearchIndexError
from curbside.language.tokens import terms
from curbside.library import Library
from curbside.retrieval.base import Index, IndexHit, Key, Query
from curbside.retrieval.searching import Asked, Ranker, ranked
from curbside.types import relevance

if TYPE_CHECKING:
    from curbside.retrieval.embedding import Embedder

# Passages that are asked for, for each document that is wanted; where these are too few, twice as many, and so on.
_PASSAGES: Final = 2


def rank(
    library: Library, index: Index, embedder: Embedder | None, text: str, k: int, ranker: Ranker
) -> list[tuple[str, float]]:
    """At most `k` sources for the words of `text` as they are (no synonyms), best first, each as its best passage.

    Passages are not looked up in the library one by one, so the index has to be in step with it: raises
    SearchIndexError where it is not, and ValueError where vectors are wanted and `embedder` is None.
    """
    if index.generation != library.last_change():
        raise SearchIndexError("The index is not in step with the library, so what it finds may be out of date.")
    if ranker is not Ranker.WORDS and embedder is None:
        raise ValueError("vectors are searched with an embedder")
    vector = None if ranker is Ranker.WORDS or embedder is None else embedder.embed_query(text)
    asked = Asked(Query(tuple((term, 1.0) for term in dict.fromkeys(terms(text)))), vector, ranker)
    depth = _PASSAGES * k
    while True:
        found = {name: _hits(index, asked, name, depth) for name in asked.rankers}
        documents = best_of((key, relevance(scores)) for key, scores in ranked(found))
        if len(documents) >= k or all(len(hits) < depth for hits in found.values()):
            return documents[:k]
        depth *= 2


def best_of(passages: Iterable[tuple[Key, float]]) -> list[tuple[str, float]]:
    """Documents from passages, which come best first: the first passage of each, with its score."""
    best: dict[str, float] = {}
    for key, score in passages:
        best.setdefault(key[0], score)
    return list(best.items())


def _hits(index: Index, asked: Asked, name: str, depth: int) -> list[IndexHit]:
    if name == "bm25" or asked.vector is None:
        return index.search(asked.query, depth)
    return index.nearest(asked.vector, depth, asked.query.filters)
