"""Whether a sentence may stand first: it answers, and nothing about it is "other", second-hand or superseded."""

from __future__ import annotations

import re

from curbside.language import lexicon
from curbside.language.notices import PATIENT
from curbside.language.subject import subject
from curbside.selecting import thresholds
from curbside.selecting.answering import SURELY, answers_intent, reads_as_answer
from curbside.selecting.candidates import Candidate
from curbside.selecting.leave import PUBLIC, asks_for_findings, for_the_moment, patient_would_act, permits, refers
from curbside.selecting.matching import special_populations, states_dose
from curbside.selecting.roles import Role
from curbside.selecting.stops import stops, stops_route
from curbside.selecting.titled import resolves
from curbside.types import Facet, Flag, Kind, Question, Understood

NOT_FIRST = frozenset(
    {
        Flag.OTHER_DRUG,
        Flag.OTHER_ROUTE,
        Flag.OTHER_POPULATION,
        Flag.OTHER_INDICATION,
        Flag.SUPERSEDED,
        Flag.OUTLIER,
        Flag.CONFIRM_PAGE,
    }
)
_STUDIES = frozenset(
    {
        Kind.RANDOMISED_TRIAL,
        Kind.COHORT,
        Kind.CASE_SERIES,
        Kind.CASE_REPORT,
        Kind.SYSTEMATIC_REVIEW,
        Kind.EVIDENCE_REVIEW,
    }
)
_FINDINGS = frozenset({Facet.EVIDENCE, Facet.COURSE, Facet.CAUSES, Facet.ADJUNCTS, Facet.OTHER})
_DOSING = frozenset({Facet.REGIMEN, Facet.MAINTENANCE, Facet.ADMINISTRATION, Facet.CONTRAINDICATIONS})
_STOPS = re.compile(
    r"contra-?indicat|\b(?:stop(?:ped)?|avoid(?:ed)?|discontinued?|withheld|never|(?:must|should|do) not)\b"
    r"|\b(?:is|are) not (?:\w+ ){0,2}"
    r"(?:recommended|used|given|offered|started|continued|indicated|licensed|suitable|safe)\b",
    re.I,
)
_OLD = re.compile(
    r"\b(?:elderly|geriatric|older (?:people|adults?|patients?|subjects?)|(?:over|above|older than) [6-9]\d(?!\s*%)"
    r"|[6-9]\d years(?: of age)? (?:or|and) (?:over|older|above))\b"
    r"|(?:≥|>)\s*[6-9]\d years",
    re.IGNORECASE,
)
_CHOOSES = re.compile(
    r"\b(?:first|second|initial|prefer\w*|choice|choose|instead|alternative|rather than)\b", re.IGNORECASE
)


def may_lead(question: Question, c: Candidate, *, reported: bool = False, least: float = SURELY) -> bool:
    """Whether a sentence may stand first: it answers, nothing about it is "other", second-hand or superseded.

    A dose leads only where a jurisdiction was given, for the drug itself, and for a special population only where it
    names that population (the clinical rules, sections 1 and 2). What one patient was given is no dose to lead with.
    reported: also what a study reports, where it is asked what to do: for want of a recommendation.
    least: from which logit of a cross-encoder on a sentence answers whatever its facet.
    """
    asked = question.understood
    stop = stops(question, c) or warns_of_the_value(c)
    answers = answers_intent(question, c.facet) or (len(asked.words) > 1 and c.match.words == 1.0)
    answers = answers or (c.match.fit > 0 and c.facet is not Facet.DISTINCTION)
    answers = answers or helps_a_patient_now(question, c) or finds(question, c) or c.headed
    answers = answers or reads_as_answer(asked, c, least)
    if not (stop or resolves(question, c) or (answers and c.covers)) or not c.evidence.lead or c.match.fit < 0:
        return False
    if Flag.SECONDARY_ONLY in c.flags and (stop or _needs_its_original(c)):
        return False
    if NOT_FIRST & set(c.flags) - _allowed(question, c, stop):
        return False
    if (c.phases or states_dose(c.text)) and not _is_for_the_same(question, c):
        return False
    if not stop and (_is_on_another_condition(asked, c) or _is_dose_beside_a_choice(asked, c)):
        return False
    if not _may_lead_a_patient(question, c, stop):
        return False
    if not (stop or (reported and not c.phases)) and _is_beside_the_claim(question, c):
        return False
    if c.phases or states_dose(c.text):
        if thresholds.has_ages(c.text) and c.match.fit <= 0 and _is_for_a_child(asked):
            return False
        named = not special_populations(asked) or c.match.names_population
        named = named and (not _is_for_the_old(question) or bool(_OLD.search(c.text)))
        for_it = not asked.drugs or c.match.drug >= 0.9
        return asked.jurisdiction is not None and named and for_it and Flag.SINGLE_CASE not in c.flags
    return not asked.drugs or c.match.drug >= 0.7


def _allowed(question: Question, c: Candidate, stop: bool) -> set[Flag]:
    """The flags that are none here. Whom a study that asks the question is about is whom the question is about."""
    allowed = {Flag.OTHER_ROUTE} if stop and stops_route(question, c) else set()
    if resolves(question, c) and not question.understood.population and not states_dose(c.text):
        allowed.add(Flag.OTHER_POPULATION)
    return allowed


def _is_on_another_condition(asked: Understood, c: Candidate) -> bool:
    """Whether it speaks of a condition that has nothing to do with those asked for, and not of all of these."""
    own = subject(c.text).conditions
    if (
        not asked.conditions
        or not own
        or c.role in (Role.CONCLUSION, Role.FINDING)
        or c.evidence.source.kind in _STUDIES
    ):
        return False

    def meets(wanted: str, name: str) -> bool:
        related = {wanted, *lexicon.broader("condition", wanted), *lexicon.standing_for("condition", wanted)}
        return name in related or wanted in lexicon.broader("condition", name)

    strange = any(not any(meets(a, name) for a in asked.conditions) for name in own)
    return strange and not all(any(meets(a, name) for name in own) for a in asked.conditions)


def _is_dose_beside_a_choice(asked: Understood, c: Candidate) -> bool:
    """Whether a choice between drugs is asked for, and it tells how one of them is dosed."""
    dose_asked = {Facet.REGIMEN, Facet.MAINTENANCE} & {asked.intent, *asked.also}
    return (
        asked.kind == "choice"
        and not dose_asked
        and bool(c.phases)
        and c.facet in _DOSING
        and not _CHOOSES.search(c.text)
    )


def _is_for_the_same(question: Question, c: Candidate) -> bool:
    """Whether a dose is for those with what the question names, and without what it says is not there."""
    own, gone = subject(c.text), subject(question.whole).absent
    return not own.absent & (set(question.understood.conditions) - gone) and not (gone & own.conditions)


def warns_of_the_value(c: Candidate) -> bool:
    """Whether it says that the drug must not be given at a value that the question gives."""
    return c.match.fit > 0 and c.warns


def finds(question: Question, c: Candidate) -> bool:
    """Whether it is what a study found or concluded, and that is what the question asks for."""
    return c.role in (Role.CONCLUSION, Role.FINDING) and asks_for_findings(question)


def _needs_its_original(c: Candidate) -> bool:
    """Whether it is a dose, a contraindication or a stop, none of which leads at second hand (section 1)."""
    return bool(c.phases) or states_dose(c.text) or c.warns or c.facet in _DOSING or bool(_STOPS.search(c.text))


def _is_beside_the_claim(question: Question, c: Candidate) -> bool:
    """Whether it is a finding of a study, and the question asks whether, how or how much is to be given.

    A study leads on evidence, course, causes, diagnosis and harm alone (the clinical rules, section 2: for a dose or a
    recommendation others come first). What a narrative review advises may lead, what it reports may not.
    """
    kind = c.evidence.source.kind
    if asks_for_findings(question) or (_asks_of_harm(question) and _warns(c)):
        return False
    return kind in _STUDIES or (kind is Kind.NARRATIVE_REVIEW and c.facet in _FINDINGS)


def _asks_of_harm(question: Question) -> bool:
    return question.understood.intent in (Facet.CONTRAINDICATIONS, Facet.PITFALLS)


def _warns(c: Candidate) -> bool:
    return c.warns and not permits(c.text)


def helps_a_patient_now(question: Question, c: Candidate) -> bool:
    """Whether it is public advice for a patient on what to do at once with the asked drug in an emergency."""
    return question.audience == PATIENT and c.match.drug >= 0.9 and for_the_moment(question, c.evidence.source, c.text)


def _may_lead_a_patient(question: Question, c: Candidate, stop: bool) -> bool:
    """Whether it is no leave to inject, start, stop or change a dose; to who asks for leave, whom or what to ask leads.

    What to do at once in an emergency is the exception (the clinical rules, section 8).
    """
    if question.audience != PATIENT or for_the_moment(question, c.evidence.source, c.text):
        return True
    if permits(c.text):
        return False
    if stop or not patient_would_act(question) or refers(c.text) or (_asks_of_harm(question) and _warns(c)):
        return True
    return c.evidence.source.kind in PUBLIC and c.drugs <= set(question.understood.drugs)


def _is_for_the_old(question: Question) -> bool:
    """Whether older people are asked about: labels dose them apart, and a dose for most would pass for theirs."""
    return "older people" in question.understood.population or bool(_OLD.search(question.whole))


def _is_for_a_child(asked: Understood) -> bool:
    return "children" in {b for p in asked.population for b in (p, *lexicon.broader("population", p))}
