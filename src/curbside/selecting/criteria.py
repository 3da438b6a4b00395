"""Sentences that state a criterion for the asked drug, where the question describes a patient.

A list of which so many must hold is said as a whole: one of its items alone would pass for the rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Final

from curbside.language.subject import subject
from curbside.language.tokens import content_stems
from curbside.regimens.criteria.counting import cue
from curbside.regimens.criteria.reading import Rule, Segment, rules_of
from curbside.selecting.beside import is_of
from curbside.selecting.candidates import Candidate
from curbside.selecting.choose import same_list
from curbside.selecting.facets import facet_of, phases_of
from curbside.selecting.matching import covers, match
from curbside.selecting.quotable import flags_of, is_suspicious
from curbside.types import Evidence, Flag, Patient, Question, Source, Unit

MOST: Final = 8
_LEFT_OUT: Final = frozenset({Flag.OTHER_DRUG, Flag.SUPERSEDED, Flag.SECONDARY_ONLY})


def with_criteria(
    question: Question,
    patient: Patient | None,
    chosen: tuple[Candidate, ...],
    found: Iterable[Candidate],
    evidence: Iterable[Evidence],
) -> tuple[Candidate, ...]:
    """The chosen candidates, and those that state a criterion for what was asked about, best evidence first."""
    if patient is None or not patient.described or question.audience != "professional":
        return chosen
    more = [*_lists(question, evidence), *(c for c in found if not _LEFT_OUT & set(c.flags) and states_rule(c))]
    wanted = [c for c in more if _is_about(question, c)]
    siblings = [c for c in found for k in (*chosen, *wanted) if c is not k and states_rule(c) and same_list(c, k)]
    added: dict[tuple[str, int], Candidate] = {}
    said = {(c.evidence.source.id, u.start) for c in chosen for u in c.units}
    for c in [*sorted(wanted, key=lambda c: c.evidence.order), *siblings]:
        if c.key not in added and not all((c.evidence.source.id, u.start) in said for u in c.units):
            added[c.key] = c
    lists = {(c.evidence.source.id, u.start) for c in added.values() if len(c.units) > 1 for u in c.units}
    kept = [c for c in added.values() if len(c.units) > 1 or c.key not in lists]
    few = kept[:MOST]
    return _in_place(chosen, (*few, *(c for c in kept[MOST:] if any(same_list(c, k) for k in (*chosen, *few)))))


def _in_place(chosen: tuple[Candidate, ...], added: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """Each behind the last of its facet, since an answer tells one facet after the other."""
    ordered = list(chosen)
    for c in added:
        places = [i for i, k in enumerate(ordered) if k.facet is c.facet]
        ordered.insert(places[-1] + 1 if places else len(ordered), c)
    return tuple(ordered)


def asked_by_value(question: Question, patient: Patient | None, found: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """What states a criterion for an asked drug that no list knows, on a measure that the question gives a value of."""
    if patient is None or question.understood.drugs or question.audience != "professional":
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
    return rules_of(Segment(source.text[c.unit.start : c.unit.end], c.unit.start), lead, [s.text for s in lead])


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
                yield _whole(question, item, list_of(item.source, items[0]))


def is_counted(source: Source, unit: Unit) -> bool:
    """Whether a unit is an item of a list of which so many must hold."""
    return bool(unit.context) and cue(source.text[unit.context[-1].start : unit.context[-1].end]) is not None


def list_of(source: Source, unit: Unit) -> tuple[Unit, ...]:
    """All items of the list that a unit is one of, in the order of the source."""
    return tuple(u for u in source.units if u.context == unit.context)


def _whole(question: Question, evidence: Evidence, items: tuple[Unit, ...]) -> Candidate:
    source, first = evidence.source, items[0]
    text = "; ".join(source.text[u.start : u.end].strip().rstrip(";,.") for u in items)
    lead = " ".join(source.text[r.start : r.end] for r in first.context)
    near = " ".join((*first.headings[1:], lead))
    phases = phases_of(text, lead)
    found = match(question.understood, f"{lead} {text}", f"{near}. {source.title}", {})
    return Candidate(
        unit=first,
        evidence=evidence,
        text=text,
        context=near,
        facet=facet_of(f"{lead} {text}", first.headings),
        phases=phases,
        drugs=subject(lead).drugs or subject(f"{near}. {source.title}").drugs,
        match=found,
        covers=covers(question.understood, text, near),
        flags=tuple(dict.fromkeys((*evidence.flags, *found.flags, *(f for u in items for f in flags_of(source, u))))),
        said=items,
    )
