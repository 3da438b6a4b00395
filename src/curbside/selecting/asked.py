"""What of the chosen a question asks for, by its kind and its facet, and what stands around that.

The length of an answer is a ceiling and no target. What belongs beside an answer anyway is told: a warning on a drug
that is asked about or advised, what says stop, what speaks of a value that is given. An open question ("How is X
managed?") asks for whatever there is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from curbside.language import lexicon
from curbside.language.notices import PATIENT
from curbside.language.subject import subject
from curbside.selecting.alike import same_list
from curbside.selecting.answering import SURELY
from curbside.selecting.audiences import first_for
from curbside.selecting.candidates import Candidate
from curbside.selecting.leave import asks_for_findings
from curbside.selecting.matching import special_populations
from curbside.selecting.roles import Role
from curbside.selecting.stops import routes_asked, stops
from curbside.types import Facet, Flag, Question

Key = tuple[str, int]

OF_POPULATION: Final[Mapping[str, Facet]] = {
    **dict.fromkeys(("children", "infants", "neonates", "adolescents"), Facet.CHILDREN),
    **dict.fromkeys(("pregnancy", "breastfeeding"), Facet.PREGNANCY),
    **dict.fromkeys(("renal impairment", "hepatic impairment", "dialysis"), Facet.RENAL_HEPATIC),
}
_CAUTIONS: Final = frozenset({Facet.CONTRAINDICATIONS, Facet.PITFALLS, Facet.INTERACTIONS})
_OF_THE_PATIENT: Final = frozenset(OF_POPULATION.values())
_DOSING: Final = frozenset({Facet.REGIMEN, Facet.MAINTENANCE})
_ANSWERS: Final[Mapping[str, frozenset[Facet]]] = {
    Facet.REGIMEN: _DOSING,
    Facet.MAINTENANCE: _DOSING | {Facet.INDICATION},
    Facet.INDICATION: frozenset({Facet.INDICATION}),
    Facet.ADMINISTRATION: frozenset({Facet.ADMINISTRATION, Facet.FORMULATION}),
    Facet.FORMULATION: frozenset({Facet.ADMINISTRATION, Facet.FORMULATION}),
    Facet.CONTRAINDICATIONS: _CAUTIONS | _OF_THE_PATIENT,
    Facet.INTERACTIONS: _CAUTIONS,
    Facet.ADVERSE_EFFECTS: frozenset({Facet.ADVERSE_EFFECTS, Facet.PITFALLS}),
    Facet.MONITORING: frozenset({Facet.MONITORING}),
    Facet.COURSE: frozenset({Facet.COURSE, Facet.EVIDENCE}),
    Facet.EVIDENCE: frozenset({Facet.EVIDENCE, Facet.COURSE}),
    Facet.DISTINCTION: frozenset({Facet.DISTINCTION, Facet.MONITORING}),
    Facet.CAUSES: frozenset({Facet.CAUSES, Facet.ADVERSE_EFFECTS}),
    Facet.ESCALATION: frozenset({Facet.ESCALATION, Facet.DISTINCTION, Facet.INDICATION}),
}
_GIVING: Final = _DOSING | {Facet.INDICATION, Facet.ADMINISTRATION, Facet.FORMULATION}
_OF_HARM: Final = frozenset({Facet.ADVERSE_EFFECTS, Facet.MONITORING})
_AN_OPTION: Final = frozenset({"choice", "management"})
_OTHERS: Final = frozenset({Flag.OTHER_POPULATION, Flag.OTHER_INDICATION, Flag.OTHER_DRUG, Flag.OTHER_ROUTE})
_AGAINST: Final = re.compile(
    r"\bavoid(?:ed)?\b|\bnever\b|\b(?:must|should|do|does|is|are) not\b|\b(?:hyper)?sensitiv|\ballerg", re.IGNORECASE
)
_GRAVE: Final = re.compile(
    r"\b(?:deaths?|died|fatal\w*|life-threatening|arrhythmi\w*|blindness|optic atrophy|suicid\w*"
    r"|respiratory depression)\b",
    re.IGNORECASE,
)
_LASTS: Final = re.compile(r"\b\d+\s+(?:days|weeks|months)\b", re.IGNORECASE)
_NEAR_BEST, _NEAREST = 0.95, 0.85
_OF_THE_GROUP, _ON_THE_CONDITION, _FARTHER = 0.7, 0.8, 0.15


def asks_widely(question: Question) -> bool:
    """Whether a question is open, or of a facet that is not told: then it asks for whatever there is."""
    asked = question.understood
    intents = (asked.intent, *asked.also)
    if question.audience == PATIENT or any(i not in _ANSWERS for i in intents):
        return True
    return asked.kind == "management" and Facet.INDICATION in intents


def parted(
    question: Question, first: tuple[Candidate, ...], rest: tuple[Candidate, ...]
) -> tuple[tuple[Candidate, ...], tuple[Candidate, ...]]:
    """What of the rest the question asks for, lists whole, and what it does not; the latter for a full answer alone.

    first: what leads. Where nothing is asked for, all of it is the nearest that there is.
    """
    keys = asked_for(question, first, rest)
    asked = [c for c in rest if c.key in keys]
    told = tuple(c for c in rest if c.key in keys or any(same_list(c, k) for k in asked))
    if not told and not first:
        return rest, ()
    return told, tuple(c for c in rest if c not in told) if question.length == "full" else ()


def asked_for(question: Question, first: Iterable[Candidate], rest: Iterable[Candidate]) -> frozenset[Key]:
    """The keys of those of `rest` that the question asks for, or that belong beside what leads (`first`)."""
    leading, others = tuple(first), tuple(rest)
    told = (*leading, *others)
    facets = facets_asked(question)
    share = _NEAREST if not leading else _NEAR_BEST if question.understood.kind == "yes_no" else 1.0
    best = share * max((c.worth for c in told), default=0.0)
    named = frozenset[str]().union(*(c.drugs for c in told if _recommends(c)))

    def is_asked(c: Candidate) -> bool:
        if _belongs(question, c, leading):
            return True
        if _is_for_others(question, c, told):
            return False
        finding = asks_for_findings(question) and c.role in (Role.CONCLUSION, Role.FINDING)
        surely = c.answers is not None and c.answers >= SURELY
        if surely or c.facet in facets or finding or c.headed or c.worth >= best:
            return True
        intents = {question.understood.intent, *question.understood.also}
        if Facet.INDICATION in intents and c.facet in _DOSING:
            return not c.drugs & named
        return Facet.REGIMEN in intents and _says_how_long(question, c)

    return frozenset(c.key for c in others if is_asked(c))


def facets_asked(question: Question) -> frozenset[Facet]:
    """The facets that answer the question; all of them where it asks widely."""
    if asks_widely(question):
        return frozenset(Facet)
    asked = question.understood
    intents = (asked.intent, *asked.also)
    facets = frozenset[Facet]().union(*(_ANSWERS[i] for i in intents))
    if Facet.REGIMEN in intents and asked.kind in _AN_OPTION:
        facets |= {Facet.INDICATION}
    if routes_asked(question) and not _DOSING & set(intents):
        facets |= {Facet.ADMINISTRATION}
    people = {OF_POPULATION[p] for p in special_populations(asked) if p in OF_POPULATION}
    return facets | people | frozenset(first_for(question.audience))


def _recommends(c: Candidate) -> bool:
    """Whether it says what is to be done, to those who were asked about."""
    return c.facet is Facet.INDICATION and not _OTHERS.intersection(c.flags) and not c.warns


def _says_how_long(question: Question, c: Candidate) -> bool:
    """Whether a recommendation on what was asked says for how long."""
    of_it = c.match.drug >= _OF_THE_GROUP or not question.understood.drugs
    on_it = of_it and c.match.condition >= _ON_THE_CONDITION
    return c.facet is Facet.INDICATION and on_it and bool(_LASTS.search(c.text))


def _belongs(question: Question, c: Candidate, leading: tuple[Candidate, ...]) -> bool:
    """Whether it belongs beside the answer whatever its facet: it says stop, meets a value, warns of what is given."""
    if stops(question, c) or c.match.fit > 0:
        return True
    asked = question.understood
    if Facet.CONTRAINDICATIONS in (asked.intent, *asked.also) and set(asked.drugs) & c.drugs and _harms_gravely(c):
        return True
    giving = _GIVING & {asked.intent, *asked.also} or asked.intent not in _ANSWERS
    if not giving or {Flag.OTHER_INDICATION, Flag.OTHER_DRUG} & set(c.flags):
        return False
    if not asked.drugs and c.warns and c.match.condition >= _ON_THE_CONDITION:
        return True
    given = frozenset(asked.drugs).union(*(k.drugs for k in leading))
    if Flag.OTHER_POPULATION in c.flags:
        return c.warns and c.facet is Facet.PITFALLS and bool(c.drugs & set(asked.drugs))
    return bool(c.drugs & given) and _warns(c)


def _warns(c: Candidate) -> bool:
    """Whether it cautions, in whatever words, or tells of a grave harm."""
    if c.warns or c.facet in _CAUTIONS or c.facet is Facet.RENAL_HEPATIC:
        return True
    return bool(_AGAINST.search(c.text)) or _harms_gravely(c)


def _harms_gravely(c: Candidate) -> bool:
    return c.facet in _OF_HARM and bool(_GRAVE.search(c.text))


def _is_for_others(question: Question, c: Candidate, found: tuple[Candidate, ...]) -> bool:
    """Whether it is for others than asked (people, indication, drug, route; of a dose: country), where one of the same
    sort is nearer in one of these and as near in all, the condition too.

    A dose where a condition of the question is absent, or for a farther one that it names, is for others likewise.
    """
    apart, near = _apart(question, c), c.match.condition
    alike = [k for k in found if k.key != c.key and _sort(k) == _sort(c) and k.covers and k.match.condition >= near]
    if Flag.OTHER_DRUG in c.flags and c.facet in _DOSING and all(_apart(question, k) for k in alike):
        # No dose of the asked drug is from here: those of its sisters stand side by side, wherever they are from.
        return False
    if any(_apart(question, k) < apart for k in alike):
        return True
    here = [k for k in alike if _apart(question, k) <= apart]
    said = subject(c.text)
    if c.facet not in _DOSING or not c.phases or not (said.conditions | said.absent):
        return False
    absent = bool(said.absent & set(question.understood.conditions))
    return any(absent or k.match.condition >= near + _FARTHER for k in here)


def _apart(question: Question, c: Candidate) -> frozenset[Flag]:
    """In what it is for others than asked."""
    asked = question.understood.drugs
    apart = _OTHERS & set(c.flags)
    if c.facet in _DOSING and asked and not c.drugs & {*asked, *(m for d in asked for m in lexicon.members(d))}:
        apart |= {Flag.OTHER_DRUG}
    return apart | ({Flag.OTHER_JURISDICTION} & set(c.flags) if c.facet in _DOSING else set())


def _sort(c: Candidate) -> str:
    return "dose" if c.facet in _DOSING else str(c.facet)
