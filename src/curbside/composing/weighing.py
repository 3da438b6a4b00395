"""Each statement weighed by what it cites: the engine's estimate, the source's own grade, and the label of strength.

This is done after the gates and after conflicts are known: a composer says nothing of how sure something is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from curbside.evidence.estimating import estimate_of
from curbside.evidence.grades import own_grades
from curbside.evidence.strength import strength
from curbside.types import Estimate, Flag, OwnGrade, Question, Relation, Source, Span, Statement, Words
from curbside.types.appraisals import LEVELS, TEXT

Find = Callable[[str, str], Source]
Current = Callable[[str], Source | None]


@dataclass(frozen=True, slots=True)
class _Part:
    """What one citation supports: a run of one source, its text, its own grades and its estimate."""

    source: Source
    text: str
    grades: tuple[OwnGrade, ...]
    estimate: Estimate


def weighed(
    question: Question, statements: Iterable[Statement], find: Find, current: Current = lambda _: None
) -> tuple[Statement, ...]:
    """The statements with estimate, own grade and strength.

    Of several sources that say the same, the estimate is the highest, since what one has shown another does not
    take away; grade and strength are those of the first that grades it, else of the first. current: the library's
    source of an id, for what stands under a guideline.
    """
    return tuple(_weighed(question, s, find, current) for s in statements)


def _weighed(question: Question, statement: Statement, find: Find, current: Current) -> Statement:
    parts = [
        _part(question, statement, c.spans, find, current)
        for c in statement.citations
        if c.relation is Relation.SUPPORTS
    ]
    if not parts:
        return statement
    best = max((p.estimate for p in parts), key=lambda e: LEVELS.index(e.level) if e.level in LEVELS else -1)
    first = next((p for p in parts if p.grades), parts[0])
    said = strength(first.source, first.text, statement.flags, first.estimate.level, first.grades)
    return replace(statement, estimate=best, own_grade=_whole(first.grades), strength=said)


def _part(question: Question, statement: Statement, spans: tuple[Span, ...], find: Find, current: Current) -> _Part:
    source = find(spans[0].source, spans[0].content_hash)
    start, end = min(s.start for s in spans), max(s.end for s in spans)
    text = source.text[start:end]
    starts = {s.start for s in spans}
    graded = [own_grades(source, i) for i, u in enumerate(source.units) if u.start in starts]
    disputed = (Words(text, start, end, TEXT),) if Flag.CONFLICT in statement.flags else ()
    found = estimate_of(source, start, end, question=question, flags=statement.flags, disputed=disputed, find=current)
    return _Part(source, text, tuple(g for some in graded for g in some), found)


def _whole(grades: tuple[OwnGrade, ...]) -> OwnGrade | None:
    """The grades of one unit as one, each word for word, with the names of their systems."""
    if not grades:
        return None
    told = tuple(dict.fromkeys(g.text for g in grades))
    systems = tuple(dict.fromkeys(g.system for g in grades))
    return OwnGrade("; ".join(told), ", ".join(systems), grades[0].start, grades[-1].end)
