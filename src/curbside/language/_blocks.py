"""Markdown and plain text as blocks: paragraphs, list items, table rows and quotes under their headings.

Not all of CommonMark: what is read otherwise is read so that no prose is lost, and so that a wrapped line which begins
with "> 5.5 mmol/L", "- 10 mg" or "+ clavulanic acid" stays with its sentence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

from curbside.language import _marks as marks
from curbside.language._joins import ITEM, PARAGRAPH, ROW, Block, apart, in_one
from curbside.language._lines import Line, blanked, lines, prose_lines
from curbside.language._marks import cells, first_cell, row_range
from curbside.types import TextRange

NESTED: Final = 2
_NO_INK = "-=_*|#> \t\n\f\v"


@dataclass(slots=True)
class _Item:
    indent: int
    mark: str
    blocks: list[int]


def blocks(text: str, plain: bool) -> tuple[str, list[Block]]:
    """`text` with what is no prose blanked out at equal length, and the blocks in it, in order."""
    masked, found = (text, lines(text)) if plain else prose_lines(text)
    parser = _Parser(masked, found, plain)
    parser.parse()
    together, between = in_one(masked, parser.blocks)
    return blanked(masked, apart([*parser.hidden, *between])), together


class _Parser:
    def __init__(self, text: str, found: list[Line], plain: bool) -> None:
        self.text = text
        self.lines = found
        self.plain = plain
        self.quoted = False
        self.hidden: list[TextRange] = []
        self.blocks: list[Block] = []
        self.titles: list[tuple[int, TextRange]] = []
        self.headings: tuple[TextRange, ...] = ()
        self.items: list[_Item] = []
        self.lead: int | None = None

    def parse(self) -> None:
        at = 0
        while at < len(self.lines):
            at = self._step(at)

    def _step(self, at: int) -> int:
        line = self.lines[at]
        if line.blank:
            return at + 1
        title = marks.atx(line)
        if title:
            self._heading(*title)
            return at + 1
        if marks.RULE.match(line.text):
            self._forget()
            return at + 1
        if self._is_quote(line):
            return self._quote(at)
        if self._is_table(at):
            return self._table(at)
        marker = marks.MARKER.match(line.text)
        return self._item(at, marker) if marker else self._paragraph(at)

    def _is_quote(self, line: Line) -> bool:
        return not self.plain and not self.quoted and bool(marks.QUOTE.match(line.text))

    def _is_table(self, at: int) -> bool:
        if self.plain or at + 2 >= len(self.lines) or "|" not in self.lines[at].text:
            return False
        return marks.is_delimiter(self.lines[at + 1].text) and "|" in self.lines[at + 2].text

    def _forget(self) -> None:
        """Close every list and drop the lead-in: what follows stands by itself."""
        self.items.clear()
        self.lead = None

    def _heading(self, level: int, start: int, end: int) -> None:
        self._forget()
        if self.quoted:
            self._add(Block(start, end, PARAGRAPH, self.headings))
            return
        self.titles = [t for t in self.titles if t[0] < level]
        if start < end:
            self.titles.append((level, TextRange(start, end)))
        self.headings = tuple(r for _, r in self.titles)

    def _add(self, block: Block) -> int | None:
        if not self.text[block.start : block.end].strip(_NO_INK).strip():
            return None
        self.blocks.append(block)
        return len(self.blocks) - 1

    def _run(self, at: int) -> int:
        """The line after the run of prose that begins on line `at`: up to a blank line or another construct."""
        last = at
        for i in range(at + 1, len(self.lines)):
            line = self.lines[i]
            if line.clear:
                continue
            if line.blank or self._interrupted(i, self.lines[last]):
                break
            last = i
        return last + 1

    def _interrupted(self, at: int, before: Line) -> bool:
        line = self.lines[at]
        if marks.atx(line) or marks.RULE.match(line.text) or self._is_quote(line) or self._is_table(at):
            return True
        if marks.UNDERLINE.match(line.text):
            return True
        marker = marks.MARKER.match(line.text)
        return bool(marker and marks.interrupts(marker, before.text.strip(), [i.mark for i in self.items]))

    def _paragraph(self, at: int) -> int:
        line = self.lines[at]
        after = self._run(at)
        if not self._inside(line) and self._is_title(at, after):
            stop = after if after < len(self.lines) and marks.UNDERLINE.match(self.lines[after].text) else at
            level = 1 if "=" in self.lines[stop].text and stop > at else 2
            text = line.text
            start = line.start + len(text) - len(text.lstrip())
            self._heading(level, start, line.start + len(text.rstrip()))
            return stop + 1
        if marks.LINK_DEFINITION.match(line.text) and after == at + 1:
            self._add(Block(line.start, line.end, PARAGRAPH, self.headings, note=True))
            return after
        self._prose(line, line.start, self.lines[after - 1].end)
        return after

    def _inside(self, line: Line) -> bool:
        """Whether `line` belongs to an open list item; those that it does not belong to are closed."""
        while self.items and line.indent < self.items[-1].indent + NESTED:
            self.items.pop()
        return bool(self.items)

    def _is_title(self, at: int, after: int) -> bool:
        text = self.lines[at].text.strip()
        if self.quoted or after != at + 1 or len(text) > marks.LONGEST_TITLE or not any(c.isalpha() for c in text):
            return False
        following = self.lines[after].text if after < len(self.lines) else ""
        if marks.UNDERLINE.match(following):
            return not text.endswith((".", ";", ","))
        return self.plain and not following.strip() and marks.is_plain_title(text)

    def _prose(self, line: Line, start: int, end: int) -> None:
        if not self.items:
            self.lead = self._add(Block(start, end, PARAGRAPH, self.headings))
            return
        item = self.items[-1]
        first = item.blocks[0] if item.blocks else None
        added = self._add(
            Block(start, end, ITEM, self.headings, False, self.lead, self._parents(self.items[:-1]), first)
        )
        if added is not None:
            item.blocks.append(added)

    def _parents(self, items: list[_Item]) -> tuple[int, ...]:
        return tuple(b for i in items if i.blocks for b in dict.fromkeys((i.blocks[0], i.blocks[-1])))

    def _item(self, at: int, marker: re.Match[str]) -> int:
        line = self.lines[at]
        self._inside(line)
        self.items.append(_Item(line.indent, marker["mark"], []))
        start = line.start + marker.end()
        if not self.text[start : line.end].strip():
            return at + 1
        after = self._run(at)
        self._prose(line, start, self.lines[after - 1].end)
        return after

    def _table(self, at: int) -> int:
        self._inside(self.lines[at])
        header = row_range(self.lines[at])
        columns = cells(self.text, header)
        parents = self._parents(self.items)
        name: TextRange | None = None
        after = at + 2
        while after < len(self.lines) and "|" in self.lines[after].text and not self._breaks_table(after):
            line = self.lines[after]
            row = row_range(line)
            own = first_cell(self.text, row)
            name = own or name
            extra = (name,) if name and not own else ()
            around = tuple(c for c in (header, *extra, *columns) if c.start < c.end)
            self._add(Block(row.start, row.end, ROW, self.headings, False, self.lead, parents, None, around))
            after += 1
        if not self.items:
            self.lead = None
        return after

    def _breaks_table(self, at: int) -> bool:
        line = self.lines[at]
        return bool(marks.atx(line)) or self._is_quote(line)

    def _quote(self, at: int) -> int:
        """Read the quote that begins on line `at` as blocks of its own, which are notes."""
        inner: list[Line] = []
        after = at
        while after < len(self.lines) and self._goes_on(inner, after):
            inner.append(self._unquoted(self.lines[after]))
            after += 1
        within = _Parser(self.text, inner, self.plain)
        within.quoted, within.headings, within.blocks, within.hidden = True, self.headings, self.blocks, self.hidden
        before = len(self.blocks)
        within.parse()
        self.blocks[before:] = [replace(b, note=True) for b in self.blocks[before:]]
        return after

    def _goes_on(self, inner: list[Line], at: int) -> bool:
        """Whether line `at` is of the quote: marked, or the unmarked rest of a paragraph in it."""
        line = self.lines[at]
        if self._is_quote(line):
            return True
        if not inner or inner[-1].blank or marks.atx(inner[-1]):
            return False
        return not line.blank and not self._interrupted(at, inner[-1])

    def _unquoted(self, line: Line) -> Line:
        found = marks.QUOTE.match(line.text)
        if not found:
            return line
        self.hidden.append(TextRange(line.start, line.start + found.end()))
        return Line(line.start, line.end, " " * found.end() + line.text[found.end() :], line.clear)
