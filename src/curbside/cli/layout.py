"""Regimens as a table of four columns that breaks no word, or one field a line where a terminal is narrow."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from rich.table import Table
from rich.text import Text

from curbside.regimens.printing import NOT_STATED
from curbside.regimens.table import phase_rows
from curbside.types import Phase, Regimen

COLUMNS: Final = ("phase", "dose and route", "how often", "ends")
GAP: Final = 2
NARROWEST: Final = 64

Row = tuple[str, str, str, str]


def fields(regimen: Regimen) -> list[Row]:
    """One row a phase under COLUMNS; the maximum stands after the route."""
    return phase_fields(regimen.phases)


def phase_fields(phases: Sequence[Phase]) -> list[Row]:
    """`fields` for phases that no answer has put into a regimen."""
    return [(name, _dose_and_route(dose, route), often, ends) for name, dose, route, often, ends in phase_rows(phases)]


def drug(regimen: Regimen) -> str:
    """The drug with its form or dilution, where that is the same in all phases ("adrenaline 1:1000")."""
    forms = {p.form for p in regimen.phases}
    form = forms.pop() if len(forms) == 1 else None
    return f"{regimen.drug} {form}" if form else regimen.drug


def _dose_and_route(dose: str, route: str) -> str:
    head, comma, bound = dose.partition(", maximum ")
    given = f"{head}, route not stated" if route == NOT_STATED else f"{head} {route}"
    return f"{given}{comma}{bound}"


def table(found: Sequence[Row], width: int, columns: Row = COLUMNS) -> Table | None:
    """The rows in columns within `width` cells; None where that would break a word or be too narrow to read."""
    sizes = widths([columns, *found], width) if width >= NARROWEST else None
    if sizes is None:
        return None
    shown = Table(box=None, padding=0, collapse_padding=True, pad_edge=False, show_edge=False, header_style="dim")
    for i, (name, size) in enumerate(zip(columns, sizes, strict=True)):
        last = i == len(columns) - 1
        shown.add_column(name, width=size + (0 if last else GAP), overflow="fold")
    for row in found:
        shown.add_row(*(Text("\n".join(wrapped(cell, size))) for cell, size in zip(row, sizes, strict=True)))
    return shown


def lines(row: Row) -> list[tuple[str, str]]:
    """A phase as (label, words), one field each; the first is its name, without a label."""
    name, dose, often, ends = row
    return [("", name), ("dose", dose), ("how often", often), ("ends", ends)]


def widths(table_rows: Sequence[Sequence[str]], width: int) -> list[int] | None:
    """Column widths, each at least its longest word; None where those do not fit.

    A column that needs no more than a fair share of what is left has its cells on one line; the others share the rest.
    """
    columns = list(zip(*table_rows, strict=True))
    least = [max(len(word) for cell in column for word in cell.split() or [""]) for column in columns]
    wanted = [max(len(cell) for cell in column) for column in columns]
    left = width - GAP * (len(columns) - 1)
    if sum(least) > left:
        return None
    sizes = list(least)
    waiting = sorted(range(len(columns)), key=wanted.__getitem__)
    for n, i in enumerate(waiting):
        others = waiting[n + 1 :]
        share = (left - sum(sizes[k] for k in waiting[:n])) // (len(others) + 1)
        most = left - sum(sizes[k] for k in waiting[:n]) - sum(least[k] for k in others)
        sizes[i] = max(least[i], min(wanted[i], share, most))
    return sizes


def wrapped(text: str, width: int) -> list[str]:
    """The words of `text` in lines of at most `width`, none broken."""
    found: list[str] = []
    for word in text.split():
        if found and len(found[-1]) + 1 + len(word) <= width:
            found[-1] += f" {word}"
        else:
            found.append(word)
    return found or [""]
