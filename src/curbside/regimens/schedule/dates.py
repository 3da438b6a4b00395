"""Dates that are counted from a start without drift, and clock times through a change of summer time.

Months and years are counted on the calendar; a day that a month does not have is its last day. Each date is counted
from the start, so that 31 January, every two months, is 31 March, 31 May, and one month on is the last day of February
without the later dates moving to the 28th. Hours are elapsed hours: "every 8 hours" states an interval, so that after a
change of summer time the clock shows another hour; days, weeks and months keep the hour of the clock.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Final
from zoneinfo import ZoneInfo

MINUTES: Final = {"min": Decimal(1), "h": Decimal(60)}
DAYS: Final = {"d": 1, "wk": 7}
MONTHS: Final = {"mo": 1, "a": 12}
CALENDAR_UNITS: Final = frozenset({*DAYS, *MONTHS})


def shifted(start: date, count: int, unit: str) -> date:
    """`start` and `count` days, weeks, months or years (UCUM d, wk, mo, a); the last day of a shorter month.

    Raises OverflowError outside the years 1 to 9999.
    """
    if unit in DAYS:
        return start + timedelta(days=count * DAYS[unit])
    months = start.year * 12 + start.month - 1 + count * MONTHS[unit]
    year, month = divmod(months, 12)
    if not 1 <= year <= 9999:
        raise OverflowError("date value out of range")
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


@dataclass(frozen=True, slots=True)
class Track:
    """A sequence of days: the k-th is `anchor` and (k + first) times `every` `unit`; k from 0."""

    anchor: date
    every: int
    unit: str
    first: int = 0

    def day(self, k: int) -> date:
        """The k-th day. Raises OverflowError outside the years 1 to 9999."""
        return shifted(self.anchor, (k + self.first) * self.every, self.unit)


def clamped(track: Track, k: int) -> bool:
    """Whether the k-th day is the last of a month that does not have the day of the anchor."""
    return track.unit in MONTHS and track.day(k).day != track.anchor.day


def elapsed(start: datetime, minutes: Decimal) -> datetime:
    """`start` and `minutes` of elapsed time, shown on the clock of the start's time zone.

    Without a time zone the clock is taken never to change. Raises OverflowError outside the years 1 to 9999.
    """
    step = timedelta(minutes=float(minutes))
    if start.tzinfo is None:
        return start + step
    return (start.astimezone(UTC) + step).astimezone(start.tzinfo)


def exists(day: date, at: time, zone: ZoneInfo) -> bool:
    """Whether the clocks of `zone` show `at` on that day: not in the hour that a change to summer time leaves out."""
    local = datetime.combine(day, at, zone)
    return local.astimezone(UTC).astimezone(zone).replace(tzinfo=None) == local.replace(tzinfo=None)


def twice(day: date, at: time, zone: ZoneInfo) -> bool:
    """Whether the clocks of `zone` show `at` twice on that day."""
    local = datetime.combine(day, at, zone)
    return exists(day, at, zone) and local.utcoffset() != local.replace(fold=1).utcoffset()


def changes(first: datetime, last: datetime) -> bool:
    """Whether the clocks change between two instants of one time zone (by offset, at any of the days between)."""
    if first.tzinfo is None:
        return False
    day, offset = first, first.utcoffset()
    while day < last:
        day = elapsed(day, Decimal(1440))
        if min(day, last).utcoffset() != offset:
            return True
    return False
