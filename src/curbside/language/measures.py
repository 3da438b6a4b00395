"""Quantities in text: a value or a range with its unit (UCUM), its basis ("per kg") and its direction ("below").

Units follow the Unified Code for Units of Measure; micrograms are "ug", international units "[IU]", dosage forms
annotations such as "{tablet}". A rate per day or week ("600 mg/day", "600 mg a day") is a quantity of 600 mg here and a
frequency in `curbside.language.frequencies`, so that both ways of writing it are the same.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from typing import Final

from curbside.language.quantities import Quantity, plain, quantities
from curbside.language.units import B12, B12_PMOL_PER_PG, base

_BEFORE: Final = (
    (
        r"≥|>=|=>|&ge;|(?:greater|more|higher)\s+than\s+or\s+equal\s+to|at\s+least|(?:a\s+)?minimum(?:\s+dose)?\s+of"
        r"|(?:not|no)\s+(?:less|fewer|lower)\s+than|not\s+below",
        ">=",
    ),
    (
        r"≤|<=|=<|&le;|(?:less|lower|fewer)\s+than\s+or\s+equal\s+to|up\s+to|(?:a\s+)?maximum(?:\s+dose)?\s+of|at\s+most|within"
        r"|(?:not|no)\s+(?:more|greater|higher|longer)\s+than|not\s+(?:exceed(?:ing)?|above|over)|maximum",
        "<=",
    ),
    (r"<|&lt;|below|under|(?:less|fewer|lower|younger|shorter)\s+than", "<"),
    (r">|&gt;|above|over|(?:more|greater|higher|older|longer)\s+than|exceed(?:ing|s)?", ">"),
)
_COMPARATOR_BEFORE: Final = tuple(
    (re.compile(rf"(?:(?<!\w)(?:{p}))\s*(?:(?:a|the)\s+)?(?:age\s+of\s+)?\Z", re.IGNORECASE), c) for p, c in _BEFORE
)
_GLOSS: Final = r"(?:\s*\([^()]{0,40}\)|\))?"
# "1% and less than 2%": the words open the next bound.
_NO_BOUND: Final = r"(?!\s+than|\s+\d)"
_COMPARATOR_AFTER: Final = (
    (
        re.compile(
            rf"{_GLOSS}\s*(?:or|and)\s+(?:more|over|above|older|greater|higher|longer|upwards?)\b{_NO_BOUND}|\s?\+(?![0-9])",
            re.I,
        ),
        ">=",
    ),
    (re.compile(rf"{_GLOSS}\s*(?:or|and)\s+(?:less|under|below|fewer|lower|younger|shorter)\b{_NO_BOUND}", re.I), "<="),
)
_AGE_BEFORE: Final = re.compile(
    r"\b(?:age[ds]?|child(?:ren)?|infants?|babies|people|adults?|those)\s+over\s+\Z", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Measure:
    """A quantity at [start, end) of the text.

    low and high: equal for a single value; one of them None where a comparator leaves that side open. unit: UCUM code,
    "1" for a bare count. per: basis of a dose ("kg", "m2", "kg.min", "h"), or None. comparator: "<", "<=", ">", ">=".
    """

    start: int
    end: int
    low: Decimal | None
    high: Decimal | None
    unit: str
    per: str | None
    comparator: str | None
    text: str


def measures(text: str) -> tuple[Measure, ...]:
    """The quantities of `text` in order, without overlap; words of time such as "twice" and ordinals are none.

    A range whose ends have units of one class is one measure ("6 months to 6 years"); "reduced from 5 mg to 2.5 mg" is
    two, and so is "30 or 60 mg" (alternatives). 1:1000 is read as 1 mg/mL (1 g in 1000 mL).
    """
    return _measures(text)


@lru_cache(maxsize=16_384)
def _measures(text: str) -> tuple[Measure, ...]:
    return _paired(text, [_measure(text, q) for q in quantities(text)])


def canonical(measure: Measure, analyte: str | None = None) -> Measure:
    """`measure` in base units: ug, mL, nmol, mm, s (seconds to weeks) and mo (months and years).

    Weeks and months are never converted into each other. Mass and substance are converted only for the analyte "vitamin
    B12" (1 pg/mL = 0.738 pmol/L, the clinical rules, section 6).
    """
    numerator, slash, denominator = measure.unit.partition("/")
    factor, unit = base(numerator)
    if slash:
        below, denominator = base(denominator)
        factor, unit = factor / below, f"{unit}/{denominator}"
    if analyte in B12 and unit == "ug/mL":
        factor, unit = factor * B12_PMOL_PER_PG, "nmol/mL"
    low = None if measure.low is None else plain(measure.low * factor)
    high = None if measure.high is None else plain(measure.high * factor)
    return replace(measure, low=low, high=high, unit=unit)


def same_quantity(a: Measure, b: Measure, analyte: str | None = None) -> bool:
    """Whether both say the same quantity after conversion: ranges as ranges, the same basis and the same direction.

    For vitamin B12 given once as mass and once as substance the ends may differ by rounding (half a per cent).
    """
    x, y = canonical(a, analyte), canonical(b, analyte)
    if (x.unit, x.per, x.comparator) != (y.unit, y.per, y.comparator):
        return False
    if (x.low, x.high) == (y.low, y.high):
        return True
    mixed = canonical(a).unit != canonical(b).unit
    return mixed and _near(x.low, y.low) and _near(x.high, y.high)


def _near(a: Decimal | None, b: Decimal | None) -> bool:
    if a is None or b is None:
        return a is b
    return abs(a - b) <= max(abs(a), abs(b)) * Decimal("0.005")


def _measure(text: str, q: Quantity) -> Measure:
    comparator, start, end = _comparator(text, q)
    low = None if comparator in ("<", "<=") and q.low == q.high else q.low
    high = None if comparator in (">", ">=") and q.low == q.high else q.high
    return Measure(start, end, low, high, q.unit or "1", q.per, comparator, text[start:end])


def _paired(text: str, found: list[Measure]) -> tuple[Measure, ...]:
    """Blood pressures: in "below 160/110 mm Hg" unit and direction are those of both numbers."""
    for i in range(len(found) - 1):
        a, b = found[i], found[i + 1]
        if b.unit != "mm[Hg]" or a.unit != "1" or text[a.end : b.start].strip() != "/":
            continue
        sign = a.comparator or b.comparator
        found[i], found[i + 1] = _directed(a, sign, "mm[Hg]"), _directed(b, sign, "mm[Hg]")
    return tuple(found)


def _directed(measure: Measure, sign: str | None, unit: str) -> Measure:
    value = measure.low if measure.low is not None else measure.high
    low = None if sign in ("<", "<=") else value
    high = None if sign in (">", ">=") else value
    return replace(measure, low=low, high=high, unit=unit, comparator=sign)


def _comparator(text: str, q: Quantity) -> tuple[str | None, int, int]:
    for pattern, sign in _COMPARATOR_AFTER:
        if match := pattern.match(text, q.end):
            return sign, q.start, q.end if ")" in match[0] else match.end()
    before = text[max(0, q.start - 60) : q.start]
    for pattern, sign in _COMPARATOR_BEFORE:
        if match := pattern.search(before):
            if sign == ">" and _is_span_of_time(match[0], before, q.unit):
                return None, q.start, q.end
            return sign, q.start - len(before) + match.start(), q.end
    return None, q.start, q.end


def _is_span_of_time(word: str, before: str, unit: str | None) -> bool:
    """Whether "over" means "in the course of" ("given over 30 minutes")."""
    return word.strip().lower() == "over" and unit in ("s", "min", "h", "d", "wk") and not _AGE_BEFORE.search(before)
