"""Whether a value in the question meets a threshold in a sentence: a hint for the order, no verdict on a patient."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from curbside.language.bound_measures import bound_measures
from curbside.language.measures import Measure, canonical, measures
from curbside.regimens.criteria.counting import cue
from curbside.types import PatientValue

_COURSE_BEFORE = re.compile(
    r"\b(?:every|each|for|within|after|during|lasts?|lasting|throughout|once in"
    r"|(?:over|in) the (?:next|last|first|past))"
    r"\s+(?:the\s+)?(?:(?:about|approximately|around|another|a further|up to|at least|more than|next|first|last)\s+)?$",
    re.IGNORECASE,
)
_COURSE_AFTER = re.compile(
    r"\s+(?:of (?:treatment|therapy)|later|afterwards?|apart|before|after|intervals?|course|for (?:as|the))\b",
    re.IGNORECASE,
)
_AGE_UNITS = frozenset({"a", "mo", "wk", "d"})


def fit(asked: tuple[PatientValue, ...], text: str) -> int:
    """1 where a range or threshold of `text` holds for a value of the same unit, -1 where all such fail, else 0."""
    if not asked:
        return 0
    bounded = (m for m in measures(text) if _is_bound(m) and not _is_course(text, m))
    bounds = [canonical(m) for m in (*bounded, *_unitless_ranges(text))]
    results = [_holds(canonical(_as_measure(v)), bound) for v in asked for bound in bounds]
    known = [r for r in results if r is not None]
    if not known:
        return 0
    if any(known):
        return 1
    # Of a list of which so many must hold, one that does not rules nothing out.
    return 0 if cue(text) else -1


def has_ages(text: str) -> bool:
    """Whether a text is for a band of ages."""
    return any(_is_bound(m) and m.unit in _AGE_UNITS and not _is_course(text, m) for m in measures(text))


def has_bounds(text: str) -> bool:
    """Whether a text holds only for some values (an age, a clearance, ...)."""
    return any(_is_bound(m) for m in measures(text))


def _is_bound(measure: Measure) -> bool:
    ranged = measure.low is not None and measure.high is not None and measure.low != measure.high
    return (ranged or measure.comparator is not None) and ("/" in measure.unit or measure.unit in _AGE_UNITS)


def _is_course(text: str, measure: Measure) -> bool:
    """Whether a time is how often or how long ("every two to three months", "for at least 4 years"), and no age."""
    if measure.unit not in _AGE_UNITS:
        return False
    return bool(_COURSE_BEFORE.search(text[: measure.start]) or _COURSE_AFTER.match(text, measure.end))


def _unitless_ranges(text: str) -> Iterator[Measure]:
    """Ranges of a clearance without its unit ("at eGFR 30 to 44"), in the one that it is always given in."""
    for bound in bound_measures(text):
        measure = bound.measure
        if bound.measured.bare and measure.comparator is None and _is_bound(measure):
            yield measure


def _as_measure(value: PatientValue) -> Measure:
    number = Decimal(value.value)
    return Measure(0, 0, number, number, value.unit, None, None, value.value)


def _holds(value: Measure, bound: Measure) -> bool | None:
    if value.unit != bound.unit or value.low is None:
        return None
    at = value.low
    edge = bound.low if bound.low is not None else bound.high
    if bound.comparator is None:
        return (bound.low is None or bound.low <= at) and (bound.high is None or at <= bound.high)
    if edge is None:
        return None
    return {"<": at < edge, "<=": at <= edge, ">": at > edge, ">=": at >= edge}[bound.comparator]
