"""Whether what a printed answer says is still what the library says.

Every quote is read again under its hash, every statement goes through the gates again, and what is read off statements
(doses, conflicts, sections) is read off them again. What differs is refused: nothing of it is mended.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final, NoReturn, Protocol

from curbside.composing import assembly, derived, weighing
from curbside.composing.abbreviations import as_quoted
from curbside.errors import InputError, LibraryError
from curbside.evidence.appraise import source_flags
from curbside.evidence.status import standing
from curbside.interop import appraisals, contract
from curbside.interop.saved import nouns
from curbside.interop.saved.fields import Fields
from curbside.language.notices import intended_use
from curbside.language.quantities import quantities
from curbside.selecting.against import advises_against
from curbside.types import Conflict, Facet, Flag, Outcome, Question, Regimen, Relation, Source, Span, Statement, Verdict
from curbside.verifying.statements import checked

ASK_AGAIN: Final = "ask the question again"
_LASTING: Final = frozenset((Flag.SUMMARY, Flag.SECONDARY_ONLY, Flag.OTHER_JURISDICTION, Flag.SINGLE_CASE))
_NONE: Final = Verdict(Outcome.NOT_ENOUGH)
_DOSES: Final = frozenset(("g", "mg", "ug", "ng", "kg", "L", "mL", "mmol", "meq", "[iU]", "{unit}", "{tablet}"))


class Find(Protocol):
    """A source version by id and hash; raises SourceNotFound."""

    def __call__(self, source_id: str, content_hash: str, /) -> Source: ...


def quoted(row: Fields, find: Find) -> Span:
    """The span of a row whose quote is what the library has there.

    Raises InputError where it is not, or the version is not stored.
    """
    span = nouns.span(row)
    try:
        source = find(span.source, span.content_hash)
    except LibraryError as error:
        row.refuse(f"its quote cannot be read again: {str(error)[:1].lower()}{str(error)[1:].rstrip('.')}")
    there = source.text[span.start : span.end] if span.start < span.end <= len(source.text) else None
    if there is None or there != row.text("quote"):
        row.refuse(f"its quote is not what {span.source} has from {span.start} to {span.end}; {ASK_AGAIN}")
    return span


def proven(given: Fields, find: Find) -> Statement:
    """A statement that passes the gates with all of its citations. Raises InputError where it does not."""
    for row in given.objects("citations"):
        quoted(row, find)
    first, stands = _checked(given, find, several=True)
    if stands:
        return first
    second, stands = _checked(given, find, several=False)
    if stands:
        return second
    failed = next((r for r in (first.verdict or _NONE).reasons if not r.passed), None)
    why = f"{failed.gate}: {failed.message}".rstrip(": .") if failed else "a citation does not carry it alone"
    raise InputError(given.where, f"its text does not stand on its quotes ({why}); {ASK_AGAIN}")


def _checked(given: Fields, find: Find, several: bool) -> tuple[Statement, bool]:
    """The statement as it is printed and whether it stands with all its citations; else as the gates see it."""
    said = nouns.statement(given, several)
    kept, stands = checked(said, find)
    return (said, True) if stands and _spans(kept) == _spans(said) else (kept, False)


def _spans(statement: Statement) -> set[Span]:
    return {s for c in statement.citations for s in c.spans}


def read_off(
    given: Fields, question: Question, statements: tuple[Statement, ...], find: Find
) -> tuple[tuple[Regimen, ...], tuple[Conflict, ...]]:
    """The doses and conflicts of the statements.

    Raises InputError where these, the monitoring, the sections, the bottom line or the direction are not those that
    are printed.
    """
    statements = tuple(as_quoted(s, find) for s in statements)
    flagged, conflicts = derived.conflicts(undisputed(statements), find)
    if [set(s.flags) for s in flagged] != [set(s.flags) for s in statements]:
        given.refuse(f"its flags do not fit its conflicts; {ASK_AGAIN}")
    regimens = derived.regimens(statements, find)
    _same(given, "bottom_line", [s.id for s in statements if s.facet is Facet.BOTTOM_LINE])
    _same(given, "sections", [contract.section(s) for s in assembly.sections(statements)])
    _same(given, "regimens", [contract.regimen(r) for r in regimens])
    _same(given, "conflicts", [contract.conflict(c) for c in conflicts])
    _same(given, "monitoring", [contract.watched(m) for m in derived.plans(statements, find)])
    _same(given, "direction", assembly.direction(question, statements, find))
    return regimens, conflicts


def undisputed(statements: Iterable[Statement]) -> tuple[Statement, ...]:
    """The statements before conflicts were looked for among them."""
    return tuple(replace(s, flags=tuple(f for f in s.flags if f is not Flag.CONFLICT)) for s in statements)


def weighed_again(
    given: Fields, question: Question, statements: tuple[Statement, ...], find: Find, current: weighing.Current
) -> tuple[Statement, ...]:
    """The statements with the estimate, grade and strength that their sources give now.

    Raises InputError where these are not those that are printed.
    """
    found = weighing.weighed(question, statements, find, current)
    for row, one in zip(given.objects("statements"), found, strict=True):
        _same(row, "estimate", appraisals.estimate(one.estimate))
        _same(row, "own_grade", appraisals.own_grade(one.own_grade))
        _same(row, "strength", str(one.strength))
        _same(row, "against", advises_against(one.text))
    return found


def _same(given: Fields, name: str, found: object) -> None:
    if given.held.get(name) != found:
        raise InputError(f"{given.where}, {name}", f"it is not what its quotes give now; {ASK_AGAIN}")


def own_words(
    given: Fields, question: Question, statements: Iterable[Statement], find: Find, told: Iterable[str]
) -> None:
    """Raise InputError where a sentence of our own holds a dose, what Curbside is for is not told, or a flag is missing
    that follows from what a source is.

    Our own sentences never hold one: a dose there was put in by somebody. told: notices that are proven, which may
    name values of the patient.
    """
    if given.text("title") != assembly.title(question):
        _strange(given, "title")
    notices = given.texts("notices")
    if not notices or notices[-1] != intended_use(question.audience, question.understood.jurisdiction):
        raise InputError(f"{given.where}, notices", "the last one is not what Curbside is for")
    known = question.understood
    words = (*known.drugs, *known.conditions, *known.population, known.route or "", known.intent)
    if any(map(_dosed, words)):
        _strange(given, "question")
    for name, lines in (("notices", set(notices) - set(told)), ("not_found", given.texts("not_found"))):
        if any(map(_dosed, lines)):
            _strange(given, name)
    for n, one in enumerate(statements, 1):
        missing = _due(one, question, find) - set(one.flags)
        if one.id != f"s{n}" or missing:
            what = f"the flag {min(map(str, missing))!r} is missing" if missing else f"its id is not s{n}"
            raise InputError(f"{given.where}, statements[{n - 1}]", f"{what}; {ASK_AGAIN}")


def _due(statement: Statement, question: Question, find: Find) -> frozenset[Flag]:
    """The flags that follow from what all supporting sources are, whatever their status is now."""
    supports = [c for c in statement.citations if c.relation is Relation.SUPPORTS]
    sources = [find(c.source, c.spans[0].content_hash) for c in supports]
    flags = [{*standing(s).flags, *source_flags(s, question.understood.jurisdiction)} & _LASTING for s in sources]
    return frozenset.intersection(*map(frozenset, flags)) if flags else frozenset()


def _strange(given: Fields, name: str) -> NoReturn:
    raise InputError(f"{given.where}, {name}", f"it has words that Curbside did not write there; {ASK_AGAIN}")


def _dosed(line: str) -> bool:
    return bool(doses(line))


def doses(line: str) -> set[tuple[object, ...]]:
    """The amounts of a line, in units that a dose may be given in."""
    return {(q.low, q.high, q.unit, q.per) for q in quantities(line) if q.unit in _DOSES}
