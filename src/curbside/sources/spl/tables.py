"""Tables of a label: rows of cells as text, a cell that spans rows or columns repeated in each.

The elements are those of SPL's narrative block, which are HTML's: caption, col, colgroup, thead, tbody, tfoot, tr, th,
td with rowspan and colspan. Where there is no thead, the first rows are headings if all their cells are th, or the
first one if it alone is wholly in bold; else no row is taken for one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from curbside.sources.building import line_of
from curbside.sources.spl.inline import BREAK, Inline
from curbside.sources.spl.tree import children, clean, local

WIDEST: Final = 200
MOST_REPEATED: Final = 200_000
_PARTS: Final = ("thead", "tbody", "tfoot")
_IGNORED: Final = frozenset({"caption", "col", "colgroup"})


@dataclass(slots=True)
class Table:
    """rows: cells as text, the first `headers` of them column headings. around: text that stands beside the rows.

    certain: False where lines within the cells of a row belong together in a way that no cell says, or where a table
    stands within a cell. repeated: False where cells span so much that they were not repeated.
    """

    caption: str = ""
    rows: list[list[str]] = field(default_factory=list)
    headers: int = 0
    around: list[str] = field(default_factory=list)
    certain: bool = True
    repeated: bool = True


@dataclass(frozen=True, slots=True)
class _Cell:
    text: str
    wide: int
    high: int
    heading: bool
    bold: bool
    lines: int


def table_of(element: etree._Element, inline: Inline) -> Table:
    """The table in a `table` element. inline: makes the text of cells, and keeps their footnotes and pictures."""
    found = Table(caption=" ".join(c for e in children(element, "caption") if (c := inline.one_line(e))))
    groups: dict[str, list[list[_Cell]]] = {part: [] for part in _PARTS}
    for piece in element:
        name = local(piece)
        if name in _PARTS:
            groups[name] += _rows(piece, inline, found)
        elif name == "tr":
            groups["tbody"].append(_row(piece, inline, found))
        elif name not in _IGNORED:
            found.around.append(line_of(inline.text(piece)))
    found.around += _between(element)
    body = groups["tbody"]
    _keep_feet(groups, found)
    _fill(found, groups["thead"], body, groups["tfoot"])
    found.certain = found.certain and next(element.iterdescendants("{*}table"), None) is None
    found.around = [text for text in found.around if text]
    return found


def _keep_feet(groups: dict[str, list[list[_Cell]]], found: Table) -> None:
    """Rows of a single cell at the foot are notes on the table, no rows of it."""
    notes = [row for row in groups["tfoot"] if len([c for c in row if c.text]) <= 1]
    groups["tfoot"] = [row for row in groups["tfoot"] if len([c for c in row if c.text]) > 1]
    found.around += [cell.text for row in notes for cell in row]


def _fill(found: Table, head: list[list[_Cell]], body: list[list[_Cell]], foot: list[list[_Cell]]) -> None:
    everything = [row for row in (*head, *body, *foot) if row]
    width = max((min(sum(cell.wide for cell in row), WIDEST) for row in everything), default=0)
    budget = [MOST_REPEATED]
    for part in (head, body, foot):
        found.rows += _expanded(part, width, budget)
    found.repeated = budget[0] >= 0
    found.headers = len(head) if head else _headings(body)
    if found.headers >= len(found.rows):
        found.headers = 0
    found.certain = not any(_stacked(row) for row in (*body, *foot))


def _rows(part: etree._Element, inline: Inline, found: Table) -> list[list[_Cell]]:
    rows = []
    for piece in part:
        if local(piece) == "tr":
            rows.append(_row(piece, inline, found))
        else:
            found.around.append(line_of(inline.text(piece)))
    found.around += _between(part)
    return rows


def _row(element: etree._Element, inline: Inline, found: Table) -> list[_Cell]:
    found.around += _between(element)
    return [_cell(piece, inline) for piece in element]


def _cell(element: etree._Element, inline: Inline) -> _Cell:
    text = inline.text(element)
    if local(element) not in ("td", "th"):
        inline.seen[f"unknown {local(element)}"] += 1
    lines = len([line for line in text.split(BREAK) if line.strip()])
    wide, high = min(max(_span(element, "colspan"), 1), WIDEST), _span(element, "rowspan")
    return _Cell(line_of(text), wide, high, local(element) == "th", _bold(element), lines)


def _span(element: etree._Element, name: str) -> int:
    value = (element.get(name) or element.get(name.capitalize()) or "1").strip()
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else 1


def _bold(element: etree._Element) -> bool:
    """Whether all text of the cell stands in bold content."""
    plain = (element.text or "").strip() or any((piece.tail or "").strip() for piece in element)
    return not plain and len(element) > 0 and all(_is_bold(piece) for piece in element)


def _is_bold(element: etree._Element) -> bool:
    if local(element) == "content":
        return "bold" in (element.get("styleCode") or element.get("stylecode") or "").lower()
    return local(element) in ("b", "strong") or (local(element) == "paragraph" and _bold(element))


def _headings(body: list[list[_Cell]]) -> int:
    rows = 0
    for row in body:
        filled = [cell for cell in row if cell.text]
        if not filled or not all(cell.heading for cell in filled):
            break
        rows += 1
    if rows or len(body) < 2:
        return rows
    first, second = ([cell for cell in row if cell.text] for row in body[:2])
    bold = len(first) > 1 and all(cell.bold for cell in first)
    return int(bold and not all(cell.bold for cell in second))


def _stacked(row: list[_Cell]) -> bool:
    return len([cell for cell in row if cell.lines > 1]) > 1


def _expanded(rows: list[list[_Cell]], width: int, budget: list[int]) -> Iterator[list[str]]:
    """The rows with as many cells as the table has columns; a row of one cell for a cell as wide as the table."""
    below: dict[int, tuple[int, str]] = {}
    for number, row in enumerate(rows):
        if len(row) == 1 and row[0].wide >= width > 1 and not below:
            yield [row[0].text]
            continue
        line: list[str] = []
        cells = iter(row)
        while len(line) < width:
            if len(line) in below:
                line.append(_from_above(below, len(line)))
                continue
            cell = next(cells, None)
            if cell is None:
                line.append("")
                continue
            _put(cell, line, below, len(rows) - number, budget)
        line += [cell.text for cell in cells]
        yield line


def _put(cell: _Cell, line: list[str], below: dict[int, tuple[int, str]], left: int, budget: list[int]) -> None:
    high = left if cell.high == 0 else min(cell.high, left)
    budget[0] -= len(cell.text) * (cell.wide * high - 1)
    copies = cell.text if budget[0] >= 0 else ""
    for column in range(cell.wide):
        if high > 1:
            below[len(line)] = (high - 1, copies)
        line.append(cell.text if column == 0 else copies)


def _from_above(below: dict[int, tuple[int, str]], column: int) -> str:
    left, text = below.pop(column)
    if left > 1:
        below[column] = (left - 1, text)
    return text


def _between(element: etree._Element) -> list[str]:
    """Text that stands between the elements where none may stand."""
    pieces = [element.text, *(piece.tail for piece in element)]
    return [line_of(clean(piece)) for piece in pieces if piece and piece.strip()]
