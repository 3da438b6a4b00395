"""The text of a report as blocks to print, each cut into pieces at the ends of its claims."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from curbside.interop.audits.report import Report, Row
from curbside.types import TextRange

_HEADING: Final = re.compile(r"[ \t]{0,3}(?P<marks>#{1,6})[ \t]+")
_ITEM: Final = re.compile(r"(?P<indent>[ \t]*)(?P<mark>[-*+•]|\d{1,3}[.)])[ \t]+(?=\S)")
_QUOTED: Final = re.compile(r"[ \t]{0,3}>[ \t]?")
_RULE: Final = re.compile(r"[ \t]*(?:[-=_*][ \t]*){3,}$")
_TABLE_RULE: Final = re.compile(r"[ \t]*\|?[ \t:|-]*-{2,}[ \t:|-]*$")
_DEEPEST: Final = 3


class Shape(StrEnum):
    """What a block is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    QUOTE = "quote"
    TABLE_ROW = "row"


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of the text, with its claim where it belongs to one. last: whether the claim ends with it."""

    text: str
    row: Row | None = None
    last: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """lines: its places in the text, without marks of Markdown. level: of a heading, or how deep an item stands."""

    shape: Shape
    lines: tuple[TextRange, ...]
    level: int = 0
    mark: str = ""


def blocks(report: Report) -> Iterator[tuple[Block, tuple[Piece, ...]]]:
    """The blocks of what is not shown elsewhere, in order, with their pieces."""
    for block in _blocks(report):
        yield block, tuple(_pieces(report, block))


def left_over(report: Report) -> tuple[Row, ...]:
    """The claims that end in no block (they end in a rule or in an empty line): their notes stand after the text."""
    shown = {row.number for _, pieces in blocks(report) for row in claims_of(pieces)}
    return tuple(row for row in report.rows if row.number not in shown)


def claims_of(pieces: tuple[Piece, ...]) -> tuple[Row, ...]:
    """The claims that end in a block: where their notes stand."""
    return tuple(p.row for p in pieces if p.row and p.last)


def _blocks(report: Report) -> Iterator[Block]:
    """A line that begins nothing of its own goes on with the block before it."""
    current: Block | None = None
    claims = [(r.start, r.end) for r in report.rows]
    for line in _lines(report.text):
        if any(r.start <= line.start < r.end for r in report.hidden):
            continue
        raw = report.text[line.start : line.end]
        inside = any(a < line.start < b for a, b in claims)
        if not raw.strip() or (_RULE.match(raw) and not inside):
            if current and not inside:
                yield current
                current = None
            continue
        begun = None if inside and current else _begun(raw, line, report.markup)
        if begun is None or (current and begun.shape is current.shape and begun.shape in _FLOWING):
            own = _trimmed(report.text, begun.lines[0] if begun else line)
            current = Block(current.shape, (*current.lines, own), current.level, current.mark) if current else begun
            continue
        if current:
            yield current
        current = begun
    if current:
        yield current


_FLOWING: Final = frozenset({Shape.PARAGRAPH, Shape.QUOTE})


def _begun(raw: str, line: TextRange, markup: str) -> Block | None:
    """The block that a line begins."""
    plain = markup == "plain"
    if not plain and (m := _HEADING.match(raw)):
        return Block(Shape.HEADING, (_within(raw, line, m.end()),), len(m["marks"]))
    if m := _ITEM.match(raw):
        return Block(Shape.ITEM, (_within(raw, line, m.end()),), min(len(m["indent"]) // 2, _DEEPEST), m["mark"])
    if not plain and (m := _QUOTED.match(raw)):
        return Block(Shape.QUOTE, (_within(raw, line, m.end()),))
    if raw.lstrip().startswith("|"):
        return None if _TABLE_RULE.match(raw) else Block(Shape.TABLE_ROW, (_within(raw, line, 0),))
    return Block(Shape.PARAGRAPH, (_within(raw, line, 0),))


def _within(raw: str, line: TextRange, skip: int) -> TextRange:
    return TextRange(line.start + skip, line.start + len(raw.rstrip()))


def _trimmed(text: str, line: TextRange) -> TextRange:
    raw = text[line.start : line.end]
    return TextRange(line.start + len(raw) - len(raw.lstrip()), line.start + len(raw.rstrip()))


def _lines(text: str) -> Iterator[TextRange]:
    start = 0
    for line in text.split("\n"):
        yield TextRange(start, start + len(line))
        start += len(line) + 1


def _pieces(report: Report, block: Block) -> Iterator[Piece]:
    for i, line in enumerate(block.lines):
        at = line.start
        if i:
            yield Piece(" ", _at(report, at))
        for row in report.rows:
            start, end = max(row.start, line.start), min(row.end, line.end)
            if start >= end:
                continue
            if at < start:
                yield Piece(report.text[at:start])
            yield Piece(report.text[start:end], row, row.end <= line.end)
            at = end
        if at < line.end:
            yield Piece(report.text[at : line.end])


def _at(report: Report, place: int) -> Row | None:
    """The claim that goes on over the end of a line."""
    return next((r for r in report.rows if r.start < place < r.end), None)
