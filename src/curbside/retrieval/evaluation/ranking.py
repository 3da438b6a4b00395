"""Rankings of documents from the search for passages that answers use."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from curbside.language.tokens import terms
from curbside.library import Library
from curbside.retrieval.base import Index, Query
from curbside.retrieval.searching import Asked, Ranker, search
from curbside.types import Hit

if TYPE_CHECKING:
    from curbside.retrieval.embedding import Embedder


def rank(
    library: Library, index: Index, embedder: Embedder | None, text: str, k: int, ranker: Ranker
) -> list[tuple[str, float]]:
    """At most `k` sources for the words of `text` as they are (no synonyms), best first, each as its best passage.

    Raises ValueError where vectors are wanted and `embedder` is None.
    """
    if ranker is not Ranker.WORDS and embedder is None:
        raise ValueError("vectors are searched with an embedder")
    vector = None if ranker is Ranker.WORDS or embedder is None else embedder.embed_query(text)
    asked = Asked(Query(tuple((term, 1.0) for term in dict.fromkeys(terms(text)))), vector, ranker)
    depth = k
    while True:
        hits = search(library, index, asked, depth)
        ranked = best_of(hits)
        if len(ranked) >= k or len(hits) < depth:
            return ranked[:k]
        depth *= 2


def best_of(hits: Iterable[Hit]) -> list[tuple[str, float]]:
    """Documents from passages, which come best first: the first passage of each, with its score."""
    best: dict[str, float] = {}
    for hit in hits:
        best.setdefault(hit.passage.source, _score(hit))
    return list(best.items())


def _score(hit: Hit) -> float:
    """The fused score where there is one, else that of the only ranker."""
    fused = hit.scores.get("rrf")
    return fused if fused is not None else next(iter(hit.scores.values()))
