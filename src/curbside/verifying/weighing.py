"""The weights of the support checker: logistic regressions in `data/support_weights.json`, which people can read.

`evals/train_support.py` makes that file; docs/support.md tells what each feature is worth. There are two sets: one for
words alone, one where an embedding model is at hand.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Final

from curbside.types import Outcome

WORDS: Final = "words"
MEANING: Final = "meaning"
_LEAST, _MOST = 0.01, 0.99
_LIKELY: Final = 0.4


@dataclass(frozen=True, slots=True)
class Linear:
    """A sum of weighed features: log odds, or a score beside others."""

    intercept: float
    weights: Mapping[str, float]

    def of(self, features: Mapping[str, float]) -> float:
        """The sum for these features. Raises KeyError where one is missing."""
        return self.intercept + math.fsum(w * features[name] for name, w in self.weights.items())


@dataclass(frozen=True, slots=True)
class Weights:
    """One set of weights.

    sentence: the log odds that a sentence decides; least: from where on it counts as deciding. verdict: a score for
    each outcome; leaning: what its probability is multiplied by before the greatest is taken, so that rare outcomes
    are found. calibration: for each outcome the two numbers (a, b) with which a probability p becomes 1 / (1 + exp(-a
    - b logit(p))).
    """

    sentence: Linear
    least: float
    verdict: Mapping[Outcome, Linear]
    leaning: Mapping[Outcome, float]
    calibration: Mapping[Outcome, tuple[float, float]]


@cache
def weights(name: str) -> Weights:
    """The set called `name` (`WORDS` or `MEANING`)."""
    path = resources.files("curbside.verifying") / "data" / "support_weights.json"
    return read(json.loads(path.read_text(encoding="utf-8"))[name])


def read(data: Mapping[str, Any]) -> Weights:
    """A set of weights from its JSON object."""
    return Weights(
        _linear(data["sentence"]),
        float(data["least"]),
        {Outcome(name): _linear(part) for name, part in data["verdict"].items()},
        {Outcome(name): float(part) for name, part in data["leaning"].items()},
        {Outcome(name): (float(a), float(b)) for name, (a, b) in data["calibration"].items()},
    )


def _linear(data: Mapping[str, Any]) -> Linear:
    return Linear(float(data["intercept"]), {name: float(w) for name, w in data["weights"].items()})


def probabilities(weighed: Weights, features: Mapping[str, float]) -> dict[Outcome, float]:
    """The probability of each outcome, before any gate."""
    scores = {outcome: linear.of(features) for outcome, linear in weighed.verdict.items()}
    top = max(scores.values())
    shares = {outcome: math.exp(score - top) for outcome, score in scores.items()}
    total = sum(shares.values())
    return {outcome: share / total for outcome, share in shares.items()}


def settled(weighed: Weights, found: Mapping[Outcome, float], barred: bool) -> tuple[Outcome, float]:
    """The outcome with the greatest probability after its leaning, and how likely it is right.

    "Supported" that is barred, or has a score below 0.4, is not said: the evidence is not enough, never against it.
    """
    outcome, probability = likeliest(weighed.leaning, found, barred)
    score = calibrated(weighed, outcome, probability)
    if outcome is Outcome.SUPPORTED and score < _LIKELY:
        outcome, probability = likeliest(weighed.leaning, found, True)
        score = calibrated(weighed, outcome, probability)
    return outcome, score


def likeliest(leaning: Mapping[Outcome, float], found: Mapping[Outcome, float], barred: bool) -> tuple[Outcome, float]:
    """The outcome and its probability; in the place of a barred "supported" stands "not enough"."""
    outcome = max(found, key=lambda o: found[o] * leaning[o])
    if outcome is Outcome.SUPPORTED and barred:
        return Outcome.NOT_ENOUGH, found[Outcome.NOT_ENOUGH]
    return outcome, found[outcome]


def calibrated(weighed: Weights, outcome: Outcome, probability: float) -> float:
    """How often a verdict of that probability was right on claims that it was not trained on, 0.01 to 0.99."""
    a, b = weighed.calibration[outcome]
    p = min(max(probability, _LEAST), _MOST)
    share = 1 / (1 + math.exp(-a - b * math.log(p / (1 - p))))
    return round(min(max(share, _LEAST), _MOST), 2)
