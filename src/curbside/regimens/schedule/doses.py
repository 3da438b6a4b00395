"""What is given at a time: the stated amount, times the weight where it is by weight, never above a stated maximum.

Nothing is rounded. Where the stated doses may exceed the stated maximum, the maximum decides how much is given, which
only a person can do: there is no schedule.
"""

from __future__ import annotations

from decimal import ROUND_CEILING, Decimal, InvalidOperation
from typing import Final

from curbside.language.numbers import plain
from curbside.language.units import MASS, VOLUME, base
from curbside.regimens import printing
from curbside.regimens.schedule.nouns import NotScheduled
from curbside.types import Amount, Phase

# What a dose is told in: masses, volumes, units of activity, and things that are counted.
DOSE_CODES: Final = frozenset({*MASS, *VOLUME, "meq", "mmol", "umol", "nmol", "[IU]", "m[IU]", "megaunit", "%"})
_MINUTES: Final = {"min": 1, "h": 60, "d": 1440, "wk": 10080, "mo": 28 * 1440, "a": 365 * 1440}
_BOUNDED: Final = ("h", "d", "wk")
_HEAVIEST: Final = Decimal(650)


def is_dose_unit(code: str) -> bool:
    """Whether `code` is a UCUM unit (or annotation) that a dose is told in."""
    return code in DOSE_CODES or (code.startswith("{") and code.endswith("}") and len(code) > 2)


def decimal(text: str | None) -> Decimal | None:
    """The number of a decimal string; None where it is none or not above 0."""
    try:
        value = Decimal(text or "")
    except InvalidOperation:
        return None
    return value if value.is_finite() and value > 0 else None


def given(phase: Phase, weight: Decimal | None) -> Amount | NotScheduled:
    """What is given at a time, or why that is not clear. weight: kg."""
    amount = phase.amount
    if amount is None:
        return NotScheduled("unstated", "The source does not state an amount.")
    if not is_dose_unit(amount.unit):
        return NotScheduled("unstated", f"{amount.unit!r} is no unit of a dose.")
    low, high = decimal(amount.low), decimal(amount.high)
    if low is None or high is None or low > high:
        told = printing.amount(amount) if amount.low or amount.high else "nothing"
        return NotScheduled("maximum", f"The amount is only bounded ({told}); how much is given is not stated.")
    if phase.per is None:
        return Amount(plain(low), plain(high), amount.unit)
    return _by_weight(phase, weight, low, high, amount.unit)


def _by_weight(phase: Phase, weight: Decimal | None, low: Decimal, high: Decimal, unit: str) -> Amount | NotScheduled:
    if phase.per != "kg":
        reason = "rate" if set((phase.per or "").split(".")) & {"min", "h"} else "weight"
        what = "an infusion at a rate" if reason == "rate" else f"a dose per {phase.per}"
        return NotScheduled(reason, f"It is {what}, of which no calendar is made.")
    if weight is None or not 0 < weight <= _HEAVIEST:
        return NotScheduled(
            "weight", f"The dose is by body weight; give the weight in kg (above 0, up to {_HEAVIEST})."
        )
    return Amount(plain(low * weight), plain(high * weight), unit)


def kept_below(phase: Phase, amount: Amount, weight: Decimal | None) -> tuple[Amount, tuple[str, ...]] | NotScheduled:
    """`amount` under the maxima of its phase, with remarks; or why a maximum makes it unclear."""
    remarks: list[str] = []
    if phase.maximum_dose is not None:
        most = _bound(phase.maximum_dose, weight)
        single = _ratio(amount.high, amount.unit, most)
        if single is None:
            return NotScheduled("maximum", "The dose cannot be compared with its maximum.")
        if single > 1 and phase.per != "kg":
            return NotScheduled("maximum", "The dose is above its own maximum.")
        if single > 1 and most is not None:
            amount = _capped(amount, most)
            remarks.append(f"The dose by weight is above the maximum of {printing.amount(most)} and was cut to it.")
        else:
            remarks.append(f"Maximum {printing.amount(_flat(phase.maximum_dose))} in a dose.")
    if phase.maximum_per_period is not None:
        told = _period(phase, amount, phase.maximum_per_period, weight)
        if isinstance(told, NotScheduled):
            return told
        remarks.append(told)
    return amount, tuple(remarks)


def _flat(bound: Amount) -> Amount:
    return Amount(bound.high, bound.high, bound.unit)


def _bound(bound: Amount, weight: Decimal | None) -> Amount | None:
    high, unit = decimal(bound.high), bound.unit
    if high is None:
        return None
    if unit.endswith("/kg"):
        return None if weight is None else Amount(None, plain(high * weight), unit.removesuffix("/kg"))
    return Amount(plain(high), plain(high), unit)


def _ratio(value: str | None, unit: str, bound: Amount | None) -> Decimal | None:
    """How many times the bound `value` is; None where they cannot be compared."""
    number, most = decimal(value), decimal(bound.high) if bound else None
    if number is None or most is None or bound is None:
        return None
    (factor, code), (below, other) = base(unit), base(bound.unit)
    return number * factor / (most * below) if code == other else None


def _capped(amount: Amount, most: Amount) -> Amount:
    """`amount`, which is by weight, with what is above the maximum cut to it."""
    lowest = _ratio(amount.low, amount.unit, most)
    if lowest is not None and lowest >= 1:
        return Amount(most.high, most.high, most.unit)
    (factor, _), (below, _) = base(most.unit), base(amount.unit)
    return Amount(amount.low, plain((decimal(most.high) or Decimal(0)) * factor / below), amount.unit)


def _period(phase: Phase, amount: Amount, bound: Amount, weight: Decimal | None) -> str | NotScheduled:
    unit, _, period = bound.unit.rpartition("/")
    if unit.endswith("/kg") and weight is not None:
        high = decimal(bound.high)
        bound = Amount(None, None if high is None else plain(high * weight), f"{unit.removesuffix('/kg')}/{period}")
        unit = unit.removesuffix("/kg")
    most = _doses_within(phase, period)
    ratio = _ratio(amount.high, amount.unit, Amount(None, bound.high, unit))
    if most is None or ratio is None:
        return NotScheduled("maximum", "The doses cannot be compared with the maximum for a period.")
    if most * ratio > 1:
        return NotScheduled(
            "maximum", f"The stated doses may exceed the maximum of {printing.per_period(bound)}, which then decides."
        )
    return f"Maximum {printing.per_period(bound)}."


def _doses_within(phase: Phase, period: str) -> Decimal | None:
    """The most doses that may fall into one `period`; None where that is not known."""
    if phase.divided:
        return Decimal(1)
    times, shortest = (phase.times or "").split("-")[-1], (phase.period or "").split("-")[0]
    count, every = decimal(times), decimal(shortest)
    step = _MINUTES.get(phase.period_unit or "")
    if period not in _BOUNDED:
        return None
    if count is None or every is None or step is None:
        return decimal(phase.count) if phase.count and not phase.times else None
    return count * (Decimal(_MINUTES[period]) / (every * step)).to_integral_value(ROUND_CEILING)
