"""Amounts as FHIR quantities with UCUM codes of a closed table (https://ucum.org, case sensitive codes).

Which codes FHIR allows for a time is its value set of units of time (s, min, h, d, wk, mo, a); "fortnight" is none.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final

from curbside.regimens import printing
from curbside.regimens.schedule.doses import decimal
from curbside.types import Amount

Json = dict[str, Any]

UCUM: Final = "http://unitsofmeasure.org"
TIME_CODES: Final = frozenset({"s", "min", "h", "d", "wk", "mo", "a"})
_MASSES: Final = frozenset({"kg", "g", "mg", "ug", "ng", "pg"})
_VOLUMES: Final = frozenset({"L", "dL", "mL", "uL"})
_SUBSTANCES: Final = frozenset({"mol", "mmol", "umol", "nmol", "pmol", "meq", "[IU]", "m[IU]", "%"})
_COUNTED: Final = (
    "unit megaunit tablet capsule ampoule vial sachet drop puff spray patch suppository injection auto-injector dose "
    "application pessary lozenge"
)
_COUNTS: Final = frozenset(f"{{{word}}}" for word in _COUNTED.split())
NUMERATORS: Final = _MASSES | _VOLUMES | _SUBSTANCES | _COUNTS
DENOMINATORS: Final = frozenset({"kg", "m2", "mL", "L", "{dose}", "{tablet}", "min", "h", "d", "wk", "mo", "a"})
# A million units is no UCUM code; an annotation says the same and is one.
_CODES: Final = {"megaunit": "{megaunit}"}


def code(unit: str, per: str | None = None) -> str | None:
    """The UCUM code of a unit with its basis ("mg" per "kg.min" is "mg/kg/min"); None where it is not in the table."""
    whole = "/".join([_CODES.get(unit, unit), *(per.split(".") if per else [])])
    return whole if is_code(whole) else None


def is_code(written: str) -> bool:
    """Whether `written` is a UCUM code of a dose or of a time in the table."""
    numerator, *below = written.split("/")
    if not below and numerator in TIME_CODES:
        return True
    return numerator in NUMERATORS and all(part in DENOMINATORS for part in below)


def number(text: str) -> int | float:
    """A decimal string as a JSON number that reads back as the same decimal.

    Raises ValueError where there is none.
    """
    value = decimal(text)
    if value is None:
        raise ValueError(f"{text!r} is no decimal above 0")
    whole = int(value)
    if whole == value:
        return whole
    if Decimal(repr(float(value))) != value:
        raise ValueError(f"{text!r} has more digits than JSON keeps")
    return float(value)


def quantity(value: str, unit: str, per: str | None = None) -> Json | None:
    """A Quantity; None where the unit has no code."""
    known = code(unit, per)
    if known is None:
        return None
    basis = f"/{per.replace('.', '/')}" if per else ""
    words = printing.amount(Amount(value, value, unit)).partition(" ")[2]
    return {"value": number(value), "unit": f"{words}{basis}", "system": UCUM, "code": known}


def dose(amount: Amount, per: str | None = None) -> tuple[str, Json] | None:
    """("Quantity", ...) for a single amount, ("Range", ...) where an end differs or is open; None without a code."""
    low = quantity(amount.low, amount.unit, per) if amount.low else None
    high = quantity(amount.high, amount.unit, per) if amount.high else None
    if low is None and high is None:
        return None
    if low == high and low is not None:
        return "Quantity", low
    return "Range", {name: end for name, end in (("low", low), ("high", high)) if end is not None}
