"""The search itself: by words, by vectors, or by both fused, over passages of current versions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from curbside.library import Library
from curbside.retrieval.base import Index, IndexHit, Key, Query
from curbside.retrieval.fuse import fused
from curbside.types import Hit

if TYPE_CHECKING:
    from curbside.retrieval.base import Vector

DEPTH = 200
# Chosen on half of the training claims of SciFact (0.8 there) and on sixty queries with clinical tokens, which it loses
# four of at 0.8 and none at 0.7; measured on other collections and queries: docs/ranking.md.
WEIGHTS = {"bm25": 0.3, "vectors": 0.7}


class Ranker(StrEnum):
    """How passages are ranked."""

    WORDS = "words"
    VECTORS = "vectors"
    HYBRID = "hybrid"


@dataclass(frozen=True, slots=True)
class Asked:
    """What is looked for. vector: of the question, by the model of the index; None: by words alone."""

    query: Query
    vector: Vector | None = None
    ranker: Ranker = Ranker.HYBRID

    @property
    def rankers(self) -> tuple[str, ...]:
        """The names of the scores that hits may have."""
        by_words = self.vector is None or self.ranker is not Ranker.VECTORS
        by_vectors = self.vector is not None and self.ranker is not Ranker.WORDS
        return (("bm25",) if by_words else ()) + (("vectors",) if by_vectors else ())


def search(library: Library, index: Index, asked: Asked, k: int, but: str | None = None) -> list[Hit]:
    """At most `k` passages of current versions, best first, with their score by each ranker, and both ("fused").

    A hit whose source has changed since it was indexed is dropped, and the next best takes its place. but: leave out
    sources whose id begins so.
    """
    depth = max(k, DEPTH)
    while True:
        found = {name: _hits(index, asked, name, depth) for name in asked.rankers}
        keys = [row for row in ranked(found) if but is None or not row[0][0].startswith(but)]
        hits = _current(library, keys, k)
        if len(hits) >= k or all(len(some) < depth for some in found.values()):
            return hits
        depth *= 2


def search_words(library: Library, index: Index, terms: Iterable[str], k: int) -> list[Hit]:
    """As `search`, by index terms of equal weight alone."""
    return search(library, index, Asked(Query(tuple((term, 1.0) for term in terms))), k)


def _hits(index: Index, asked: Asked, name: str, k: int) -> list[IndexHit]:
    if name == "bm25":
        return index.search(asked.query, k)
    assert asked.vector is not None
    return index.nearest(asked.vector, k, asked.query.filters)


def ranked(found: Mapping[str, list[IndexHit]]) -> list[tuple[Key, dict[str, float]]]:
    """The keys of all hits, best first, with their scores; found: the hits of each ranker, best first."""
    scores: dict[Key, dict[str, float]] = {}
    for name, hits in found.items():
        for hit in hits:
            scores.setdefault(hit.key, {})[name] = hit.score
    if len(found) == 1:
        return list(scores.items())
    order = fused({name: [(hit.key, hit.score) for hit in hits] for name, hits in found.items()}, WEIGHTS)
    return [(key, {**scores[key], "fused": score}) for key, score in order]


def _current(library: Library, ranked: list[tuple[Key, dict[str, float]]], k: int) -> list[Hit]:
    hits: list[Hit] = []
    at = 0
    while len(hits) < k and at < len(ranked):
        some = ranked[at : at + k]
        passages = library.passages_at(key for key, _ in some)
        hits += [Hit(passages[key], scores) for key, scores in some if key in passages]
        at += k
    return hits[:k]
