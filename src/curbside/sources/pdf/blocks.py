"""From the lines of a column to paragraphs, list items and headings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median
from typing import Final

from curbside.sources.pdf.columns import rows_of
from curbside.sources.pdf.lines import Line

BULLETS: Final = "\ufffd•◦▪▫‣⁃●○■□►▶➢➤✓✔∙·*§\u2022\u2013\u2014\u2212-"
_DASHES: Final = "-\u2013\u2014\u2212"
_MARK = re.compile(
    rf"(?P<mark>[{re.escape(BULLETS)}]|\(?(?:\d{{1,2}}|[A-Za-z]|[ivx]{{2,4}})[.)]|o(?=\s))\s*(?P<rest>.*)", re.S
)
_ENDED: Final = re.compile(r"[.!?:;][\"')\]\u2019\u201d]*(?:[⁰¹²³⁴-⁹,]+)?$")
_NUMBERED: Final = re.compile(r"\d{1,2}(?:\.\d{1,2}){0,4}\.?\s+[^\W\d_]")
_STARTS_FIRST: Final = frozenset({"1", "a", "i", "A"})
_SPREAD: Final = 1.3
_INDENT: Final = 0.8
_TOGETHER: Final = 2.0
_TAIL: Final = 80
_LEADERS: Final = re.compile(r"(?:\.\s?){5,}\s*[\divxlc]*$")


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph or list item as lines. mark: of a list item, None for a paragraph. x0: where its mark or text begins.

    apart: more room above it than between its lines. size, bold: of its letters.
    """

    lines: tuple[Line, ...]
    mark: str | None
    x0: float
    apart: bool = False

    @property
    def size(self) -> float:
        """Of most of its lines."""
        return median(line.size for line in self.lines)

    @property
    def bold(self) -> bool:
        """Whether all of it is."""
        return all(line.bold for line in self.lines)

    @property
    def bare(self) -> tuple[str, ...]:
        """The text of its lines, without a bullet; a number or letter stays."""
        first = self.lines[0].text
        if self.mark is not None and (self.mark in BULLETS or self.mark == "o"):
            first = first[len(self.mark) :].lstrip()
        return (first, *(line.text for line in self.lines[1:]))


def is_of_contents(text: str) -> bool:
    """Whether a line is one of a table of contents: dots, and perhaps a number, to its end."""
    return bool(_LEADERS.search(text[-_TAIL:]))


def ended(text: str) -> bool:
    """Whether a text ends as sentences and lead-ins do."""
    return bool(_ENDED.search(text[-_TAIL:].rstrip()))


def blocks(lines: Iterable[Line]) -> list[Block]:
    """The paragraphs and list items of one column, from its top."""
    rows = _together(lines)
    if not rows:
        return []
    right = max(line.x1 for line in rows)
    left = min(line.x0 for line in rows)
    leading = _leading(rows)
    found: list[Block] = []
    for before, line in zip([None, *rows], rows, strict=False):
        if before is None:
            found.append(Block((line,), _mark(line, None, True), line.x0, True))
            continue
        apart = line.base - before.base > _SPREAD * _usual(leading, before, line) or line.base < before.base
        mark = _mark(line, found[-1], apart or ended(before.text) or _is_short(before, line, left, right))
        if mark is not None or apart or _begins(found[-1], before, line, left, right):
            found.append(Block((line,), mark, line.x0, apart))
        else:
            found[-1] = replace(found[-1], lines=(*found[-1].lines, line))
    return found


def _together(lines: Iterable[Line]) -> list[Line]:
    """Lines from the top; pieces of one row that are a mark and its text, or parted by wide spaces only, as one."""
    found: list[Line] = []
    for row in rows_of(lines):
        whole = row[0]
        for piece in row[1:]:
            near = piece.x0 - whole.x1 <= _TOGETHER * max(piece.size, whole.size)
            if near or _is_mark(whole.text):
                whole = _one(whole, piece)
            else:
                found.append(whole)
                whole = piece
        found.append(whole)
    return found


def _one(first: Line, second: Line) -> Line:
    marked = _is_mark(first.text)
    return replace(
        second if marked else first,
        x0=first.x0,
        x1=second.x1,
        base=max(first.base, second.base),
        text=f"{first.text} {second.text}",
        bold=second.bold and (marked or first.bold),
        raised=first.raised,
    )


def _is_mark(text: str) -> bool:
    found = _MARK.fullmatch(text)
    return bool(found and not found["rest"])


def _leading(rows: Sequence[Line]) -> float | None:
    """The usual distance of two lines of one size, in sizes."""
    found = [(b.base - a.base) / a.size for a, b in pairwise(rows) if abs(a.size - b.size) < 0.3]
    close = sorted(d for d in found if 0.8 <= d <= 2.2)
    return close[len(close) // 3] if close else None


def _usual(leading: float | None, before: Line, line: Line) -> float:
    return (leading or 1.25) * max(before.size, line.size)


def _is_short(before: Line, line: Line, left: float, right: float) -> bool:
    """Whether the first word of `line` would have stood in the line before, had it been of the same paragraph."""
    word = line.text.split(maxsplit=1)[0]
    width = (line.x1 - line.x0) * (len(word) + 1) / max(len(line.text), 1)
    room = right - before.x1 - width
    return room > (0.02 if ended(before.text) else 0.25) * (right - left)


def _begins(block: Block, before: Line, line: Line, left: float, right: float) -> bool:
    """Whether a line begins a paragraph, though no more room stands above it."""
    if abs(before.size - line.size) > 0.08 * max(before.size, line.size):
        return True
    if is_of_contents(before.text):
        return True
    if before.bold and line.bold and begins_heading(before, line):
        return True
    short = _is_short(before, line, left, right)
    if before.bold != line.bold and (short or ended(before.text)):
        return True
    shift = line.x0 - before.x0
    if block.mark is not None:
        back = line.x0 < block.x0 - _INDENT * line.size
        level = abs(line.x0 - block.x0) < 0.3 * line.size and len(block.lines) > 1
        return back or (short and ended(before.text)) or (level and before.x0 - line.x0 > _INDENT * line.size)
    if shift > _INDENT * line.size and ended(before.text):
        return True
    if shift < -_INDENT * line.size and len(block.lines) > 1:
        return True
    return short


def begins_heading(before: Line, line: Line) -> bool:
    """Whether a line in the look of a heading is another one than the line before: numbered, or set otherwise."""
    apart = _INDENT * line.size
    set_otherwise = abs(line.x0 - before.x0) > apart and abs(line.x0 + line.x1 - before.x0 - before.x1) > 2 * apart
    return bool(_NUMBERED.match(line.text)) or set_otherwise


def _mark(line: Line, before: Block | None, fresh: bool) -> str | None:
    """The list mark that a line begins with, where it can be one and not a number, dash or letter of a sentence."""
    found = _MARK.fullmatch(line.text)
    if not found or not found["rest"]:
        return None
    mark, rest = found["mark"], found["rest"]
    spaced = line.text[len(mark) : len(mark) + 1] == " "
    listed = before is not None and before.mark is not None
    if mark in _DASHES:
        like = listed and before is not None and before.mark == mark
        return mark if spaced and (fresh or like) and not (rest[0].isdigit() and not like and before is None) else None
    if mark in BULLETS or mark == "o":
        sure = mark not in "*·§o" or (spaced and (fresh or listed))
        return mark if sure and (spaced or mark not in "*·§o") else None
    if not spaced:
        return None
    number = mark.strip("().")
    follows = listed and before is not None and _follows(before.mark or "", mark)
    return mark if follows or (fresh and number in _STARTS_FIRST) or (fresh and number.isdigit()) else None


def _follows(before: str, mark: str) -> bool:
    a, b = before.strip("()."), mark.strip("().")
    if a.isdigit() and b.isdigit():
        return int(b) == int(a) + 1
    return len(a) == len(b) == 1 and ord(b) == ord(a) + 1
