"""The criteria of a printed answer, read again from its statements.

Rules, thresholds and quotes are those that the statements give now. The patient is read again from the question, where
nothing of it was masked. Else the values are taken from the object, and every verdict is worked out again from its own.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import Any, Final

from curbside.composing import criteria as composing
from curbside.interop.criteria import criterion
from curbside.interop.saved import proving
from curbside.interop.saved.fields import Fields
from curbside.interop.saved.proving import ASK_AGAIN, Find
from curbside.language.identifiers import MASKS
from curbside.language.notices import criteria_notice
from curbside.regimens.criteria.atoms import Atom
from curbside.regimens.criteria.judging import conditions, result
from curbside.regimens.criteria.known import asked_for, follows
from curbside.retrieval.readings import patient as patient_of
from curbside.retrieval.understanding import again
from curbside.types import Answer, Criterion, Flag, Member, Met, Patient, Question, Result, Span, Statement

_OF_PATIENT: Final = ("value", "value_unit", "verdict", "calculated", "note")
_WORKED_OUT: Final = ("result", "missing")


def proven(
    given: Fields, question: Question, statements: tuple[Statement, ...], find: Find, kept: bool
) -> tuple[Criterion, ...]:
    """The criteria of the answer. kept: whether the library keeps it, so that its sentences on a value are our own.

    Raises InputError where they are not those of its statements, or a verdict or result does not follow.
    """
    for row in given.objects("criteria"):
        for one in row.objects("members"):
            proving.quoted(one.object("citation"), find)
    masked = any(mask in question.text for mask in MASKS.values())
    found = _told(given, statements, find) if masked else _again(given, question, statements, find)
    if masked and not kept:
        _no_other_doses(given, question)
    if not set(composing.notices(found)) <= set(given.texts("notices")):
        given.refuse(f"its notices do not say what its criteria are for and what is not given; {ASK_AGAIN}")
    return found


def _again(given: Fields, question: Question, statements: tuple[Statement, ...], find: Find) -> tuple[Criterion, ...]:
    """As the question, of which nothing is masked, gives them once more; the object holds only a part of its words."""
    asked = again(question)
    withheld = criteria_notice("not_allowed") in given.texts("notices")
    patient = Patient() if withheld else patient_of(question.whole)
    found = composing.criteria(asked, statements, patient, find)
    rows = given.objects("criteria")
    for row, one in zip(rows, found, strict=False):
        _same(row, _printed(one, find))
    if len(rows) != len(found):
        given.refuse(f"it has {len(rows)} criteria where its statements give {len(found)}; {ASK_AGAIN}")
    return found


def _told(given: Fields, statements: tuple[Statement, ...], find: Find) -> tuple[Criterion, ...]:
    """As they are printed, each the next rule of the statements that has its conditions."""
    rules = composing.stated(statements, find)
    found: list[Criterion] = []
    for n, row in enumerate(given.objects("criteria"), 1):
        stated, blank = _next(row, f"c{n}", rules, find)
        asked = conditions(stated.rule)
        members = tuple(
            _member(one, atom, bare)
            for one, atom, bare in zip(
                row.objects("members"), (*asked.required, *asked.counted), blank.members, strict=True
            )
        )
        if row.one_of("result", Result) is not result(stated.rule, members):
            row.refuse(f"its result does not follow from its members; {ASK_AGAIN}")
        made = replace(blank, members=members, result=result(stated.rule, members))
        if composing.key(made) in map(composing.key, found):
            row.refuse(f"it stands there twice; {ASK_AGAIN}")
        _same(row, _printed(made, find))
        found.append(made)
    return tuple(found)


def _next(row: Fields, name: str, rules: Iterator[composing.Stated], find: Find) -> tuple[composing.Stated, Criterion]:
    """The next rule that has what the row says, whoever the patient is."""
    blanks = ((one, composing.worked_out(name, one, Patient())) for one in rules)
    found = next((pair for pair in blanks if _fixed(_printed(pair[1], find)) == _fixed(row.held)), None)
    return found or row.refuse(f"its statements do not state this rule now; {ASK_AGAIN}")


def _fixed(printed: Any) -> dict[str, Any]:
    """A printed criterion without what depends on the patient."""
    rule = {name: value for name, value in printed.items() if name not in _WORKED_OUT}
    members = [{k: v for k, v in one.items() if k not in _OF_PATIENT} for one in printed["members"]]
    return {**rule, "members": members}


def _member(row: Fields, atom: Atom, blank: Member) -> Member:
    made = replace(
        blank,
        verdict=row.one_of("verdict", Met),
        value=row.text_or_none("value"),
        value_unit=row.text_or_none("value_unit"),
        calculated=row.text_or_none("calculated"),
        note=row.text_or_none("note"),
        needs=(),
    )
    if not follows(atom, made):
        row.refuse(f"its verdict does not follow from its value; {ASK_AGAIN}")
    lacking = made.verdict is Met.NOT_GIVEN and not made.calculated
    return replace(made, needs=asked_for(atom, blank.span) if lacking else ())


def _no_other_doses(given: Fields, question: Question) -> None:
    """Raise InputError where what is said of a value holds an amount of a dose that the question does not."""
    asked = proving.doses(question.text)
    for row in (member for one in given.objects("criteria") for member in one.objects("members")):
        said = f"{row.text_or_none('calculated') or ''}; {row.text_or_none('note') or ''}"
        if proving.doses(said) - asked:
            row.refuse(f"it has words that Curbside did not write there; {ASK_AGAIN}")


def _printed(one: Criterion, find: Find) -> dict[str, Any]:
    def read(span: Span) -> str:
        return find(span.source, span.content_hash).text[span.start : span.end]

    return criterion(one, read)


def _same(row: Fields, found: dict[str, Any]) -> None:
    """Raise InputError where a row is not what was found, with the first field that differs."""
    if row.held == found:
        return
    differing = next((name for name in found if row.held.get(name) != found[name]), "a field of its own")
    row.refuse(f"the field {differing!r} is not what its statements and the question give now; {ASK_AGAIN}")


def remaining(answer: Answer, gone: Collection[int], statements: tuple[Statement, ...]) -> Answer:
    """The answer without the criteria of sources that are no evidence any more, by their marks.

    statements: as they are now; a rule of one that is superseded since then says so.
    """
    outdated = {s.id for s in statements if Flag.SUPERSEDED in s.flags}
    kept = tuple(c for c in answer.criteria if c.ref not in gone)
    return composing.without(answer, tuple(composing.superseded(c) if c.statement in outdated else c for c in kept))
