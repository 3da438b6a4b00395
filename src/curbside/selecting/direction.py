"""Whether the quoted sentences answer a yes-or-no question with yes, with no, both ways or not at all.

No language model reads them: the direction comes from words and phrases (`language/data/directions.toml`). A question
about advice ("Can X be given in asthma?") is answered only by a sentence about the same thing in the same case; a short
question about what was found, by the clauses that speak of its claim, weighed by how much of it they speak of; a longer
one, by the learned weights of what these clauses are like. Where nothing carries an answer it is not settled.

The conclusion of a study whose title is the question need not repeat what it is about. So a short question is read
there as a long one is, and one on what is needed, safe or a contraindication may have its "no" from the learned
weights where the rules for advice find nothing, never its "yes". Neither holds where the question names a drug.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Final

from curbside.language import lexicon
from curbside.selecting._about import is_short
from curbside.selecting._advice import advice, asked_of
from curbside.selecting._claim import Claim, claim_of
from curbside.selecting._finding import weighed
from curbside.selecting._leaning import leaning
from curbside.selecting.titled import asks_the_same

# Log odds that say "no" to a question of advice; chosen on the development half of `evals/directions.py --titles`.
_SURELY_NOT: Final = -0.5
_OF_NEED: Final = frozenset({"need", "bar", "safe"})


class Direction(StrEnum):
    """yes; no; disagree: sources say yes and no; not settled: no quoted sentence carries an answer."""

    YES = "yes"
    NO = "no"
    DISAGREE = "disagree"
    NOT_SETTLED = "not settled"


def direction_of(question: str, sources: Sequence[Sequence[str]], titles: Sequence[str] = ()) -> Direction:
    """The direction in which the sentences of `sources` (one sequence for each source, in order) answer `question`.

    titles: those of the sources, in the same order; without them none is known to ask the question. A source that
    settles nothing does not speak against one that does. What is no yes-or-no question is not settled.
    """
    claim = claim_of(question)
    if claim is None:
        return Direction.NOT_SETTLED
    named = (*titles, *[""] * (len(sources) - len(titles)))
    told = {
        _of_source(claim, sentences, asks_the_same(question, title))
        for sentences, title in zip(sources, named, strict=True)
    } - {Direction.NOT_SETTLED}
    if len(told) > 1:
        return Direction.DISAGREE
    return next(iter(told), Direction.NOT_SETTLED)


def _of_source(claim: Claim, sentences: Sequence[str], own: bool = False) -> Direction:
    asked = asked_of(claim)
    told = {answer for s in sentences if (answer := advice(claim, asked, s))} if asked else set()
    if told:
        return _towards(claim, told.pop()) if len(told) == 1 else Direction.NOT_SETTLED
    own = own and not lexicon.drugs_in(claim.text)
    if asked is None:
        by_rules = is_short(claim) and not own
        return _towards(claim, weighed(claim, sentences) if by_rules else leaning(claim, sentences, own))
    if not asked.firm and (sign := weighed(claim, sentences)):
        return _towards(claim, sign)
    against = own and asked.mode in _OF_NEED and leaning(claim, sentences, own) < _SURELY_NOT
    return _towards(claim, -1.0 if against else 0.0)


def _towards(claim: Claim, sign: float) -> Direction:
    """The answer that a sign for or against the claim gives, turned round for a question that is put negatively."""
    if not sign:
        return Direction.NOT_SETTLED
    return Direction.YES if (sign > 0) != claim.negated else Direction.NO
