"""A patient's schedule from a regimen and a start date: explicit dates, phase by phase, or why there are none.

A source that leaves open how much, how often or how long is never filled in: such a regimen has no schedule. A phase
that ends by a condition ("until improvement stops") is listed as far as it was asked for, and what follows it is told
in relation to that event, with dates only where the day of the event is given. The clinical rules, section 6.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from typing import Final

from curbside.regimens.schedule.bounds import Ends, Task
from curbside.regimens.schedule.checks import checked_entries
from curbside.regimens.schedule.dates import shifted
from curbside.regimens.schedule.nouns import (
    Entry,
    NotScheduled,
    PlannedPhase,
    Request,
    Schedule,
)
from curbside.regimens.schedule.phases import MOST_ENTRIES, Laid, laid
from curbside.regimens.schedule.request import begin_of, refused
from curbside.regimens.schedule.steps import Step, steps
from curbside.regimens.schedule.words import beginning, ending, planned, remarks_of
from curbside.types import Regimen

_LONGEST_YEARS: Final = 200


def schedule(regimen: Regimen, request: Request) -> Schedule | NotScheduled:
    """The dates of `regimen` from `request.start`, or why there are none.

    At most 200 years and 10,000 dates. Nothing is guessed: see `NotScheduled` for the reasons.
    """
    try:
        return _schedule(regimen, request)
    except OverflowError:
        return NotScheduled("too long", "A date would lie outside the years 1 to 9999.")


def _schedule(regimen: Regimen, request: Request) -> Schedule | NotScheduled:
    until = request.until or shifted(request.start, 1, "a")
    if until > shifted(request.start, _LONGEST_YEARS, "a"):
        return NotScheduled("too long", f"A schedule is at most {_LONGEST_YEARS} years long.")
    found = refused(regimen, request, until) or steps(regimen, request)
    if isinstance(found, NotScheduled):
        return found
    begin = begin_of(request, found)
    if isinstance(begin, NotScheduled):
        return begin
    course = _laid_out(found, request, begin, until)
    if isinstance(course, NotScheduled):
        return course
    phases, entries, remarks = course
    entries = [*entries, *checked_entries(request.checks, request.start, until)]
    if len(entries) > MOST_ENTRIES:
        return NotScheduled("too long", f"There are more than {MOST_ENTRIES} dates; ask for fewer with a last day.")
    entries.sort(key=_in_time)
    told = remarks_of(regimen, request, phases, entries, until)
    return Schedule(regimen, request, until, tuple(phases), tuple(entries), tuple(dict.fromkeys([*remarks, *told])))


def _in_time(entry: Entry) -> tuple[date, datetime, int, int]:
    """By day, then what has no hour, then by instant: in the hour that comes twice the clock does not tell."""
    at = entry.earliest_at or datetime.min
    at = at.astimezone(UTC).replace(tzinfo=None) if at.tzinfo else at
    return entry.earliest, at, entry.phase, entry.number


_Course = tuple[list[PlannedPhase], list[Entry], list[str]]


def _laid_out(found: Sequence[Step], request: Request, begin: Ends, until: date) -> _Course | NotScheduled:
    """The phases one after the other, each beginning where the one before it ends."""
    phases: list[PlannedPhase] = []
    entries: list[Entry] = []
    remarks: list[str] = []
    at: Ends | None = begin
    began: Ends | None = None
    last: Ends | None = None
    for i, step in enumerate(found):
        own = _own_begin(step, begin, began)
        at, last = (own, None) if own else (at, last)
        stop = _own_begin(found[i + 1], begin, at) if i + 1 < len(found) else None
        began = at
        if at is None or (until < at.earliest.date()):
            phases.append(planned(step, beginning(found, i, None, until if at else None), ending(step), dated=False))
            at = last = None
            continue
        done = laid(_task(step, at, last, stop, request, until))
        if isinstance(done, NotScheduled):
            return NotScheduled(done.reason, done.message, step.number)
        ends = f"when phase {found[i + 1].number} begins" if stop else ending(step)
        phases.append(planned(step, beginning(found, i, _first_day(done, at)), ends))
        entries += done.entries
        remarks += [*step.remarks, *_remarks(step, done)]
        by_hour = i + 1 < len(found) and found[i + 1].timing.timed
        at, last = done.last if by_hour and done.counted else done.end, done.last
    return phases, entries, remarks


def _own_begin(step: Step, start: Ends, before: Ends | None) -> Ends | None:
    """Where a phase begins by its own words: a numbered day, or a time after the phase before it began."""
    if step.read.days:
        days = step.read.days[0] - 1
        return Ends(_moved(start.earliest, days, "d"), _moved(start.latest, days, "d"))
    if step.wait is None or before is None or step.wait.low is None or step.wait.high is None:
        return None
    low, high, unit = step.wait.low, step.wait.high, step.wait.unit
    return Ends(_moved(before.earliest, low, unit), _moved(before.latest, high, unit))


def _moved(at: datetime, count: int, unit: str) -> datetime:
    return datetime.combine(shifted(at.date(), count, unit), at.timetz())


def _task(step: Step, at: Ends, last: Ends | None, stop: Ends | None, request: Request, until: date) -> Task:
    return Task(
        number=step.number,
        timing=step.timing,
        begin=at,
        last=last,
        length=step.length,
        count=step.count,
        open=step.read.until is not None,
        until=until,
        stop=stop,
        ended=request.ended.get(step.number),
        weekdays=request.weekdays,
    )


def _remarks(step: Step, done: Laid) -> list[str]:
    told = []
    if done.delayed:
        told.append(
            f"Phase {step.number}: the source does not say when its first dose falls; it is planned one interval after "
            "the last dose of the phase before it."
        )
    if done.cut:
        told.append(
            f"Phase {step.number}: its last period is cut short by its end; how many doses fall into it is not stated."
        )
    if done.shortened:
        told.append("Days that a month does not have are its last day; each date is counted from the start.")
    return told


def _first_day(done: Laid, at: Ends) -> Ends:
    """When the first dose is given; where none is listed, when the phase begins."""
    if not done.entries:
        return at
    first = done.entries[0]
    return Ends(datetime.combine(first.earliest, time()), datetime.combine(first.latest, time()))
