"""The grades that a source gives its own recommendations and evidence, word for word, where they stand.

Systems: GRADE (Guyatt, G. H., et al. (2008), BMJ 336:924-926), SIGN 50, USPSTF (grade definitions after July 2012),
ACC/AHA class of recommendation and level of evidence (2015 revision), Oxford CEBM levels of evidence (2009, 2011), and
the starter format's "(graded by the source: ...)". A letter or a number alone is no grade: without the name of its
system beside it, it may be a footnote, a list mark, or the grade of a tumour.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from curbside.evidence import _grade_words as words
from curbside.types import OwnGrade, Source, Strength, TextRange, Unit, UnitKind


def strength_of(grades: Iterable[OwnGrade]) -> Strength:
    """The label that grades come to; not stated for a level of evidence alone, or a letter that says no strength."""
    said = [g.text for g in grades]
    if any(words.WEAK.search(text) for text in said):
        return Strength.SUGGESTED
    return Strength.RECOMMENDED if any(words.STRONG.search(text) for text in said) else Strength.NOT_STATED


def stated(text: str, at: int = 0, by: str = "") -> tuple[OwnGrade, ...]:
    """The grades in a text, in order, none overlapping. at: where the text stands in its source.

    by: what may name the system of a bare letter besides the text itself: the title and publisher of the source.
    """
    found: list[OwnGrade] = []
    if not words.MAY.search(text):
        return ()
    for system, m in _told(text):
        start, end = m.start() + at, m.end() + at
        if words.OTHER_SCALE.search(text[: m.start()]) or any(g.start < end and start < g.end for g in found):
            continue
        found.append(OwnGrade(m[0], _system(system, m[0], (text, by)), start, end))
    return tuple(sorted(found, key=lambda g: g.start))


def _told(text: str) -> Iterator[tuple[str, re.Match[str]]]:
    for system, pattern in words.RULES:
        for m in pattern.finditer(text):
            yield system, m
    if words.ADVISES.search(text):
        for m in words.NUMBER_AND_LETTER.finditer(text):
            if not words.A_PICTURE.search(text[: m.start() - 1]):
                yield "GRADE", m


def _system(system: str, grade: str, around: tuple[str, ...]) -> str:
    """The name of the system: by its own words, else, of a letter, by who is named beside it."""
    if system == words.AS_SOURCE:
        inner = next((s for s, p in words.RULES[1:] for _ in p.finditer(f"({grade})")), system)
        return inner if inner in (words.AS_SOURCE, "GRADE") else _system(inner, grade, (grade, *around))
    if grade == "I statement":
        return "USPSTF"
    worn = words.WORN_BY.get(system, ())
    return next((n for text in around for n, p in words.NAMED if n in worn and p.search(text)), system)


def is_grade_alone(text: str) -> bool:
    """Whether a text is nothing but grades: "(Strong recommendation, low certainty of evidence.)"."""
    rest = text
    for grade in reversed(stated(text)):
        rest = rest[: grade.start] + rest[grade.end :]
    return rest != text and not words.BARE.sub("", rest)


def own_grades(source: Source, index: int) -> tuple[OwnGrade, ...]:
    """The grades of the unit of that index: in its words, in a cell of its row, beside it, or over it.

    Beside: the unit after it under the same heading is a grade alone. Over: a heading or a short lead-in that grades
    what stands under it ("Strong recommendations").
    """
    unit = source.units[index]
    found = (*_within(source, unit), *_cells(source, unit), *_after(source, index), *_over(source, unit))
    return tuple(dict.fromkeys(found))


def _within(source: Source, unit: Unit) -> tuple[OwnGrade, ...]:
    return stated(source.text[unit.start : unit.end], unit.start, _by(source))


def _by(source: Source) -> str:
    return f"{source.title}. {source.publisher or ''}"


def _cells(source: Source, unit: Unit) -> Iterator[OwnGrade]:
    """Cells of a table row under a header that names a grade, where cells and headers fit one to one."""
    if unit.kind is not UnitKind.TABLE_ROW:
        return
    at, cells = unit.start, []
    for cell in source.text[unit.start : unit.end].split("|"):
        bare = cell.strip()
        start = at + cell.find(bare)
        cells.append((bare, start))
        at += len(cell) + 1
    heads = [source.text[r.start : r.end] for r in unit.context[-len(cells) :]]
    for head, (cell, start) in zip(heads, cells, strict=False):
        if len(heads) == len(cells) and words.HEADER.match(head.strip()) and words.CELL.fullmatch(cell):
            yield OwnGrade(cell, head.strip(), start, start + len(cell))


def _after(source: Source, index: int) -> tuple[OwnGrade, ...]:
    if index + 1 >= len(source.units):
        return ()
    unit, after = source.units[index], source.units[index + 1]
    near = after.heading_ranges == unit.heading_ranges and after.start - unit.end <= 3
    if not near or not is_grade_alone(source.text[after.start : after.end]):
        return ()
    return _within(source, after)


def _over(source: Source, unit: Unit) -> Iterator[OwnGrade]:
    for place in (*unit.heading_ranges, *(() if unit.kind is UnitKind.TABLE_ROW else unit.context)):
        if _grades_what_follows(source.text, place):
            yield from stated(source.text[place.start : place.end], place.start, _by(source))


def _grades_what_follows(text: str, place: TextRange) -> bool:
    said = text[place.start : place.end]
    return len(said.split()) <= words.LONGEST_LEAD_IN
