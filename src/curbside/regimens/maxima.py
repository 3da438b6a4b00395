"""The upper bounds of a step: the most at one time, and the most in a period."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from curbside.language import lexicon
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
    r"\s+(?:of\s+(?!the\b)[\w-]+\s+)?(?:per|each|in\s+total|(?:in|over|during|for|within)\s+(?:an?y?|the|one|each|[0-9]+(?=\b|-))\b)(?!\s+(?:(?:single\s+)?(?:dose|injection)s?|morning|evening)\b)",
    re.IGNORECASE,
)
_PERIOD_NEXT: Final = re.compile(
    r"\s{0,2}|\s+(?:of\s+)?(?!once\b|twice\b|thrice\b|per\b|every\b|three\b|four\b)[a-z][a-z-]{3,}\s+|\s+(?:should|may|can|must|are|is)\s+(?:to\s+)?(?:be\s+)?(?:taken|given|used)\s+",
    re.IGNORECASE,
)
_BOUND_PERIOD: Final = r"(?:\s?/\s?[0-9]{0,2}\s?[a-z]+|\s+(?:daily|(?:a|per|each)\s+day|in\s+24\s+hours))?"
_WHOM: Final = re.compile(rf"{_BOUND_PERIOD}\s+(?:in|for)\s+[^,;.()]+", re.IGNORECASE)
_LIMITED: Final = re.compile(
    rf"{_BOUND_PERIOD}\s+(?:if|when|with|alongside|together\s+with|on)\s+"
    r"(?!food\b|meals?\b|breakfast|water\b|the\s+(?:first|same)|days?\b|each\b|any\b|one\b|needed\b|required\b|necessary\b)"
    r"[^,;.()]+",
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
    held = bounds(text, step)
    read = [r for m in held if not _is_limited(text, step, m) and (r := _maximum(text, step, m))]
    every = [r for r in (_maximum(text, step, m) for m in held) if r]
    single, period = ([r.amount for r in every if r.for_period is kind] for kind in (False, True))
    return (
        next((r.amount for r in read if not r.for_period and len(single) == 1), None),
        next((r.amount for r in read if r.for_period and len(period) == 1), None),
    )


def places(text: str, step: Step) -> list[tuple[int, int]]:
    """Where the upper bounds of a step stand, read or not, each with the period that belongs to it."""
    found = []
    for measure in bounds(text, step):
        ends = [f.end for f in frequencies(text) if _belongs(text[measure.end : f.start], measure, f)]
        found.append((measure.start, max([measure.end, *ends[:1]])))
    return found


def unread_maxima(text: str, step: Step) -> list[str]:
    """The upper bounds on another basis than a dose or a period ("6 mg per course"), those for some people alone, and
    several on the same basis, of which none is known to be the one that holds."""
    taken = [r.span for r in maxima(text, step) if r]
    unread = []
    for measure, (start, end) in zip(bounds(text, step), places(text, step), strict=True):
        if not any(begin < end and start < stop for begin, stop in taken):
            limit = _LIMITED.match(text, end, step.end)
            unread.append(text[measure.start : limit.end() if limit else end])
    return unread


def _is_limited(text: str, step: Step, measure: Measure) -> bool:
    """Whether a bound holds for some alone ("10 mg daily, maximum 20 mg with zorbitan"), which no field can say."""
    limit = _LIMITED.match(text, measure.end, step.end)
    if limit is None:
        whom = _WHOM.match(text, measure.end, step.end)
        return bool(whom and step.doses and step.doses[0].start < measure.start and lexicon.find(whom[0], "population"))
    bars = conditions(text, step.start, step.end, measure.start)
    return bool(step.doses) or not any(b.start < limit.end() and limit.start() < b.end for b in bars)


def limits(text: str, step: Step) -> list[tuple[int, int]]:
    """The words that limit a bound and not the dose before it."""
    found = [_LIMITED.match(text, m.end, step.end) for m in bounds(text, step) if _is_limited(text, step, m)]
    return [m.span() for m in found if m]


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
