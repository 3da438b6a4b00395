"""Tables by the lines that are drawn around their cells."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from curbside.sources.pdf.marks import Edge, Glyph, Painted

MOST_EDGES: Final = 3_000
MOST_SLOTS: Final = 20_000
_NEAR: Final = 3.0
_SMALLEST: Final = 5.0


@dataclass(frozen=True, slots=True)
class Grid:
    """A table. columns, rows: the positions of its lines, ends included. cells: where each slot's cell begins.

    cells[row][column] is the (row, column) of the upper left slot of the cell that the slot belongs to.
    """

    columns: tuple[float, ...]
    rows: tuple[float, ...]
    cells: tuple[tuple[tuple[int, int], ...], ...]

    def slot(self, x: float, y: float) -> tuple[int, int] | None:
        """The cell at a point; None outside."""
        column, row = bisect_right(self.columns, x) - 1, bisect_right(self.rows, y) - 1
        if 0 <= column < len(self.columns) - 1 and 0 <= row < len(self.rows) - 1:
            return self.cells[row][column]
        return None


def grids(page: Painted) -> tuple[list[Grid], bool]:
    """The grids of at least two rows and two columns of cells, from the top; whether all lines could be looked at."""
    edges = _merged(page.edges)
    if len(edges) > MOST_EDGES:
        return [], False
    found = (_grid(group) for group in _groups(edges))
    return sorted((g for g in found if g), key=lambda g: (g.rows[0], g.columns[0])), True


def sorted_in(grid: Grid, glyphs: Iterable[Glyph]) -> tuple[dict[tuple[int, int], list[Glyph]], list[Glyph], bool]:
    """Letters by cell, those outside, and whether a word runs across a line, so that the cells cannot be trusted."""
    cells: dict[tuple[int, int], list[Glyph]] = defaultdict(list)
    outside: list[Glyph] = []
    inside: list[tuple[Glyph, tuple[int, int]]] = []
    for glyph in glyphs:
        cell = grid.slot(*glyph.middle)
        if cell is None:
            outside.append(glyph)
        elif glyph.text.strip():
            cells[cell].append(glyph)
            inside.append((glyph, cell))
        else:
            cells[cell].append(glyph)
    return cells, outside, _torn(inside)


def _torn(inside: list[tuple[Glyph, tuple[int, int]]]) -> bool:
    """Whether two letters that touch are in two cells of one row."""
    ordered = sorted(inside, key=lambda found: (round(found[0].base), found[0].x0))
    return any(
        a_cell != b_cell and abs(a.base - b.base) < 0.2 * a.size and -0.5 * a.size < b.x0 - a.x1 < 0.1 * a.size
        for (a, a_cell), (b, b_cell) in pairwise(ordered)
    )


def _merged(edges: Iterable[Edge]) -> list[Edge]:
    """Edges on one line that touch or overlap, as one."""
    found: list[Edge] = []
    for edge in sorted(edges, key=lambda e: (e.upright, round(e.at), e.start)):
        last = found[-1] if found else None
        if last and last.upright == edge.upright and abs(last.at - edge.at) <= 1.5 and edge.start <= last.end + _NEAR:
            found[-1] = Edge(last.at, last.start, max(last.end, edge.end), last.upright)
        else:
            found.append(edge)
    return found


def _groups(edges: Sequence[Edge]) -> list[list[Edge]]:
    """Edges that meet, directly or through others."""
    across = sorted((e for e in edges if not e.upright), key=lambda e: e.at)
    heights = [e.at for e in across]
    upright = [e for e in edges if e.upright]
    parent = list(range(len(across) + len(upright)))

    def root(of: int) -> int:
        while parent[of] != of:
            parent[of] = parent[parent[of]]
            of = parent[of]
        return of

    for index, line in enumerate(upright, len(across)):
        for other in range(bisect_left(heights, line.start - _NEAR), bisect_right(heights, line.end + _NEAR)):
            if across[other].start - _NEAR <= line.at <= across[other].end + _NEAR:
                parent[root(other)] = root(index)
    groups: dict[int, list[Edge]] = defaultdict(list)
    for index, edge in enumerate([*across, *upright]):
        groups[root(index)].append(edge)
    return list(groups.values())


def _grid(edges: Sequence[Edge]) -> Grid | None:
    across, upright = [e for e in edges if not e.upright], [e for e in edges if e.upright]
    if len(across) < 2 or not upright:
        return None
    columns = _positions([*(e.at for e in upright), min(e.start for e in across), max(e.end for e in across)])
    rows = _positions([*(e.at for e in across), min(e.start for e in upright), max(e.end for e in upright)])
    if len(columns) < 3 or len(rows) < 3 or len(columns) * len(rows) > MOST_SLOTS:
        return None
    cells = _cells(columns, rows, across, upright)
    if cells is None or len({c for row in cells for c in row}) < 4:
        return None
    starts = {c for row in cells for c in row}
    if len({r for r, _ in starts}) < 2 or len({c for _, c in starts}) < 2:
        return None
    return Grid(columns, rows, cells)


def _positions(found: Iterable[float]) -> tuple[float, ...]:
    """Positions from the smallest, those closer than a letter taken as one."""
    kept: list[float] = []
    for at in sorted(found):
        if not kept or at - kept[-1] > _SMALLEST:
            kept.append(at)
    return tuple(kept)


def _cells(
    columns: Sequence[float], rows: Sequence[float], across: Sequence[Edge], upright: Sequence[Edge]
) -> tuple[tuple[tuple[int, int], ...], ...] | None:
    """Each slot's cell: slots with no line between them are one. None where one is no rectangle."""
    wide, high = len(columns) - 1, len(rows) - 1
    walls, floors = _by_position(columns, upright), _by_position(rows, across)
    parent = list(range(wide * high))

    def root(of: int) -> int:
        while parent[of] != of:
            parent[of] = parent[parent[of]]
            of = parent[of]
        return of

    for row in range(high):
        for column in range(wide):
            here = row * wide + column
            if column + 1 < wide and not _drawn(walls[column + 1], rows[row], rows[row + 1]):
                parent[root(here + 1)] = root(here)
            if row + 1 < high and not _drawn(floors[row + 1], columns[column], columns[column + 1]):
                parent[root(here + wide)] = root(here)
    members: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for here in range(wide * high):
        members[root(here)].append(divmod(here, wide))
    first: dict[tuple[int, int], tuple[int, int]] = {}
    for slots in members.values():
        top, left = min(r for r, _ in slots), min(c for _, c in slots)
        bottom, right = max(r for r, _ in slots), max(c for _, c in slots)
        if len(slots) != (bottom - top + 1) * (right - left + 1):
            return None
        first.update(dict.fromkeys(slots, (top, left)))
    return tuple(tuple(first[(r, c)] for c in range(wide)) for r in range(high))


def _by_position(positions: Sequence[float], edges: Iterable[Edge]) -> list[list[Edge]]:
    found: list[list[Edge]] = [[] for _ in positions]
    for edge in edges:
        near = bisect_right(positions, edge.at + 0.5) - 1
        found[max(near, 0)].append(edge)
    return found


def _drawn(edges: Iterable[Edge], start: float, end: float) -> bool:
    """Whether a line is drawn along most of the way."""
    covered = sum(max(0.0, min(e.end, end) - max(e.start, start)) for e in edges)
    return covered >= 0.7 * (end - start)
