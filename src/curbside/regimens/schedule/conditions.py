"""What the conditions of a phase mean for its dates: when it begins, when it ends, a time of day, or a case.

A condition that is none of these ("if creatinine clearance is 15 to 29 mL/min") decides whether the phase is given at
all; only whoever knows the patient can say that it holds.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

from curbside.language.measures import measures
from curbside.language.numbers import plain
from curbside.language.units import TIME_UNITS
from curbside.regimens.fields import is_time_of_day
from curbside.types import Amount, Phase

_UNTIL: Final = re.compile(r"(?:until|till|(?:for\s+)?(?:as|so)\s+long\s+as|while|whilst)\b", re.IGNORECASE)
_ON_DAYS: Final = re.compile(
    r"(?:on\s+)?days?\s+(?P<first>[0-9]{1,4})(?:(?:\s+to\s+|\s*[-–]\s*)(?P<last>[0-9]{1,4}))?", re.IGNORECASE
)
_AFTER: Final = re.compile(
    r"after\s+(?P<about>(?:about|around|approximately)\s+)?(?P<time>.+?)(?:\s+of\s+(?:treatment|therapy))?",
    re.IGNORECASE,
)
_WITH_FOOD: Final = re.compile(
    r"(?:with|before|after|between|without|at)\s+(?:a\s+|the\s+|main\s+)*(?:food|meals?|breakfast|lunch|dinner|milk|water|"
    r"(?:the\s+)?evening\s+meal)|on\s+an\s+empty\s+stomach|at\s+bedtime",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Read:
    """The parts of a condition. until: what ends the phase. after: how long after the phase before it begins. about:
    whether the source says "about" of that. days: the first and last numbered day. beside: a time of day or a meal.
    open: what decides whether the phase is given."""

    until: str | None = None
    after: Amount | None = None
    about: bool = False
    days: tuple[int, int] | None = None
    beside: tuple[str, ...] = ()
    open: tuple[str, ...] = ()


def read(phase: Phase) -> Read:
    """What the condition of `phase` means for its dates."""
    result = Read()
    for part in re.split(r"\s*;\s*", phase.condition or ""):
        if part:
            result = _with(result, part)
    if phase.end == "until" and result.until is None and len(result.open) < 2:
        # The words were kept, but do not begin as what ends something mostly does.
        result = replace(result, until=phase.condition or "a condition that is not stated", open=())
    return result


def _with(known: Read, part: str) -> Read:
    if _UNTIL.match(part) and known.until is None:
        return replace(known, until=part)
    if is_time_of_day(part) or _WITH_FOOD.fullmatch(part):
        return replace(known, beside=(*known.beside, part))
    timed = known.days is not None or known.after is not None
    days, after = _ON_DAYS.fullmatch(part), _AFTER.fullmatch(part)
    if days and not timed and 1 <= int(days["first"]) <= int(days["last"] or days["first"]):
        return replace(known, days=(int(days["first"]), int(days["last"] or days["first"])))
    length = _time(after["time"]) if after and not timed else None
    if after and length:
        return replace(known, after=length, about=after["about"] is not None)
    return replace(known, open=(*known.open, part))


def _time(words: str) -> Amount | None:
    """A length of time that is all that `words` say ("two months", "2 to 4 weeks")."""
    found = measures(words)
    if len(found) != 1 or found[0].text.strip() != words.strip() or found[0].unit not in TIME_UNITS:
        return None
    low, high = found[0].low, found[0].high
    return Amount(plain(low), plain(high), found[0].unit) if low is not None and high is not None else None
