"""What a run of sentences of one source makes of a claim, with no library: supported, contradicted or not enough."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from curbside.types import Outcome, Reason
from curbside.verifying.alignment import Alignment, words
from curbside.verifying.base import PLAIN_JOINERS, CitedText
from curbside.verifying.matching import Match
from curbside.verifying.verdict import examine

_NEAR = 0.3


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the evidence makes of a claim.

    score: the probability, 0 to 1, that the verdict is right. reasons: one sentence each. sentences: the indices of the
    evidence that decide, in its order, empty where none is near. words: those of the claim that decided. exact: whether
    the evidence says the claim in the same words and values, so that it would pass the gates of an answer.
    """

    verdict: Outcome
    score: float
    reasons: tuple[str, ...]
    sentences: tuple[int, ...]
    words: tuple[str, ...] = ()
    exact: bool = False


def judge(claim: str, evidence: Sequence[str]) -> Judgement:
    """`claim` against `evidence`, sentences that follow one another in one source."""
    verdict, beside, found = examine(claim, (CitedText(tuple(evidence), adjacent=True),), PLAIN_JOINERS)
    decided = words(found.said) if found else tuple(dict.fromkeys(w for r in verdict.reasons for w in r.words))
    exact = verdict.outcome is Outcome.SUPPORTED
    return Judgement(verdict.outcome, verdict.score, _told(verdict.reasons), _deciding(beside, found), decided, exact)


def _told(reasons: Sequence[Reason]) -> tuple[str, ...]:
    failed = tuple(f"{r.gate}: {r.message}" for r in reasons if not r.passed)
    return failed or ("the evidence says it in the same words and values",)


def _deciding(beside: Alignment, found: Match | None) -> tuple[int, ...]:
    if found:
        return found.units
    return (beside.unit,) if beside.unit >= 0 and beside.overlap >= _NEAR else ()
