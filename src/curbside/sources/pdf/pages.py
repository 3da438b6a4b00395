"""One page as lines and tables, with what was left out of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from curbside.sources.pdf import hidden
from curbside.sources.pdf.grids import grids, sorted_in
from curbside.sources.pdf.lines import Line, lines_of
from curbside.sources.pdf.marks import Glyph, Painted
from curbside.sources.pdf.tables import Table, of_grid

MOST_HIDDEN: Final = 20


@dataclass(frozen=True, slots=True)
class PageText:
    """The text of a page. lines: those outside `tables`. certain: False where it came from OCR or a damaged stream.

    picture: pictures cover most of it. turned: the text at an angle. undefined: letters that the fonts do not name.
    """

    number: int
    height: float
    lines: tuple[Line, ...]
    tables: tuple[Table, ...]
    hidden: tuple[hidden.Hidden, ...]
    certain: bool
    machine_read: bool
    damaged: bool
    picture: bool
    crowded: bool
    turned: str
    undefined: int
    letters: int


def page_text(page: Painted) -> PageText:
    """Lines and tables of a painted page, without what readers cannot see."""
    hidden.find_hidden(page)
    by_machine = hidden.is_read_by_machine(page)
    if by_machine:
        for glyph in page.glyphs:
            glyph.hidden = None
    unseen = () if by_machine else tuple(hidden.hidden_runs(page))[: MOST_HIDDEN + 1]
    shown = [g for g in page.glyphs if g.hidden is None]
    tables, rest, looked = _tables(page, shown)
    return PageText(
        number=page.number,
        height=page.height,
        lines=tuple(lines_of(page.number, rest)),
        tables=tuple(tables),
        hidden=unseen,
        certain=not (by_machine or page.damaged),
        machine_read=by_machine,
        damaged=page.damaged,
        picture=hidden.is_picture(page),
        crowded=not looked or hidden.has_too_many_areas(page),
        turned="".join(letter for run in page.turned.values() for letter in run).strip(),
        undefined=page.undefined,
        letters=sum(1 for g in shown if g.text.strip()),
    )


def _tables(page: Painted, shown: list[Glyph]) -> tuple[list[Table], list[Glyph], bool]:
    """The tables in grids, the letters outside of them, and whether all lines of the page could be looked at."""
    found, looked = grids(page)
    tables, rest = [], shown
    for grid in found:
        cells, outside, torn = sorted_in(grid, rest)
        table = of_grid(page.number, grid, cells, torn)
        if table is not None:
            tables.append(table)
            rest = outside
    return tables, rest, looked
