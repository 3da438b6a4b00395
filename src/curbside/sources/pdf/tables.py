"""Tables as rows of text: from a grid of lines, or from texts that stand side by side."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from curbside.sources.building import line_of
from curbside.sources.pdf.columns import Tabular, rows_of
from curbside.sources.pdf.grids import Grid
from curbside.sources.pdf.lines import Line, lines_of
from curbside.sources.pdf.marks import Glyph

MOST_HEADERS: Final = 3
_DIGIT = re.compile(r"\d")
_ROW_APART: Final = 1.3
Cells = tuple[tuple[str, ...], ...]
Join = Callable[[Sequence[str]], str]


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its lines from the top, and whether all of its letters are bold."""

    lines: tuple[str, ...]
    bold: bool


@dataclass(frozen=True, slots=True)
class Table:
    """page: from 1. rows: cells as lines of text; a row of one cell spans all columns.

    headers: how many of the first rows name the columns; 0 where none surely does, and then no row is ever quoted.
    """

    page: int
    x0: float
    x1: float
    top: float
    rows: tuple[tuple[Cell, ...], ...]
    headers: int


def of_grid(page: int, grid: Grid, cells: dict[tuple[int, int], list[Glyph]], torn: bool) -> Table | None:
    """The table in a grid; a cell that spans several slots is repeated in each. torn: its words cross its lines.

    None where it holds no text, or a single text in all.
    """
    read = {at: _cell(page, glyphs) for at, glyphs in cells.items()}
    filled = [at for at, cell in read.items() if cell.lines]
    if len(filled) < 2:
        return None
    empty = Cell((), False)
    rows = []
    for slots in grid.cells:
        row = tuple(read.get(at, empty) for at in slots)
        if any(cell.lines for cell in row):
            rows.append(row[:1] if len(set(slots)) == 1 else row)
    rows = _without_empty_columns(rows)
    if max(map(len, rows)) < 2:
        return None
    headers = 0 if torn else _headers(rows)
    return Table(page, grid.columns[0], grid.columns[-1], grid.rows[0], tuple(rows), headers)


def of_rows(found: Tabular) -> Table:
    """The table in rows of texts side by side. It has headers only where each row surely fills each column."""
    lines = [line for row in found.rows for line in row]
    columns = _columns(lines)
    parted = [_parted(row, columns) for row in found.rows]
    merged = _continued(found.rows, parted)
    rows = [tuple(_of_lines(cell) for cell in row) for row in merged]
    full = all(cell.lines for row in rows for cell in row)
    headers = _headers(rows) if full and len(columns) > 1 and len(rows) > 2 else 0
    left, right = min(line.x0 for line in lines), max(line.x1 for line in lines)
    return Table(lines[0].page, left, right, found.top, tuple(rows), headers)


def written(table: Table, join: Join) -> tuple[Cells, int]:
    """The rows as text, and how many of them are headers (0 or 1).

    Several header rows are made one, each column's from the top: "Adults" over "Dose" is "Adults: Dose".
    """
    rows = [tuple(line_of(join(cell.lines)) for cell in row) for row in table.rows]
    if not table.headers:
        return tuple(rows), 0
    head = [row for row in rows[: table.headers] if len(row) > 1]
    above = [": ".join(dict.fromkeys(name for name in column if name)) for column in zip(*head, strict=True)]
    return (tuple(above), *rows[table.headers :]), 1


def _cell(page: int, glyphs: Sequence[Glyph]) -> Cell:
    return _of_lines(lines_of(page, glyphs))


def _of_lines(lines: Sequence[Line]) -> Cell:
    rows = rows_of(lines)
    return Cell(tuple(" ".join(p.text for p in row) for row in rows), bool(lines) and all(p.bold for p in lines))


def _without_empty_columns(rows: list[tuple[Cell, ...]]) -> list[tuple[Cell, ...]]:
    wide = max(map(len, rows))
    kept = [c for c in range(wide) if any(len(row) == wide and row[c].lines for row in rows)]
    return [tuple(row[c] for c in kept) if len(row) == wide else row for row in rows]


def _headers(rows: Sequence[tuple[Cell, ...]]) -> int:
    """How many first rows name the columns: by bold letters that the others do not have, else by having no numbers."""
    count = 0
    while count < min(MOST_HEADERS, len(rows) - 1) and _is_bold(rows[count]):
        count += 1
    body = [row for row in rows[count:] if len(row) > 1]
    if count and body and not all(_is_bold(row) for row in body):
        return count if any(len(row) > 1 for row in rows[:count]) else 0
    first, rest = rows[0], [row for row in rows[1:] if len(row) > 1]
    if len(first) < 2 or not rest or any(not cell.lines or _numbers(cell) for cell in first):
        return 0
    wide = len(first)
    told = any(all(_numbers(row[c]) for row in rest if len(row) == wide) for c in range(wide))
    return 1 if told else 0


def _is_bold(row: Sequence[Cell]) -> bool:
    return any(cell.lines for cell in row) and all(cell.bold for cell in row if cell.lines)


def _numbers(cell: Cell) -> bool:
    return any(_DIGIT.search(line) for line in cell.lines)


def _columns(lines: Sequence[Line]) -> list[tuple[float, float]]:
    """Where columns are: runs of x that some text covers."""
    found: list[tuple[float, float]] = []
    for line in sorted(lines, key=lambda p: p.x0):
        if found and line.x0 <= found[-1][1] + 1:
            found[-1] = found[-1][0], max(found[-1][1], line.x1)
        else:
            found.append((line.x0, line.x1))
    return found


def _parted(row: Sequence[Line], columns: Sequence[tuple[float, float]]) -> list[list[Line]]:
    return [[line for line in row if x0 <= line.x0 and line.x1 <= x1] for x0, x1 in columns]


def _continued(rows: Sequence[Sequence[Line]], parted: list[list[list[Line]]]) -> list[list[list[Line]]]:
    """Rows whose first cell is empty put into the row above, where more room between the other rows shows it."""
    gaps = [b[0].base - a[0].base for a, b in pairwise(rows)]
    goes_on = [not row[0] for row in parted[1:]]
    inner = [gap for gap, on in zip(gaps, goes_on, strict=True) if on]
    outer = [gap for gap, on in zip(gaps, goes_on, strict=True) if not on]
    if not inner or not outer or min(outer) < _ROW_APART * max(inner):
        return parted
    found = [parted[0]]
    for row, on in zip(parted[1:], goes_on, strict=True):
        if on:
            found[-1] = [[*cell, *more] for cell, more in zip(found[-1], row, strict=True)]
        else:
            found.append(row)
    return found
