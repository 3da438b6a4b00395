"""What a schedule is asked for, and what it is: dates of doses and of checks, phase by phase.

Dates are calendar dates of the place where the doses are given; amounts are decimal strings with UCUM units. Phases
are numbered from 1 in the order in which they are given (`curbside.regimens.table.ordered`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal

from curbside.types import Amount, Phase, Regimen


@dataclass(frozen=True, slots=True)
class Check:
    """Something to be checked beside the doses. what: in the source's words.

    Either every `period` `unit` from the start (UCUM d, wk, mo or a; a range "2-3" is allowed), or once, `after` the
    start; both where a first check is followed by regular ones.
    """

    what: str
    period: str | None = None
    unit: str | None = None
    after: Amount | None = None


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked for besides the regimen.

    until: the last day that is listed; None: one year from the start. at: time of the first dose, needed for intervals
    in hours. zone: an IANA name ("Europe/London"). weight: kg. weekdays: 0 is Monday; the days chosen for doses that
    are given n times a week. phases: numbers of those that are wanted, empty for all. ended: the day on which a phase
    that ends by a condition ended, by its number.
    """

    start: date
    until: date | None = None
    at: time | None = None
    zone: str | None = None
    weight: Decimal | None = None
    weekdays: tuple[int, ...] = ()
    phases: tuple[int, ...] = ()
    ended: Mapping[int, date] = field(default_factory=dict)
    checks: tuple[Check, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """A day (or an hour) on which something is due.

    phase: its number, 0 for a check. number: which entry of its phase, from 1. earliest, latest: the first and the last
    day on which it may fall; equal where it is fixed. doses: how many are given ("1", "3", "2-3"). closes: the last day
    on which the last of several doses may fall ("three times a week"), None where all fall on one day. earliest_at,
    latest_at: the hour, for intervals in hours; with a time zone where one was given. certain: False where the source
    leaves open whether it is still given. what: of a check.
    """

    phase: int
    number: int
    earliest: date
    latest: date
    doses: str = "1"
    closes: date | None = None
    earliest_at: datetime | None = None
    latest_at: datetime | None = None
    certain: bool = True
    what: str = ""

    @property
    def last_day(self) -> date:
        """The last day that the entry may concern."""
        return self.closes or self.latest


@dataclass(frozen=True, slots=True)
class PlannedPhase:
    """A phase of the regimen as planned.

    number: in the regimen. name: "dose", "maintenance", "start" ... amount: what is given at a time, after the weight
    was multiplied in and a maximum kept. dose: the same in words, with route. timing: in words. begins, ends: in words.
    dated: False where it begins with an event whose day is not known; it then has no entries.
    """

    number: int
    phase: Phase
    name: str
    amount: Amount
    dose: str
    timing: str
    begins: str
    ends: str
    dated: bool = True


@dataclass(frozen=True, slots=True)
class Schedule:
    """The dates of a regimen. until: the last day listed. entries: in order of time. remarks: sentences."""

    regimen: Regimen
    request: Request
    until: date
    phases: tuple[PlannedPhase, ...]
    entries: tuple[Entry, ...]
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NotScheduled:
    """Why there is no schedule. reason: a word for programs; message: one sentence; phase: its number, 0 for none.

    Reasons: "unstated" (amount, unit or frequency), "as needed", "maximum", "condition", "choice" (alternatives or
    several groups), "titration", "no end" (of a phase that another follows), "weight", "rate", "unclear" (a field that
    does not fit), "time" (hour or time zone), "too long", "request", "source".
    """

    reason: str
    message: str
    phase: int = 0
