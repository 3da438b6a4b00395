"""Values that are not given and can be worked out from others that are: clearance, eGFR, body mass index.

Each says by what formula, from what, and which weight was used. No measure stands in for another, and nothing is worked
out where an input is missing, in doubt, or outside the range of the formula: then what is missing is told.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from curbside.errors import UsageError
from curbside.language.identifiers import MASKS
from curbside.language.patient_measures import AGE, spoken
from curbside.regimens.calculators import CALCULATORS, Calculator, Value, calculate
from curbside.regimens.calculators.base import SEX
from curbside.regimens.calculators.inputs import in_unit
from curbside.types import Patient, Reading

_BY: Final[Mapping[str, tuple[str, str]]] = {
    "creatinine clearance": ("cockcroft-gault", "Cockcroft-Gault"),
    "eGFR": ("ckd-epi-2021", "CKD-EPI 2021"),
    "BMI": ("bmi", "weight / height squared"),
}
_LIKE: Final[Mapping[str, tuple[str, ...]]] = {
    "creatinine clearance": ("eGFR",),
    "eGFR": ("creatinine clearance",),
    "NT-proBNP": ("BNP",),
    "BNP": ("NT-proBNP",),
    "vitamin B12": ("active B12",),
    "active B12": ("vitamin B12",),
    "calcium": ("adjusted calcium",),
    "adjusted calcium": ("calcium",),
    "urea": ("urea nitrogen",),
    "urea nitrogen": ("urea",),
    "CHA2DS2-VASc": ("CHA2DS2-VA", "CHADS2"),
    "CHA2DS2-VA": ("CHA2DS2-VASc", "CHADS2"),
}
_WEIGHED: Final = "cockcroft-gault"
OVER_89: Final = MASKS["age"]
_MASKED: Final = "{} is not given; by {} it is not worked out for an age of {}, which the result would tell."


@dataclass(frozen=True, slots=True)
class Filled:
    """reading: the value that was worked out, or None. how: by what, from what. needs: what would be needed."""

    reading: Reading | None = None
    how: str | None = None
    note: str | None = None
    needs: tuple[str, ...] = ()


def filled(quantity: str, patient: Patient) -> Filled:
    """What a patient's other values say of a measure that is not given."""
    if quantity not in _BY:
        return Filled(note=" ".join(f"{w}." for w in _no_stand_in(quantity, patient)) or None, needs=(quantity,))
    name, title = _BY[quantity]
    calculator = CALCULATORS[name]
    if _counts_masked_age(calculator, patient):
        return Filled(note=_MASKED.format(sentence_start(quantity), title, OVER_89), needs=(quantity,))
    values, why = _values(calculator, patient)
    lacking = tuple(i.name for i in calculator.inputs if i.name not in values)
    if lacking:
        return Filled(
            note=_asking(quantity, title, lacking, [*why, *_no_stand_in(quantity, patient)]), needs=(quantity,)
        )
    found = calculate(calculator, values)
    if found.value is None:
        return Filled(note=f"{title} was not worked out: {'; '.join(found.refused)}.", needs=(quantity,))
    shown = str(found.value)
    how = f"{title}, from {', '.join(_told(calculator, values))}"
    reading = Reading(quantity, shown, shown, calculator.unit, shown)
    return Filled(reading, how, note="Worked out, not measured." if name != "bmi" else None)


def _counts_masked_age(calculator: Calculator, patient: Patient) -> bool:
    """Whether the age is one that is not shown, which the result beside the other inputs would give away."""
    age = patient.reading(AGE)
    return age is not None and age.shown == OVER_89 and any(i.measure == AGE for i in calculator.inputs)


def bears_on(quantity: str, patient: Patient) -> bool:
    """Whether the question gives this measure, readable or not, one that could be taken for it, or one it needs."""
    needed = [i.measure for i in CALCULATORS[_BY[quantity][0]].inputs if i.measure != AGE] if quantity in _BY else []
    return any(patient.reading(q) for q in (quantity, *_LIKE.get(quantity, ()), *needed))


def _no_stand_in(quantity: str, patient: Patient) -> list[str]:
    """That a like measure is given and does not stand in for it."""
    return [
        f"{other} is given and does not stand in for {quantity}"
        for other in _LIKE.get(quantity, ())
        if patient.reading(other)
    ]


def _values(calculator: Calculator, patient: Patient) -> tuple[dict[str, Value], list[str]]:
    values: dict[str, Value] = {}
    why: list[str] = []
    for asked in calculator.inputs:
        if asked.kind == SEX:
            if patient.sex:
                values[asked.name] = Value(asked.name, patient.sex, choice=patient.sex)
            continue
        reading = patient.reading(asked.measure)
        if reading is None or not reading.exact or reading.low is None:
            why += [reading.note] if reading and reading.note else []
            continue
        try:
            # What is said of it may be stored, so that an age over 89 must be masked in it too.
            values[asked.name] = replace(in_unit(asked, Decimal(reading.low), reading.unit), said=_shown(reading))
        except UsageError as error:
            why.append(str(error))
    return values, why


def _told(calculator: Calculator, values: Mapping[str, Value]) -> list[str]:
    """The inputs as they may be shown, the weight by its kind."""
    named = {"weight": "actual weight"} if calculator.name == _WEIGHED else {}
    return [f"{named.get(i.name, i.name)} {values[i.name].said}" for i in calculator.inputs]


def _shown(reading: Reading) -> str:
    unit = spoken(reading.unit) if reading.shown[:1].isdigit() and " " not in reading.shown else ""
    return f"{reading.shown} {unit}".strip()


def _asking(quantity: str, title: str, lacking: tuple[str, ...], why: list[str]) -> str:
    said = f"{sentence_start(quantity)} is not given; for {title} give {_and(lacking)}."
    return " ".join((said, *(f"{sentence_start(w)}." for w in why)))


def sentence_start(words: str) -> str:
    """With a capital, but for names that begin with a small letter ("eGFR")."""
    return words if words[:2] in ("eG", "NT") else f"{words[:1].upper()}{words[1:]}"


def _and(names: tuple[str, ...]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
