"""A schedule in a terminal: phases, dates, what to know of them, in 80 columns."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from curbside.cli.common import block, stdout_console
from curbside.interop.wording import place
from curbside.regimens.schedule import Entry, NotScheduled, PlannedPhase, Schedule

if TYPE_CHECKING:
    from rich.console import Console

    from curbside.interop.schedule_about import About
    from curbside.types import Regimen

_DATES = 32


def show(result: Schedule | NotScheduled, regimen: Regimen, about: About) -> None:
    """Print a schedule, or why there is none."""
    out = stdout_console()
    head = f"{regimen.drug} ({place(regimen.jurisdiction)})"
    told = "; ".join(w for w in (regimen.indication, regimen.population) if w)
    block(out, head, "bold")
    if told:
        block(out, told, "dim")
    if isinstance(result, NotScheduled):
        where = f"Phase {result.phase}: " if result.phase else ""
        out.print()
        block(out, f"No schedule. {where}{result.message}", indent=2)
        return
    _phases(out, result.phases)
    _dates(out, result)
    _heading(out, "What to know of these dates")
    for line in result.remarks:
        block(out, line, indent=4, label="  - ")
    _heading(out, "Beside the dose")
    for line in about.beside:
        block(out, line, indent=4, label="  - ")
    _heading(out, "Source")
    block(out, about.reference, indent=2)
    out.print()
    block(out, about.intended_use, "italic")
    block(out, about.status, "dim")


def _heading(out: Console, text: str) -> None:
    out.print()
    block(out, text.upper(), "bold cyan")


def _phases(out: Console, phases: tuple[PlannedPhase, ...]) -> None:
    _heading(out, "Phases")
    for phase in phases:
        block(out, f"{phase.name}: {phase.dose}, {phase.timing}", indent=5, label=f"  {phase.number}")
        block(out, f"begins: {phase.begins}", "dim", indent=5)
        block(out, f"ends: {phase.ends}", "dim", indent=5)


def _dates(out: Console, result: Schedule) -> None:
    _heading(out, "Dates")
    several = len(result.phases) > 1
    for entry in result.entries:
        block(out, _what(result, entry, several), indent=_DATES, label=f"  {_when(entry)}")


def _when(entry: Entry) -> str:
    first, last = entry.earliest_at, entry.latest_at
    if first and last:
        return _hour(first) if first == last else f"{_hour(first)} to {last:%H:%M}"
    if entry.earliest == entry.last_day:
        return _day(entry.earliest)
    another = entry.earliest.year != entry.last_day.year
    return f"{_day(entry.earliest, weekday=False, year=another)} to {_day(entry.last_day, weekday=False)}"


def _day(day: date, weekday: bool = True, year: bool = True) -> str:
    words = f"{day.day:>2} {day:%b}"
    return f"{f'{day:%a} ' if weekday else ''}{words}{f' {day.year:04}' if year else ''}"


def _hour(at: datetime) -> str:
    return f"{_day(at.date())} {at:%H:%M}"


def _what(result: Schedule, entry: Entry, several: bool) -> str:
    if not entry.phase:
        return f"check: {entry.what}"
    phase = next(p for p in result.phases if p.number == entry.phase)
    doses = "" if entry.doses == "1" else f"{entry.doses.replace('-', ' to ')} doses of "
    named = f"{phase.number} {phase.name}: " if several else ""
    return f"{named}{doses}{phase.dose}{'' if entry.certain else ', if still indicated'}"
