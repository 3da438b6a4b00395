"""From letters to lines: runs of words on one baseline, superscripts and subscripts put where they belong."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from curbside.sources.building import line_of
from curbside.sources.pdf.marks import Glyph
from curbside.sources.raised import lowered, raised

SPACE: Final = 0.2
COLUMN_GAP: Final = 1.0
NEW_RUN_GAP: Final = 0.6
_SAME_BASE: Final = 0.18
_SMALL: Final = 0.82
_FURTHEST: Final = 0.75
_NEAR: Final = 0.45
_HIGHEST: Final = 20.0
_SAME_PLACE: Final = 0.5
_SIGNS: Final = frozenset("®™℠©*∗†‡§¶")


@dataclass(frozen=True, slots=True)
class Line:
    """Words on one baseline with no wide gap between them. Coordinates as in `curbside.sources.pdf.marks`.

    size: of most of its letters, in points. bold: whether all of it is. opening: how many characters at its start are.
    raised: whether it begins with a superscript. page: from 1.
    """

    page: int
    x0: float
    x1: float
    base: float
    size: float
    bold: bool
    text: str
    raised: bool = False

    @property
    def top(self) -> float:
        """About where its capital letters end."""
        return self.base - 0.72 * self.size

    @property
    def bottom(self) -> float:
        """About where its letters with descenders end."""
        return self.base + 0.22 * self.size


def lines_of(page: int, glyphs: Iterable[Glyph]) -> list[Line]:
    """The lines of upright letters, from the top, and from the left where they are side by side."""
    rows = _with_small_ones(_rows(glyphs))
    found = [_line(page, run) for row in rows for run in _runs(_once(row))]
    return sorted((line for line in found if line), key=lambda line: (round(line.base, 1), line.x0))


def joined(parts: Iterable[Line]) -> Line:
    """Lines on one baseline as one, from the left."""
    every = sorted(parts, key=lambda p: p.x0)
    text = " ".join(p.text for p in every)
    return replace(every[0], x1=max(p.x1 for p in every), text=text, bold=all(p.bold for p in every))


def _rows(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    """Letters by baseline; each row from the left."""
    rows: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda g: g.base):
        if rows and glyph.base - rows[-1][0].base <= _SAME_BASE * min(glyph.size, rows[-1][0].size):
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
    return [sorted(row, key=lambda g: (g.x0, g.order)) for row in rows]


def _with_small_ones(rows: list[list[Glyph]]) -> list[list[Glyph]]:
    """The rows, small raised or lowered runs moved into the row that they stand beside."""
    starts = [[g.x0 for g in row] for row in rows]
    moved: dict[int, list[Glyph]] = {}
    kept: list[list[Glyph]] = []
    for index, row in enumerate(rows):
        rest: list[Glyph] = []
        for run in _close(row):
            home = _home(run, index, rows, starts)
            if home is None:
                rest += run
                continue
            shift = 1 if row[0].base < rows[home][0].base else -1
            for glyph in run:
                glyph.shift = shift
            moved.setdefault(home, []).extend(run)
        kept.append(rest)
    for home, run in moved.items():
        kept[home] = sorted((*kept[home], *run), key=lambda g: (g.x0, g.order))
    return [row for row in kept if row]


def _close(row: list[Glyph]) -> Iterator[list[Glyph]]:
    """Letters of one size with no gap between them."""
    run: list[Glyph] = []
    for glyph in row:
        near = run and glyph.x0 - run[-1].x1 <= 0.5 * glyph.size and abs(glyph.size - run[-1].size) < 0.05 * glyph.size
        if run and not near:
            yield run
            run = []
        run.append(glyph)
    if run:
        yield run


def _home(run: list[Glyph], index: int, rows: list[list[Glyph]], starts: list[list[float]]) -> int | None:
    """The nearest row of larger letters that a small run touches, at most a letter's height away."""
    best: tuple[float, int] | None = None
    for step in (-1, 1):
        other = index + step
        while 0 <= other < len(rows):
            away = abs(rows[other][0].base - run[0].base)
            if away > max(_HIGHEST, _FURTHEST * rows[other][0].size) or (best is not None and away >= best[0]):
                break
            if _touches(run, rows[other], starts[other], away):
                best = away, other
                break
            other += step
    return None if best is None else best[1]


def _touches(run: list[Glyph], row: list[Glyph], starts: list[float], away: float) -> bool:
    at = bisect_left(starts, run[0].x0 + 0.1)
    for near in (at - 1, at, at - 2, at + 1):
        if not 0 <= near < len(row):
            continue
        glyph = row[near]
        if not glyph.text.strip() or run[0].size > _SMALL * glyph.size or away > _FURTHEST * glyph.size:
            continue
        gap = run[0].x0 - glyph.x1 if near < at else glyph.x0 - run[-1].x1
        if -0.8 * glyph.size <= gap <= _NEAR * glyph.size:
            return True
    return False


def _once(row: list[Glyph]) -> list[Glyph]:
    """The row without letters drawn a second time over themselves to look bold: "10 mg" is never "1100 mmgg"."""
    kept: list[Glyph] = []
    for glyph in row:
        width = max(glyph.x1 - glyph.x0, 0.1)
        twin = next((k for k in kept[-3:] if k.text == glyph.text and abs(k.x0 - glyph.x0) < _SAME_PLACE * width), None)
        if twin is None or not glyph.text.strip():
            kept.append(glyph)
        else:
            twin.bold = True
    return kept


def _runs(row: list[Glyph]) -> Iterator[list[Glyph]]:
    """A row parted at wide gaps, and at narrower ones where the next letters were painted at another time."""
    run: list[Glyph] = []
    last: Glyph | None = None
    for glyph in row:
        if not glyph.text.strip():
            run.append(glyph)
            continue
        if last is not None:
            gap = (glyph.x0 - last.x1) / max(glyph.size, last.size)
            elsewhere = not 0 < glyph.order - last.order <= 12
            if gap > COLUMN_GAP or (gap > NEW_RUN_GAP and elsewhere):
                yield run
                run = []
        run.append(glyph)
        last = glyph
    if run:
        yield run


def _line(page: int, run: list[Glyph]) -> Line | None:
    inked = [g for g in run if g.text.strip()]
    if not inked:
        return None
    own = [g for g in inked if not g.shift] or inked
    sizes = sorted(g.size for g in own)
    size = sizes[len(sizes) // 2]
    text = line_of(_written(run))
    if not text:
        return None
    first, last = min(g.x0 for g in inked), max(g.x1 for g in inked)
    return Line(page, first, last, own[0].base, size, all(g.bold for g in own), text, inked[0].shift > 0)


def _written(run: list[Glyph]) -> str:
    """The words of a run, raised and lowered letters as Unicode has them."""
    parts: list[str] = []
    shifted: list[str] = []
    last: Glyph | None = None
    for glyph in run:
        apart = last is not None and glyph.x0 - last.x1 > SPACE * max(glyph.size, last.size)
        if shifted and (glyph.shift != (last.shift if last else 0) or apart):
            parts.append(_shifted(shifted, last.shift if last else 0, parts, "" if apart else glyph.text))
            shifted = []
        if apart:
            parts.append(" ")
        (shifted if glyph.shift else parts).append(glyph.text)
        last = glyph
    if shifted:
        parts.append(_shifted(shifted, last.shift if last else 0, parts, ""))
    return "".join(parts)


def _shifted(letters: list[str], shift: int, before: list[str], after: str) -> str:
    text = "".join(letters)
    return raised(text) if shift > 0 else lowered(text, before[-1][-1:] if before else "", after[:1])
