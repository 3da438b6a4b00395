"""The three rankers that are measured, as rankings of documents: words alone, vectors alone, and both fused.

A document's score is that of its best passage. The fusion is weighted reciprocal rank fusion of passages (Cormack,
Clarke and Buettcher, SIGIR 2009): weight / (`K` + rank), summed; what one search did not find adds nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum
from itertools import islice
from typing import TYPE_CHECKING, Final

from curbside.language.tokens import terms
from curbside.library import Library
from curbside.retrieval.base import Filters, Index, IndexHit, Key, Query
from curbside.retrieval.rows import text_of

if TYPE_CHECKING:
    from curbside.retrieval.embedding import Embedder

K: Final = 20
WORDS_WEIGHT: Final = 1.0
VECTORS_WEIGHT: Final = 2.0
BATCH: Final = 256


class Ranker(StrEnum):
    """What ranks."""

    WORDS = "words"
    VECTORS = "vectors"
    HYBRID = "hybrid"


def embed_passages(
    library: Library, index: Index, embedder: Embedder, done: Callable[[int], None] = lambda _: None
) -> int:
    """Give every row of `index` that lacks one its vector, and say how many; done: told how many so far, by batch."""
    keys, made = iter(list(index.lacking())), 0
    while batch := list(islice(keys, BATCH)):
        texts = _texts(library, batch)
        vectors = embedder.embed_texts(list(texts.values()))
        model = embedder.model
        index.add_vectors(f"{model.name} {model.hash}", zip(texts, vectors, strict=True))
        made += len(texts)
        done(made)
    return made


def rank(
    index: Index, embedder: Embedder | None, text: str, k: int, ranker: Ranker, share: float = VECTORS_WEIGHT
) -> list[tuple[str, float]]:
    """At most `k` sources, best first, ties by id. share: the weight of the vectors in the fusion, that of words is 1.

    Raises ValueError where vectors are wanted and `embedder` is None.
    """
    searches = _searches(index, embedder, text, ranker)
    asked = k
    while True:
        found = [search(asked) for search in searches]
        ranked = best_of(found[0]) if len(found) == 1 else best_of(fused(found, (WORDS_WEIGHT, share)))
        if len(ranked) >= k or all(len(hits) < asked for hits in found):
            return ranked[:k]
        asked *= 2


def fused(lists: Sequence[Sequence[IndexHit]], weights: Sequence[float], k: float = K) -> list[IndexHit]:
    """Rankings of passages as one, best first, ties by key; each hit once, with its fused score."""
    scores: dict[Key, float] = {}
    for hits, weight in zip(lists, weights, strict=True):
        for place, hit in enumerate(hits, 1):
            scores[hit.key] = scores.get(hit.key, 0.0) + weight / (k + place)
    ordered = sorted(scores.items(), key=lambda item: (-item[1], item[0]))
    return [IndexHit(*key, score) for key, score in ordered]


def best_of(hits: Iterable[IndexHit]) -> list[tuple[str, float]]:
    """Documents from passages: the score of a document is that of its best passage, ties by id."""
    best: dict[str, float] = {}
    for hit in hits:
        best[hit.source] = max(hit.score, best.get(hit.source, hit.score))
    return sorted(best.items(), key=lambda item: (-item[1], item[0]))


def _searches(
    index: Index, embedder: Embedder | None, text: str, ranker: Ranker
) -> list[Callable[[int], list[IndexHit]]]:
    searches: list[Callable[[int], list[IndexHit]]] = []
    if ranker is not Ranker.VECTORS:
        query = Query(tuple(dict.fromkeys((term, 1.0) for term in terms(text))))
        searches.append(lambda k: index.search(query, k))
    if ranker is not Ranker.WORDS:
        if embedder is None:
            raise ValueError("vectors are searched with an embedder")
        vector = embedder.embed_query(text)
        searches.append(lambda k: index.nearest(vector, k, Filters()))
    return searches


def _texts(library: Library, keys: Sequence[Key]) -> dict[Key, str]:
    passages = library.passages_at(keys)
    sources = library.get_many({key[0] for key in keys})
    there = (key for key in keys if key in passages and key[0] in sources)
    return {key: text_of(sources[key[0]], passages[key]) for key in there}
