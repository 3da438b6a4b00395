"""The evidence under a sentence of a guideline, where the library holds it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from curbside.evidence.outcomes import tells_of_outcome
from curbside.language.subject import Subject, subject
from curbside.library.naming import name_of
from curbside.types import Kind, Source, Unit, UnitKind

_STUDIES = frozenset(
    {Kind.SYSTEMATIC_REVIEW, Kind.EVIDENCE_REVIEW, Kind.RANDOMISED_TRIAL, Kind.COHORT, Kind.CASE_SERIES}
)
_RESTS_ON = frozenset({"cites", "references", "based on", "evidence"})


def studies_under(
    guideline: Source, start: int, end: int, find: Callable[[str], Source | None] | None
) -> Iterator[tuple[Source, Unit]]:
    """Each study that the guideline names and the library holds, with its finding nearest to the sentence.

    It is near where it speaks of the same drug, and of the same condition where the sentence names one.
    """
    said = subject(guideline.text[start:end])
    for name in _named(guideline):
        one = find(name) if find else None
        if one is None or one.id == guideline.id or one.kind not in _STUDIES:
            continue
        near = [(len(said.stems & subject(_text(one, u)).stems), u) for u in one.units if _is_near(said, one, u)]
        if near:
            yield one, max(near, key=lambda pair: pair[0])[1]


def _named(guideline: Source) -> tuple[str, ...]:
    related = (i for r in guideline.related if r.relation.lower() in _RESTS_ON for i in r.identifiers)
    return tuple(dict.fromkeys((*guideline.derived_from, *(name_of(i) for i in related))))


def _is_near(said: Subject, one: Source, unit: Unit) -> bool:
    if unit.kind is UnitKind.NOTE or not tells_of_outcome(_text(one, unit)):
        return False
    here = subject(f"{_text(one, unit)} {one.title}")
    same_condition = not said.conditions or bool(said.conditions & here.conditions)
    return bool(said.drugs & here.drugs) and same_condition


def _text(source: Source, unit: Unit) -> str:
    return source.text[unit.start : unit.end]
