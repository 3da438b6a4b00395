"""Tables of Word as rows of text (ECMA-376 part 1, 17.4): merged cells repeated, header rows first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from curbside.sources.docx.numbering import Numbering
from curbside.sources.docx.opening import W
from curbside.sources.docx.runs import DELETED, Runs
from curbside.sources.docx.styles import Styles, is_on, number, shade, style_of, value
from curbside.sources.html.inline import BREAK, paragraphs
from curbside.sources.xml import line

MOST_COLUMNS: Final = 63
MOST_REPEATED: Final = 5_000_000
_PLAIN_STYLES: Final = frozenset({"", "normal table", "table grid", "table normal"})
_FIRST_ROW: Final = 0x0020


@dataclass(slots=True)
class Found:
    """rows: cells as text. headers: how many rows hold headings. inner: tables in its cells. boxes: text boxes.

    spread: False where merged cells were too long and too many to be repeated.
    """

    rows: list[list[str]] = field(default_factory=list)
    headers: int = 0
    notes: list[tuple[str, str]] = field(default_factory=list)
    inner: list[etree._Element] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)
    spread: bool = True


@dataclass(slots=True)
class Reading:
    """Reads one table. behind: the colour of the ground that it stands on."""

    styles: Styles
    numbering: Numbering
    runs: Runs
    behind: str | None
    found: Found = field(default_factory=Found)
    _over: dict[int, str] = field(default_factory=dict)
    _repeated: int = 0

    def read(self, table: etree._Element) -> Found:
        """The rows of `table`; a row that a tracked change deletes is left out and told."""
        if self.styles.name(value(table.find(f"{W}tblPr/{W}tblStyle"))) not in _PLAIN_STYLES:
            self.behind = None
        marked = 0
        for row in rows_of(table):
            properties = row.find(f"{W}trPr")
            if properties is not None and properties.find(f"{W}del") is not None:
                self.runs.telling.changes += 1
                self.runs.telling.left(DELETED, words(row))
                continue
            self.runs.telling.changes += properties is not None and properties.find(f"{W}ins") is not None
            texts = self._row(row, properties)
            header = properties is not None and is_on(properties.find(f"{W}tblHeader"))
            marked += header and marked == len(self.found.rows)
            self.found.rows.append(texts)
        self.found.headers = marked or self._first(table)
        return self.found

    def ground(self, cell: etree._Element) -> str | None:
        """The colour that a cell is filled with, else that of the table's ground."""
        return shade(cell.find(f"{W}tcPr")) or self.behind

    def _first(self, table: etree._Element) -> int:
        """1 where the first row is one of headings: unless the table's look says that it is none."""
        look = table.find(f"{W}tblPr/{W}tblLook")
        first = "" if look is None else look.get(f"{W}firstRow", "")
        if look is not None and not first:
            bits = value(look)
            first = "" if not bits else "1" if _hexed(bits) & _FIRST_ROW else "0"
        return 1 if len(self.found.rows) > 1 and first.lower() not in ("0", "false", "off") else 0

    def _row(self, row: etree._Element, properties: etree._Element | None) -> list[str]:
        cells = list(_cells(row))
        spans = [_span(cell) for cell in cells]
        if len(cells) == 1 and spans[0] > 1 and _merge(cells[0]) is None:
            self._over.clear()
            return [self._cell(cells[0])]
        texts = [""] * _count(properties, "gridBefore")
        for cell, span in zip(cells, spans, strict=True):
            column, merge = len(texts), _merge(cell)
            text = self._over.get(column, "") if merge == "continue" else self._cell(cell)
            self._over[column] = text if merge is not None else ""
            self._repeated += len(text) * (span - 1 + (merge == "continue"))
            if self._repeated > MOST_REPEATED:
                self.found.spread = False
                texts += ["" if merge == "continue" else text] + [""] * (span - 1)
            else:
                texts += [text] * span
        return texts + [""] * _count(properties, "gridAfter")

    def _cell(self, cell: etree._Element) -> str:
        ground = self.ground(cell)
        parts: list[str] = []
        for block in _blocks(cell, self.found.inner):
            own = block.find(f"{W}pPr")
            said = self.runs.said(block, style_of(own), shade(own) or ground)
            self.found.notes += said.notes
            self.found.boxes += said.boxes
            bullet = self.numbering.entry(own) is not None
            parts += [f"• {text}" if bullet or mark else text for text, mark in paragraphs(said.text)]
        return line(" ".join(parts).replace(BREAK, " "))


def rows_of(table: etree._Element) -> Iterator[etree._Element]:
    """The rows of a table, those in content controls and insertions too."""
    for child in table:
        if child.tag == f"{W}tr":
            yield child
        elif child.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}customXml", f"{W}ins", f"{W}moveTo"):
            yield from rows_of(child)


def is_layout(table: etree._Element, styles: Styles) -> bool:
    """Whether a table only places what is in it: it has but one column, or headings stand in it."""
    if all(len(list(_cells(row))) < 2 for row in rows_of(table)):
        return True
    return any(styles.level(style_of(p.find(f"{W}pPr"))) is not None for p in table.iter(f"{W}p"))


def words(element: etree._Element) -> str:
    """The text in `element`, deleted or not, for telling."""
    found: list[str] = []
    for text in element.iter(f"{W}t", f"{W}delText", f"{W}p"):
        found.append(" " if text.tag == f"{W}p" else text.text or "")
        if len(found) > 200:
            break
    return "".join(found)


def _cells(row: etree._Element) -> Iterator[etree._Element]:
    for child in row:
        if child.tag == f"{W}tc":
            yield child
        elif child.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}customXml"):
            yield from _cells(child)


def _blocks(cell: etree._Element, inner: list[etree._Element]) -> Iterator[etree._Element]:
    for child in cell:
        if child.tag == f"{W}p":
            yield child
        elif child.tag == f"{W}tbl":
            inner.append(child)
        elif child.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}customXml", f"{W}ins"):
            yield from _blocks(child, inner)


def _span(cell: etree._Element) -> int:
    return min(max(number(value(cell.find(f"{W}tcPr/{W}gridSpan"))) or 1, 1), MOST_COLUMNS)


def _merge(cell: etree._Element) -> str | None:
    found = cell.find(f"{W}tcPr/{W}vMerge")
    return None if found is None else value(found, "continue")


def _count(properties: etree._Element | None, name: str) -> int:
    found = None if properties is None else properties.find(f"{W}{name}")
    return min(max(number(value(found)) or 0, 0), MOST_COLUMNS)


def _hexed(bits: str) -> int:
    try:
        return int(bits, 16)
    except ValueError:
        return _FIRST_ROW
