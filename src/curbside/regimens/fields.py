"""How often, how long and how much: the fields of one step, each with its place, or not at all."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from curbside.language.frequencies import Frequency, frequencies, same_frequency
from curbside.language.measures import Measure
from curbside.language.numbers import plain
from curbside.regimens.amounts import plain_unit, quantities
from curbside.regimens.asides import Condition
from curbside.regimens.clauses import Step
from curbside.regimens.naming import Range, Read
from curbside.regimens.roles import NAMED, alternative
from curbside.types import Amount


@dataclass(frozen=True, slots=True)
class ReadAmount:
    """An amount and where it stands."""

    value: Amount
    span: Range


_MOST_OR_ALL: Final = re.compile(
    r"\b(?:max(?:imum)?|total|highest)(?:\s+[a-z]+)?\s+daily\Z|\bdaily\s+maximum\Z", re.IGNORECASE
)
_BESIDE_AMOUNT: Final = re.compile(r"[0-9]\s?(?:mg|g|micrograms?|mcg|units?|ml)(?:/kg)?\s*\Z", re.IGNORECASE)
_SET_ASIDE_TIME: Final = re.compile(r"\b(?:not|never|rather\s+than|instead\s+of)\s+\Z", re.IGNORECASE)
_NO_OFTENER: Final = re.compile(
    r"\b(?:(?:no|not)\s+more\s+(?:often|frequently)\s+than|no\s+sooner\s+than|up\s+to|at\s+most)\s+(?=every\b)",
    re.IGNORECASE,
)
_AT_MOST: Final = re.compile(
    r"\b(?:up\s+to|at\s+most|(?:not|no)\s+more\s+than|max(?:imum|\.)?(?:\s+of)?)\s+\Z", re.IGNORECASE
)
_ON_DAY: Final = re.compile(
    r"\b(?P<times>once|twice|thrice|(?:three|four|five|[2-6])\s+times)\s+on\s+day\s+[0-9]+\b", re.IGNORECASE
)
_ROLES: Final = (
    ("maintenance", re.compile(r"(?<!after )(?<!before )\bmaintenance\b", re.IGNORECASE)),
    ("loading", re.compile(r"\bloading\b", re.IGNORECASE)),
    (
        "start",
        re.compile(
            r"\b(?:initial(?:ly)?|starting)(?:\s+dose)?(?!\s+[0-9]+\s+(?:min|hour|day|week|month))(?=\s+(?:is\b|of\b|[0-9])|[,:])|\b(?:initial|starting)\s+dose\b|\binitially\b"
            r"|(?:\A|(?<=[.,;:]\s))(?:start|initiate|begin|commence)\b(?=[^.;]*?[0-9])",
            re.I,
        ),
    ),
    ("usual", re.compile(r"\busual\s+(?:\w+\s+){0,3}dose\b", re.IGNORECASE)),
)
_OTHER_DOSE: Final = re.compile(
    r"\b(?:after|following|before|without|since|until)\s+(?:(?:an?|the|any|this)\s+)?(?:[a-z]+\s+)?\Z", re.IGNORECASE
)
_OF_AMOUNT: Final = re.compile(r"(?:\s+dose)?\s+of\s+[0-9]", re.IGNORECASE)
_LATER: Final = re.compile(r"\b(?:thereafter|afterwards|subsequently)\b", re.IGNORECASE)
_OR: Final = re.compile(r"[,;\s]*\bor\b", re.IGNORECASE)
_TIME_OF_DAY: Final = re.compile(
    r"\b(?:(?:in\s+the|every|each)\s+(?:morning|evening|afternoon)s?(?:\s+and\s+(?:(?:in\s+the\s+|every\s+|each\s+)?evening|(?:at\s+)?(?:night|bedtime)))?"
    r"|at\s+(?:night|bedtime|noon)|before\s+bed(?:time)?)\b",
    re.IGNORECASE,
)
_TAKEN_OFF: Final = re.compile(r"\b(?:remov|check|measur|monitor)\w*\s+(?:it\s+)?\Z", re.IGNORECASE)
_FOOD: Final = re.compile(
    r"\b(?:(?:immediately|just|shortly)\s+)?(?:with\s+or\s+without|with|before|after|during|between|without)\s+(?:or\s+(?:just\s+)?after\s+)?(?:(?:an?|the|each|every|main)\s+)*"
    r"(?:(?:evening|morning|midday|main|light|largest|first)\s+)?(?:meals?(?:\s+of\s+the\s+day)?|food|breakfast|lunch|dinner|supper)\b(?:\s+and\s+at\s+(?:bedtime|night)\b)?"
    r"|\bon\s+an\s+empty\s+stomach\b",
    re.IGNORECASE,
)


def is_time_of_day(words: str) -> bool:
    """Whether a condition says no more than the time of the day ("in the evening")."""
    return _TIME_OF_DAY.fullmatch(words) is not None


def time_of_day(text: str, step: Step) -> Read | None:
    """When in the day a step is given, where it says so once."""
    start = step.doses[0].start if step.doses else step.start
    found = [m for m in _TIME_OF_DAY.finditer(text, start, step.end) if not _TAKEN_OFF.search(text, start, m.start())]
    return as_written(found[0]) if len(found) == 1 else None


def with_food(text: str, step: Step) -> Read | None:
    """How a step is given beside meals, where it says so once."""
    found = list(_FOOD.finditer(text, step.start, step.end))
    if len(found) > 1 and all(re.fullmatch(r"\s+(?:and|or)\s+", text[a.end() : b.start()]) for a, b in pairwise(found)):
        span = (found[0].start(), found[-1].end())
        return Read(re.sub(r"\s+", " ", text[slice(*span)]), span)
    return as_written(found[0]) if len(found) == 1 else None


def as_written(match: re.Match[str]) -> Read:
    """What a pattern found, with single spaces."""
    return Read(re.sub(r"\s+", " ", match[0]), match.span())


def step_frequencies(text: str, step: Step, bars: Sequence[Condition], used: Sequence[Range]) -> list[Frequency]:
    """The frequencies of a step that belong neither to a condition nor to a maximum or a rate."""
    held = [(m.start, m.end) for m in quantities(text, step.start, step.end) if m in step.doses or m.per]
    return [
        f
        for f in frequencies(text)
        if step.start <= f.start < step.end
        and not any(c.start <= f.start < c.end for c in bars)
        and not any(s <= f.start < e for s, e in (*used, *held))
        and not _MOST_OR_ALL.search(text[step.start : f.end])
        and not _SET_ASIDE_TIME.search(text[step.start : f.start])
        and not _at_most(text, f)
        and not _of_doses(text, step, f)
    ]


def _of_doses(text: str, step: Step, frequency: Frequency) -> bool:
    """Whether "in 24 hours" is the period of a number of doses ("no more than 3 doses ... in any 24 hours")."""
    held = quantities(text, step.start, frequency.start)
    counted = any(m.unit == "{dose}" and m.comparator in ("<=", "<") for m in held)
    return counted and frequency.text.lower().startswith("in ")


def most_often(text: str, step: Step) -> list[str]:
    """How often at most a step may be given ("up to 4 times a day"), which is no frequency and stays unread."""
    found = (
        (_AT_MOST.search(text, step.start, f.start) or _NO_OFTENER.search(text, step.start, f.end), f)
        for f in frequencies(text)
        if step.start <= f.start < step.end
    )
    return [text[most.start() : f.end] for most, f in found if most and _at_most(text, f)]


def _at_most(text: str, frequency: Frequency) -> bool:
    """Whether a number of times is only the most ("up to 4 times a day"), not how often something is given."""
    bound = _NO_OFTENER.search(text, max(0, frequency.start - 30), frequency.end)
    if bound and bound.end() >= frequency.start:
        return True
    return frequency.times not in (None, "1") and _AT_MOST.search(text[: frequency.start]) is not None


def timing(text: str, found: Sequence[Frequency], stepwise: bool) -> list[Frequency] | None:
    """The frequency that holds, two where they are alternatives; None where several contradict each other.

    stepwise: the amount is a step of titration, whose interval is what stands after "every".
    """
    timed = [f for f in found if f.period]
    timed = [f for f in timed if not is_time_of_day(f.text)] or timed
    if stepwise:
        every = [f for f in timed if f.text.lower().startswith("every")]
        apart = [f for f in timed if not _BESIDE_AMOUNT.search(text[: f.start])]
        return every[:1] or apart[:1] or timed[:1]
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
    return Read(words.get(first, first), match.span())


def amount_of(measure: Measure) -> Amount:
    """A quantity as an amount of a phase; "or more" leaves the high end open, "up to" the low one."""
    low = None if measure.low is None else plain(measure.low)
    high = None if measure.high is None or measure.comparator == ">=" else plain(measure.high)
    return Amount(low, high, plain_unit(measure))


def role(text: str, step: Step) -> Read | None:
    """The part that a step plays, where the text says it."""
    if step.opener in NAMED:
        role = alternative(step.opener) if _OR.match(text, step.opened, step.end) else step.opener
        return Read(role, (step.opened, _opener_end(text, step)))
    for name, pattern in _ROLES:
        match = pattern.search(text, step.start, step.end)
        if match and (_OF_AMOUNT.match(text, match.end()) or not _OTHER_DOSE.search(text, step.start, match.start())):
            return Read(name, match.span())
    if step.doses and step.opener in ("then", "or"):
        return Read(step.opener, (step.start, step.doses[0].start))
    opening = _OR.match(text, step.start, step.end) if not step.opener else None
    if opening:
        return Read("or", opening.span())
    later = _LATER.search(text, step.start, step.end) if step.opener == "and" else None
    if later:
        return Read("then", later.span())
    return Read("then", (step.start, step.end)) if step.opener == "then" else None


def _opener_end(text: str, step: Step) -> int:
    stop = step.doses[0].start if step.doses else step.end
    word = re.compile(
        r"[,\s]*\b(?:\w+\s+)*?(?:start|initiat|begin|increas|rais|titrat|escalat|reduc|lower|decreas|taper|repeat|and\s+to|to\s+a)\w*",
        re.IGNORECASE,
    ).match(text, step.opened)
    return word.end() if word else stop
