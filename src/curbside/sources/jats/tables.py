"""Tables of JATS (the XHTML table model) as rows of text, each cell repeated over the rows and columns it spans."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from lxml import etree

from curbside.sources.jats.inline import raw_text
from curbside.sources.xml import local

WIDEST: Final = 500
MOST_CELLS: Final = 200_000
_CELLS: Final = frozenset({"td", "th"})
_ROWS: Final = frozenset({"tr"})
_PARTS: Final = ("thead", "tbody", "tfoot")

Written = Callable[[etree._Element], str]


def rows_of(table: etree._Element, written: Written) -> tuple[list[list[str]], int]:
    """The rows of a `table` and how many of the first are headers. written: gives the text of a cell.

    The rows of thead, then those of the body, then of tfoot. Without a thead the first rows are headers whose cells
    are all th, or all bold. A row that is one cell over the full width is a row of one cell. A row without any text of
    its own (a rule) is none. Cells beyond `WIDEST` columns or `MOST_CELLS` in all are not repeated.
    """
    parts = {name: [row for part in table if local(part) == name for row in _rows(part)] for name in _PARTS}
    direct = [row for row in table if local(row) in _ROWS]
    body = direct + parts["tbody"] + parts["tfoot"]
    header = parts["thead"]
    if not header:
        count = next((n for n, row in enumerate(body) if not _is_header(row)), 0)
        header, body = body[:count], body[count:]
    head, rest = _Grid(written).filled(header), _Grid(written).filled(body)
    width = max((len(row) for row, _ in (*head, *rest)), default=0)
    return [_merged(row, element, width) for row, element in (*head, *rest)], len(head)


def _rows(part: etree._Element) -> list[etree._Element]:
    return [row for row in part if local(row) in _ROWS]


def _cells(row: etree._Element) -> list[etree._Element]:
    return [cell for cell in row if local(cell) in _CELLS]


def _is_header(row: etree._Element) -> bool:
    cells = _cells(row)
    if cells and all(local(cell) == "th" for cell in cells):
        return True
    filled = [cell for cell in cells if raw_text(cell).strip()]
    return len(filled) > 1 and all(_bold(cell) for cell in filled)


def _bold(cell: etree._Element) -> bool:
    outside = [
        cell.text or "",
        *((c.tail or "") for c in cell),
        *(raw_text(c) for c in cell if local(c) not in ("bold", "b", "break")),
    ]
    return not "".join(outside).strip()


def _merged(row: list[str], element: etree._Element, width: int) -> list[str]:
    """A row of which one cell spans all is a row of one cell."""
    cells = _cells(element)
    whole = width > 1 and len(cells) == 1 and _span(cells[0], "colspan", WIDEST) >= width
    return row[:1] if whole else row


def _span(cell: etree._Element, name: str, most: int) -> int:
    text = (cell.get(name) or "1").strip()
    return max(1, min(int(text), most)) if text.isascii() and text.isdigit() and len(text) < 9 else 1


class _Grid:
    """Fills rows, with what spans down from the rows above."""

    def __init__(self, written: Written) -> None:
        self._written = written
        self._down: dict[int, tuple[int, str]] = {}
        self._count = 0

    def filled(self, rows: Sequence[etree._Element]) -> list[tuple[list[str], etree._Element]]:
        """Each row that has words of its own, with its element."""
        found = [(*self._row(row, len(rows) - number), row) for number, row in enumerate(rows)]
        return [(filled, row) for filled, said, row in found if said]

    def _row(self, row: etree._Element, left: int) -> tuple[list[str], bool]:
        filled: list[str] = []
        said = False
        for cell in _cells(row):
            self._from_above(filled)
            text = self._written(cell)
            said = said or bool(text)
            wide, deep = _span(cell, "colspan", WIDEST), _span(cell, "rowspan", left)
            self._count += wide * deep
            if self._count > MOST_CELLS:
                wide = deep = 1
            for _ in range(wide):
                if deep > 1:
                    self._down[len(filled)] = (deep - 1, text)
                filled.append(text)
        self._from_above(filled)
        while filled and max(self._down, default=-1) >= len(filled):
            filled.append("")
            self._from_above(filled)
        return filled, said

    def _from_above(self, filled: list[str]) -> None:
        while len(filled) in self._down:
            column = len(filled)
            left, text = self._down.pop(column)
            if left > 1:
                self._down[column] = (left - 1, text)
            filled.append(text)
