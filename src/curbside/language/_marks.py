"""What the beginning of a line says of it, in Markdown and in plain text."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

from curbside.language._lines import Line
from curbside.types import TextRange

ATX: Final = re.compile(r"[ \t]{0,3}(#{1,6})(?:[ \t]+(?P<title>[^\n]*))?$")
UNDERLINE: Final = re.compile(r" {0,3}(?:={2,}|-{2,})[ \t]*$")
RULE: Final = re.compile(r"[ \t]{0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,}|={3,}[ \t]*)$")
QUOTE: Final = re.compile(r"[ \t]{0,3}(?:>(?![ \t]*[\d=.])[ \t]?)+")
MARKER: Final = re.compile(
    r"[ \t]*(?P<mark>[-*+•◦▪‣·●○–]|(?P<number>\d{1,3})[.)]|\(?(?P<letter>[a-z]|[ivx]{2,4}|\d{1,2})\))(?:[ \t]+|$)"
)
LINK_DEFINITION: Final = re.compile(r" {0,3}\[[^\]^]+\]:[ \t]*\S+(?:[ \t]+[\"'(][^\n]*)?$")
PIPE: Final = re.compile(r"(?<!\\)\|")
JOINS_NEXT: Final = re.compile(r"(?:^|[\s,;])(?:and/or|and|or|then|plus)[,;]?\Z", re.IGNORECASE)
JOINS_LAST: Final = re.compile(r"(?:and/or|and|or|then|plus)\b[ ,]", re.IGNORECASE)
LONGEST_TITLE: Final = 120
_NUMBERED_TITLE = re.compile(r"\d{1,2}(?:\.\d{1,2})+\.?\s+([A-Z][a-z]+)")
_MEASURES = frozenset(
    "mg g kg ml mcg microgram micrograms milligram milligrams mmol unit units time times year".split()
)
_LOUD = frozenset("NOT NEVER NO FATAL ONLY AVOID STOP MUST CANNOT DON'T WARNING CAUTION DANGER".split())
_ORDERS = frozenset("ADD CALL CHECK DO GIVE KEEP TELL USE".split())
_STOPS = (".", "!", "?", ";", ",", ":")
_RANGE_BEFORE = re.compile(r"(?:\d|\b(?:to|and|or|than|of|is|under|over))$")
_NAMED_BY_NUMBER = re.compile(
    r"\b(?:appendix|category|class|day|figure|grade|group|level|line|page|phase|section|stage|step|table|type|week)s?$",
    re.I,
)
_NEEDS_LEAD_IN = frozenset("+–·")


def atx(line: Line) -> tuple[int, int, int] | None:
    """(level, start, end of the title) of a heading that begins with #."""
    found = ATX.match(line.text)
    if not found:
        return None
    title = found["title"] or ""
    bare = re.sub(r"(?:^|[ \t]+)#+[ \t]*$", "", title).rstrip()
    start = line.start + (found.start("title") if bare else found.end(1))
    return len(found[1]), start, start + len(bare)


def is_plain_title(text: str) -> bool:
    """Whether a line that stands alone in plain text is clearly a heading: "4.2 Posology", "DOSAGE AND USE"."""
    line = text.strip()
    if len(line) > LONGEST_TITLE or line.endswith(_STOPS):
        return False
    numbered = _NUMBERED_TITLE.match(line)
    if numbered:
        return numbered[1].lower() not in _MEASURES
    words = line.split()
    letters = sum(c.isalpha() for c in line)
    return line.isupper() and letters >= 4 and len(words) <= 8 and not any(c.isdigit() for c in line) and _quiet(words)


def _quiet(words: list[str]) -> bool:
    """Whether the words name a thing; "DO NOT INJECT" and "KEEP COLD" are something to be quoted."""
    return words[0] not in _ORDERS and not any(w.strip("*:!()") in _LOUD for w in words)


def is_delimiter(text: str) -> bool:
    """Whether `text` is the line under the header cells of a table."""
    bare = text.strip()
    return "|" in bare and "-" in bare and not bare.strip("|-: \t")


def row_range(line: Line) -> TextRange:
    """The row without the bars at its two ends; bars of empty cells stay, so that columns can be counted."""
    text = line.text
    start = len(text) - len(text.lstrip())
    end = len(text.rstrip())
    start += text[start] == "|"
    end -= end > start and text[end - 1] == "|" and text[end - 2] != "\\"
    bare = text[start:end]
    start += len(bare) - len(bare.lstrip())
    return TextRange(line.start + start, line.start + start + len(bare.strip()))


def cells(text: str, row: TextRange) -> tuple[TextRange, ...]:
    """The filled cells of a row of `text`, in order."""
    bars = [row.start - 1, *(row.start + m.start() for m in PIPE.finditer(text[row.start : row.end])), row.end]
    found = []
    for before, bar in pairwise(bars):
        cell = text[before + 1 : bar]
        start = before + 1 + len(cell) - len(cell.lstrip())
        if cell.strip():
            found.append(TextRange(start, start + len(cell.strip())))
    return tuple(found)


def first_cell(text: str, row: TextRange) -> TextRange | None:
    """The first cell of a row of `text`, None where it is empty."""
    bar = PIPE.search(text[row.start : row.end])
    filled = cells(text, TextRange(row.start, row.start + bar.start() if bar else row.end))
    return filled[0] if filled else None


def interrupts(marker: re.Match[str], before: str, open_marks: list[str]) -> bool:
    """Whether a list marker straight under a line of prose begins an item there, and not the wrapped rest of it.

    before: that line, stripped. open_marks: the markers of the items that are open.
    """
    mark = marker["mark"]
    label = marker["number"] or marker["letter"]
    rest = marker.string[marker.end() :]
    if not rest.strip():
        return False
    if label:
        if _NAMED_BY_NUMBER.search(before):
            return False
        return label in ("1", "a", "i") or any(_follows(mark, m) for m in open_marks)
    if rest[:1].isdigit() and _RANGE_BEFORE.search(before):
        return False
    return mark not in _NEEDS_LEAD_IN or mark in open_marks or before.endswith((":", "."))


def _follows(mark: str, earlier: str) -> bool:
    """Whether the label `mark` comes after, or repeats, that of an open item ("2." after "1.")."""
    if re.sub(r"\w+", "", mark) != re.sub(r"\w+", "", earlier):
        return False
    now, then = mark.strip("()."), earlier.strip("().")
    if now.isdigit() and then.isdigit():
        return 0 <= int(now) - int(then) <= 1
    return now.isalpha() and then.isalpha()
