"""Quantities in text with the name of what they measure: "creatinine clearance is 15 to 29 mL/min", "Cr 1.25", "58 kg".

A quantity takes the name that stands directly before it, or after it with its unit; a second value in brackets in
another unit is of the same measure. Ages, weights and blood pressures are known by their units where no name stands.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from curbside.language.measures import Measure, measures
from curbside.language.patient_measures import AGE, DIASTOLIC, HEIGHT, SYSTOLIC, WEIGHT, Measured, Named, named, table

AGES: Final = ("a", "mo", "wk", "d")
_WEIGHTS: Final = ("kg", "[lb_av]", "[stone_av]")
_LINK: Final = re.compile(
    r"(?:['\u2019]s)?(?:\s*\([^()]*\))?[\s,:=~\u2248]*(?:(?:score|levels?|values?|count|concentrations?|results?|reading|rate|is|was|are"
    r"|were|be|being|been|has|of|at|or|equal|now|today|currently|measured|(?:comes?|came|coming|turned|turns)\s+(?:back|out)|about|approximately|around|roughly|an?|the|that|which|who"
    r"|falls?|drops?|rises?|reach(?:es|ed|ing)?|lies|lie|lying|ranges?|ranging|anywhere|somewhere|remains?|goes|between|from|only|stable|to|in|steady|estimated|calculated|(?:by|using)(?=\s+(?:the\s+)?"
    r"(?:cockcroft|ckd))|cockcroft[-\s]?gault|formula|equation|ckd-epi|therefore|persistently|consistently|repeatedly|currently|still|old)\b[\s,:=~\u2248]*){0,6}\Z",
    re.IGNORECASE,
)
_AFTER: Final = re.compile(r"\)?\s*(?:(?:of|in)\s+)?(?:serum\s+)?\Z", re.IGNORECASE)
_ALSO: Final = re.compile(
    r"\s*(?:[(\[/=;,]|or|i\.e\.,?|equivalent to|about|approximately|\(about)\s*(?:about\s+|approximately\s+|=\s*)?\Z",
    re.I,
)
_PEOPLE: Final = (
    r"people|persons?|individuals?|adults?|patients?|children|child|those|anyone|women|woman|men|man|infants?|babies|baby|boys?|girls?"
    r"|neonates?|adolescents?|users?|subjects?|females?|males?|recipients?"
)
_OF_AGE_BEFORE: Final = re.compile(
    rf"\b(?:age[ds]?|ages)\b[^,;.()]{{0,25}}\Z|\b(?:{_PEOPLE})\s+(?:who\s+are\s+|that\s+are\s+)?\Z|\b(?:older|younger)\s+than\s+\Z",
    re.IGNORECASE,
)
_OF_AGE: Final = re.compile(r"\b(?:old|older|younger|of\s+age)\b", re.IGNORECASE)
_OF_AGE_AFTER: Final = re.compile(r"[\s-]*(?:of\s+age|old|and\s+older|or\s+older)\b", re.IGNORECASE)
_NO_AGE: Final = re.compile(r"\A(?:within|up\s+to|maximum|at\s+least\s+every)\b", re.IGNORECASE)
_HEAVY: Final = re.compile(
    rf"\b(?:{_PEOPLE})\s+(?:who\s+(?:are|weigh)\s+|of\s+)?\Z|\bweigh\w*\b[^,;.]{{0,20}}\Z", re.IGNORECASE
)
_PRESSURE: Final = re.compile(r"\b(?:BP|blood\s+pressure)\b[^;.]{0,25}\Z", re.IGNORECASE)
_PAIRED: Final = re.compile(r"\s*/\s*(?P<low>\d{2,3})(?P<unit>\s*mm\s?\[?Hg)?\b(?!\s*/)", re.IGNORECASE)
_SIGNS: Final = ("<", ">", "\u2264", "\u2265")
_WISHED: Final = re.compile(r"\b(?:target\w*|goals?|aim\w*|thresholds?|cut-?offs?|normal)\b[^,;.]{0,25}\Z", re.I)
_CHANGE: Final = re.compile(
    r"\b(?:increase|decrease|rise|fall|drop|reduction|decline|change|improvement)s?\s+(?:in|of)\s+(?:the\s+|his\s+|her\s+|their\s+)?\Z",
    re.I,
)
_OF_CHANGE: Final = re.compile(r"\b(?:loss|gain|increase|decrease|change|rise|fall|drop|by)\b", re.IGNORECASE)
_LOST: Final = re.compile(r"\b(?:los[st]|lose|losing|loss|gain(?:ed|ing)?|increase|decrease)\b[^,;.]{0,15}\Z", re.I)
_TIMES: Final = re.compile(r"\s*(?:x|\u00d7|times|-?\s?fold)\b", re.IGNORECASE)
_INCLUSIVE: Final = re.compile(r"\b(?:at|equals?(?:\s+to)?|reach(?:es|ed|ing)?)\s+or\s+\Z", re.IGNORECASE)
_REACHES: Final = re.compile(
    r"\breach(?:es|ed|ing)?\s+(?:(?:a|the)\s+)?(?:(?:level|value|age|weight)\s+of\s+)?\Z", re.IGNORECASE
)
_COMES_DOWN: Final = re.compile(
    r"\b(?:f[ae]ll\w*|drop\w*|declin\w*|decreas\w*|low(?:er)?|reduc\w*\s+to)\b[^,;.]{0,40}\Z", re.IGNORECASE
)
_WIDER: Final = {"<": "<=", ">": ">="}


@dataclass(frozen=True, slots=True)
class Bound:
    """A quantity and what it measures. start, end: with its name, as far as that stands beside it."""

    measured: Measured
    measure: Measure
    start: int
    end: int


@lru_cache(maxsize=8192)
def bound_measures(text: str, of_a_patient: bool = False) -> tuple[Bound, ...]:
    """The quantities of `text` that measure something of a patient, in order.

    of_a_patient: read the text as a description of one patient, where "58 kg" and "170 cm" need no name.
    """
    names, found = named(text), measures(text)
    bound: list[Bound] = []
    for i, measure in enumerate(found):
        one = _bound(text, _joined_unit(measure), names, found[:i], bound, of_a_patient)
        if one is not None:
            measure = one.measure if of_a_patient else _reached(text, one.measure)
            bound.append(replace(one, measure=_inclusive(text, measure)))
    return tuple(bound)


def _joined_unit(measure: Measure) -> Measure:
    """A body mass index is given in kg/m2, which as a dose would be kg for each m2."""
    return replace(measure, unit="kg/m2", per=None) if (measure.unit, measure.per) == ("kg", "m2") else measure


def _reached(text: str, measure: Measure) -> Measure:
    """ "Reaches 500 ms" is 500 ms or more; where a value comes down to a number, it is left as it is."""
    plain = measure.comparator is None and measure.low == measure.high
    if not plain or not (said := _REACHES.search(text[: measure.start])) or _COMES_DOWN.search(text[: said.start()]):
        return measure
    return replace(measure, comparator=">=", high=None)


def _inclusive(text: str, measure: Measure) -> Measure:
    """ "At or below 30", "equal to or greater than 30": the bound itself is within."""
    if measure.comparator in _WIDER and _INCLUSIVE.search(text[: measure.start]):
        return replace(measure, comparator=_WIDER[measure.comparator])
    return measure


def _bound(
    text: str,
    measure: Measure,
    names: Sequence[Named],
    before: Sequence[Measure],
    bound: Sequence[Bound],
    of_a_patient: bool,
) -> Bound | None:
    if measure.per is not None or (measure.unit == "1" and _TIMES.match(text, measure.end)):
        return None
    reached = before[-1].end if before else 0
    left = next((n for n in reversed(names) if n.end <= measure.start), None)
    if left and _CHANGE.search(text[: left.start]):
        return None
    if (
        left
        and left.end >= reached
        and _fits(left.measured, measure, of_a_patient)
        and _LINK.match(text, left.end, measure.start)
    ):
        return _of(left.measured, measure, left.start, measure.end)
    also = _also(text, measure, before, bound)
    if also:
        return _of(also, measure, measure.start, measure.end)
    right = next((n for n in names if n.start >= measure.end), None)
    if (
        right
        and measure.unit != "1"
        and _fits(right.measured, measure, of_a_patient)
        and _AFTER.match(text, measure.end, right.start)
    ):
        return _of(right.measured, measure, measure.start, right.end)
    return _by_unit(text, measure, before, bound, of_a_patient) or _further(text, measure, left, reached)


def _of(measured: Measured, measure: Measure, start: int, end: int) -> Bound:
    value = measure.low if measure.low is not None else measure.high
    unit = measure.unit if measure.unit != "1" else measured.bare_unit(value) or ""
    return Bound(measured, replace(measure, unit=unit), start, max(end, measure.end))


def _fits(measured: Measured, measure: Measure, of_a_patient: bool) -> bool:
    if measure.unit == "1":
        return measured.bare is not None or of_a_patient
    return measure.unit in AGES if measured.name == AGE else measured.takes(measure.unit)


def _also(text: str, measure: Measure, before: Sequence[Measure], bound: Sequence[Bound]) -> Measured | None:
    """The measure of the value just before, given here once more in another unit."""
    if not bound or not before or bound[-1].measure.start != before[-1].start or measure.unit == "1":
        return None
    last = bound[-1]
    same = last.measured.takes(measure.unit) and measure.unit != last.measure.unit
    return last.measured if same and _ALSO.match(text, last.measure.end, measure.start) else None


def _by_unit(
    text: str, measure: Measure, before: Sequence[Measure], bound: Sequence[Bound], of_a_patient: bool
) -> Bound | None:
    rows, ahead = table(), text[: measure.start]
    directed = measure.comparator is not None or measure.low != measure.high
    if measure.unit in AGES and directed and not _NO_AGE.match(measure.text):
        plain = _OF_AGE.search(measure.text) or _OF_AGE_AFTER.match(text, measure.end)
        if plain or _OF_AGE_BEFORE.search(ahead):
            return Bound(rows[AGE], measure, measure.start, measure.end)
    kept = measure.unit in _WEIGHTS and not _LOST.search(ahead)
    if kept and (of_a_patient or (directed and _HEAVY.search(ahead))):
        return Bound(rows[WEIGHT], measure, measure.start, measure.end)
    if measure.unit == "cm" and of_a_patient and measure.low is not None and measure.low >= 50:
        return Bound(rows[HEIGHT], measure, measure.start, measure.end)
    return None if of_a_patient and _WISHED.search(ahead) else _pressure(text, measure, before, bound, of_a_patient)


def _pressure(
    text: str, measure: Measure, before: Sequence[Measure], bound: Sequence[Bound], of_a_patient: bool
) -> Bound | None:
    """The first and the second number of "BP 85/50", and of "85/50 mmHg" that a patient has."""
    rows = table()
    after_slash = bool(before) and text[before[-1].end : measure.start].strip() == "/"
    if after_slash and bound and bound[-1].measured.name == SYSTOLIC and bound[-1].measure.start == before[-1].start:
        return Bound(rows[DIASTOLIC], replace(measure, unit="mm[Hg]"), measure.start, measure.end)
    paired = _PAIRED.match(text, measure.end)
    named_ = paired and ((of_a_patient and paired["unit"]) or _PRESSURE.search(text[: measure.start]))
    value = measure.high if measure.low is None else measure.low
    falls = paired and value is not None and int(paired["low"]) < value
    if named_ and falls and measure.unit in ("1", "mm[Hg]") and not text[: measure.start].endswith(_SIGNS):
        return Bound(rows[SYSTOLIC], replace(measure, unit="mm[Hg]"), measure.start, measure.end)
    return None


def _further(text: str, measure: Measure, left: Named | None, reached: int) -> Bound | None:
    """A name further off in the same run of words, for a bound with a unit that it is given in."""
    if left is None or left.end < reached or measure.unit == "1" or measure.comparator is None:
        return None
    between = text[left.end : measure.start]
    if (
        re.search(r"[,;.:]", between)
        or _OF_CHANGE.search(between)
        or len(between.split()) > 6
        or not _fits(left.measured, measure, False)
    ):
        return None
    return _of(left.measured, measure, left.start, measure.end)
