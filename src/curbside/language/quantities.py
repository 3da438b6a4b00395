"""Numbers with the units that follow them, and ranges made of two; `measures` adds their direction."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from curbside.language.numbers import DASHES, SPACES, Number, numbers
from curbside.language.units import DENOMINATORS, TIME_UNITS, UNITS, VOLUME, base

_MULTIPLE: Final = {
    "fortnight": (Decimal(2), "wk"),
    "megaunit": (Decimal(1_000_000), "{unit}"),
    "megaiu": (Decimal(1_000_000), "[IU]"),
}
_GAP: Final = rf"[\s{SPACES}]*"
_END: Final = r"(?![^\W\d_]|[0-9²³])"
_UNIT: Final = re.compile(
    rf"{_GAP}[-\u2010\u2011]?{_GAP}(?:(?P<power>[x×]\s?10\s?(?:\^|\*|[eE]|\()?\s?(?P<exponent>[0-9]{{1,2}}|[⁰¹²³⁴-⁹]+)\)?)|"
    + "|".join(f"(?P<u{i}>{pattern})" for i, (pattern, _) in enumerate(UNITS))
    + rf"){_END}",
    re.IGNORECASE,
)
_SMALL_VOLUME: Final = r"[µμu]l|mm(?:3|³)|microlit(?:re|er)|cubic\s+millimet(?:re|er)"
_BARE_PER: Final = re.compile(
    rf"{_GAP}/{_GAP}(?P<what>min(?:ute)?|h|hour|{_SMALL_VOLUME}){_END}"
    rf"|\s+per\s+(?P<volume>{_SMALL_VOLUME}){_END}",
    re.IGNORECASE,
)
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
_RATIO: Final = re.compile(rf"(?<![\w.:])1\s?:\s?(?P<n>[0-9]{{1,3}}(?:[,{SPACES}\s]?000)+)(?![\w:]|[.,][0-9])")
_OLD_AFTER: Final = re.compile(r"\s+(?:old|of\s+age)\b", re.IGNORECASE)
_ARTICLE: Final = re.compile(r"\s+an?(?=\s)", re.IGNORECASE)
_PLURAL: Final = re.compile(r"s(?![A-Za-z0-9])")


@dataclass(frozen=True, slots=True)
class Quantity:
    """One number with the unit that follows it; unit None where none does."""

    start: int
    end: int
    low: Decimal
    high: Decimal
    unit: str | None
    per: str | None = None


def quantities(text: str) -> list[Quantity]:
    """The quantities of `text` in order, ranges as one."""
    return _joined(text, _single(text))


def _single(text: str) -> list[Quantity]:
    found: list[Quantity] = []
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


def _from_ratio(match: re.Match[str]) -> Quantity:
    value = Decimal(1000) / Decimal(re.sub(r"\D", "", match["n"]))
    return Quantity(match.start(), match.end(), value, value, "mg/mL")


def _quantity(text: str, number: Number) -> Quantity:
    start, end, value = number.start, number.end, number.value
    plural = _plural_years(text, number)
    if plural:
        return Quantity(start, plural.end(), value, value, None)
    match = _UNIT.match(text, end) or _after_half(text, number)
    if match is None:
        return _bare(text, number)
    times, unit = _MULTIPLE.get(_unit_of(match), (Decimal(1), _unit_of(match)))
    end, unit, per, divisor = _denominated(text, match.end(), unit)
    old = _OLD_AFTER.match(text, end) if unit in TIME_UNITS else None
    value = value if times == divisor else plain(value * times / divisor)
    return Quantity(start, old.end() if old else end, value, value, unit, per)


def _after_half(text: str, number: Number) -> re.Match[str] | None:
    """The unit of "half a tablet"."""
    article = _ARTICLE.match(text, number.end) if number.value == Decimal("0.5") else None
    return _UNIT.match(text, article.end()) if article else None


def _bare(text: str, number: Number) -> Quantity:
    rate = _BARE_PER.match(text, number.end)
    unit = None
    if rate:
        what = (rate["what"] or "").lower()
        unit = "/min" if what.startswith("min") else "/h" if what.startswith("h") else "/uL"
    return Quantity(number.start, rate.end() if rate else number.end, number.value, number.value, unit)


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


def _joined(text: str, quantities_: list[Quantity]) -> list[Quantity]:
    """Ranges made one; a number without a unit takes over that of the number it is joined to."""
    result: list[Quantity] = []
    for quantity in quantities_:
        previous = result[-1] if result else None
        joined = _join(text, previous, quantity) if previous else None
        result[len(result) - (1 if joined else 0) :] = joined or [quantity]
    return result


def _join(text: str, a: Quantity, b: Quantity) -> list[Quantity] | None:
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
    return [Quantity(a.start, b.end, low, high, unit, per)]


def _aligned(a: Quantity, b: Quantity) -> tuple[Decimal, Decimal, str | None, str | None] | None:
    """Both ends in one unit (the smaller of the two), or None where the units are of different classes."""
    if a.unit is None or a.unit == b.unit:
        return (a.low, b.high, b.unit, b.per) if a.unit is None or a.per == b.per else None
    (fa, ba), (fb, bb) = base(a.unit), base(b.unit or "")
    if ba != bb or a.per != b.per:
        return None
    smaller = min(fa, fb)
    return plain(a.low * fa / smaller), plain(b.high * fb / smaller), a.unit if fa <= fb else b.unit, a.per


def plain(value: Decimal) -> Decimal:
    """`value` without an exponent or trailing zeros."""
    return Decimal(format(value.normalize(), "f"))
