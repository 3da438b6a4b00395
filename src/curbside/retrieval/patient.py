"""Values of a patient in a question: ages, clearances and other measurements; doses and durations are none."""

from __future__ import annotations

import re
from collections.abc import Iterator

from curbside.language import lexicon
from curbside.language.bound_measures import bound_measures
from curbside.language.measures import measures
from curbside.language.patient_measures import AGE
from curbside.types import PatientValue

_UNITS = r"years?|yrs?|y|months?|mths?|mo|weeks?|wks?|days?"
_PERSON = r"child|boy|girl|infant|baby|toddler|son|daughter|man|woman|lady|patient|adult|neonate|teenager"
_AGE = re.compile(
    rf"\b(?P<a>\d{{1,3}})[\s-]*(?P<ua>{_UNITS})[\s-]*(?:old|/?o)\b"
    rf"|\b(?:aged?|(?:{_PERSON})\s+(?:of|aged))\s+(?P<b>\d{{1,3}})(?:\s*(?P<ub>{_UNITS}))?\b(?!\.\d|\s*(?:stone|st\b|kg|lb|cm|ft\b|feet|foot|pounds))"
    rf"(?!\s*(?:(?:{_UNITS})\s*)?(?:[-\u2013]|to\b|(?:and|or)\s+(?:over|more|older|above)\b))"
    rf"|\b(?P<c>\d{{1,3}})\s*(?P<uc>{_UNITS})\s+of\s+age\b"
    r"|\b(?:she|he)(?:\s+is|'s)\s+(?:now\s+|only\s+)?(?P<e>\d{1,2})\s*(?P<ue>months?|mths?|weeks?|wks?|days?)\b"
    r"(?!\s+(?:pregnant|into|after|post|before|since|on|in|gone|along|late|overdue|from))(?!-)"
    r"|\b(?:she|he|patient)(?:\s+is|'s)\s+(?:now\s+|only\s+)?(?P<f>\d{1,3})(?=\s*(?:[,;?!]|\.(?!\d)|$|(?:and|with|but)\b))"
    r"|(?<!for )(?<!over )(?<!every )(?<!after )(?<!within )(?<!past )(?<!last )(?<!than )(?<!from )(?<!to )(?<!in )"
    r"(?<![\d.-])\b(?P<d>\d{1,3})\s*(?P<ud>years?|yrs?|yo)\b"
    r"(?!\s*(?:ago|of treatment|history|to\b|[-\u2013]|(?:and|or)\s+(?:over|more|older|above|under|younger)\b))",
    re.IGNORECASE,
)
_NEAR_A_CHILD = re.compile(
    r"(?<!for )(?<!every )(?<!after )(?<!\d)\b(?P<n>\d{1,2})\s*(?P<u>months?|mths?|weeks?|wks?|days?)\b",
    re.IGNORECASE,
)
_UCUM = {"y": "a", "m": "mo", "w": "wk", "d": "d"}
_YEARS = {"a": 1.0, "mo": 1 / 12, "wk": 1 / 52, "d": 1 / 365}
_ADULT = 18
_INFANT_FROM, _INFANT_TO = 28 / 365, 2


def values(text: str) -> tuple[PatientValue, ...]:
    """Ages (UCUM a, mo, wk, d), then single measures by name (`language.patient_measures`).

    A number without a unit is read where all that are usual give the same number ("eGFR 44"), else left out. What has a
    unit of concentration and no name is a "measurement".
    """
    named = tuple(_measured(text))
    return (*_ages(text), *named, *_unnamed(text, {(v.value, v.unit) for v in named}))


def age_places(text: str) -> tuple[tuple[int, int], ...]:
    """Where ages stand."""
    return tuple(m.span() for m in _AGE.finditer(text))


def age_groups(found: tuple[PatientValue, ...]) -> tuple[str, ...]:
    """children (under 18 years) or adults, for each age; infants too, from 28 days to under 2 years (ICH E11(R1))."""
    ages = [float(v.value) * _YEARS[v.unit] for v in found if v.quantity == "age"]
    groups = ["children" if age < _ADULT else "adults" for age in ages]
    return (*groups, *("infants" for age in ages if _INFANT_FROM <= age < _INFANT_TO))


def _ages(text: str) -> tuple[PatientValue, ...]:
    found = []
    for m in _AGE.finditer(text):
        value = m["a"] or m["b"] or m["c"] or m["d"] or m["e"] or m["f"]
        unit = m["ua"] or m["ub"] or m["uc"] or m["ud"] or m["ue"] or "years"
        found.append(PatientValue("age", value, _UCUM[unit[0].lower()]))
    if not found and any(m.concept != "adults" for m in lexicon.find(text, "population") if _is_young(m.concept)):
        found = [PatientValue("age", m["n"], _UCUM[m["u"][0].lower()]) for m in _NEAR_A_CHILD.finditer(text)][:1]
    return tuple(found)


def _is_young(population: str) -> bool:
    return population == "children" or "children" in lexicon.broader("population", population)


def _measured(text: str) -> Iterator[PatientValue]:
    for bound in bound_measures(text, True):
        measure = bound.measure
        single = measure.low is not None and measure.low == measure.high and measure.comparator is None
        if single and measure.unit and bound.measured.name != AGE:
            yield PatientValue(bound.measured.name, str(measure.low), measure.unit)


def _unnamed(text: str, named: set[tuple[str, str]]) -> Iterator[PatientValue]:
    for m in measures(text):
        single = m.low is not None and m.low == m.high and m.comparator is None
        if single and "/" in m.unit and m.per is None and (str(m.low), m.unit) not in named:
            yield PatientValue("measurement", str(m.low), m.unit)
