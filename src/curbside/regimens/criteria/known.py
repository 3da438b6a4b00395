"""A value as it is shown beside a condition, read back as all that is known of a patient.

So that a verdict that is printed beside a value can be worked out again by the code that gave it.
"""

from __future__ import annotations

import re
from typing import Final

from curbside.language.identifiers import MASKS
from curbside.language.patient_measures import AGE
from curbside.regimens.criteria.atoms import SEX, WORDS, Atom
from curbside.regimens.criteria.judging import member
from curbside.types import Member, Met, Patient, Reading, Span

OVER_89: Final = MASKS["age"]
_OLDEST: Final = "90"
_NUMBER: Final = r"\d+(?:\.\d*)?"
_SHOWN: Final = re.compile(rf"(?P<sign><=|>=|<|>)?(?P<low>{_NUMBER})(?:-(?P<high>{_NUMBER}))?")


def follows(atom: Atom, shown: Member) -> bool:
    """Whether the verdict of a member is what its value gives; without a value it is "not given".

    Of an age over 89 the value itself is not shown: where it could lie on either side, both verdicts may be.
    """
    if shown.value is None:
        return shown.verdict is Met.NOT_GIVEN and not shown.value_unit
    unit = shown.value_unit or ""
    patient = _patient(atom, shown.value, unit)
    if patient is None:
        return False
    again = member(atom, patient, shown.span)
    open_ = shown.value == OVER_89 and again.verdict is Met.NOT_GIVEN
    same = (again.value, again.value_unit or "") == (shown.value, unit)
    return same and (again.verdict is shown.verdict or open_)


def asked_for(atom: Atom, span: Span) -> tuple[str, ...]:
    """What would have to be given where nothing is."""
    return member(atom, Patient(), span).needs


def _patient(atom: Atom, value: str, unit: str) -> Patient | None:
    """The patient of whom a member says only that; None where it says nothing."""
    if atom.is_threshold:
        reading = _reading(atom.quantity, value, unit)
        return None if reading is None else Patient(readings=(reading,))
    if atom.quantity == SEX:
        return Patient(sex=value) if value in ("female", "male") else None
    if atom.quantity.endswith(" class"):
        return Patient(classes=((atom.quantity, value),))
    words = " ".join(atom.words.lower().split())
    if atom.quantity == WORDS or not atom.concepts:
        return Patient(words=words)
    if value == f"no {atom.words}":
        return Patient(absent=atom.concepts)
    return Patient(given=frozenset(value.split(", ")), words=f"{words} non-valvular")


def _reading(quantity: str, value: str, unit: str) -> Reading | None:
    if value == OVER_89:
        return Reading(AGE, _OLDEST, None, unit, value) if quantity == AGE else None
    found = _SHOWN.fullmatch(value)
    if found is None or (found["sign"] and found["high"]):
        return None
    sign, low, high = found["sign"] or "", found["low"], found["high"] or found["low"]
    return Reading(
        quantity,
        None if sign.startswith("<") else low,
        None if sign.startswith(">") else high,
        unit,
        value,
        strict=sign in ("<", ">"),
    )
