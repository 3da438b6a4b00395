"""Fusing rankings by their scores."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from math import fsum, sqrt
from typing import TypeVar

Item = TypeVar("Item", bound=Hashable)

Ranking = Sequence[tuple[Item, float]]


def fused(rankings: Mapping[str, Ranking[Item]], weights: Mapping[str, float]) -> list[tuple[Item, float]]:
    """The items of all `rankings`, best first, with the sum of their weighted standard scores.

    rankings: items with their scores, best first. The standard score of an item is how many standard deviations of its
    ranking it lies above the lowest one there, 1 where all scores are equal, and 0 where the ranking does not have it.
    Of equal sums the item comes first that comes first in the rankings, in their order. `docs/ranking.md` has what else
    was tried (reciprocal ranks among it), and the measurements.
    """
    sums: dict[Item, float] = {}
    for name, ranking in rankings.items():
        for item, score in _standard(ranking):
            sums[item] = sums.get(item, 0.0) + weights[name] * score
    return sorted(sums.items(), key=lambda pair: -pair[1])


def _standard(ranking: Ranking[Item]) -> list[tuple[Item, float]]:
    scores = [score for _, score in ranking]
    mean = fsum(scores) / max(len(scores), 1)
    spread = sqrt(fsum((score - mean) ** 2 for score in scores) / max(len(scores), 1))
    if not spread:
        return [(item, 1.0) for item, _ in ranking]
    lowest = min(scores)
    return [(item, (score - lowest) / spread) for item, score in ranking]
