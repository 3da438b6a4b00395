"""Criteria in a terminal: one table a rule, with the threshold, the patient's value and the verdict, and its quote."""

from __future__ import annotations

from typing import Final

from rich.table import Table
from rich.text import Text

from curbside.cli import layout
from curbside.interop import tables
from curbside.types import Criterion, Met

_STYLES: Final = {Met.MET: "bold green", Met.NOT_MET: "bold red", Met.NOT_GIVEN: "bold yellow"}


def heading(criterion: Criterion) -> Text:
    """How many must hold, the mark of the rule, and the result."""
    text = Text(f"{tables.counted(criterion)} ")
    text.append(f"[{criterion.ref}]", style="bold green")
    return text.append(": ").append(str(criterion.result), style="bold")


def table(criterion: Criterion, width: int) -> Table | None:
    """The members in columns within `width` cells; None where that would break a word."""
    rows = tables.members(criterion, f"[{criterion.ref}]")
    sizes = layout.widths([tables.CRITERIA, *rows], width)
    if sizes is None:
        return None
    shown = Table(box=None, padding=0, collapse_padding=True, pad_edge=False, show_edge=False, header_style="dim")
    for i, (name, size) in enumerate(zip(tables.CRITERIA, sizes, strict=True)):
        shown.add_column(name, width=size + (0 if i == len(sizes) - 1 else layout.GAP), overflow="fold")
    for member, row in zip(criterion.members, rows, strict=True):
        cells = [Text("\n".join(layout.wrapped(cell, size))) for cell, size in zip(row, sizes, strict=True)]
        cells[-1].stylize(_STYLES[member.verdict])
        shown.add_row(*cells)
    return shown


def lines(criterion: Criterion) -> list[str]:
    """The members one a line, for a terminal that is too narrow for columns."""
    rows = tables.members(criterion, f"[{criterion.ref}]")
    return [": ".join((row[0], "; ".join(row[1:]))) for row in rows]
