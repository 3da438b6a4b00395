"""Which sentences answer: by the facet that is asked for, and by how a cross-encoder reads them with the question."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from curbside.evidence.rank import Claim, claim_of
from curbside.selecting.candidates import Candidate
from curbside.selecting.matching import special_populations
from curbside.selecting.stops import stops
from curbside.types import Facet, Flag, Question, Understood

BESIDE_BEST: Final = 1.5
SURELY: Final = 4.0
MORE_LIKELY_THAN_NOT: Final = 0.0
_UNSURE, _FAR, _LEAST, _ELSEWHERE = 0.75, 2.0, -2.0, 2.5
_TREATING = frozenset({Facet.REGIMEN, Facet.MAINTENANCE, Facet.INDICATION, Facet.ADMINISTRATION})
_OF_CARE = frozenset({Facet.CONTRAINDICATIONS, Facet.PITFALLS, Facet.INTERACTIONS})
_TESTING = frozenset({Facet.MONITORING, Facet.DISTINCTION})
_FOR_OTHERS = frozenset({Flag.OTHER_POPULATION, Flag.OTHER_INDICATION, Flag.OTHER_ROUTE})
_SPECIAL = frozenset({Facet.CHILDREN, Facet.RENAL_HEPATIC, Facet.PREGNANCY})


def that_answer(question: Question, leading: list[Candidate], found: Iterable[Candidate]) -> list[Candidate]:
    """Of sentences that a cross-encoder has read, those that answer about as well as the best of them; none where that
    is far from the best of all: beside it, a neighbour of the answer would pass for it. What says stop stays."""
    scored = [as_answer(c) for c in leading if c.answers is not None]
    if not scored:
        return leading
    drugs = question.understood.drugs
    own = (c for c in found if (not drugs or c.match.drug >= 0.9) and not _FOR_OTHERS.intersection(c.flags))
    on_it = [(c, c.answers) for c in own if c.answers is not None]
    rivals = [as_answer(c) - _margin(c, a) for c, a in on_it if answers_intent(question, c.facet)]
    rivals += [as_answer(c) - _FAR - _UNSURE for c, _ in on_it]
    least = max(max(scored) - BESIDE_BEST, *rivals, *(() if _asks_nothing(question) else (_LEAST,)))
    return [c for c in leading if c.answers is None or as_answer(c) >= least or stops(question, c)]


def _asks_nothing(question: Question) -> bool:
    """Whether a patient is told of and nothing is asked: then no sentence reads as an answer, and the nearest leads."""
    asked = question.understood
    return asked.kind == asked.intent == "other" and bool(asked.drugs) and "?" not in question.whole


def _margin(c: Candidate, answers: float) -> float:
    """How much less well than a rival what leads may answer; more where that is second-hand, and an original is not."""
    return _FAR if answers >= SURELY or Flag.SECONDARY_ONLY in c.flags else _UNSURE


def as_answer(c: Candidate) -> float:
    """How well it answers here: what is advised elsewhere comes after what is advised here."""
    binding = claim_of(c.facet) in (Claim.DOSE, Claim.RECOMMENDATION)
    return (c.answers or 0.0) - _ELSEWHERE * (binding and Flag.OTHER_JURISDICTION in c.flags)


def reads_as_answer(asked: Understood, c: Candidate, least: float = SURELY) -> bool:
    """Whether a cross-encoder is sure of it; it does not tell what is to be avoided from what is to be given."""
    return c.answers is not None and c.answers >= least and (asked.intent not in _OF_CARE or c.warns)


def answers_intent(question: Question, facet: Facet) -> bool:
    """Whether a facet answers the intent; what is recommended and its dose answer each other."""
    asked = question.understood
    return any(_answers(question, intent, facet) for intent in (asked.intent, *asked.also))


def _answers(question: Question, intent: str, facet: Facet) -> bool:
    if intent == "other":
        return True
    if intent == Facet.INDICATION:
        return facet in _TREATING | {Facet.CONTRAINDICATIONS, Facet.ESCALATION}
    if intent == Facet.MAINTENANCE:
        return facet in {Facet.MAINTENANCE, Facet.INDICATION}
    if intent == Facet.REGIMEN:
        special = _SPECIAL if special_populations(question.understood) else frozenset()
        return facet in {Facet.REGIMEN, Facet.MAINTENANCE} | special
    if intent in (Facet.PREGNANCY, Facet.CHILDREN):
        return facet in _TREATING | _SPECIAL | {Facet.CONTRAINDICATIONS}
    if intent in _TESTING:
        return facet in _TESTING
    return facet == intent
