"""The order in which the lines of a page are read: columns, and rows of cells that stand side by side."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Final

from curbside.sources.pdf.lines import Line

MOST_ROWS: Final = 2_000
_MOST_GUTTERS: Final = 24
_FEWEST: Final = 3
_SHORTEST: Final = 18
_FILLED: Final = 0.5
_ALIGNED: Final = 0.5
_SAME_ROW: Final = 0.35
_APART: Final = 1.6
Row = list[Line]


@dataclass(frozen=True, slots=True)
class Column:
    """Lines that are read one after the other. x0, x1: how far they reach."""

    lines: tuple[Line, ...]

    @property
    def x0(self) -> float:
        """Its left."""
        return min(line.x0 for line in self.lines)

    @property
    def x1(self) -> float:
        """Its right."""
        return max(line.x1 for line in self.lines)

    @property
    def top(self) -> float:
        """Its top."""
        return min(line.top for line in self.lines)


@dataclass(frozen=True, slots=True)
class Tabular:
    """Rows of short texts side by side: a table with no lines around its cells, or what looks like one."""

    rows: tuple[tuple[Line, ...], ...]

    @property
    def top(self) -> float:
        """Its top."""
        return min(line.top for row in self.rows for line in row)


def rows_of(lines: Iterable[Line]) -> list[Row]:
    """Lines by baseline, from the top; each row from the left."""
    rows: list[Row] = []
    for line in sorted(lines, key=lambda found: found.base):
        if rows and line.base - rows[-1][-1].base <= _SAME_ROW * min(line.size, rows[-1][-1].size):
            rows[-1].append(line)
        else:
            rows.append([line])
    return [sorted(row, key=lambda found: found.x0) for row in rows]


def reading_order(lines: Iterable[Line]) -> list[Column | Tabular]:
    """The lines in the order of reading."""
    return _ordered(rows_of(lines), 0)


def _ordered(rows: list[Row], depth: int) -> list[Column | Tabular]:
    if not rows:
        return []
    band = _best_band(rows) if depth < 8 and len(rows) <= MOST_ROWS else None
    if band is None:
        return [Column(tuple(line for row in rows for line in row))]
    first, last, gutter = band
    inside = rows[first:last]
    left = [line for row in inside for line in row if line.x1 <= gutter]
    right = [line for row in inside for line in row if line.x1 > gutter]
    middle: list[Column | Tabular]
    if _are_columns(left, right, inside, gutter):
        middle = [*_ordered(rows_of(left), depth + 1), *_ordered(rows_of(right), depth + 1)]
    else:
        first, last = _table_rows(rows, first, last)
        middle = [Tabular(tuple(tuple(row) for row in rows[first:last]))]
    return [*_ordered(rows[:first], depth + 1), *middle, *_ordered(rows[last:], depth + 1)]


def _best_band(rows: list[Row]) -> tuple[int, int, float] | None:
    """The longest run of rows that one gutter leaves uncrossed: its first row, the row after it, the gutter."""
    best: tuple[int, int, float] | None = None
    score = 0
    for gutter in _gutters(rows):
        for first, last in _uncrossed(rows, gutter):
            left = sum(line.x1 <= gutter for row in rows[first:last] for line in row)
            right = sum(line.x0 >= gutter for row in rows[first:last] for line in row)
            worth = min(left, right) * 1000 + left + right
            if min(left, right) >= _FEWEST and worth > score:
                best, score = (first, last, gutter), worth
    return best


def _gutters(rows: list[Row]) -> list[float]:
    """Where gaps between lines side by side are: at most `_MOST_GUTTERS` places, the most frequent."""
    counted: dict[int, int] = {}
    for row in rows:
        for a, b in pairwise(row):
            if b.x0 > a.x1:
                for at in (a.x1 + 2, (a.x1 + b.x0) / 2, b.x0 - 2):
                    counted[round(at / 3)] = counted.get(round(at / 3), 0) + 1
    left, right = min(r[0].x0 for r in rows), max(line.x1 for r in rows for line in r)
    common = sorted(counted, key=lambda at: -counted[at])[:_MOST_GUTTERS]
    return [*(at * 3.0 for at in common), (left + right) / 2]


def _uncrossed(rows: list[Row], gutter: float) -> list[tuple[int, int]]:
    """Runs of rows of which no line crosses `gutter`, without a heading of what follows."""
    found: list[tuple[int, int]] = []
    first: int | None = None
    for index in range(len(rows) + 1):
        crossed = index == len(rows) or any(line.x0 < gutter < line.x1 for line in rows[index])
        if crossed and first is not None:
            found.append(_trimmed(rows, first, index, gutter))
            first = None
        elif not crossed and first is None:
            first = index
    return [(a, b) for a, b in found if b - a >= _FEWEST]


def _trimmed(rows: list[Row], first: int, last: int, gutter: float) -> tuple[int, int]:
    """A run of rows without a heading of what comes after it: at most two rows on the left that stand apart."""
    right = [i for i in range(first, last) if any(line.x0 >= gutter for line in rows[i])]
    if not right or last == len(rows):
        return first, last
    start = last - 1
    while start > right[-1] and not _apart(rows, start - 1):
        start -= 1
    return (first, start) if right[-1] < start and last - start <= 2 else (first, last)


def _apart(rows: list[Row], before: int) -> bool:
    """Whether there is more room than between lines of a paragraph after the row of this index."""
    above, below = rows[before][0], rows[before + 1][0]
    return below.base - above.base > _APART * max(above.size, below.size) or abs(above.size - below.size) > 0.5


def _table_rows(rows: list[Row], first: int, last: int) -> tuple[int, int]:
    """A band without the rows of a single text before its first and, where they stand apart, after its last row."""
    while last - first > 1 and len(rows[first]) == 1:
        first += 1
    while last - first > 1 and len(rows[last - 1]) == 1 and _apart(rows, last - 2):
        last -= 1
    return first, last


def _are_columns(left: list[Line], right: list[Line], rows: list[Row], gutter: float) -> bool:
    """Whether two sides are texts of their own, each read from its top to its end, and not cells of rows."""
    if not left or not right:
        return True
    if _is_prose(left) and _is_prose(right):
        return True
    shorter = min(len(rows_of(left)), len(rows_of(right)))
    both = sum(any(p.x1 <= gutter for p in row) and any(p.x0 >= gutter for p in row) for row in rows)
    return both < _ALIGNED * shorter


def _is_prose(lines: Sequence[Line]) -> bool:
    """Whether most lines are long and fill their column."""
    rows = rows_of(lines)
    width = max(line.x1 for line in lines) - min(line.x0 for line in lines)
    lengths = [sum(len(p.text) for p in row) for row in rows]
    filled = [sum(p.x1 - p.x0 for p in row) / max(width, 1.0) for row in rows]
    return median(lengths) >= _SHORTEST and median(filled) >= _FILLED
