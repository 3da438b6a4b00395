"""Whether the quoted sentences answer a yes-or-no question with yes, with no, both ways or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from curbside.selecting import _finding
from curbside.selecting._advice import advice, asked_of
from curbside.selecting._claim import Claim, claim_of, pattern


class Direction(StrEnum):
    """Yes; no; the sources disagree; not settled by what is quoted."""

    YES = "yes"
    NO = "no"
    DISAGREE = "disagree"
    NOT_SETTLED = "not settled"


def direction_of(question: str, sources: Sequence[Sequence[str]]) -> Direction:
    claim = claim_of(question)
    if claim is None:
        return Direction.NOT_SETTLED
    told = {_of_source(claim, sentences) for sentences in sources} - {Direction.NOT_SETTLED}
    if len(told) > 1:
        return Direction.DISAGREE
    return next(iter(told), Direction.NOT_SETTLED)


def _of_source(claim: Claim, sentences: Sequence[str]) -> Direction:
    asked = asked_of(claim)
    told = {answer for s in sentences if (answer := advice(claim, asked, s))} if asked else set()
    if told:
        return _turned(claim, told.pop()) if len(told) == 1 else Direction.NOT_SETTLED
    if asked and asked.firm:
        return Direction.NOT_SETTLED
    return _turned(claim, score(claim, sentences))


def _turned(claim: Claim, sign: float) -> Direction:
    """The answer that a sign for or against the claim gives, turned round for a question that is put negatively."""
    if not sign:
        return Direction.NOT_SETTLED
    return Direction.YES if (sign > 0) != claim.negated else Direction.NO


def score(claim: Claim, sentences: Sequence[str]) -> float:
    total = 0.0
    for place, sentence in enumerate(sentences):
        weight = 1.0 / (1 + place)
        found = _finding.clauses(claim, sentence)
        for clause in found:
            w = 0.2 + clause.near
            if clause.conceded:
                w *= 0.3
            total += weight * w * clause.sign / len(found)
    return total
