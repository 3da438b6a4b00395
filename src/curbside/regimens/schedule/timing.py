"""How often and how long a phase is given, as whole numbers that dates can be counted with; or why it is not clear."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from curbside.regimens.schedule.dates import CALENDAR_UNITS, MINUTES
from curbside.regimens.schedule.doses import decimal
from curbside.regimens.schedule.nouns import NotScheduled
from curbside.types import Amount, Phase

_WHOLE: Final = re.compile(r"(?P<low>[1-9][0-9]{0,4})(?:-(?P<high>[1-9][0-9]{0,4}))?")
_LARGEST: Final = 99_999


@dataclass(frozen=True, slots=True)
class Timing:
    """`times` doses every `low` to `high` `unit`; unit None: one dose, with no interval.

    times: "1", "3" or "2-3". Intervals in hours are in minutes (unit "min"). shown: whether times says several.
    """

    times: str
    low: int
    high: int
    unit: str | None

    @property
    def several(self) -> bool:
        """Whether more than one dose falls into a period."""
        return self.times != "1"

    @property
    def timed(self) -> bool:
        """Whether the interval is in minutes of elapsed time."""
        return self.unit == "min"


def timing(phase: Phase) -> Timing | NotScheduled:
    """How often `phase` is given."""
    if phase.as_needed:
        return NotScheduled("as needed", "It is given as needed, so that no dates can be told.")
    if not (phase.times and phase.period and phase.period_unit):
        return _without(phase)
    times, period = _WHOLE.fullmatch(phase.times), _range(phase.period, phase.period_unit)
    if times is None or period is None or int(times["high"] or times["low"]) > 96:
        return NotScheduled("unclear", f"{phase.times} every {phase.period} {phase.period_unit} is no clear frequency.")
    low, high, unit = period
    if phase.times != "1" and (low != high or unit == "min"):
        return NotScheduled("unclear", "Several doses in a period that is itself a range, or in hours, are not clear.")
    return Timing(phase.times, low, high, unit)


def _without(phase: Phase) -> Timing | NotScheduled:
    if phase.times or phase.period or phase.period_unit or phase.count != "1":
        return NotScheduled("unstated", "The source does not state how often it is given.")
    return Timing("1", 0, 0, None)


def _range(period: str, unit: str) -> tuple[int, int, str] | None:
    """The shortest and longest interval in whole days, weeks, months or years, or in whole minutes."""
    ends = [decimal(p) for p in period.split("-")]
    if len(ends) > 2 or None in ends or unit not in (*CALENDAR_UNITS, *MINUTES):
        return None
    factor = MINUTES.get(unit, Decimal(1))
    values = [e * factor for e in ends if e is not None]
    if any(v != v.to_integral_value() or v > _LARGEST for v in values) or values[0] > values[-1]:
        return None
    return int(values[0]), int(values[-1]), "min" if unit in MINUTES else unit


@dataclass(frozen=True, slots=True)
class Length:
    """A length of time in whole units: low None in "up to", high None in "at least"."""

    low: int | None
    high: int | None
    unit: str


def length(amount: Amount, *, hours: bool) -> Length | NotScheduled:
    """A duration in whole units. hours: whether the interval is in hours; otherwise hours are brought to days."""
    ends = [None if end is None else decimal(end) for end in (amount.low, amount.high)]
    if any(end is None and given is not None for end, given in zip(ends, (amount.low, amount.high), strict=True)):
        return _no_length(amount)
    unit, factor, parts = amount.unit, Decimal(1), Decimal(1)
    if unit in MINUTES:
        unit, factor, parts = ("min", MINUTES[unit], parts) if hours else ("d", MINUTES[unit], Decimal(1440))
    elif unit not in CALENDAR_UNITS:
        return _no_length(amount)
    values = [None if end is None else end * factor / parts for end in ends]
    if values == [None, None] or any(v is not None and (v != v.to_integral_value() or v > _LARGEST) for v in values):
        return _no_length(amount)
    low, high = (None if v is None else int(v) for v in values)
    if low is not None and high is not None and low > high:
        return _no_length(amount)
    return Length(low, high, unit)


def _no_length(amount: Amount) -> NotScheduled:
    told = "-".join(e for e in (amount.low, amount.high) if e)
    return NotScheduled("unclear", f"A duration of {told or 'no'} {amount.unit} cannot be counted in whole days.")


def count(phase: Phase) -> int | NotScheduled | None:
    """How many doses in all; None where that is not stated."""
    if phase.count is None:
        return None
    found = _WHOLE.fullmatch(phase.count)
    if found is None or found["high"]:
        return NotScheduled("unclear", f"{phase.count!r} is no number of doses.")
    return int(found["low"])
