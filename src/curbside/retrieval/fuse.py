"""Fusing rankings by rank."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import TypeVar

Item = TypeVar("Item", bound=Hashable)

K = 20.0


def fused(
    rankings: Mapping[str, Sequence[Item]], weights: Mapping[str, float], k: float = K
) -> list[tuple[Item, float]]:
    """Reciprocal rank fusion: the items of all `rankings`, best first, with the sum of weight / (k + rank).

    Ranks count from 1; a ranking without a weight has 1. Of equal sums the item comes first that comes first in the
    rankings, in their order. Cormack, Clarke and Büttcher 2009, Reciprocal rank fusion outperforms Condorcet and
    individual rank learning methods, SIGIR, 758-759 (k = 60 there; `docs/ranking.md` says why 20 here).
    """
    scores: dict[Item, float] = {}
    for name, ranking in rankings.items():
        for rank, item in enumerate(ranking, 1):
            scores[item] = scores.get(item, 0.0) + weights.get(name, 1.0) / (k + rank)
    return sorted(scores.items(), key=lambda pair: -pair[1])
