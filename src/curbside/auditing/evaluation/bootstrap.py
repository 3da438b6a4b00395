"""Intervals by the percentile bootstrap over answers (Efron and Tibshirani, An Introduction to the Bootstrap, 1993).

Answers, not statements, are drawn again: the statements of one answer are not independent of each other.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from curbside.auditing.evaluation.judged import Judged
from curbside.auditing.evaluation.metrics import METRICS, Metric

RESAMPLES: Final = 1000
SEED: Final = 20_240_306
_TAIL: Final = 0.025


@dataclass(frozen=True, slots=True)
class Estimate:
    """A share with its 95% interval; None where there is nothing to count. number: of what it is a share."""

    value: float | None
    low: float | None
    high: float | None
    number: int


def estimates(answers: Sequence[Judged], resamples: int = RESAMPLES, seed: int = SEED) -> dict[str, Estimate]:
    """Every metric, in its order."""
    return {name: estimate(metric, answers, resamples, seed) for name, metric in METRICS.items()}


def estimate(metric: Metric, answers: Sequence[Judged], resamples: int = RESAMPLES, seed: int = SEED) -> Estimate:
    """One metric. resamples: 0 for no interval."""
    whole = metric(answers)
    if whole.value is None or not resamples:
        return Estimate(whole.value, None, None, whole.number)
    drawing = random.Random(seed)
    drawn = (metric(drawing.choices(answers, k=len(answers))).value for _ in range(resamples))
    values = sorted(v for v in drawn if v is not None)
    return Estimate(whole.value, _at(values, _TAIL), _at(values, 1 - _TAIL), whole.number)


def _at(values: Sequence[float], share: float) -> float:
    return values[min(len(values) - 1, max(0, round(share * (len(values) - 1))))]
