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

from curbside.language.numbers import DASHES, SPACES, Number, numbers
from curbside.language.units import B12, B12_PMOL_PER_PG, DENOMINATORS, TIME_UNITS, UNITS, VOLUME, base

_MULTIPLE: Final = {"fortnight": (Decimal(2), "wk"), "megaunit": (Decimal(1_000_000), "{unit}")}
_GAP: Final = rf"[\s{SPACES}]*"
_END: Final = r"(?![^\W\d_]|[0-9²³])"
_UNIT: Final = re.compile(
    rf"{_GAP}[-\u2010\u2011]?{_GAP}(?:(?P<power>[x×]\s?10\s?(?:\^|\*|[eE]|\()?\s?(?P<exponent>[0-9]{{1,2}}|[⁰¹²³⁴-⁹]+)\)?)|"
    + "|".join(f"(?P<u{i}>{pattern})" for i, (pattern, _) in enumerate(UNITS))
    + rf"){_END}",
    re.IGNORECASE,
)
_BARE_PER: Final = re.compile(rf"{_GAP}/{_GAP}(?P<what>min(?:ute)?|h|hour){_END}", re.IGNORECASE)
_PER: Final = re.compile(
    rf"(?:{_GAP}/{_GAP}|\s+per\s+|{_GAP}[.·]{_GAP}(?=(?:kg|m2|min|h|dl|l)(?:-1|⁻¹)))(?P<n>[0-9]+(?:\.[0-9]+)?(?=\s?ml)\s?)?(?:"
    + "|".join(f"(?P<p{i}>{pattern})" for i, (pattern, _) in enumerate(DENOMINATORS))
    + r")(?:-1|⁻¹)?(?![^\W\d_]|[0-9²³])",
    re.IGNORECASE,
)
_VOLUMES: Final = ("dL", "mL", "uL", "L", "mmol", "mol")
_JOIN: Final = re.compile(rf"{_GAP}(?:[{DASHES}]|\bto\b|\bor\b|\band\b){_GAP}\Z|-(?:to|or)-\Z", re.IGNORECASE)
_CHANGE: Final = re.compile(
    r"\b(?:increas|rais|titrat|uptitrat|escalat|reduc|decreas|lower|chang|improv|f[ae]ll|r[io]se)\w*\s+(?:\w+\s+){0,4}from\s+\Z",
    re.IGNORECASE,
)
_BEFORE: Final = (
    (
        r"≥|>=|=>|&ge;|(?:greater|more|higher)\s+than\s+or\s+equal\s+to|at\s+least|(?:a\s+)?minimum(?:\s+dose)?\s+of"
        r"|(?:not|no)\s+(?:less|fewer|lower)\s+than|not\s+below",
        ">=",
    ),
    (
        r"≤|<=|=<|&le;|(?:less|lower|fewer)\s+than\s+or\s+equal\s+to|up\s+to|(?:a\s+)?maximum(?:\s+dose)?\s+of|at\s+most|within"
        r"|(?:not|no)\s+(?:more|greater|higher)\s+than|not\s+(?:exceed(?:ing)?|above|over)|maximum",
        "<=",
    ),
    (r"<|&lt;|below|under|(?:less|fewer|lower|younger|shorter)\s+than", "<"),
    (r">|&gt;|above|over|(?:more|greater|higher|older|longer)\s+than|exceed(?:ing|s)?", ">"),
)
_COMPARATOR_BEFORE: Final = tuple(
    (re.compile(rf"(?:(?<!\w)(?:{p}))\s*(?:(?:a|the)\s+)?(?:age\s+of\s+)?\Z", re.IGNORECASE), c) for p, c in _BEFORE
)
_GLOSS: Final = r"(?:\s*\([^()]{0,40}\)|\))?"
_COMPARATOR_AFTER: Final = (
    (
        re.compile(
            rf"{_GLOSS}\s*(?:or|and)\s+(?:more|over|above|older|greater|higher|longer|upwards?)\b|\s?\+(?![0-9])", re.I
        ),
        ">=",
    ),
    (re.compile(rf"{_GLOSS}\s*(?:or|and)\s+(?:less|under|below|fewer|lower|younger|shorter)\b", re.IGNORECASE), "<="),
)
_OLD_AFTER: Final = re.compile(r"\s+(?:old|of\s+age)\b", re.IGNORECASE)
_RATIO: Final = re.compile(rf"(?<![\w.:])1\s?:\s?(?P<n>[0-9]{{1,3}}(?:[,{SPACES}\s]?000)+)(?![\w:]|[.,][0-9])")
_AGE_BEFORE: Final = re.compile(
    r"\b(?:age[ds]?|child(?:ren)?|infants?|babies|people|adults?|those)\s+over\s+\Z", re.IGNORECASE
)


_ARTICLE: Final = re.compile(r"\s+an?(?=\s)", re.IGNORECASE)
_PLURAL: Final = re.compile(r"s(?![A-Za-z0-9])")


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


@dataclass(frozen=True, slots=True)
class _Quantity:
    """One number with the unit that follows it; unit None where none does."""

    start: int
    end: int
    low: Decimal
    high: Decimal
    unit: str | None
    per: str | None = None


def measures(text: str) -> tuple[Measure, ...]:
    """The quantities of `text` in order, without overlap; words of time such as "twice" and ordinals are none.

    A range whose ends have units of one class is one measure ("6 months to 6 years"); "reduced from 5 mg to 2.5 mg" is
    two, and so is "30 or 60 mg" (alternatives). 1:1000 is read as 1 mg/mL (1 g in 1000 mL).
    """
    return _measures(text)


@lru_cache(maxsize=16_384)
def _measures(text: str) -> tuple[Measure, ...]:
    quantities = _joined(text, _quantities(text))
    return _paired(text, [_measure(text, q) for q in quantities])


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
    low = None if measure.low is None else _plain(measure.low * factor)
    high = None if measure.high is None else _plain(measure.high * factor)
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


def _quantities(text: str) -> list[_Quantity]:
    found: list[_Quantity] = []
    reached = 0
    ratios = {m.start(): m for m in _RATIO.finditer(text)}
    for number in numbers(text):
        if number.start < reached or number.kind != "cardinal":
            continue
        ratio = ratios.get(number.start)
        quantity = _from_ratio(ratio) if ratio else _quantity(text, number)
        found.append(quantity)
        reached = quantity.end
    return found


def _from_ratio(match: re.Match[str]) -> _Quantity:
    value = Decimal(1000) / Decimal(re.sub(r"\D", "", match["n"]))
    return _Quantity(match.start(), match.end(), value, value, "mg/mL")


def _quantity(text: str, number: Number) -> _Quantity:
    start, end, value = number.start, number.end, number.value
    plural = _plural_years(text, number)
    if plural:
        return _Quantity(start, plural.end(), value, value, None)
    match = _UNIT.match(text, end) or _after_half(text, number)
    if match is None:
        return _bare(text, number)
    times, unit = _MULTIPLE.get(_unit_of(match), (Decimal(1), _unit_of(match)))
    end, unit, per, divisor = _denominated(text, match.end(), unit)
    old = _OLD_AFTER.match(text, end) if unit in TIME_UNITS else None
    value = value if times == divisor else _plain(value * times / divisor)
    return _Quantity(start, old.end() if old else end, value, value, unit, per)


def _after_half(text: str, number: Number) -> re.Match[str] | None:
    """The unit of "half a tablet"."""
    article = _ARTICLE.match(text, number.end) if number.value == Decimal("0.5") else None
    return _UNIT.match(text, article.end()) if article else None


def _bare(text: str, number: Number) -> _Quantity:
    rate = _BARE_PER.match(text, number.end)
    unit = None
    if rate:
        unit = "/min" if rate["what"].lower().startswith("min") else "/h"
    return _Quantity(number.start, rate.end() if rate else number.end, number.value, number.value, unit)


def _plural_years(text: str, number: Number) -> re.Match[str] | None:
    """The "s" of "over 16s" and "the 1940s", which is no unit."""
    tail = _PLURAL.match(text, number.end)
    before = text[max(0, number.start - 12) : number.start]
    spoken = re.search(r"(?:over|under|the|aged)[\s-]+\Z", before, re.IGNORECASE)
    return tail if tail and (spoken or number.value >= 1000) else None


def _unit_of(match: re.Match[str]) -> str:
    if match["power"]:
        superscripts = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
        return f"10*{match['exponent'].translate(superscripts)}"
    return next(code for i, (_, code) in enumerate(UNITS) if match[f"u{i}"])


def _denominated(text: str, end: int, unit: str) -> tuple[int, str, str | None, Decimal]:
    below: list[str] = []
    basis: list[str] = []
    divisor = Decimal(1)
    while match := _PER.match(text, end):
        code = next(code for i, (_, code) in enumerate(DENOMINATORS) if match[f"p{i}"])
        if unit in TIME_UNITS or (code in ("min", "h") and unit.startswith("10*")):
            break
        flow = unit in VOLUME or unit in ("{beats}", "{breaths}")
        (below if code in _VOLUMES or code.startswith("{") or (flow and code in ("min", "h")) else basis).append(code)
        divisor *= Decimal(match["n"].strip()) if match["n"] else 1
        end = match.end()
    return end, "/".join([unit, *below]), ".".join(basis) or None, divisor


def _joined(text: str, quantities: list[_Quantity]) -> list[_Quantity]:
    """Ranges made one; a number without a unit takes over that of the number it is joined to."""
    result: list[_Quantity] = []
    for quantity in quantities:
        previous = result[-1] if result else None
        joined = _join(text, previous, quantity) if previous else None
        result[len(result) - (1 if joined else 0) :] = joined or [quantity]
    return result


def _join(text: str, a: _Quantity, b: _Quantity) -> list[_Quantity] | None:
    joiner = _JOIN.match(text[a.end : b.start])
    if joiner is None or a.low != a.high or (a.unit and b.unit is None):
        return None
    word = joiner[0].strip(f" -{SPACES}").lower()
    if word == "and" and not re.search(r"\bbetween\s+\Z", text[: a.start], re.IGNORECASE):
        return None
    aligned = _aligned(a, b)
    if aligned is None:
        return None
    low, high, unit, per = aligned
    consecutive = a.unit is None and b.low - a.low == 1
    change = bool(_CHANGE.search(text[: a.start]))
    if low >= high or change or (word == "or" and not consecutive):
        shared = replace(a, unit=unit, per=per) if a.unit is None else a
        return [shared, b] if word in ("or", "to") or change else None
    return [_Quantity(a.start, b.end, low, high, unit, per)]


def _aligned(a: _Quantity, b: _Quantity) -> tuple[Decimal, Decimal, str | None, str | None] | None:
    """Both ends in one unit (the smaller of the two), or None where the units are of different classes."""
    if a.unit is None or a.unit == b.unit:
        return (a.low, b.high, b.unit, b.per) if a.unit is None or a.per == b.per else None
    (fa, ba), (fb, bb) = base(a.unit), base(b.unit or "")
    if ba != bb or a.per != b.per:
        return None
    smaller = min(fa, fb)
    return _plain(a.low * fa / smaller), _plain(b.high * fb / smaller), a.unit if fa <= fb else b.unit, a.per


def _plain(value: Decimal) -> Decimal:
    return Decimal(format(value.normalize(), "f"))


def _measure(text: str, q: _Quantity) -> Measure:
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


def _comparator(text: str, q: _Quantity) -> tuple[str | None, int, int]:
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
