"""A schedule as a calendar (RFC 5545): one event for each day, with explicit dates and no rule of recurrence.

A rule "every two months" from 31 December would pass over the months that have no 31st; the dates are those of the
schedule instead. The calendar is the same, byte for byte, for the same schedule and the same stamp, and an event keeps
its UID (made of the source, the place in it, the start and the number of the dose) when it is made again, so that a
later calendar replaces it. Extra "interop".
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from importlib.util import find_spec
from typing import Any, Final

from curbside import __version__
from curbside.errors import UsageError
from curbside.interop.schedule_about import About
from curbside.regimens.schedule import Entry, PlannedPhase, Schedule

_NAMESPACE: Final = uuid.UUID("6f2c1f0e-7f0b-5f43-9d52-5f5ad2e5a0c1")
_LONGEST_SUMMARY: Final = 120


def check_installed() -> None:
    """Raise UsageError where icalendar is not installed."""
    if find_spec("icalendar") is None:
        raise UsageError('A calendar needs icalendar: pip install "curbside[interop]".')


def calendar(schedule: Schedule, about: About, stamp: datetime) -> bytes:
    """The calendar, UTF-8 with CRLF line ends. stamp: when it is made, with a time zone.

    Raises UsageError where icalendar is not installed.
    """
    check_installed()
    from icalendar import Calendar

    made = Calendar()
    made.add("prodid", f"-//Curbside//Curbside {__version__}//EN")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", f"{schedule.regimen.drug}: planned doses")
    phases = {p.number: p for p in schedule.phases}
    for entry in schedule.entries:
        made.add_component(_event(schedule, phases.get(entry.phase), entry, about, stamp.astimezone(UTC)))
    written: bytes = made.to_ical()
    return written


def uid(schedule: Schedule, entry: Entry) -> str:
    """The UID of an entry: a version 5 UUID, the same whenever the same schedule is made."""
    span, request = schedule.regimen.span, schedule.request
    stated = repr([phase.phase for phase in schedule.phases if phase.number == entry.phase])
    parts = (
        *(span.source, span.content_hash, str(span.start), str(span.end), schedule.regimen.id),
        *(request.start.isoformat(), str(entry.phase), str(entry.number), entry.what),
        hashlib.sha256(stated.encode()).hexdigest(),
    )
    return str(uuid.uuid5(_NAMESPACE, "\n".join(parts)))


def _event(schedule: Schedule, phase: PlannedPhase | None, entry: Entry, about: About, stamp: datetime) -> Any:
    from icalendar import Event

    event = Event()
    event.add("uid", uid(schedule, entry))
    event.add("dtstamp", stamp)
    event.add("summary", summary(schedule, phase, entry))
    if entry.earliest_at and entry.latest_at:
        event.add("dtstart", _shown(entry.earliest_at))
        if entry.latest_at != entry.earliest_at:
            event.add("dtend", _shown(entry.latest_at))
    else:
        event.add("dtstart", entry.earliest)
        # DTEND is the day after the last one (RFC 5545, section 3.6.1).
        event.add("dtend", entry.last_day + timedelta(days=1))
    event.add("description", "\n".join(described(schedule, phase, entry, about)))
    event.add("status", "CONFIRMED" if entry.certain else "TENTATIVE")
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT")
    return event


def _shown(at: datetime) -> datetime:
    """An instant in UTC, which no later change of the rules of summer time moves; without a zone, as it is."""
    return at.astimezone(UTC) if at.tzinfo else at


def summary(schedule: Schedule, phase: PlannedPhase | None, entry: Entry) -> str:
    """The title of an event: what, how much, and whether it is certain."""
    if phase is None:
        return f"Check: {entry.what}"
    often = "" if entry.doses == "1" else f"{entry.doses.replace('-', ' to ')} doses of "
    doubt = "" if entry.certain else " (only if still indicated)"
    told = f"{schedule.regimen.drug}, {often}{phase.dose}{doubt}"
    return told if len(told) <= _LONGEST_SUMMARY else f"{schedule.regimen.drug}: dose in the description{doubt}"


def described(schedule: Schedule, phase: PlannedPhase | None, entry: Entry, about: About) -> Sequence[str]:
    """The lines of a description: the dose, its window, what stands beside it, the source, the intended use."""
    lines = []
    if phase is not None:
        lines.append(f"{schedule.regimen.drug} {phase.dose}, {phase.timing}; phase {phase.number} ({phase.name}).")
        lines.append(f"Ends: {phase.ends}.")
        lines += _window(entry)
    lines += about.beside
    lines += schedule.remarks
    lines += [f"Source: {about.reference}", about.status, about.intended_use]
    return lines


def _window(entry: Entry) -> list[str]:
    if entry.closes and entry.doses != "1":
        doses = entry.doses.replace("-", " to ")
        return [f"{doses} doses from {entry.earliest} to {entry.closes}; the source names no days."]
    if entry.earliest_at and entry.latest_at and entry.earliest_at != entry.latest_at:
        return [f"Between {entry.earliest_at:%Y-%m-%d %H:%M} and {entry.latest_at:%Y-%m-%d %H:%M}."]
    return [] if entry.earliest == entry.latest else [f"Between {entry.earliest} and {entry.latest}."]
