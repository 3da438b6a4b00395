"""The days on which something is to be checked, from what the caller read of a monitoring plan."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import count
from typing import Final

from curbside.regimens.schedule.dates import CALENDAR_UNITS, Track
from curbside.regimens.schedule.nouns import Check, Entry, NotScheduled
from curbside.regimens.schedule.phases import MOST_ENTRIES
from curbside.regimens.schedule.timing import Length, length, timing
from curbside.types import Amount, Phase

_DAYS_ONLY: Final = "unclear"


def refused_checks(checks: Sequence[Check]) -> NotScheduled | None:
    """Why one of the checks has no dates; None where all have."""
    for check in checks:
        if not check.what.strip():
            return NotScheduled("request", "A check does not say what is checked.")
        if _every(check) is None and _after(check) is None:
            return NotScheduled(_DAYS_ONLY, f"When {check.what} is checked is not stated in whole days.")
        if check.period is not None and _every(check) is None:
            return NotScheduled(_DAYS_ONLY, f"How often {check.what} is checked is not stated in whole days.")
        if check.after is not None and _after(check) is None:
            return NotScheduled(_DAYS_ONLY, f"When {check.what} is first checked is not stated in whole days.")
    return None


def _every(check: Check) -> tuple[int, int, str] | None:
    if check.period is None or check.unit not in CALENDAR_UNITS:
        return None
    read = timing(Phase(times="1", period=check.period, period_unit=check.unit))
    return None if isinstance(read, NotScheduled) or read.unit is None else (read.low, read.high, read.unit)


def _after(check: Check) -> Length | None:
    if check.after is None or Amount(check.after.low, check.after.high, "") == Amount(None, None, ""):
        return None
    read = length(check.after, hours=False)
    return None if isinstance(read, NotScheduled) or read.low is None or read.high is None else read


def checked_entries(checks: Sequence[Check], start: date, until: date) -> Iterator[Entry]:
    """One entry for each day on which a check is due up to `until`.

    A check that is both once `after` the start and regular is counted from that first day.
    """
    for check in checks:
        every, after = _every(check), _after(check)
        early = late = start
        if after and after.low is not None and after.high is not None:
            early, late = Track(start, after.low, after.unit, 1).day(0), Track(start, after.high, after.unit, 1).day(0)
            if early <= until:
                yield Entry(0, 1, early, late, what=check.what)
        yield from _regular(check, every, early, late, until) if every else ()


def _regular(check: Check, every: tuple[int, int, str], early: date, late: date, until: date) -> Iterator[Entry]:
    low, high, unit = every
    first, last = Track(early, low, unit, 1), Track(late, high, unit, 1)
    for k in count():
        entry = Entry(0, k + 1, first.day(k), last.day(k), what=check.what)
        if entry.earliest > until or k > MOST_ENTRIES:
            return
        yield replace(entry, number=k + 2) if check.after else entry
