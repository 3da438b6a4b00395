"""The criteria that the statements of an answer state, worked out with the patient's values as given.

Every rule rests on a statement that stands in the answer. What is missing is asked for in a notice; what a rule leads
to is only ever said by its quoted sentence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from curbside.language import lexicon
from curbside.language.notices import criteria_notice
from curbside.language.subject import subject
from curbside.regimens.criteria.atoms import INDICATION
from curbside.regimens.criteria.clauses import Rule, Segment
from curbside.regimens.criteria.filling import bears_on
from curbside.regimens.criteria.grouped import forbids
from curbside.regimens.criteria.judging import judged, missing
from curbside.regimens.criteria.reading import rule_of_list, rules_of
from curbside.selecting.criteria import is_counted, list_of
from curbside.selecting.quotable import columns
from curbside.types import (
    CLINICAL,
    Answer,
    Citation,
    Criterion,
    Flag,
    Member,
    Met,
    Patient,
    Question,
    Relation,
    Result,
    Source,
    Span,
    Statement,
    Unit,
    UnitKind,
)

Find = Callable[[str, str], Source]
_MOST_IN_SHORT: Final = 2
_SUPERSEDED: Final = "The rule is of a superseded source."


@dataclass(frozen=True, slots=True)
class Stated:
    """A rule with the units that it is read from, and the statement that says it by a citation of its source."""

    rule: Rule
    units: tuple[Unit, ...]
    statement: Statement
    citation: Citation
    source: Source


def with_criteria(answer: Answer, patient: Patient, allowed: bool, find: Find) -> Answer:
    """The answer with its criteria, what is not given, and what they are for; without them where not `allowed`."""
    found = criteria(answer.question, answer.statements, patient, find)
    if not found:
        return answer
    if not allowed:
        return replace(answer, notices=_before_last(answer.notices, (criteria_notice("not_allowed"),)))
    return replace(answer, criteria=found, notices=_before_last(answer.notices, notices(found)))


def notices(found: tuple[Criterion, ...]) -> tuple[str, ...]:
    """What is told where these criteria are shown: what they are for, and what is not given."""
    asked = not_given(found)
    return (criteria_notice("shown"), *((asked,) if asked else ())) if found else ()


def without(answer: Answer, kept: tuple[Criterion, ...]) -> Answer:
    """The answer with some of its criteria, and with the notices that follow from those alone."""
    told = notices(answer.criteria)
    others = tuple(n for n in answer.notices if n not in told)
    return replace(answer, criteria=kept, notices=_before_last(others, notices(kept)))


def superseded(criterion: Criterion) -> Criterion:
    """A criterion whose statement is from a superseded source."""
    return replace(criterion, note=criterion.note or _SUPERSEDED)


def _before_last(told: tuple[str, ...], more: tuple[str, ...]) -> tuple[str, ...]:
    return (*told[:-1], *more, *told[-1:])


def criteria(
    question: Question, statements: Iterable[Statement], patient: Patient, find: Find
) -> tuple[Criterion, ...]:
    """The criteria of the statements in their order, with ids "c1", "c2", ..., where a patient is described.

    Patients are shown none (the clinical rules, section 8).
    """
    if question.audience not in CLINICAL or not patient.described:
        return ()
    found: list[Criterion] = []
    seen: set[tuple[object, ...]] = set()
    forbidding: set[str] = set()
    for one in stated(statements, find):
        made = worked_out(f"c{len(found) + 1}", one, patient)
        if key(made) not in seen and _concerns(question, made, one, patient):
            seen.add(key(made))
            found.append(made)
            forbidding |= {one.statement.id} if forbids(one.statement.text) else set()
    return tuple(_shortened(found, forbidding) if question.length == "short" else found)


def key(criterion: Criterion) -> tuple[object, ...]:
    """What two criteria that are one have in common."""
    return (criterion.spans[0].source, *((m.quantity, m.span.start) for m in criterion.members))


def stated(statements: Iterable[Statement], find: Find) -> Iterator[Stated]:
    """The rules of the statements in their order, whoever the patient is."""
    for statement in statements:
        if Flag.OTHER_DRUG in statement.flags:
            continue
        citation = next(c for c in statement.citations if c.relation is Relation.SUPPORTS)
        source = find(citation.source, citation.spans[0].content_hash)
        for rule, units in _rules(source, citation):
            yield Stated(rule, units, statement, citation, source)


def _rules(source: Source, citation: Citation) -> Iterator[tuple[Rule, tuple[Unit, ...]]]:
    """The rules of the units that a citation names, each with the units that it is read from."""
    by_place = {(u.start, u.end): u for u in source.units}
    units = [by_place[s.start, s.end] for s in citation.spans if (s.start, s.end) in by_place]
    counted = next((u for u in units if is_counted(source, u)), None)
    if counted is not None:
        items = list_of(source, counted)
        rule = rule_of_list(_lead(source, counted), [_segment(source, u) for u in items])
        if rule is not None:
            yield rule, items
        return
    for unit in units:
        lead = [Segment(source.text[r.start : r.end], r.start) for r in unit.context]
        row = columns(source.text, unit) if unit.kind is UnitKind.TABLE_ROW else ()
        heads = [source.text[r.start : r.end] for r, _ in row]
        for rule in rules_of(_segment(source, unit), lead, heads, " ".join(unit.headings)):
            yield rule, (unit,)


def _lead(source: Source, unit: Unit) -> Segment:
    place = unit.context[-1]
    return Segment(source.text[place.start : place.end], place.start)


def _segment(source: Source, unit: Unit) -> Segment:
    return Segment(source.text[unit.start : unit.end], unit.start)


def worked_out(name: str, one: Stated, patient: Patient) -> Criterion:
    """A rule with what the values of a patient make of it; `Patient()` is one of whom nothing is given."""
    rule, source = one.rule, one.source
    worked = judged(rule, patient, source.id, source.content_hash)
    outdated = _SUPERSEDED if Flag.SUPERSEDED in one.statement.flags else None
    note = f"{rule.note[0].upper()}{rule.note[1:]}." if rule.note else outdated
    return Criterion(
        id=name,
        rule=_quoted(source, one.units),
        needed=worked.needed,
        of=worked.of,
        members=worked.members,
        result=worked.result,
        statement=one.statement.id,
        ref=one.citation.ref,
        spans=tuple(Span(source.id, source.content_hash, u.start, u.end) for u in one.units),
        unless=rule.unless,
        note=note,
    )


def _quoted(source: Source, units: tuple[Unit, ...]) -> str:
    row = columns(source.text, units[0]) if units[0].kind is UnitKind.TABLE_ROW else ()
    if row:
        return "; ".join(f"{' '.join(source.text[r.start : r.end].split())}: {cell}" for r, cell in row)
    lead = " ".join(" ".join(source.text[r.start : r.end].split()) for r in units[0].context)
    said = "; ".join(" ".join(source.text[u.start : u.end].split()).rstrip(";,") for u in units)
    return f"{lead} {said}".strip()


def _concerns(question: Question, made: Criterion, one: Stated, patient: Patient) -> bool:
    """Whether a rule has to do with this patient: it is on what was asked, and the question says something of a member.

    Of an asked drug, what forbids it is shown too where the question gives values of others: it warns.
    """
    drugs = _is_of_drug(question, one)
    if drugs is False or not _is_of_condition(question, one):
        return False
    if any(_is_told(m, patient, drugs is True) for m in made.members):
        return True
    valued = bool(patient.readings or patient.classes)
    return valued and drugs is True and not one.rule.plain and forbids(one.statement.text)


def _is_told(member: Member, patient: Patient, of_asked_drug: bool) -> bool:
    """Whether a value, class or group of the question bears on a member; what it is for does so for an asked drug."""
    if member.quantity == INDICATION:
        return of_asked_drug and member.verdict is not Met.NOT_GIVEN
    return member.verdict is not Met.NOT_GIVEN or bears_on(member.quantity, patient)


def _is_of_drug(question: Question, one: Stated) -> bool | None:
    """Whether a rule is on an asked drug; None where no drug is asked about, or the rule names none."""
    asked = question.understood
    own = subject(one.statement.text).drugs or subject(one.source.title).drugs
    if asked.drugs:
        return bool(set(asked.drugs) & own) if own else None
    words = {w for w in (*asked.unknown_drugs, *asked.words) if w.isalpha() and len(w) > 5}
    return True if any(w in f"{one.statement.text} {one.source.title}".lower() for w in words) else None


def _is_of_condition(question: Question, one: Stated) -> bool:
    """Whether a rule is on an asked condition, where no drug is asked about and the rule names conditions."""
    asked = question.understood
    if asked.drugs or asked.unknown_drugs or not asked.conditions:
        return True
    own = _with_broader(m.concept for m in lexicon.find(f"{one.statement.text} {one.source.title}", "condition"))
    return not own or bool(own & _with_broader(asked.conditions))


def _with_broader(conditions: Iterable[str]) -> set[str]:
    return {b for c in conditions for b in (c, *lexicon.broader("condition", c))}


def _shortened(found: list[Criterion], forbidding: set[str]) -> list[Criterion]:
    """Those that a short answer has room for, in their order: first what is fulfilled, then what forbids."""
    ranked = sorted(found, key=lambda c: (c.result is not Result.FULFILLED, c.statement not in forbidding))
    kept = {c.id for c in ranked[:_MOST_IN_SHORT]}
    return [replace(c, id=f"c{n}") for n, c in enumerate((c for c in found if c.id in kept), 1)]


def not_given(found: Iterable[Criterion]) -> str | None:
    """The notice that asks for what open criteria need; None where nothing is open."""
    members = [m for c in found if c.result is Result.OPEN for m in c.members if m.verdict is Met.NOT_GIVEN]
    if not members:
        return None
    notes = dict.fromkeys(m.note for m in members if m.note)
    return " ".join((f"Not given: {'; '.join(missing(members))}.", *notes))
