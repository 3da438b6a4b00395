"""Whether the quoted sentences answer a yes-or-no question with yes, with no, both ways or not at all.

No language model reads them: the direction comes from words and phrases (`language/data/directions.toml`). A question
about advice ("Can X be given in asthma?") is answered only by a sentence about the same thing in the same case; a short
question about what was found, by the clauses that speak of its claim, weighed by how much of it they speak of; a longer
one, by the learned weights of what these clauses are like. Where nothing carries an answer it is not settled.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from curbside.selecting._about import is_short
from curbside.selecting._advice import advice, asked_of
from curbside.selecting._claim import Claim, claim_of
from curbside.selecting._finding import weighed
from curbside.selecting._leaning import leaning


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
    by_rules = asked is not None or is_short(claim)
    return _towards(claim, weighed(claim, sentences) if by_rules else leaning(claim, sentences))


def _towards(claim: Claim, sign: float) -> Direction:
    """The answer that a sign for or against the claim gives, turned round for a question that is put negatively."""
    if not sign:
        return Direction.NOT_SETTLED
    return Direction.YES if (sign > 0) != claim.negated else Direction.NO
