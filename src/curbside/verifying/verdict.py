"""The gates in order, and what they come to."""

from __future__ import annotations

from collections.abc import Sequence

from curbside.types import Outcome, Reason, Verdict
from curbside.verifying import binding, modality, numbers, polarity, support
from curbside.verifying.alignment import Alignment, laid_beside, nearest
from curbside.verifying.base import JOINERS, CitedText
from curbside.verifying.likelihood import score
from curbside.verifying.matching import Match, match

_NOTHING = CitedText(())


def verify(statement: str, citations: Sequence[CitedText], joiners: frozenset[str] = JOINERS) -> Verdict:
    """What the citations make of `statement`: supported where one of them alone says the whole of it.

    joiners: what may stand in front without a citation; one that names a population counts only where the cited text
    or its context speaks of that population. The reasons are those of the citation that decides, gate by gate.
    """
    return examine(statement, citations, joiners)[0]


def supporting(statement: str, citations: Sequence[CitedText], joiners: frozenset[str] = JOINERS) -> tuple[int, ...]:
    """The indices of the citations each of which alone says the whole of `statement`."""
    return tuple(i for i, cited in enumerate(citations) if match(statement, cited, joiners))


def examine(
    statement: str, citations: Sequence[CitedText], joiners: frozenset[str] = JOINERS
) -> tuple[Verdict, Alignment, Match | None]:
    """The verdict with what it rests on: the statement laid beside the deciding unit, and the match if there is one."""
    for cited in citations:
        found = match(statement, cited, joiners)
        if found:
            beside = laid_beside(found.said, found.tokens, found.units[0], 1.0)
            return _verdict(beside, cited, found), beside, found
    aligned = [(nearest(cited.said_of(statement), cited.support), cited) for cited in citations]
    beside, cited = max(aligned, key=lambda pair: pair[0].overlap, default=(nearest(statement, ()), _NOTHING))
    return _verdict(beside, cited, None), beside, None


def _verdict(beside: Alignment, cited: CitedText, found: Match | None) -> Verdict:
    reasons: tuple[Reason, ...] = (
        binding.check(beside),
        numbers.check(beside, cited),
        polarity.check(beside),
        modality.check(beside),
        support.check(found, beside),
    )
    if all(r.passed for r in reasons):
        outcome = Outcome.SUPPORTED
    else:
        against = support.contradicted(beside)
        outcome = Outcome.CONTRADICTED if against else Outcome.NOT_ENOUGH
        if against:
            said = Reason("contradiction", False, against, "the source says otherwise of: " + ", ".join(against))
            reasons = (*reasons, said)
    return Verdict(outcome, reasons, score(outcome, beside.overlap))
