"""Values that no patient has ("creatinine 90 mmol/L"), which are taken for slips of the pen and decide nothing.

The limits are those at which the calculators refuse, the widest where several take a measure; eGFR and clearance, which
none of them takes, have their own. The least weight and height are of adults.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from typing import Final

from curbside.language.patient_measures import AGE, HEIGHT, WEIGHT, spoken, table
from curbside.regimens.calculators import CALCULATORS
from curbside.regimens.calculators.base import SANE
from curbside.types import Patient, Reading

_OF_ADULTS: Final = frozenset({WEIGHT, HEIGHT})
_ADULT: Final = 18
_MONTHS: Final = 12


@dataclass(frozen=True, slots=True)
class Limits:
    """Between which a value is believed, in `unit` (UCUM)."""

    least: Decimal
    most: Decimal
    unit: str


_FILTRATION: Final = Decimal(300)
_OWN: Final[Mapping[str, Limits]] = {
    "eGFR": Limits(Decimal(0), _FILTRATION, "mL/min/{1.73_m2}"),
    "creatinine clearance": Limits(Decimal(0), _FILTRATION, "mL/min"),
}


@cache
def limits() -> Mapping[str, Limits]:
    """The limits by name of the measure."""
    found: dict[str, Limits] = dict(_OWN)
    for asked in (i for c in CALCULATORS.values() for i in c.inputs):
        if asked.measure in ("", AGE) or asked.why != SANE or asked.least is None or asked.most is None:
            continue
        own = Limits(asked.least, asked.most, asked.unit)
        wide = found.setdefault(asked.measure, own)
        if wide.unit == own.unit:
            found[asked.measure] = Limits(min(wide.least, own.least), max(wide.most, own.most), own.unit)
    return found


def plausible(patient: Patient) -> Patient:
    """The patient, where a value that is not believed is not given, with the reason in its note."""
    grown = is_adult(patient)
    return replace(patient, readings=tuple(_checked(r, grown) for r in patient.readings))


def is_adult(patient: Patient) -> bool:
    """Whether the age is given as 18 years or more."""
    age = patient.reading(AGE)
    if age is None or age.low is None or age.unit not in ("a", "mo"):
        return False
    return Decimal(age.low) / (_MONTHS if age.unit == "mo" else 1) >= _ADULT


def _checked(reading: Reading, grown: bool) -> Reading:
    own = limits().get(reading.quantity)
    if own is None or reading.note is not None:
        return reading
    least = own.least if grown or reading.quantity not in _OF_ADULTS else Decimal(0)
    measured = table()[reading.quantity]
    ends = [
        measured.converted(Decimal(e), reading.unit, own.unit) for e in (reading.low, reading.high) if e is not None
    ]
    if all(e is None or least <= e <= own.most for e in ends):
        return reading
    said = f"{reading.shown} {spoken(reading.unit)}".strip()
    span = f"{format(own.least, 'f')} to {format(own.most, 'f')} {spoken(own.unit)}".strip()
    of = " in an adult" if grown and reading.quantity in _OF_ADULTS else ""
    note = f"{reading.quantity} {said} is not believed{of}, since it is outside {span}"
    return replace(reading, low=None, high=None, note=note)
