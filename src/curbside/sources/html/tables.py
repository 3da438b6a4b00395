"""Tables of a page as rows of text: spans written out, headers first, a group's name as a row of its own.

Spans are those of HTML's table model (colspan at most 1000, rowspan at most 65,534, rowspan 0 to the end of the group).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from curbside.sources.building import TextBuilder
from curbside.sources.html.inline import BREAK, SOFT_HYPHEN, Line, piece
from curbside.sources.html.tree import tag_of
from curbside.sources.xml import line

MOST_CELLS: Final = 200_000
MOST_REPEATED: Final = 2_000_000
LONGEST_HEADER: Final = 80
_GROUPS: Final = {"thead": 0, "tbody": 1, "tfoot": 2}
_HEADINGS: Final = ("h1", "h2", "h3", "h4", "h5", "h6")
_APART: Final = frozenset("p div li ul ol dl dt dd section article blockquote pre figure h1 h2 h3 h4 h5 h6".split())


@dataclass(slots=True)
class Cell:
    """Its element, its text, whether it is a header, and how many columns and rows it covers."""

    element: etree._Element
    text: str
    header: bool
    across: int
    down: int

    @property
    def bold(self) -> bool:
        """Whether all of its text is bold."""
        strong = "".join(str(text) for b in self.element.iter("b", "strong") for text in b.itertext())
        return bool(self.text) and line(strong) == self.text


@dataclass(slots=True)
class Row:
    """group: 0 head, 1 body, 2 foot."""

    cells: list[Cell]
    group: int
    texts: list[str] = field(default_factory=list)

    @property
    def headed(self) -> bool:
        """Whether all that is said in it is said in header cells."""
        said = [cell for cell in self.cells if cell.text]
        return bool(said) and all(cell.header for cell in said)


@dataclass(slots=True)
class Table:
    """caption: of the table. inner: tables that stand in its cells. spread: False where its spans were too large."""

    rows: list[Row]
    caption: str
    inner: list[etree._Element]
    spread: bool = True


def is_layout(table: etree._Element) -> bool:
    """Whether a table only places what is in it: it says so, has no header and but one column, or holds headings."""
    if (table.get("role") or "").lower() in ("presentation", "none"):
        return True
    if any(next(table.iter(tag), None) is not None for tag in ("th", "thead", "caption")):
        return any(tag_of(a) in ("td",) for h in table.iter(*_HEADINGS) for a in h.iterancestors("td", "table"))
    if next(table.iter(*_HEADINGS), None) is not None or next(table.iterdescendants("table"), None) is not None:
        return True
    return all(len([c for c in row if tag_of(c) == "td"]) < 2 for row in table.iter("tr"))


def read(table: etree._Element) -> Table:
    """The rows of `table`, spans written out."""
    inner: list[etree._Element] = []
    rows = [Row(_cells(row, inner), group) for group, row in _ordered(table)]
    caption = next((c for c in table if tag_of(c) == "caption"), None)
    found = Table(rows, "" if caption is None else _text(caption, inner), inner)
    found.spread = _spread(rows)
    return found


def write(found: Table, builder: TextBuilder, name: str) -> None:
    """Write a table; where headers come again further down, what follows them is a table of its own."""
    rows = [row for row in found.rows if any(row.texts)]
    caption, at = found.caption, 0
    if not rows and caption:
        builder.paragraph(caption)
    while at < len(rows):
        headers = _headers(rows[at:], first=at == 0)
        end = at + headers
        while end < len(rows) and not (rows[end].headed and len(rows[end].texts) > 1 and _wide(rows[end])):
            end += 1
        builder.table([row.texts for row in rows[at:end]], headers, caption, name)
        at = end


def _wide(row: Row) -> bool:
    return sum(1 for cell in row.cells if cell.text) > 1


def _headers(rows: list[Row], first: bool) -> int:
    head = 0
    while head < len(rows) and rows[head].group == 0:
        head += 1
    if head:
        return head
    while head < len(rows) and rows[head].headed and (_wide(rows[head]) or head == 0):
        head += 1
    if head or not first or len(rows) < 2:
        return min(head, len(rows))
    return 1 if _looks_like_header(rows) else 0


def _looks_like_header(rows: list[Row]) -> bool:
    """Of a table without header cells: the first row is bold throughout, or has no digit where those below have."""
    cells = rows[0].cells
    if len(cells) < 2 or any(len(cell.text) > LONGEST_HEADER for cell in cells):
        return False
    if all(cell.bold or not cell.text for cell in cells):
        return not all(cell.bold for row in rows for cell in row.cells if cell.text)
    digits = [any(c.isdigit() for text in row.texts for c in text) for row in rows]
    return all(cell.text for cell in cells) and not digits[0] and all(digits[1:])


def _ordered(table: etree._Element) -> list[tuple[int, etree._Element]]:
    """The rows that are the table's own, head first and foot last."""
    found: list[tuple[int, etree._Element]] = []
    for child in table:
        tag = tag_of(child)
        if tag == "tr":
            found.append((1, child))
        elif tag in _GROUPS:
            found += [(_GROUPS[tag], row) for row in child if tag_of(row) == "tr"]
    return sorted(found, key=lambda pair: pair[0])


def _cells(row: etree._Element, inner: list[etree._Element]) -> list[Cell]:
    return [_cell(child, inner) for child in row if tag_of(child) in ("td", "th")]


def _cell(element: etree._Element, inner: list[etree._Element]) -> Cell:
    header = tag_of(element) == "th" or (element.get("role") or "").lower() in ("columnheader", "rowheader")
    text = _text(element, inner)
    return Cell(element, text, header, _span(element, "colspan", 1000), _span(element, "rowspan", 65_534))


def _span(element: etree._Element, name: str, most: int) -> int:
    given = (element.get(name) or "").strip()[:6]
    if not (given.isascii() and given.isdigit()):
        return 1
    span = int(given)
    return min(most, span) if span or name == "colspan" else most


def _text(element: etree._Element, inner: list[etree._Element]) -> str:
    """The text of a cell as one line; entries of a list in it keep a bullet."""
    if not len(element):
        return line(SOFT_HYPHEN.sub("", element.text or ""))
    inline = Line()
    walk = etree.iterwalk(element, events=("start", "end"))
    for event, found in walk:
        tag = tag_of(found)
        if event == "start" and tag == "table":
            inner.append(found)
            walk.skip_subtree()
        elif event == "start":
            _begin(inline, tag)
            if piece(inline, event, found):
                walk.skip_subtree()
        else:
            if tag != "table":
                piece(inline, event, found)
            if tag in _APART:
                inline.add(" ")
            if found is not element:
                inline.add(found.tail)
    return line(inline.taken().replace(BREAK, " "))


def _begin(inline: Line, tag: str) -> None:
    if tag in _APART:
        inline.add(" • " if tag == "li" else " ")


def _spread(rows: list[Row]) -> bool:
    """Fill `texts` of each row, spans repeated; False where they are too many, and then nothing is repeated."""
    width = max((sum(cell.across or 1 for cell in row.cells) for row in rows), default=0)
    if width * len(rows) > MOST_CELLS or not _filled(rows):
        for row in rows:
            row.texts = [cell.text for cell in row.cells]
        return False
    return True


def _filled(rows: list[Row]) -> bool:
    waiting: dict[int, tuple[str, int, int]] = {}
    repeated = 0
    for row in rows:
        waiting = {column: held for column, held in waiting.items() if held[2] == row.group}
        if len(row.cells) == 1 and not waiting and row.cells[0].across > 1 and row.cells[0].down == 1:
            row.texts = [row.cells[0].text]
            continue
        row.texts, column = [], 0
        cells = iter(row.cells)
        cell = next(cells, None)
        while cell is not None or any(c >= column for c in waiting):
            if column in waiting:
                text, down, group = waiting.pop(column)
                row.texts.append(text)
                repeated += len(text)
                if down > 1:
                    waiting[column] = (text, down - 1, group)
                column += 1
            elif cell is None:
                row.texts.append("")
                column += 1
            else:
                for _ in range(cell.across or 1):
                    row.texts.append(cell.text)
                    repeated += len(cell.text)
                    if cell.down > 1:
                        waiting[column] = (cell.text, cell.down - 1, row.group)
                    column += 1
                cell = next(cells, None)
            if repeated > MOST_REPEATED:
                return False
    return True
