"""The days of one phase: where it begins, its doses, where it ends, each as the earliest and the latest there can be.

Where a phase follows another and the source does not say when its first dose falls, that is one of its own intervals
after the last dose before it, and not before that phase has ended: an interval is the time from dose to dose.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import count as counting
from typing import Final

from curbside.regimens.schedule_dates import Track, clamped, elapsed, shifted
from curbside.regimens.schedule_nouns import Entry, NotScheduled
from curbside.regimens.schedule_timing import Length, Timing

MOST_ENTRIES: Final = 10_000
_MOST_STEPS: Final = 100_000


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
class Laid:
    """What came of it.

    end: where the next phase may begin, None where that is not known. last: its last dose. delayed: whether its first
    dose was put one interval after the dose before it. cut: whether its last period is shorter than the others.
    shortened: whether a day is the last of a month that does not have the day that is meant.
    """

    entries: tuple[Entry, ...]
    end: Ends | None
    last: Ends | None
    delayed: bool = False
    cut: bool = False
    shortened: bool = False


@dataclass(frozen=True, slots=True)
class _Bounds:
    """certain: a dose whose latest day is before it is certain. possible: no dose has its earliest day on it or later.

    ends: where the phase ends; None where that is not known, or where it ends with a number of doses.
    """

    certain: datetime | None
    possible: datetime | None
    ends: Ends | None


def laid(task: Task) -> Laid | NotScheduled:
    """The entries of a phase up to the horizon, and where it ends.

    Raises OverflowError where a date would lie outside the years 1 to 9999.
    """
    bounds = _bounds(task)
    bounded = bounds.possible is not None or task.count is not None
    first, delayed = _first(task)
    course = _Course()
    for k in counting():
        entry = _entry(task, first, k)
        over = bounds.possible is not None and not before(
            entry.earliest_at or _at(entry.earliest, task), bounds.possible
        )
        if over or (task.count is not None and course.given >= task.count):
            break
        if entry.earliest > task.until and not bounded:
            break
        if len(course.entries) > MOST_ENTRIES or k > _MOST_STEPS:
            return NotScheduled("too long", f"There are more than {MOST_ENTRIES} dates; ask for fewer with a last day.")
        _take(task, bounds, entry, course)
        course.shortened = course.shortened or _shortened(first, k)
        if task.timing.unit is None:
            break
    entries = tuple(replace(e, number=n) for n, e in enumerate(course.entries, 1))
    return Laid(entries, _end(task, bounds, course), _last(task, course), delayed, course.cut, course.shortened)


@dataclass(slots=True)
class _Course:
    """What was laid out so far. certain, last: the last dose that is certain, and the last at all."""

    entries: list[Entry] = field(default_factory=list)
    given: int = 0
    cut: bool = False
    shortened: bool = False
    certain: Entry | None = None
    last: Entry | None = None


def _take(task: Task, bounds: _Bounds, entry: Entry, course: _Course) -> None:
    entry, short = _bounded(task, bounds, entry, course.given)
    if entry.earliest <= task.until:
        course.entries.extend(e for e in _on_weekdays(task, entry) if e.earliest <= task.until)
    course.cut = course.cut or short
    course.given += _fewest(entry.doses)
    course.last = entry
    course.certain = entry if entry.certain or course.certain is None else course.certain


def _shortened(first: Ends | _First, k: int) -> bool:
    return isinstance(first, _First) and (clamped(first.earliest, k) or clamped(first.latest, k))


def before(a: datetime, b: datetime) -> bool:
    """Whether instant `a` is earlier than `b`; of one time zone, Python compares what the clocks show instead."""
    return (a.astimezone(UTC) < b.astimezone(UTC)) if a.tzinfo and b.tzinfo else a < b


def _later(a: datetime, b: datetime) -> datetime:
    return b if before(a, b) else a


def _at(day: date, task: Task) -> datetime:
    return datetime.combine(day, task.begin.earliest.timetz())


def _plus(start: datetime, count: int, unit: str) -> datetime:
    """`start` and a length of time: elapsed for minutes, by the calendar (at the same hour) for all else."""
    if unit == "min":
        return elapsed(start, Decimal(count))
    return datetime.combine(shifted(start.date(), count, unit), start.timetz())


def _bounds(task: Task) -> _Bounds:
    """A dose is held against the end of its own track: that of the earliest days begins earlier than the other."""
    certain, possible, ends = None, None, None
    if task.length:
        low, high, unit = task.length.low, task.length.high, task.length.unit
        certain = _plus(task.begin.latest, low, unit) if low is not None else task.begin.latest
        possible = _plus(task.begin.earliest, high, unit) if high is not None else None
        if low is not None and high is not None:
            ends = Ends(_plus(task.begin.earliest, low, unit), _plus(task.begin.latest, high, unit))
    if task.stop:
        certain, possible = _least(certain, task.stop.earliest), _least(possible, task.stop.latest)
        ends = task.stop
    if task.open:
        certain, ends = task.begin.latest, None
    if task.ended:
        after = _at(task.ended + timedelta(days=1), task)
        certain, possible, ends = after, _least(possible, after), Ends(after, after)
    return _Bounds(certain, possible, ends)


def _least(a: datetime | None, b: datetime) -> datetime:
    return a if a is not None and before(a, b) else b


@dataclass(frozen=True, slots=True)
class _First:
    """The tracks of the earliest and the latest days; for minutes their begins and the number of the first interval."""

    earliest: Track
    latest: Track


def _first(task: Task) -> tuple[Ends | _First, bool]:
    """Where the doses are counted from, and whether that is the last dose of the phase before."""
    timing = task.timing
    if timing.timed:
        return _first_hour(task)
    begin = _First(
        Track(task.begin.earliest.date(), timing.low, timing.unit or "d"),
        Track(task.begin.latest.date(), timing.high, timing.unit or "d"),
    )
    if task.last is None or timing.several or timing.unit is None:
        return begin, False
    after = _First(
        Track(task.last.earliest.date(), timing.low, timing.unit, 1),
        Track(task.last.latest.date(), timing.high, timing.unit, 1),
    )
    earliest = after.earliest if after.earliest.day(0) > begin.earliest.day(0) else begin.earliest
    latest = after.latest if after.latest.day(0) > begin.latest.day(0) else begin.latest
    return _First(earliest, latest), (earliest, latest) != (begin.earliest, begin.latest)


def _first_hour(task: Task) -> tuple[Ends, bool]:
    if task.last is None:
        return task.begin, False
    earliest = _later(task.begin.earliest, elapsed(task.last.earliest, Decimal(task.timing.low)))
    latest = _later(task.begin.latest, elapsed(task.last.latest, Decimal(task.timing.high)))
    return Ends(earliest, latest), (earliest, latest) != (task.begin.earliest, task.begin.latest)


def _entry(task: Task, first: Ends | _First, k: int) -> Entry:
    timing = task.timing
    if isinstance(first, Ends):
        earliest, latest = (
            elapsed(first.earliest, Decimal(k * timing.low)),
            elapsed(first.latest, Decimal(k * timing.high)),
        )
        return Entry(task.number, k, earliest.date(), latest.date(), earliest_at=earliest, latest_at=latest)
    early, late = first.earliest.day(k), first.latest.day(k)
    closes = first.latest.day(k + 1) - timedelta(days=1) if timing.several else None
    return Entry(task.number, k, early, late, timing.times, closes if closes != late else None)


def _bounded(task: Task, bounds: _Bounds, entry: Entry, given: int) -> tuple[Entry, bool]:
    """The entry with what an end, a count or a condition makes of it; whether its period is cut short."""
    at = entry.latest_at or _at(entry.latest, task)
    certain = not given or bounds.certain is None or before(at, bounds.certain)
    left = None if task.count is None else task.count - given
    doses = entry.doses if left is None or left >= _fewest(entry.doses) else str(left)
    closes, cut = entry.closes, False
    if closes and bounds.ends and _at(closes, task) >= bounds.ends.latest:
        closes, cut = max((bounds.ends.latest - timedelta(days=1)).date(), entry.latest), True
    return replace(
        entry, certain=certain and not cut, doses=doses, closes=closes if closes != entry.latest else None
    ), cut


def _fewest(doses: str) -> int:
    return int(doses.split("-")[0])


def _on_weekdays(task: Task, entry: Entry) -> Iterator[Entry]:
    """The entry, or one entry for each chosen day of its week."""
    weekly = (task.timing.unit, task.timing.low, task.timing.high) == ("wk", 1, 1)
    if not (task.weekdays and weekly and entry.earliest == entry.latest):
        yield entry
        return
    days = sorted(entry.earliest + timedelta(days=(d - entry.earliest.weekday()) % 7) for d in task.weekdays)
    last = entry.closes or entry.earliest + timedelta(days=6)
    for day in days[: int(entry.doses.split("-")[-1])]:
        if day <= last:
            yield replace(entry, earliest=day, latest=day, doses="1", closes=None)


def _end(task: Task, bounds: _Bounds, course: _Course) -> Ends | None:
    """Where the next phase may begin at the earliest and the latest; None where that is not known."""
    known = bounds.ends or task.count is None or task.open or task.length
    return bounds.ends if known else _last(task, course)


def _last(task: Task, course: _Course) -> Ends | None:
    """The last dose, at the earliest (the last that is certain) and at the latest."""
    if course.last is None or course.certain is None:
        return None
    early = course.certain.earliest_at or _at(course.certain.earliest, task)
    late = course.last.latest_at or _at(course.last.last_day, task)
    if task.ended and late.date() > task.ended:
        late = _at(task.ended, task)
    return Ends(early, _later(early, late))
