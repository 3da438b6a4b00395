"""The table of `curbside conflicts` in a terminal: who says what, where and when."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from rich import box
from rich.table import Table
from rich.text import Text

from curbside.cli.common import block, printable
from curbside.interop.conflicts import ordered
from curbside.interop.wording import place
from curbside.types import ConflictKind, Source, State, TextIs

if TYPE_CHECKING:
    from rich.console import Console

    from curbside.evidence.conflicts import Dispute, Side

_NONE = {
    ConflictKind.UNITS: "units only",
    ConflictKind.POPULATION: "another population",
    ConflictKind.INDICATION: "another indication",
    ConflictKind.PHASE: "another phase",
    ConflictKind.SALT: "another salt, form or strength",
    ConflictKind.RANGE: "a range that has room for the other",
}
_COLUMNS = (("what", 24), ("who and where", 40), ("when", 12))


def show(out: Console, found: Iterable[Dispute], left: int) -> None:
    """Print one table a difference; left: how many differences that are no conflicts were left out."""
    rows = list(found)
    for dispute in rows:
        real = dispute.kind is ConflictKind.REAL
        block(out, f"{dispute.about[:1].upper()}{dispute.about[1:]}", "bold")
        if not real:
            block(out, f"no conflict: {_NONE[dispute.kind]} ({dispute.why})", "dim")
        _print(out, _table(ordered(dispute)))
        out.print()
    real_ones = sum(d.kind is ConflictKind.REAL for d in rows)
    told = [f"{real_ones} {'conflict' if real_ones == 1 else 'conflicts'}"]
    if len(rows) > real_ones:
        told.append(f"{_counted(len(rows) - real_ones)} none")
    if left:
        told.append(f"{_counted(left)} none {'is' if left == 1 else 'are'} shown with --all")
    block(out, f"{'; '.join(told)}. None is averaged, none is dropped; compare the originals.")


def _counted(number: int) -> str:
    return "1 difference that is" if number == 1 else f"{number} differences that are"


def _table(sides: Iterable[Side]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for name, width in _COLUMNS:
        table.add_column(name, width=width, overflow="fold")
    for side in sides:
        source = side.saying.source
        table.add_row(*(Text(printable(cell)) for cell in (side.value, f"{_who(source)}\n{source.id}", _when(source))))
    return table


def _who(source: Source) -> str:
    summary = " (summary)" if source.text_is is TextIs.SUMMARY else ""
    return f"{source.publisher or 'unknown publisher'}, {place(source.jurisdiction)}{summary}"


def _when(source: Source) -> str:
    state = source.status.state
    told = "" if state in (State.CURRENT, State.UNKNOWN) else f" {str(state).upper()}"
    return f"{source.date or 'no date'}{told}"


def _print(out: Console, table: Table) -> None:
    """Line by line, so that no line ends in spaces."""
    for segments in out.render_lines(table, pad=False):
        line = Text.assemble(*((s.text, s.style or "") for s in segments if not s.control))
        line.rstrip()
        out.print(line, soft_wrap=True)
