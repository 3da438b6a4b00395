"""A dose for adults and a woman who breastfeeds: it is hers too where the library says that the drug may be given.

How much a woman who breastfeeds is given is what an adult is given; what is open is whether. Where a source says of the
drug that it may be given while breastfeeding, and none that it may not, its dose for adults counts as one for her and
what was said of breastfeeding stands beside it; else the dose stays one for other people (decision 40).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

from curbside.language.subject import subject
from curbside.selecting.beside import is_of, may_be_needed, names_of
from curbside.selecting.candidates import Candidate
from curbside.selecting.matching import states_dose
from curbside.types import Flag, Question, Unit

NURSING: Final = "breastfeeding"
_ALLOWS: Final = re.compile(
    r"\b(?:may|can)\s+(?:\w+\s+){0,2}?(?:be\s+)?(?:used|given|taken|continued|beneficial|breast-?feed)\b"
    r"|\b(?:harm|risks?|effects?)\b[^.;]{0,80}\b(?:unlikely|not (?:expected|anticipated|likely))\b"
    r"|\b(?:is|are|considered|regarded as|thought to be)\s+(?:\w+\s+)?(?:compatible|safe|suitable|acceptable)\b"
    r"|\bno\s+(?:known\s+)?(?:harm|risk|hazard|adverse effects?)\b"
    r"|\bnot\s+(?:known\s+to\s+be\s+)?(?:harmful|contra-?indicated)\b",
    re.IGNORECASE,
)
_HEDGES: Final = re.compile(
    r"\b(?:not\s+(?:be\s+)?(?:used|given|taken|safe|recommended|suitable|compatible|breast-?feed)|avoid(?:ed)?|caution"
    r"|only (?:if|when|where)|unless|discontinue\w*|not known whether|unknown|stop(?:ped)?)\b",
    re.IGNORECASE,
)


def may_nurse(question: Question) -> bool:
    """Whether the question is of a woman who breastfeeds."""
    return NURSING in question.understood.population


def speaks_of_nursing(unit: Unit, text: str, context: str) -> bool:
    """Whether a unit may be needed beside a dose for a woman who breastfeeds: as for anybody, or it speaks of that."""
    return may_be_needed(unit, text, context) or NURSING in subject(text).populations


def without_nursing(question: Question) -> Question:
    """The question as of an adult who does not breastfeed."""
    asked = question.understood
    return replace(question, understood=replace(asked, population=tuple(p for p in asked.population if p != NURSING)))


def allowing(drug: str, found: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """What says that the drug may be given while breastfeeding; empty too where anything says that it may not."""
    about = [c for c in found if NURSING in subject(c.text).populations and is_of(drug, c)]
    if any(c.warns or _HEDGES.search(c.text) for c in about):
        return ()
    return tuple(sorted((c for c in about if _ALLOWS.search(c.text)), key=lambda c: c.evidence.order))[:1]


def as_for_adults(
    question: Question,
    found: Iterable[Candidate],
    without: Mapping[tuple[str, int], Candidate],
    known: Iterable[Candidate],
) -> tuple[Candidate, ...]:
    """`found` with each dose of a drug that may be given while breastfeeding as it is for adults.

    without: the same candidates by key, for the question without breastfeeding. known: what the library says of
    breastfeeding with these drugs.
    """
    told = tuple(known)

    def one(c: Candidate) -> Candidate:
        if Flag.OTHER_POPULATION not in c.flags or not (c.phases or states_dose(c.text)):
            return c
        drugs = names_of(c, question.understood)
        return without.get(c.key, c) if drugs and all(allowing(d, told) for d in drugs) else c

    return tuple(one(c) for c in found)
