"""One value against one threshold, after conversion of units: it holds, it does not, or that is not certain."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from curbside.language.patient_measures import AGE, table
from curbside.regimens.criteria.atoms import Atom
from curbside.types import Reading

_MONTHS: Final = {"a": 12, "mo": 1}
_DAYS: Final = {"wk": 7, "d": 1}
# The fewest and the most days of a month, since weeks are no fixed part of one.
_LEAST_DAYS, _MOST_DAYS = 28, 31


def holds(atom: Atom, reading: Reading) -> bool | None:
    """Whether every value of the reading meets the bound (True), or none does (False)."""
    bounds = [(atom.low, atom.high, atom.unit), *atom.also]
    own = [b for b in bounds if b[2] == reading.unit] or bounds
    verdicts = {_against(atom, low, high, unit, reading) for low, high, unit in own}
    return verdicts.pop() if len(verdicts) == 1 else None


def _against(atom: Atom, low: Decimal | None, high: Decimal | None, unit: str, reading: Reading) -> bool | None:
    ends = _converted(atom.quantity, reading, unit)
    if ends is None:
        return None
    least, most = ends
    found = []
    if low is not None:
        found.append(_above(least, most, reading.strict, low, atom.comparator != ">"))
    if high is not None:
        found.append(_below(least, most, reading.strict, high, atom.comparator != "<"))
    if False in found:
        return False
    return None if None in found else True


def _above(
    least: Decimal | None, most: Decimal | None, strict: bool, edge: Decimal | None, within: bool
) -> bool | None:
    """Whether a value from `least` to `most` is above `edge` (`within`: or at it)."""
    if edge is None:
        return None
    if least is not None and (least > edge or (least == edge and (within or strict))):
        return True
    if most is not None and (most < edge or (most == edge and (not within or (strict and least != most)))):
        return False
    return None


def _below(
    least: Decimal | None, most: Decimal | None, strict: bool, edge: Decimal | None, within: bool
) -> bool | None:
    return _above(
        None if most is None else -most,
        None if least is None else -least,
        strict,
        None if edge is None else -edge,
        within,
    )


def _converted(quantity: str, reading: Reading, unit: str) -> tuple[Decimal | None, Decimal | None] | None:
    """The ends of a reading in another unit; of an age between months and days, the widest that it may be."""
    low = None if reading.low is None else Decimal(reading.low)
    high = None if reading.high is None else Decimal(reading.high)
    if quantity == AGE:
        return _age(low, high, reading.unit, unit)
    measured, own = table()[quantity], reading.unit or "1"
    ends = [None if e is None else measured.converted(e, own, unit or "1") for e in (low, high)]
    if (low is not None and ends[0] is None) or (high is not None and ends[1] is None):
        return None
    return ends[0], ends[1]


def _age(
    low: Decimal | None, high: Decimal | None, own: str, unit: str
) -> tuple[Decimal | None, Decimal | None] | None:
    for known in (_MONTHS, _DAYS):
        if own in known and unit in known:
            factor = Decimal(known[own]) / known[unit]
            return None if low is None else low * factor, None if high is None else high * factor
    if own in _MONTHS and unit in _DAYS:
        least, most = (
            Decimal(_MONTHS[own] * _LEAST_DAYS) / _DAYS[unit],
            Decimal(_MONTHS[own] * _MOST_DAYS) / _DAYS[unit],
        )
    elif own in _DAYS and unit in _MONTHS:
        least, most = (
            Decimal(_DAYS[own]) / (_MONTHS[unit] * _MOST_DAYS),
            Decimal(_DAYS[own]) / (_MONTHS[unit] * _LEAST_DAYS),
        )
    else:
        return None
    return None if low is None else low * least, None if high is None else high * most
