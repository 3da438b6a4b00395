"""How often, how long and how much: the fields of one step, each with its place, or not at all."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from curbside.language.frequencies import Frequency, frequencies, same_frequency
from curbside.language.measures import Measure
from curbside.language.numbers import plain
from curbside.language.units import TIME_UNITS
from curbside.regimens.clauses import (
    DOSE_UNITS,
    Condition,
    Step,
    conditions,
    is_maximum,
    quantities,
)
from curbside.regimens.naming import Range, Read
from curbside.regimens.roles import alternative
from curbside.types import Amount


@dataclass(frozen=True, slots=True)
class ReadAmount:
    """An amount and where it stands."""

    value: Amount
    span: Range


_SET_ASIDE_TIME: Final = re.compile(r"\b(?:not|never|rather\s+than|instead\s+of)\s+\Z", re.IGNORECASE)
_OTHER_BASIS: Final = re.compile(
    r"\s+(?:per|each|in\s+total|(?:in|over|during|for)\s+(?:an?y?|the|one|each|[0-9]+)\b)(?!\s+(?:dose|injection)s?\b)",
    re.IGNORECASE,
)
_TOTAL: Final = re.compile(r"\b(?:total|cumulative)\b", re.IGNORECASE)
_DAILY_MAXIMUM: Final = re.compile(r"\b(?:max(?:imum)?\.?\s+(?:\w+\s+)?daily|daily\s+max(?:imum)?)\b", re.IGNORECASE)
_FOR_TIME: Final = re.compile(
    r"(?:\b(?:for|in|over)\s+|[x×]\s?)(?:up\s+to\s+|at\s+least\s+|a\s+(?:further|maximum\s+of|minimum\s+of|total\s+of)\s+|another\s+|about\s+"
    r"|the\s+(?:first|next)\s+)*\Z",
    re.IGNORECASE,
)
_FOR_COUNT: Final = re.compile(r"\bfor\s+(?:a\s+(?:total|maximum)\s+of\s+|up\s+to\s+)?\Z", re.IGNORECASE)
_SINGLE: Final = re.compile(
    r"\b(?:(?:as|in)\s+(?:a|one)\s+single\s+(?:dose|injection)|once\s+only|a\s+single\s+(?:dose|injection)(?=\s+of\b)|stat)\b",
    re.IGNORECASE,
)
_LIFELONG: Final = re.compile(
    r"\b(?:life-?\s?long|for\s+life|indefinitely|for\s+the\s+rest\s+of\s+(?:\w+\s+)?life)\b", re.IGNORECASE
)
_AS_NEEDED: Final = re.compile(
    r"\b(?:as|when|if|where)\s+(?:needed|required|necessary)\b|\bp\.?r\.?n\b\.?", re.IGNORECASE
)
_ON_DAY: Final = re.compile(
    r"\b(?P<times>once|twice|thrice|(?:three|four|five|[2-6])\s+times)(?=\s+on\s+day\s+[0-9]+\b)", re.IGNORECASE
)
_ROLES: Final = (
    ("maintenance", re.compile(r"(?<!after )(?<!before )\bmaintenance\b", re.IGNORECASE)),
    ("loading", re.compile(r"\bloading\b", re.IGNORECASE)),
    (
        "start",
        re.compile(
            r"\b(?:initial(?:ly)?|starting)(?:\s+dose)?(?=\s+(?:is\b|of\b|[0-9])|[,:])|\bstarting\s+dose\b", re.I
        ),
    ),
    ("usual", re.compile(r"\busual\s+(?:\w+\s+){0,3}dose\b", re.IGNORECASE)),
)
_OR: Final = re.compile(r"[,;\s]*\bor\b", re.IGNORECASE)
_TIME_OF_DAY: Final = re.compile(
    r"\b(?:(?:in\s+the|every|each)\s+(?:morning|evening)(?:\s+and\s+(?:(?:in\s+the\s+)?evening|(?:at\s+)?night))?"
    r"|at\s+(?:night|bedtime)|before\s+bed(?:time)?)\b",
    re.IGNORECASE,
)


def is_time_of_day(words: str) -> bool:
    """Whether a condition says no more than the time of the day ("in the evening")."""
    return _TIME_OF_DAY.fullmatch(words) is not None


def time_of_day(text: str, step: Step) -> Read | None:
    """When in the day a step is given, where it says so once."""
    found = list(_TIME_OF_DAY.finditer(text, step.doses[0].start if step.doses else step.start, step.end))
    return Read(re.sub(r"\s+", " ", found[0][0]), found[0].span()) if len(found) == 1 else None


def step_frequencies(text: str, step: Step, bars: Sequence[Condition], used: Sequence[Range]) -> list[Frequency]:
    """The frequencies of a step that belong neither to a condition nor to a maximum."""
    return [
        f
        for f in frequencies(text)
        if step.start <= f.start < step.end
        and not any(c.start <= f.start < c.end for c in bars)
        and not any(s <= f.start < e for s, e in (*used, *((d.start, d.end) for d in step.doses)))
        and not _SET_ASIDE_TIME.search(text[step.start : f.start])
    ]


def timing(text: str, found: Sequence[Frequency], stepwise: bool) -> list[Frequency] | None:
    """The frequency that holds, two where they are alternatives; None where several contradict each other.

    stepwise: the amount is a step of titration, whose interval is what stands after "every".
    """
    timed = [f for f in found if f.period]
    if stepwise:
        every = [f for f in timed if f.text.lower().startswith("every")]
        return every[:1] or timed[:1]
    if len(timed) < 2 or all(same_frequency(timed[0], f) for f in timed[1:]):
        return timed[:1]
    once_a_day = [f for f in timed if (f.times, f.period, f.period_unit) == ("1", "1", "d")]
    others = [f for f in timed if f not in once_a_day and f.times != "1"]
    if len(timed) == 2 and re.fullmatch(r"\s+or\s+", text[timed[0].end : timed[1].start]):
        return timed
    if (
        len(others) == 1
        and len(timed) == len(once_a_day) + 1
        and others[0].period_unit == "wk"
        and others[0].period == "1"
    ):
        return others
    return None


def on_day(text: str, step: Step) -> Read | None:
    """How many times on a numbered day ("twice on day 2")."""
    match = _ON_DAY.search(text, step.start, step.end)
    if match is None:
        return None
    words = {"once": "1", "twice": "2", "thrice": "3", "three": "3", "four": "4", "five": "5"}
    first = match["times"].split()[0].lower()
    return Read(words.get(first, first), match.span("times"))


def amount_of(measure: Measure) -> Amount:
    """A quantity as an amount of a phase; "or more" leaves the high end open, "up to" the low one."""
    low = None if measure.low is None else plain(measure.low)
    high = None if measure.high is None or measure.comparator == ">=" else plain(measure.high)
    return Amount(low, high, measure.unit)


def duration(text: str, step: Step, bars: Sequence[Condition]) -> ReadAmount | None:
    """For how long ("for one or two weeks", "for another 2 to 3 weeks", "a 5-day course")."""
    for measure in quantities(text, step.start, step.end):
        if measure.unit not in TIME_UNITS or any(c.start <= measure.start < c.end for c in bars):
            continue
        before = text[max(step.start, measure.start - 40) : measure.start]
        opener = _FOR_TIME.search(before)
        course = re.compile(r"\s+course\b").match(text, measure.end)
        if (opener and opener[0].lower().startswith(("for", "x", "×"))) or course:
            start = measure.start - len(before) + opener.start() if opener else measure.start
            return ReadAmount(amount_of(measure), (start, course.end() if course else measure.end))
    return None


def count(text: str, step: Step) -> Read | None:
    """How many doses in all ("for seven doses", "as a single dose")."""
    single = _SINGLE.search(text, step.start, step.end)
    if single and step.doses:
        return Read("1", single.span())
    for measure in quantities(text, step.start, step.end):
        opener = _FOR_COUNT.search(text[step.start : measure.start])
        if measure.unit in ("{dose}", "{injection}") and opener and measure.low is not None:
            value = plain(measure.low) if measure.low == measure.high else None
            return Read(value, (step.start + opener.start(), measure.end)) if value else None
    return None


def lifelong(text: str, step: Step) -> Range | None:
    """Where a step says that it has no end."""
    match = _LIFELONG.search(text, step.start, step.end)
    return match.span() if match else None


def as_needed(text: str, step: Step) -> Range | None:
    """Where a step says "as needed"."""
    match = _AS_NEEDED.search(text, step.start, step.end)
    return match.span() if match else None


def role(text: str, step: Step) -> Read | None:
    """The part that a step plays, where the text says it."""
    if step.opener in ("start", "increase", "increase by", "reduced", "repeat"):
        role = alternative(step.opener) if _OR.match(text, step.start, step.end) else step.opener
        return Read(role, (step.start, _opener_end(text, step)))
    for name, pattern in _ROLES:
        match = pattern.search(text, step.start, step.end)
        if match and "after" not in text[max(step.start, match.start() - 7) : match.start()].lower():
            return Read(name, match.span())
    if step.doses and step.opener in ("then", "or"):
        return Read(step.opener, (step.start, step.doses[0].start))
    opening = _OR.match(text, step.start, step.end) if not step.opener else None
    if opening:
        return Read("or", opening.span())
    return Read("then", (step.start, step.end)) if step.opener == "then" else None


def _opener_end(text: str, step: Step) -> int:
    stop = step.doses[0].start if step.doses else step.end
    word = re.compile(
        r"[,\s]*\b(?:\w+\s+)*?(?:start|increas|rais|titrat|reduc|lower|decreas|repeat|and\s+to)\w*"
    ).match(text, step.start)
    return word.end() if word else stop


def bounds(text: str, step: Step) -> list[Measure]:
    """The amounts of a step that are upper bounds."""
    held = quantities(text, step.start, step.end)
    return [m for m in held if m.unit.removesuffix("/{dose}") in DOSE_UNITS and is_maximum(text, m)]


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
    """The upper bounds whose basis is another than a dose or a period ("6 mg per course")."""
    return [m.text for m in bounds(text, step) if _maximum(text, step, m) is None]


@dataclass(frozen=True, slots=True)
class _Maximum:
    amount: ReadAmount
    for_period: bool


def _maximum(text: str, step: Step, measure: Measure) -> _Maximum | None:
    high = measure.high if measure.high is not None else measure.low
    if high is None:
        return None
    unit = measure.unit.removesuffix("/{dose}") + (f"/{measure.per.replace('.', '/')}" if measure.per else "")
    follows = next((f for f in frequencies(text) if 0 <= f.start - measure.end <= 2 and f.times == "1"), None)
    before = text[max(step.start, measure.start - 90) : measure.end]
    if _DAILY_MAXIMUM.search(before) or (follows and follows.period == "1"):
        end, period = (follows.end, follows.period_unit) if follows else (measure.end, "d")
        return _Maximum(
            ReadAmount(Amount(None, plain(high), f"{unit}/{period}"), (measure.start, end)), for_period=True
        )
    if follows or _TOTAL.search(before) or _OTHER_BASIS.match(text, measure.end):
        return None
    return _Maximum(ReadAmount(Amount(None, plain(high), unit), (measure.start, measure.end)), for_period=False)
