"""Between what a phase lies: its begin and its end, each as the earliest and the latest instant that there can be."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from curbside.regimens.schedule.dates import elapsed, shifted
from curbside.regimens.schedule.timing import Length, Timing


@dataclass(frozen=True, slots=True)
class Ends:
    """An instant as the earliest and the latest that it can be, on the clock of the place."""

    earliest: datetime
    latest: datetime


@dataclass(frozen=True, slots=True)
class Task:
    """What is laid out.

    begin: of the phase. last: the last dose before it, None where its own words say when it begins.
    stop: the first day that belongs to a later phase whose words say when that begins. ended: the day on which the
    phase was ended. open: whether it ends by a condition. until: the last day of the list.
    """

    number: int
    timing: Timing
    begin: Ends
    last: Ends | None
    length: Length | None
    count: int | None
    open: bool
    until: date
    stop: Ends | None = None
    ended: date | None = None
    weekdays: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Bounds:
    """certain: a dose whose latest day is before it is certain. possible: no dose has its earliest day on it or later.

    ends: where the phase ends; None where that is not known, or where it ends with a number of doses.
    """

    certain: datetime | None
    possible: datetime | None
    ends: Ends | None


def before(a: datetime, b: datetime) -> bool:
    """Whether instant `a` is earlier than `b`; of one time zone, Python compares what the clocks show instead."""
    return (a.astimezone(UTC) < b.astimezone(UTC)) if a.tzinfo and b.tzinfo else a < b


def later(a: datetime, b: datetime) -> datetime:
    """The later of two instants."""
    return b if before(a, b) else a


def at(day: date, task: Task) -> datetime:
    """A day at the hour at which a phase begins."""
    return datetime.combine(day, task.begin.earliest.timetz())


def plus(start: datetime, count: int, unit: str) -> datetime:
    """`start` and a length of time: elapsed for minutes, by the calendar (at the same hour) for all else."""
    if unit == "min":
        return elapsed(start, Decimal(count))
    return datetime.combine(shifted(start.date(), count, unit), start.timetz())


def bounds_of(task: Task) -> Bounds:
    """A dose is held against the end of its own track: that of the earliest days begins earlier than the other."""
    certain, possible, ends = None, None, None
    if task.length:
        low, high, unit = task.length.low, task.length.high, task.length.unit
        certain = plus(task.begin.latest, low, unit) if low is not None else task.begin.latest
        possible = plus(task.begin.earliest, high, unit) if high is not None else None
        if low is not None and high is not None:
            ends = Ends(plus(task.begin.earliest, low, unit), plus(task.begin.latest, high, unit))
    if task.stop:
        certain, possible = _least(certain, task.stop.earliest), _least(possible, task.stop.latest)
        ends = task.stop
    if task.open:
        certain, ends = task.begin.latest, None
    if task.ended:
        after = at(task.ended + timedelta(days=1), task)
        certain, possible, ends = after, _least(possible, after), Ends(after, after)
    return Bounds(certain, possible, ends)


def _least(a: datetime | None, b: datetime) -> datetime:
    return a if a is not None and before(a, b) else b
