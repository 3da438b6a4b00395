"""The grades of the sources of an overview: where they are shown, and what is left out with the reason."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from curbside.evidence.grades import is_grade_alone, own_grades
from curbside.language.subject import subject
from curbside.regimens.reading import phases_of
from curbside.selecting import chapters
from curbside.selecting.candidates import Candidate
from curbside.selecting.matching import states_dose
from curbside.selecting.roles import SILENT, role_of
from curbside.selecting.standalone import together
from curbside.selecting.understood import points_back
from curbside.sources.touched import is_suspicious
from curbside.types import Answer, Graded, Kind, LeftOut, OwnGrade, Relation, Source, Span, Statement, Unit, UnitKind

Key = tuple[str, int]
OVER_THE_LENGTH: Final = "over the length"
SAID: Final = "says the same as a sentence shown"
BACKWARD: Final = "cannot be read without its neighbours"
ALONE: Final = "cannot stand alone: a heading, or a part of a list or table"
NOTE: Final = "a note about the document"
SUSPICIOUS: Final = "addresses a machine, is hidden or vouches for itself"
FAILED: Final = "did not pass the checks"
FAR: Final = "stands among methods or other matter that an overview leaves out"
NOT_SHOWN_BESIDE: Final = "a contraindication that cannot stand as a statement: read it in the source"
SUPERSEDED: Final = "its source is superseded by another of the library"


@dataclass(frozen=True, slots=True)
class Found:
    """A graded unit of a source."""

    source: Source
    unit: Unit
    grades: tuple[OwnGrade, ...]

    @property
    def key(self) -> Key:
        """As `Candidate.key`."""
        return self.source.id, self.unit.start

    @property
    def span(self) -> Span:
        """Where the unit stands."""
        return Span(self.source.id, self.source.content_hash, self.unit.start, self.unit.end)


Units = Mapping[Key, Found]


def graded_units(sources: Iterable[Source]) -> dict[Key, Found]:
    """Every graded unit of the sources, in order; what is a grade alone is told with the unit that it grades."""
    found: dict[Key, Found] = {}
    for source in sources:
        for index, unit in enumerate(source.units):
            alone = is_grade_alone(source.text[unit.start : unit.end])
            if alone and index and (source.id, source.units[index - 1].start) in found:
                continue
            if grades := own_grades(source, index):
                one = Found(source, unit, grades)
                found[one.key] = one
    return found


def unquoted_cautions(
    answer: Answer, picked: Iterable[Candidate], find: Callable[[str, str], Source]
) -> tuple[LeftOut, ...]:
    """What stands in the contraindications of a label whose doses are shown, and could not be shown as a statement."""
    spans = {(s.source, s.start) for one in answer.statements for s in _supporting(one)}
    spans |= {o.key for c in picked for o in c.also}
    said = [subject(s.text).stems for s in answer.statements]
    dosed = {(s.source, s.content_hash) for one in answer.statements if _doses(one) for s in _supporting(one)}
    told = []
    for source in (find(*key) for key in sorted(dosed)):
        if source.kind is Kind.LABEL:
            told += [
                LeftOut(Span(source.id, source.content_hash, u.start, u.end), u.headings, (), NOT_SHOWN_BESIDE)
                for u in chapters.cautions(source)
                if (source.id, u.start) not in spans and not _is_told(source.text[u.start : u.end], said)
            ]
    return tuple(told)


def _is_told(text: str, said: Iterable[frozenset[str]]) -> bool:
    """Whether a caution only leads in, or a statement has all of its words (a label says it twice)."""
    words = {stem for stem in subject(text).stems if not stem[0].isdigit()}
    return text.rstrip().endswith(":") or any(words <= stems for stems in said)


def _doses(statement: Statement) -> bool:
    return states_dose(statement.text) or bool(phases_of(statement.text))


def shown(statements: Iterable[Statement], found: Mapping[Key, Found]) -> tuple[Graded, ...]:
    """The grades of what the statements quote."""
    told = []
    for statement in statements:
        for span in _supporting(statement):
            one = found.get((span.source, span.start))
            if one is not None:
                told.append(Graded(statement.id, one.span, one.grades))
    return tuple(told)


def left_out(found: Mapping[Key, Found], shown: Iterable[Graded], reasons: Mapping[Key, str]) -> tuple[LeftOut, ...]:
    """The graded units that no statement quotes, in order. reasons: those known; the others are read off the unit."""
    there = {(g.span.source, g.span.start) for g in shown}
    rest = (one for key, one in found.items() if key not in there)
    return tuple(LeftOut(o.span, o.unit.headings, o.grades, reasons.get(o.key) or _why(o)) for o in rest)


def _why(one: Found) -> str:
    if one.unit.kind is UnitKind.NOTE:
        return NOTE
    if chapters.depth(one.source, one.unit) == chapters.FAR:
        return FAR
    if is_suspicious(one.source, one.unit):
        return SUSPICIOUS
    if role_of(one.source.text[one.unit.start : one.unit.end], one.unit.headings) in SILENT:
        return FAR
    return ALONE if together(one.source, one.unit) else BACKWARD


def reasons(
    candidates: Iterable[Candidate], chosen: Iterable[Candidate], failed: Iterable[Statement], twice: Iterable[Key]
) -> dict[Key, str]:
    """Why each candidate that is not shown is not."""
    told = {c.key: BACKWARD if points_back(c) else OVER_THE_LENGTH for c in candidates}
    told.update(dict.fromkeys(twice, SAID))
    told.update((o.key, SAID) for c in chosen for o in c.also)
    told.update(((s.source, s.start), _failure(statement)) for statement in failed for s in _supporting(statement))
    return told


def _failure(statement: Statement) -> str:
    gates = [r.gate for r in statement.verdict.reasons if not r.passed] if statement.verdict else []
    return f"{FAILED} ({', '.join(dict.fromkeys(gates))})" if gates else FAILED


def _supporting(statement: Statement) -> Iterable[Span]:
    return (s for c in statement.citations if c.relation is Relation.SUPPORTS for s in c.spans)
