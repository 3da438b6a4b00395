"""Whether the quoted sentences answer a yes-or-no question with yes, with no, both ways or not at all.

No model reads them: the direction comes from words and phrases (`language/data/directions.toml`). A question about
advice ("Can X be given in asthma?") is answered only by a sentence about the same thing in the same case; a question
about what was found, by the clauses that speak of its claim, weighed by how much of it they speak of. Where no word
carries an answer it is not settled.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Final

from curbside.selecting._about import is_about, names_outcome
from curbside.selecting._advice import advice, asked_of
from curbside.selecting._claim import Claim, claim_of
from curbside.selecting._finding import Clause, clauses

# Chosen on the development half of `evals/directions.py`; their neighbours give the same figures within 0.02.
_LATER: Final = 0.25
_CONCEDED: Final = 0.3
_BASE: Final = 0.1


class Direction(StrEnum):
    """yes; no; disagree: sources say yes and no; not settled: no quoted sentence carries an answer."""

    YES = "yes"
    NO = "no"
    DISAGREE = "disagree"
    NOT_SETTLED = "not settled"


def direction_of(question: str, sources: Sequence[Sequence[str]]) -> Direction:
    """The direction in which the sentences of `sources` (one sequence for each source, in order) answer `question`.

    A source that settles nothing does not speak against one that does. What is no yes-or-no question is not settled.
    """
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
        return _towards(claim, told.pop()) if len(told) == 1 else Direction.NOT_SETTLED
    if asked and asked.firm:
        return Direction.NOT_SETTLED
    return _towards(claim, _weighed(claim, sentences))


def _towards(claim: Claim, sign: float) -> Direction:
    """The answer that a sign for or against the claim gives, turned round for a question that is put negatively."""
    if not sign:
        return Direction.NOT_SETTLED
    return Direction.YES if (sign > 0) != claim.negated else Direction.NO


def _weighed(claim: Claim, sentences: Sequence[str]) -> float:
    """The sum of the signs of one source's clauses, the nearer to the claim and the earlier the heavier.

    0 where they speak of too little of the claim, where the nearest clause leaves it open, where only a clause that
    another one overrules has a sign, or where the sum is for a claim whose outcome they do not name.
    """
    found = [(place, clause) for place, s in enumerate(sentences) for clause in clauses(claim, s)]
    if not is_about(claim, " ".join(sentences)) or not any(c.sign and not c.conceded for _, c in found):
        return 0.0
    closest = max(c.near for _, c in found)
    if any(c.open and c.near == closest for _, c in found):
        return 0.0
    total = sum(clause.sign * _weight(clause, place) for place, clause in found)
    return total if total < 0 or names_outcome(claim, " ".join(sentences)) else 0.0


def _weight(clause: Clause, place: int) -> float:
    return (_BASE + clause.near) ** 2 * (_CONCEDED if clause.conceded else 1.0) / (1.0 + _LATER * place)
