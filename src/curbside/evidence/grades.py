"""The grades that a source gives its own recommendations and evidence, word for word, where they stand.

Systems: GRADE (Guyatt, G. H., et al. (2008), BMJ 336:924-926), SIGN 50, USPSTF (grade definitions after July 2012),
ACC/AHA class of recommendation and level of evidence (2015 revision), Oxford CEBM levels of evidence (2009, 2011), and
the starter format's "(graded by the source: ...)". A letter or a number alone is no grade: without the name of its
system beside it, it may be a footnote, a list mark, or the grade of a tumour.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from curbside.types import OwnGrade, Source, Strength, TextRange, Unit, UnitKind

_STRENGTH: Final = r"(?:strong(?:ly)?|weak|conditional(?:ly)?|discretionary)"
_CERTAIN: Final = r"(?:very[ -]low|low|moderate|medium|high)"
_LEVEL: Final = r"(?:A|B-?N?R|B|C-?(?:LD|EO)|C|E)"
_CLASS: Final = r"(?:III|II[ab]?|I|2[ab]|[123])(?![\w.])(?::? ?(?:no benefit|harm))?"
_FULL: Final = rf"{_CERTAIN}[ -](?:certainty|quality)(?:[ -](?:of )?(?:the )?evidence)?"
_ALONE: Final = rf"{_CERTAIN}[ -](?:certainty|quality)(?:[ -](?:of )?(?:the )?evidence|(?=\s*[)\]]))"
_BETWEEN: Final = r"[,;:/|]?\s*(?:\||\(|based on |with |and )?\s*"
_IS: Final = r"(?: \(GRADE\))?(?: (?:was|is|as)(?: (?:rated|judged|graded|assessed))?(?: as)?|\s*[:=(])\s*"
_NUMBERED: Final = r"(?:[1-5][abc]?|I{1,3}[ab]?|IV|V)(?:\+\+|\+|-(?!\w))?(?!\w)"
_LEVEL_OF: Final = r"(?:level of evidence|evidence level|LoE|LE|EL|level)"
_GRADE_OF: Final = r"(?:(?:grade|strength|class) of (?:the )?recommendation|recommendation grade|GoR|GR|grade)"

AS_SOURCE: Final = "as the source"
LETTERS: Final = "SIGN or USPSTF"
_RULES: Final = tuple(
    (system, re.compile(pattern, re.IGNORECASE if system != LETTERS else 0))
    for system, pattern in (
        (AS_SOURCE, r"(?<=\(graded by the source: )[^()]+(?:\([^()]*\)[^()]*)*(?=\))"),
        (
            "GRADE",
            rf"\b{_STRENGTH} recommendations?(?: (?:for|against)(?: (?:the )?(?:intervention|use))?)?"
            rf"(?:{_BETWEEN}{_FULL})?|\b{_FULL}\b{_BETWEEN}{_STRENGTH} recommendations?\b|\b{_ALONE}"
            rf"|\b(?:strength of (?:the )?recommendation|recommendation(?: strength)?|strength)\s*[:=]\s*{_STRENGTH}\b"
            rf"(?:[;,.]\s*(?:certainty|quality)(?: of (?:the )?evidence)?\s*[:=]\s*{_CERTAIN}\b)?"
            rf"|\b(?:certainty|quality) of (?:the )?evidence{_IS}{_CERTAIN}\b|\bGRADE\s*[:=]\s*{_CERTAIN}\b"
            rf"|(?<=[(\[]){_STRENGTH}\s*[,;/|]\s*{_CERTAIN}(?=[)\]])"
            rf"|⊕[⊕⊝⊖◯○]{{1,3}}(?: ?{_CERTAIN}\b)?"
            rf"|\bgrade [12][ABCD]?[+-]*(?=[\s.,;:)\]]*[)\].]|\s*(?:\)|recommendation))|\bgood practice statements?\b",
        ),
        (
            "ACC/AHA",
            rf"\b(?:COR|class(?: of recommendation)?):? ?{_CLASS}[,;]?\s*(?:level(?: of evidence)?|LOE):? ?{_LEVEL}\b"
            rf"|\bCOR:? ?{_CLASS}|\bLOE:? ?{_LEVEL}(?![\w+])",
        ),
        (
            "ACC/AHA",
            rf"(?<=[(\[])(?:recommendation )?class (?:of recommendation:? )?{_CLASS}(?=\s*[)\],;])"
            r"|\bclass (?:III|II[ab]?|I) recommendations?\b|\blevel of recommendation: class (?:III|II[ab]?|I)(?!\w)",
        ),
        (
            "Oxford",
            rf"\b(?:Oxford|O?CEBM) (?:CEBM )?level(?: of evidence)?:? ?{_NUMBERED}(?:[,;]? ?grade [A-D]\b)?"
            r"|\b(?:LoE|LE):? ?[1-5][abc]?[,;]\s*(?:GoR|GR):? ?[A-D]\b",
        ),
        (
            "SIGN",
            r"\bgood practice points?\b|(?<=[(\[])GPP(?=[)\]])|(?<=[(\[])[12]\+\+(?=[)\],;])|\bSIGN grade [A-D]\b",
        ),
        (
            "SIGN",
            r"\b(?:level of evidence|evidence level|LoE):? ?[1-4](?:\+\+|\+|-(?!\w))(?:[,;]\s*grade [A-D]\b)?",
        ),
        ("SORT", r"\b(?:SORT|SOR|evidence rating):? ?[ABC](?!\w)"),
        (
            "Oxford",
            r"\blevel [1-5][abc]?[+-]* evidence\b|\blevel of evidence:? (?:[1-5][abc]?|[A-D])[+-]*(?!\w)",
        ),
        ("levels of evidence", r"\b(?:level|class) (?:I{1,3}[ab]?|IV|V)(?:-\d)? evidence\b"),
        (
            LETTERS,
            rf"(?<=[(\[])(?:[Rr]ecommendation )?[Gg]rade:? [A-DI](?:[,;:]? ?(?:EL|LE|[Ll]evel|LoE):? ?[1-5][abc+-]*"
            r"|[,;] ?[1-4](?:\+\+|\+|-))?"
            rf"(?=\s*[)\],;])"
            rf"|\b(?i:{_GRADE_OF}):? [A-D](?!\w)(?:[,;:]? ?(?:\(evidence: ?)?(?i:{_LEVEL_OF})?:? ?{_NUMBERED})?"
            rf"(?=\s*(?:[)\].,;]|$|recommendation))"
            rf"|\b(?i:{_LEVEL_OF}):? {_NUMBERED}[,;] ?(?i:{_GRADE_OF}):? [A-D](?!\w)"
            r"|\b[Gg]rade [A-D] recommendations?\b|(?<![-\w] )(?<!\w)[A-D] recommendations?\b(?! [A-Z])"
            r"|\bI statement\b|(?<=[(\[])(?:AAN )?[Ll]evel (?:[1-5][abc]?|[A-C])[+-]*(?=\s*[)\],;])"
            r"|\b[Gg]rade [12][A-D][+-]*"
            rf"|\b(?i:evidence level):? (?:[A-D](?!\w)|{_NUMBERED})",
        ),
    )
)
_NUMBER_AND_LETTER: Final = re.compile(r"(?<=[(\[])[12][ABCD](?=[)\]])")
_ADVISES: Final = re.compile(r"\b(?:recommend|suggest)", re.IGNORECASE)
_A_PICTURE: Final = re.compile(
    r"\b(?:fig(?:ure|s|\.)?|tables?|panels?|type|supplement\w*|class"
    r"|stage)\W*$",
    re.IGNORECASE,
)
_NAMED: Final = (
    (
        "USPSTF",
        re.compile(r"\bUSPSTF\b|\bpreventive services task force\b|\btask force (?:recommends|concludes)\b", re.I),
    ),
    ("SIGN", re.compile(r"\bSIGN\b|\bScottish Intercollegiate\b")),
    ("Oxford", re.compile(r"\bOxford\b|\bO?CEBM\b")),
    ("ESC", re.compile(r"\bESC\b|\bEuropean Society of Cardiology\b")),
    ("AAN", re.compile(r"\bAAN\b|\bAmerican Academy of Neurology\b|\bpractice parameter\b", re.IGNORECASE)),
)
_WORN_BY: Final = {LETTERS: ("USPSTF", "SIGN", "Oxford", "AAN"), "ACC/AHA": ("ESC",)}
_MAY: Final = re.compile(
    r"grade|recommend|suggest|certainty|quality|class|level|strength|\bCOR\b|\bL[O]?E\b|practice|\bI statement"
    r"|rating|\bSORT?\b"
    r"|\bGPP\b|[12]\+\+|⊕|strong|weak|conditional|CEBM",
    re.IGNORECASE,
)
_OTHER_SCALE: Final = re.compile(
    r"(?:\bNYHA\b|\bfunctional|\bPugh|\bKillip|\bLos Angeles|\bGleason|\bhistolog\w+|\btumou?r|\bCTCAE|\bBCS"
    r"|\bMHC|\bHLA)"
    r"[^.;)\]]{0,12}$",
    re.IGNORECASE,
)
_HEADER: Final = re.compile(
    r"^(?:COR|LOE|LoE|GRADE|grades?|grading|class(?: of recommendation)?|level(?: of evidence)?|strength(?: rating)?"
    r"|(?:grade|class|strength) of (?:the )?recommendations?|recommendation (?:grade|class|strength)"
    r"|(?:certainty|quality)(?: of (?:the )?evidence)?)\b[^|]{0,20}$",
    re.IGNORECASE,
)
_CELL: Final = re.compile(
    r"(?:strong|weak|conditional|(?:very )?low|moderate|high|GPP|[A-DI]|[12]?[A-D][+-]*|I{1,3}|II[ab]"
    r"|[1-5][abc]?[+-]*|2[ab]"
    r"|B-N?R|C-(?:LD|EO)|3: ?(?:No Benefit|Harm)|⊕[⊕◯○]*)(?: (?:for|against|recommendation|certainty|quality))?",
    re.IGNORECASE,
)
_BARE: Final = re.compile(
    r"[\s()\[\].,;:/–-]+|\b(?:grade|recommendation|evidence|and|the|of|based on|with|for|against)\b", re.I
)
_LONGEST_LEAD_IN: Final = 12

_STRONG: Final = re.compile(
    r"\bstrong(?:ly)?\b(?! evidence)|\bCOR:? ?(?:1|I)(?![\w])|\bclass (?:I|1)(?![\w])|\bgrade 1"
    r"|\b3: ?harm|\bIII: ?harm",
    re.IGNORECASE,
)
_WEAK: Final = re.compile(
    r"\b(?:weak|conditional(?:ly)?|discretionary)\b(?! evidence)|\bCOR:? ?(?:2|II)|\bclass (?:2|II)|\bgrade 2",
    re.IGNORECASE,
)


def strength_of(grades: Iterable[OwnGrade]) -> Strength:
    """The label that grades come to; not stated for a level of evidence alone, or a letter that says no strength."""
    said = [g.text for g in grades]
    if any(_WEAK.search(text) for text in said):
        return Strength.SUGGESTED
    return Strength.RECOMMENDED if any(_STRONG.search(text) for text in said) else Strength.NOT_STATED


def stated(text: str, at: int = 0, by: str = "") -> tuple[OwnGrade, ...]:
    """The grades in a text, in order, none overlapping. at: where the text stands in its source.

    by: what may name the system of a bare letter besides the text itself: the title and publisher of the source.
    """
    found: list[OwnGrade] = []
    if not _MAY.search(text):
        return ()
    for system, m in _told(text):
        start, end = m.start() + at, m.end() + at
        if _OTHER_SCALE.search(text[: m.start()]) or any(g.start < end and start < g.end for g in found):
            continue
        found.append(OwnGrade(m[0], _system(system, m[0], (text, by)), start, end))
    return tuple(sorted(found, key=lambda g: g.start))


def _told(text: str) -> Iterator[tuple[str, re.Match[str]]]:
    for system, pattern in _RULES:
        for m in pattern.finditer(text):
            yield system, m
    if _ADVISES.search(text):
        for m in _NUMBER_AND_LETTER.finditer(text):
            if not _A_PICTURE.search(text[: m.start() - 1]):
                yield "GRADE", m


def _system(system: str, grade: str, around: tuple[str, ...]) -> str:
    """The name of the system: by its own words, else, of a letter, by who is named beside it."""
    if system == AS_SOURCE:
        inner = next((s for s, p in _RULES[1:] for _ in p.finditer(f"({grade})")), system)
        return inner if inner in (AS_SOURCE, "GRADE") else _system(inner, grade, (grade, *around))
    if grade == "I statement":
        return "USPSTF"
    worn = _WORN_BY.get(system, ())
    return next((n for text in around for n, p in _NAMED if n in worn and p.search(text)), system)


def is_grade_alone(text: str) -> bool:
    """Whether a text is nothing but grades: "(Strong recommendation, low certainty of evidence.)"."""
    rest = text
    for grade in reversed(stated(text)):
        rest = rest[: grade.start] + rest[grade.end :]
    return rest != text and not _BARE.sub("", rest)


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
        if len(heads) == len(cells) and _HEADER.match(head.strip()) and _CELL.fullmatch(cell):
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
    return len(said.split()) <= _LONGEST_LEAD_IN
