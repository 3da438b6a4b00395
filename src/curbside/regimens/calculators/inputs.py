"""Inputs of a calculator read from text: "58 kg", "9 st 2 lb", "5 ft 4 in", "1.25 mg/dL", "female", "yes"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Final

from curbside.errors import UsageError
from curbside.language.patient_measures import Measured, spoken, table
from curbside.regimens.calculators.base import NUMBER, SEX, Calculator, Input, Value

_SEXES: Final = {"f": "female", "female": "female", "woman": "female", "m": "male", "male": "male", "man": "male"}
_ANSWERS: Final = {"yes": "yes", "y": "yes", "true": "yes", "1": "yes", "no": "no", "n": "no", "false": "no", "0": "no"}
_QUANTITY: Final = re.compile(r"\s*(?P<n>[0-9]+(?:[.,][0-9]+)?)\s*(?P<u>.*?)\s*\Z", re.DOTALL)
_TWO_UNITS: Final = re.compile(
    r"\s*(?P<a>[0-9]+)\s*(?P<ua>st|stone|ft|feet|foot|')\s*(?P<b>[0-9]+(?:\.[0-9]+)?)\s*(?:lbs?|in|inches|\"|'')?\s*\Z",
    re.IGNORECASE,
)
_LONGEST: Final = 60
_ALIASES: Final = {
    "kgs": "kg", "kilograms": "kg", "lb": "[lb_av]", "lbs": "[lb_av]", "pounds": "[lb_av]", "st": "[stone_av]",
    "stone": "[stone_av]", "in": "[in_i]", "inch": "[in_i]", "inches": "[in_i]", "ft": "[ft_i]", "feet": "[ft_i]",
    "years": "a", "year": "a", "y": "a", "yr": "a", "yrs": "a", "months": "mo", "month": "mo", "mo": "mo",
    "weeks": "wk", "days": "d", "micromol/l": "umol/L", "\u00b5mol/l": "umol/L", "\u03bcmol/l": "umol/L",
    "umol/l": "umol/L", "mmhg": "mm[Hg]", "mm hg": "mm[Hg]", "bpm": "/min", "per minute": "/min", "breaths/min": "/min",
    "meq/l": "meq/L", "ml/min": "mL/min", "mg/dl": "mg/dL", "g/dl": "g/dL", "mmol/l": "mmol/L", "g/l": "g/L",
}  # fmt: skip


def read_inputs(calculator: Calculator, given: Mapping[str, str]) -> dict[str, Value]:
    """The values of a calculator's inputs by name.

    Raises UsageError for a name that it does not take, or a value that cannot be read.
    """
    takes = {i.name: i for i in calculator.inputs}
    unknown = [name for name in given if name not in takes]
    if unknown:
        raise UsageError(f"{calculator.name} does not take {', '.join(unknown)}; it takes {_list(takes)}.")
    return {name: read_input(takes[name], said) for name, said in given.items()}


def read_input(asked: Input, said: str) -> Value:
    """One value.

    Raises UsageError where it cannot be read, or has no unit where several are usual.
    """
    if len(said) > _LONGEST:
        raise UsageError(f"{asked.name}: give a value in {_LONGEST} characters or fewer.")
    if asked.kind == SEX:
        return Value(asked.name, _chosen(asked, said, _SEXES), choice=_chosen(asked, said, _SEXES))
    if asked.kind != NUMBER:
        return Value(asked.name, _chosen(asked, said, _ANSWERS), choice=_chosen(asked, said, _ANSWERS))
    amount, unit = quantity(asked, said)
    return in_unit(asked, amount, unit)


def in_unit(asked: Input, amount: Decimal, unit: str) -> Value:
    """A value in the unit that the formula takes.

    Raises UsageError where the unit is none of the measure's.
    """
    measured = table()[asked.measure]
    months = {"mo": 12}.get(unit) if asked.unit == "a" else None
    number = amount / months if months else measured.converted(amount, unit, asked.unit)
    if number is None:
        raise UsageError(f"{asked.name}: {spoken(unit) or 'no unit'} is no unit of it; give {_units(measured)}.")
    return Value(asked.name, f"{amount} {spoken(unit)}".strip(), number)


def quantity(asked: Input, said: str) -> tuple[Decimal, str]:
    """The amount and its UCUM unit."""
    measured = table()[asked.measure]
    two = _TWO_UNITS.match(said)
    if two and two["ua"].lower() in ("st", "stone"):
        return Decimal(two["a"]) * 14 + Decimal(two["b"]), "[lb_av]"
    if two:
        return Decimal(two["a"]) * 12 + Decimal(two["b"]), "[in_i]"
    found = _QUANTITY.match(said)
    if not found:
        raise UsageError(f"{asked.name}: {said!r} is no number with a unit, such as \u201c{_example(measured)}\u201d.")
    try:
        amount = Decimal(found["n"].replace(",", "."))
    except InvalidOperation as error:
        raise UsageError(f"{asked.name}: {said!r} is no number.") from error
    if not found["u"]:
        if measured.bare is None:
            raise UsageError(f"{asked.name}: {said} has no unit; give {_units(measured)}.")
        return amount, measured.bare
    unit = _ALIASES.get(found["u"].lower(), found["u"])
    if not measured.takes(unit) and not (asked.unit == "a" and unit in ("a", "mo")):
        raise UsageError(f"{asked.name}: {found['u']!r} is no unit of it; give {_units(measured)}.")
    return amount, unit


def _chosen(asked: Input, said: str, choices: Mapping[str, str]) -> str:
    found = choices.get(said.strip().lower())
    if found is None:
        raise UsageError(f"{asked.name}: {said!r} is none of {_list(dict.fromkeys(choices.values()))}.")
    return found


def _units(measured: Measured) -> str:
    return measured.wanted or _list(spoken(u) or "a bare number" for u in measured.units)


def _example(measured: Measured) -> str:
    return f"58 {spoken(next(iter(measured.units)))}".strip()


def _list(words: Iterable[str]) -> str:
    return ", ".join(words)
