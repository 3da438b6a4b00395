"""A claim against sentences that follow one another in one source, with no library."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from curbside.types import Outcome, Reason
from curbside.verifying.alignment import Alignment
from curbside.verifying.base import PLAIN_JOINERS, CitedText
from curbside.verifying.matching import Match
from curbside.verifying.verdict import examine

_NEAR = 0.3


@dataclass(frozen=True, slots=True)
class Checked:
    """What the evidence makes of a claim.

    score: the probability that the verdict is right. sentences: the indices of the evidence that decide, empty where
    none is near.
    """

    verdict: Outcome
    score: float
    reasons: tuple[str, ...]
    sentences: tuple[int, ...]


def check(claim: str, evidence: Sequence[str]) -> Checked:
    """`claim` against `evidence`, sentences that follow one another in one source."""
    verdict, beside, found = examine(claim, (CitedText(tuple(evidence), adjacent=True),), PLAIN_JOINERS)
    return Checked(verdict.outcome, verdict.score, _told(verdict.reasons), _deciding(beside, found))


def _told(reasons: Sequence[Reason]) -> tuple[str, ...]:
    failed = tuple(f"{r.gate}: {r.message}" for r in reasons if not r.passed)
    return failed or ("the evidence says it in the same words and values",)


def _deciding(beside: Alignment, found: Match | None) -> tuple[int, ...]:
    if found:
        return found.units
    return (beside.unit,) if beside.unit >= 0 and beside.overlap >= _NEAR else ()
