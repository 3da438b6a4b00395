"""Sentences that state a criterion for the asked drug, where the question describes a patient.

A list of which so many must hold is said as a whole: one of its items alone would pass for the rule.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Final

from curbside.language.patient_measures import AGE
from curbside.language.subject import subject
from curbside.language.tokens import content_stems
from curbside.regimens.criteria.clauses import Rule, Segment
from curbside.regimens.criteria.counting import cue
from curbside.regimens.criteria.reading import rules_of
from curbside.regimens.reading import phases_of
from curbside.selecting.alike import same_list
from curbside.selecting.beside import is_of
from curbside.selecting.candidates import Candidate
from curbside.selecting.facets import facet_of
from curbside.selecting.matching import covers, match
from curbside.selecting.quotable import flags_of
from curbside.sources.touched import is_suspicious
from curbside.types import CLINICAL, Evidence, Facet, Flag, Patient, Question, Source, Unit

MOST: Final = 8
_OF_ANYBODY: Final = frozenset({AGE, "indication", "condition", "sex", "words"})
_TRAILING: Final = re.compile(r"(?:[\s;,.]|\s(?:and|or))+\Z", re.IGNORECASE)
_LEFT_OUT: Final = frozenset({Flag.OTHER_DRUG, Flag.SUPERSEDED, Flag.SECONDARY_ONLY})


def with_criteria(
    question: Question,
    patient: Patient | None,
    chosen: tuple[Candidate, ...],
    found: Iterable[Candidate],
    evidence: Iterable[Evidence],
) -> tuple[Candidate, ...]:
    """The chosen candidates, and those that state a criterion for what was asked about, best evidence first."""
    if patient is None or not patient.described or question.audience not in CLINICAL:
        return chosen
    found = tuple(found)
    valued = bool(patient.readings or patient.classes)
    lists = [c for c in _lists(question, evidence) if _is_about(question, c)]
    items = {(c.evidence.source.id, u.start) for c in lists for u in c.units}
    chosen = tuple(c for c in chosen if c.facet is Facet.BOTTOM_LINE or c.key not in items)
    single = [c for c in found if c.key not in items and not _LEFT_OUT & set(c.flags) and states_rule(c)]
    wanted = sorted(
        (*lists, *(c for c in single if valued and _is_wanted(question, patient, c))), key=lambda c: c.evidence.order
    )
    said = {(c.evidence.source.id, u.start) for c in chosen for u in c.units}
    new = [c for c in wanted if not all((c.evidence.source.id, u.start) in said for u in c.units)][:MOST]
    kept = {c.key: c for c in (*new, *(c for c in single if any(same_list(c, k) for k in (*chosen, *new))))}
    return _in_place(chosen, (c for c in kept.values() if len(c.units) > 1 or c.key not in said))


def _in_place(chosen: tuple[Candidate, ...], added: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """Each behind the last of its facet, since an answer tells one facet after the other."""
    ordered = list(chosen)
    for c in added:
        places = [i for i, k in enumerate(ordered) if k.facet is c.facet]
        ordered.insert(places[-1] + 1 if places else len(ordered), c)
    return tuple(ordered)


def asked_by_value(question: Question, patient: Patient | None, found: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """What states a criterion for an asked drug that no list knows, on a measure that the question gives a value of."""
    if patient is None or question.understood.drugs or question.audience not in CLINICAL:
        return ()
    given = {r.quantity for r in patient.readings} | {name for name, _ in patient.classes}
    kept = (c for c in found if not _LEFT_OUT & set(c.flags) and _is_about(question, c))
    return tuple(c for c in kept if any(a.quantity in given for rule in _rules(c) for a in rule.members))[:MOST]


def states_rule(c: Candidate) -> bool:
    """Whether a unit states a criterion with a number, a class or a group that it forbids something for."""
    return bool(_rules(c))


def _rules(c: Candidate) -> tuple[Rule, ...]:
    source = c.evidence.source
    lead = [Segment(source.text[r.start : r.end], r.start) for r in c.unit.context]
    return rules_of(
        Segment(source.text[c.unit.start : c.unit.end], c.unit.start),
        lead,
        [s.text for s in lead],
        " ".join(c.unit.headings),
    )


def _is_wanted(question: Question, patient: Patient, c: Candidate) -> bool:
    """Whether a candidate is about an asked drug or, where none is asked, on a condition and a value of the question.

    An age alone asks for no rule: too much is for adults.
    """
    asked = question.understood
    given = {r.quantity for r in patient.readings} | {name for name, _ in patient.classes}
    measured = {a.quantity for rule in _rules(c) for a in rule.members}
    if _is_about(question, c):
        return c.warns or bool(measured & given) or not measured <= _OF_ANYBODY
    if asked.drugs or asked.unknown_drugs or c.match.condition <= 0:
        return False
    return bool(measured & (given - {AGE}))


def _is_about(question: Question, c: Candidate) -> bool:
    """Whether a candidate is about a drug that was asked about; one that no list knows is known by the title."""
    asked = question.understood
    if any(is_of(drug, c) for drug in (*asked.drugs, *asked.unknown_drugs)):
        return True
    if asked.drugs:
        return False
    said = subject(f"{c.text} {c.context}").stems & subject(c.evidence.source.title).stems
    return any(w.isalpha() and len(w) > 5 and content_stems(w) <= said for w in asked.words)


def _lists(question: Question, evidence: Iterable[Evidence]) -> Iterator[Candidate]:
    """Whole lists whose lead-in says how many of their items must hold."""
    for item in evidence:
        if not item.usable or _LEFT_OUT & set(item.flags):
            continue
        units = [item.source.units[i] for i in item.hit.passage.units]
        for context, run in groupby(units, key=lambda u: u.context):
            items = tuple(run)
            if context and is_counted(item.source, items[0]) and not any(is_suspicious(item.source, u) for u in items):
                lead = next((u for u in item.source.units if u.start == context[-1].start), None)
                if lead is not None and (lead.end, lead.context) == (context[-1].end, context[:-1]):
                    yield _whole(question, item, lead, list_of(item.source, items[0]))


def is_counted(source: Source, unit: Unit) -> bool:
    """Whether a unit is an item of a list of which so many must hold."""
    return bool(unit.context) and cue(source.text[unit.context[-1].start : unit.context[-1].end]) is not None


def list_of(source: Source, unit: Unit) -> tuple[Unit, ...]:
    """All items of the list that a unit is one of, in the order of the source."""
    return tuple(u for u in source.units if u.context == unit.context)


def _whole(question: Question, evidence: Evidence, lead: Unit, items: tuple[Unit, ...]) -> Candidate:
    source = evidence.source
    opening = source.text[lead.start : lead.end]
    listed = "; ".join(_TRAILING.sub("", source.text[u.start : u.end].strip()) for u in items)
    near = " ".join(lead.headings[1:])
    found = match(question.understood, f"{opening} {listed}", f"{near}. {source.title}", {})
    return Candidate(
        unit=lead,
        evidence=evidence,
        text=f"{opening} {listed}",
        context=near,
        facet=facet_of(f"{opening} {listed}", lead.headings),
        phases=phases_of(opening, near),
        drugs=subject(opening).drugs or subject(f"{near}. {source.title}").drugs,
        match=found,
        covers=covers(question.understood, listed, f"{near} {opening}"),
        flags=tuple(dict.fromkeys((*evidence.flags, *found.flags, *(f for u in items for f in flags_of(source, u))))),
        said=(lead, *items),
    )
