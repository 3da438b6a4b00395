"""The days of one phase: where it begins, its doses, where it ends, each as the earliest and the latest there can be.

Where a phase follows another and the source does not say when its first dose falls, that is one of its own intervals
after the last dose before it, and not before that phase has ended: an interval is the time from dose to dose.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from decimal import Decimal
from itertools import count as counting
from typing import Final

from curbside.regimens.schedule.bounds import Bounds, Ends, Task, at, before, bounds_of, later, plus
from curbside.regimens.schedule.dates import Track, clamped, elapsed
from curbside.regimens.schedule.nouns import Entry, NotScheduled

MOST_ENTRIES: Final = 10_000
_MOST_STEPS: Final = 100_000


@dataclass(frozen=True, slots=True)
class Laid:
    """What came of it.

    end: where the next phase may begin, None where that is not known. last: its last dose. delayed: whether its first
    dose was put one interval after the dose before it. cut: whether its last period is shorter than the others.
    shortened: whether a day is the last of a month that does not have the day that is meant. counted: whether it ends
    with a number of doses.
    """

    entries: tuple[Entry, ...]
    end: Ends | None
    last: Ends | None
    delayed: bool = False
    cut: bool = False
    shortened: bool = False
    counted: bool = False


def laid(task: Task) -> Laid | NotScheduled:
    """The entries of a phase up to the horizon, and where it ends.

    Raises OverflowError where a date would lie outside the years 1 to 9999.
    """
    first, delayed = _first(task)
    if delayed:
        # How long it lasts is counted from its first dose: "for 2 weeks" is as many doses wherever it begins.
        task = replace(task, begin=_instants(task, first))
    bounds = bounds_of(task)
    bounded = bounds.possible is not None or task.count is not None
    course = _Course()
    for k in counting():
        entry = _entry(task, first, k)
        over = bounds.possible is not None and not before(
            entry.earliest_at or at(entry.earliest, task), bounds.possible
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
    if course.last is None and bounded:
        return NotScheduled("unclear", "No dose falls into it: it ends before its first dose.")
    entries = tuple(replace(e, number=n) for n, e in enumerate(course.entries, 1))
    last = _last(task, course)
    end, counted = _end(task, bounds, last), _counted(task, bounds)
    return Laid(entries, end, last, delayed, course.cut, course.shortened, counted)


@dataclass(slots=True)
class _Course:
    """What was laid out so far. certain, last: the last dose that is certain, and the last at all."""

    entries: list[Entry] = field(default_factory=list)
    given: int = 0
    cut: bool = False
    shortened: bool = False
    certain: Entry | None = None
    last: Entry | None = None


def _take(task: Task, bounds: Bounds, entry: Entry, course: _Course) -> None:
    entry, short = _bounded(task, bounds, entry, course.given)
    if entry.earliest <= task.until:
        course.entries.extend(e for e in _on_weekdays(task, entry) if e.earliest <= task.until)
    course.cut = course.cut or short
    course.given += _fewest(entry.doses)
    course.last = entry
    course.certain = entry if entry.certain or course.certain is None else course.certain


def _shortened(first: Ends | _First, k: int) -> bool:
    return isinstance(first, _First) and (clamped(first.earliest, k) or clamped(first.latest, k))


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


def _instants(task: Task, first: Ends | _First) -> Ends:
    if isinstance(first, Ends):
        return first
    return Ends(at(first.earliest.day(0), task), at(first.latest.day(0), task))


def _first_hour(task: Task) -> tuple[Ends, bool]:
    if task.last is None:
        return task.begin, False
    earliest = later(task.begin.earliest, elapsed(task.last.earliest, Decimal(task.timing.low)))
    latest = later(task.begin.latest, elapsed(task.last.latest, Decimal(task.timing.high)))
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


def _bounded(task: Task, bounds: Bounds, entry: Entry, given: int) -> tuple[Entry, bool]:
    """The entry with what an end, a count or a condition makes of it; whether its period is cut short."""
    latest = entry.latest_at or at(entry.latest, task)
    certain = not given or bounds.certain is None or before(latest, bounds.certain)
    left = None if task.count is None else task.count - given
    doses = entry.doses if left is None or left >= _fewest(entry.doses) else str(left)
    closes, cut = entry.closes, False
    if closes and bounds.ends and at(closes, task) >= bounds.ends.latest:
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


def _counted(task: Task, bounds: Bounds) -> bool:
    """Whether the phase ends with a number of doses."""
    return bounds.ends is None and task.count is not None and not task.open and task.length is None


def _end(task: Task, bounds: Bounds, last: Ends | None) -> Ends | None:
    """Where the next phase may begin at the earliest and the latest; None where that is not known.

    After a number of doses that is the next day, or where they are given by the hour, one interval after the last.
    """
    if not _counted(task, bounds) or last is None:
        return bounds.ends
    if task.timing.timed:
        low, high = Decimal(task.timing.low), Decimal(task.timing.high)
        return Ends(elapsed(last.earliest, low), elapsed(last.latest, high))
    return Ends(plus(last.earliest, 1, "d"), plus(last.latest, 1, "d"))


def _last(task: Task, course: _Course) -> Ends | None:
    """The last dose, at the earliest (the last that is certain) and at the latest."""
    if course.last is None or course.certain is None:
        return None
    early = course.certain.earliest_at or at(course.certain.earliest, task)
    late = course.last.latest_at or at(course.last.last_day, task)
    if task.ended and late.date() > task.ended:
        late = at(task.ended, task)
    return Ends(early, later(early, late))
