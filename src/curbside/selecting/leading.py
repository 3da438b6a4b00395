"""What may stand in the bottom line, and what stands there first."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from curbside.evidence.rank import claim_of, order
from curbside.language import lexicon
from curbside.language.notices import PATIENT
from curbside.language.subject import subject
from curbside.language.tokens import content_stems
from curbside.selecting import thresholds
from curbside.selecting.answering import (
    BESIDE_BEST,
    MORE_LIKELY_THAN_NOT,
    SURELY,
    answers_intent,
    as_answer,
    reads_as_answer,
    that_answer,
)
from curbside.selecting.candidates import Candidate
from curbside.selecting.leave import asks_for_findings, for_the_moment, patient_would_act, permits, refers
from curbside.selecting.matching import special_populations, states_dose
from curbside.selecting.roles import Role
from curbside.selecting.standalone import hangs
from curbside.selecting.stops import stops, stops_route
from curbside.types import Facet, Flag, Kind, Question, Understood

SENTENCES, WORDS = 3, 60
_FURTHER = 2.0
_ITS_TITLE = 0.5
_STEPS = 15
_AS_LOGIT, _NAMED = 12.0, 3.0
_DOES: Mapping[Role, float] = defaultdict(float, {Role.CONCLUSION: 0.12, Role.BACKGROUND: -0.12})
_NOT_FIRST = frozenset(
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
_PUBLIC = frozenset({Kind.PATIENT_LEAFLET, Kind.SAFETY_ALERT})
_DOSING = frozenset({Facet.REGIMEN, Facet.MAINTENANCE, Facet.ADMINISTRATION, Facet.CONTRAINDICATIONS})
_STOPS = re.compile(
    r"contra-?indicat|\b(?:stop(?:ped)?|avoid(?:ed)?|discontinued?|withheld|never|(?:must|should|do) not)\b"
    r"|\b(?:is|are) not (?:\w+ ){0,2}"
    r"(?:recommended|used|given|offered|started|continued|indicated|licensed|suitable|safe)\b",
    re.I,
)
_FEW, _OWN = 3, 0.9
_OTHERS_ON = frozenset({Flag.OTHER_POPULATION, Flag.OTHER_DRUG, Flag.OTHER_ROUTE})
_FORBIDS = re.compile(r"contra-?indicat|\b(?:must|should|do) not\b|\bnever\b", re.I)
_CHOOSES = re.compile(
    r"\b(?:first|second|initial|prefer\w*|choice|choose|instead|alternative|rather than)\b", re.IGNORECASE
)


def bottom_line(question: Question, found: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """At most three sentences and, after the first, 60 words; empty where no sentence may lead.

    Where a source says stop for what was asked and may not lead itself, nothing that permits stands first.
    """
    everything = tuple(found)
    leading = [c for c in everything if may_lead(question, c)] or [
        c for c in everything if reads_as_answer(question.understood, c) and may_lead(question, c, reported=True)
    ]
    if against := forbidding(question, everything):
        leading = [c if hangs(c.alone.text) else c.alone for c in leading if c in against]
    leading = _that_answer(question, leading, everything)
    if not leading and not against:
        # The facets are told by rules, and the rules by words: what reads as the answer is not left out for its facet.
        likely = (c for c in everything if may_lead(question, c, least=MORE_LIKELY_THAN_NOT))
        leading = _that_answer(question, list(likely), everything)
    chosen: list[Candidate] = []
    words = 0
    for c in sorted(leading, key=lambda c: _rank(question, c)):
        size = c.words
        if chosen and (len(chosen) == SENTENCES or words + size > WORDS):
            break
        if chosen and c.answers is not None and c.answers < _FURTHER and not stops(question, c):
            continue
        chosen.append(c)
        words += size
    return tuple(chosen)


def _that_answer(question: Question, leading: list[Candidate], found: tuple[Candidate, ...]) -> list[Candidate]:
    leading = _on_the_value(question, _of_the_country(leading), found)
    told = {c.evidence.source.id for c in found if c.role in (Role.CONCLUSION, Role.FINDING)}
    return that_answer(question, _without_introductions(leading, told), _without_introductions(found, told))


def _without_introductions(found: Iterable[Candidate], told: Collection[str]) -> list[Candidate]:
    """Without what introduces a study of which a result or the conclusion was found (`told`): why it was made."""
    return [c for c in found if c.role is not Role.BACKGROUND or c.evidence.source.id not in told]


def _on_the_value(question: Question, leading: list[Candidate], found: Iterable[Candidate]) -> list[Candidate]:
    """Where a value is given and a sentence on the drug speaks of that quantity, only such sentences."""
    asked, text = question.understood, question.whole
    words = [w.lower() for w in asked.words if w.isalpha() and len(w) > 2] if asked.values else []
    quantities = [w for w in words if re.search(rf"\b{re.escape(w)}\b\D{{0,14}}\d", text, re.IGNORECASE)]

    def speaks(c: Candidate) -> bool:
        return any(q in c.text.lower() for q in quantities)

    if not quantities or not any(speaks(c) and c.match.drug >= 0.7 for c in found):
        return leading
    return [c for c in leading if speaks(c)]


def _of_the_country(leading: list[Candidate]) -> list[Candidate]:
    """Without the doses of another jurisdiction where one of the asked jurisdiction may lead."""
    dosed = [c for c in leading if c.phases or states_dose(c.text)]
    if all(Flag.OTHER_JURISDICTION in c.flags for c in dosed):
        return leading
    return [c for c in leading if c not in dosed or Flag.OTHER_JURISDICTION not in c.flags]


def forbidding(question: Question, found: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """Those that say not to give the drug for a value or a condition or by a route asked about, or not to act so."""
    asked = question.understood
    own = ((c, c.alone) for c in found if (c.match.drug >= 0.7 if asked.drugs else c.entitled >= _ITS_TITLE))
    return tuple(c for c, alone in own if _forbids(asked, alone) or stops(question, alone))


def _forbids(asked: Understood, c: Candidate) -> bool:
    """A caution whose threshold the value meets, or a recommendation that excepts a condition asked about."""
    if _warns_of_the_value(c) or _warns_of_the_words(asked, c):
        return True
    return not c.phases and bool(subject(c.text).absent & set(asked.conditions))


def _warns_of_the_words(asked: Understood, c: Candidate) -> bool:
    """Whether it forbids the asked drug with all else that a short question names ("sildenafil with nitrates?")."""
    rest = frozenset().union(*map(content_stems, asked.words))
    few = bool(rest) and len(rest) <= _FEW and not asked.conditions and asked.kind == "yes_no"
    if not few or not asked.drugs or c.match.drug < _OWN or not c.warns or not _FORBIDS.search(f"{c.context} {c.text}"):
        return False
    return rest <= subject(f"{c.context} {c.text}").stems and not _OTHERS_ON.intersection(c.flags)


def _warns_of_the_value(c: Candidate) -> bool:
    return c.match.fit > 0 and c.warns


def may_lead(question: Question, c: Candidate, *, reported: bool = False, least: float = SURELY) -> bool:
    """Whether a sentence may stand first: it answers, nothing about it is "other", second-hand or superseded.

    A dose leads only where a jurisdiction was given, for the drug itself, and for a special population only where it
    names that population (the clinical rules, sections 1 and 2). What one patient was given is no dose to lead with.
    reported: also what a study reports, where it is asked what to do: for want of a recommendation.
    least: from which logit of a cross-encoder on a sentence answers whatever its facet.
    """
    asked = question.understood
    stop = stops(question, c) or _warns_of_the_value(c)
    answers = answers_intent(question, c.facet) or (len(asked.words) > 1 and c.match.words == 1.0)
    answers = answers or (c.match.fit > 0 and c.facet is not Facet.DISTINCTION)
    answers = answers or helps_a_patient_now(question, c) or _finds(question, c) or c.headed
    answers = answers or reads_as_answer(asked, c, least)
    if not (stop or (answers and c.covers)) or not c.evidence.lead or c.match.fit < 0:
        return False
    if Flag.SECONDARY_ONLY in c.flags and (stop or _needs_its_original(c)):
        return False
    if _NOT_FIRST & set(c.flags) - ({Flag.OTHER_ROUTE} if stop and stops_route(question, c) else set()):
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
        for_it = not asked.drugs or c.match.drug >= 0.9
        return asked.jurisdiction is not None and named and for_it and Flag.SINGLE_CASE not in c.flags
    return not asked.drugs or c.match.drug >= 0.7


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


def _finds(question: Question, c: Candidate) -> bool:
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
    return c.evidence.source.kind in _PUBLIC and c.drugs <= set(question.understood.drugs)


def _is_for_a_child(asked: Understood) -> bool:
    return "children" in {b for p in asked.population for b in (p, *lexicon.broader("population", p))}


def _rank(question: Question, c: Candidate) -> tuple[object, ...]:
    asked = question.understood
    exact = 0 if c.facet == asked.intent or c.headed or _finds(question, c) else 1
    does = _DOES[c.role] if asks_for_findings(question) else 0.0
    relevance = -round(_STEPS * (c.score + does))
    answers = 0 if c.answers is None else -round((as_answer(c) + _AS_LOGIT * does + _NAMED * c.headed) / BESIDE_BEST)
    return (
        patient_would_act(question) and not refers(c.text),
        -c.match.fit,
        answers,
        exact,
        relevance,
        order(c.evidence.source, claim_of(asked.intent), asked.jurisdiction),
        -c.score,
    )
