"""The upper bounds of a step: the most at one time, and the most in a period."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from curbside.language.frequencies import Frequency, frequencies
from curbside.language.measures import Measure
from curbside.language.numbers import plain
from curbside.regimens.amounts import BOUND_UNITS, plain_unit, quantities
from curbside.regimens.bounding import is_maximum
from curbside.regimens.clauses import Step
from curbside.regimens.conditions import conditions
from curbside.regimens.fields import ReadAmount, is_time_of_day
from curbside.types import Amount

_OTHER_BASIS: Final = re.compile(
    r"\s+(?:of\s+(?!the\b)[\w-]+\s+)?(?:per|each|in\s+total|(?:in|over|during|for)\s+(?:an?y?|the|one|each|[0-9]+(?=\b|-))\b)(?!\s+(?:(?:single\s+)?(?:dose|injection)s?|morning|evening)\b)",
    re.IGNORECASE,
)
_PERIOD_NEXT: Final = re.compile(
    r"\s{0,2}|\s+(?:of\s+)?(?!once\b|twice\b|thrice\b|per\b|every\b|three\b|four\b)[a-z][a-z-]{3,}\s+|\s+(?:should|may|can|must|are|is)\s+(?:to\s+)?(?:be\s+)?(?:taken|given|used)\s+",
    re.IGNORECASE,
)
_TOTAL: Final = re.compile(r"\b(?:total(?!\s+daily)|cumulative)\b", re.IGNORECASE)
_DAILY_MAXIMUM: Final = re.compile(
    r"\b(?:max(?:imum)?\.?\s+(?:\w+\s+)?daily|daily\s+max(?:imum)?|daily\s+dose\b[^,;.()0-9]{0,40}\bexceed)\b",
    re.IGNORECASE,
)


def bounds(text: str, step: Step) -> list[Measure]:
    """The amounts of a step that are upper bounds."""
    held = quantities(text, step.start, step.end)
    return [m for m in held if plain_unit(m) in BOUND_UNITS and is_maximum(text, m)]


def barred(text: str, step: Step) -> bool:
    """Whether a step holds only under a condition."""
    held = bounds(text, step)
    return bool(conditions(text, step.start, step.end, held[0].start if held else step.start))


def maxima(text: str, step: Step) -> tuple[ReadAmount | None, ReadAmount | None]:
    """The largest single dose and the largest amount for a period (its unit is then "mg/d"), where stated."""
    read = [r for r in (_maximum(text, step, measure) for measure in bounds(text, step)) if r]
    single = next((r.amount for r in read if not r.for_period), None)
    return single, next((r.amount for r in read if r.for_period), None)


def unread_maxima(text: str, step: Step) -> list[str]:
    """The upper bounds on another basis than a dose or a period ("6 mg per course"), and a second one on the same."""
    unread: list[str] = []
    kinds: list[bool] = []
    for measure in bounds(text, step):
        read = _maximum(text, step, measure)
        if read is None or read.for_period in kinds:
            unread.append(measure.text)
        else:
            kinds.append(read.for_period)
    return unread


def _belongs(between: str, measure: Measure, frequency: Frequency) -> bool:
    """Whether a frequency is the period of the bound before it ("8 puffs in 24 hours"), not of the dose around it."""
    if is_time_of_day(frequency.text):
        return False
    return frequency.start >= measure.end and _PERIOD_NEXT.fullmatch(between) is not None


@dataclass(frozen=True, slots=True)
class _Maximum:
    amount: ReadAmount
    for_period: bool


def _maximum(text: str, step: Step, measure: Measure) -> _Maximum | None:
    high = measure.high if measure.high is not None else measure.low
    if high is None:
        return None
    unit = plain_unit(measure) + (f"/{measure.per.replace('.', '/')}" if measure.per else "")
    follows = next(
        (f for f in frequencies(text) if f.times == "1" and _belongs(text[measure.end : f.start], measure, f)), None
    )
    before = text[max(step.start, measure.start - 90) : measure.end]
    if _DAILY_MAXIMUM.search(before) or (follows and follows.period == "1"):
        end, period = (follows.end, follows.period_unit) if follows else (measure.end, "d")
        named = None if follows else _DAILY_MAXIMUM.search(text, max(step.start, measure.start - 90), measure.end)
        span = (named.start() if named else measure.start, end)
        return _Maximum(ReadAmount(Amount(None, plain(high), f"{unit}/{period}"), span), for_period=True)
    if follows or _TOTAL.search(before) or _OTHER_BASIS.match(text, measure.end) or _is_rate(text, step, measure):
        return None
    return _Maximum(ReadAmount(Amount(None, plain(high), unit), (measure.start, measure.end)), for_period=False)


def _is_rate(text: str, step: Step, measure: Measure) -> bool:
    """Whether a bound is on the speed of giving ("at a rate not exceeding 50 mg/min") where no rate is the dose."""
    timed = bool(measure.per and measure.per.split(".")[-1] in ("min", "h"))
    return measure.unit == "{dose}" or (
        timed and not any(d.per and d.per.split(".")[-1] in ("min", "h") for d in step.doses)
    )
