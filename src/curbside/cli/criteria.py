"""Criteria in a terminal: one table a rule, with the threshold, the patient's value and the verdict, and its quote."""

from __future__ import annotations

from typing import Final

from rich.table import Table
from rich.text import Text

from curbside.cli import layout
from curbside.language.patient_measures import spoken
from curbside.types import Criterion, Member, Met

COLUMNS: Final = ("criterion", "threshold", "value", "verdict")
_BOUNDS: Final = {"<": "below {}", "<=": "{} or less", ">": "above {}", ">=": "{} or more", "=": "{}"}
_STYLES: Final = {Met.MET: "bold green", Met.NOT_MET: "bold red", Met.NOT_GIVEN: "bold yellow"}


def heading(criterion: Criterion) -> Text:
    """How many must hold, the mark of the rule, and the result."""
    counted = f"{criterion.needed} of {criterion.of} must hold"
    counted += ", and what is marked *" if any(m.required for m in criterion.members) else ""
    counted += " (the sentence names this as an exception)" if criterion.unless else ""
    text = Text(f"{counted[0].upper()}{counted[1:]} ")
    text.append(f"[{criterion.ref}]", style="bold green")
    return text.append(": ").append(str(criterion.result), style="bold")


def table(criterion: Criterion, width: int) -> Table | None:
    """The members in columns within `width` cells; None where that would break a word."""
    rows = [_row(m, criterion.ref) for m in criterion.members]
    sizes = layout.widths([COLUMNS, *rows], width)
    if sizes is None:
        return None
    shown = Table(box=None, padding=0, collapse_padding=True, pad_edge=False, show_edge=False, header_style="dim")
    for i, (name, size) in enumerate(zip(COLUMNS, sizes, strict=True)):
        shown.add_column(name, width=size + (0 if i == len(COLUMNS) - 1 else layout.GAP), overflow="fold")
    for member, row in zip(criterion.members, rows, strict=True):
        cells = [Text("\n".join(layout.wrapped(cell, size))) for cell, size in zip(row, sizes, strict=True)]
        cells[-1].stylize(_STYLES[member.verdict])
        shown.add_row(*cells)
    return shown


def lines(criterion: Criterion) -> list[str]:
    """The members one a line, for a terminal that is too narrow for columns."""
    return [": ".join((row[0], "; ".join(row[1:]))) for row in (_row(m, criterion.ref) for m in criterion.members)]


def notes(criterion: Criterion) -> list[str]:
    """What must be known of the verdicts, each thing once."""
    worked = (f"Value of {m.quantity}: {m.calculated}." for m in criterion.members if m.calculated)
    said = (m.note for m in criterion.members if m.note)
    return list(dict.fromkeys((*worked, *said, *((criterion.note,) if criterion.note else ()))))


def _row(member: Member, ref: int) -> tuple[str, str, str, str]:
    name = f"{member.quantity}{' *' if member.required else ''}"
    return name, f"{threshold(member)} [{ref}]", value(member), str(member.verdict)


def threshold(member: Member) -> str:
    """A threshold in words: "1.5 mg/dL or more"."""
    if member.comparator == "is":
        return member.threshold
    amount = f"{member.threshold.replace('-', ' to ')} {spoken(member.unit)}".strip()
    return _BOUNDS.get(member.comparator, "{}").format(amount)


def value(member: Member) -> str:
    """The patient's value as it may be shown; a dash where there is none."""
    if member.value is None:
        return "-"
    masked = " " in member.value
    unit = "" if masked or member.comparator == "is" else spoken(member.value_unit or "")
    return f"{member.value} {unit}".strip() + (" (worked out)" if member.calculated else "")
