"""Calculators that rules of sources need, each with its publication, its units and the range that it is valid for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from curbside.errors import UsageError
from curbside.regimens.calculators.base import Calculated, Calculator, Input, Publication, Value, Values, calculate
from curbside.regimens.calculators.body import BMI, IDEAL_BODY_WEIGHT
from curbside.regimens.calculators.calcium import CORRECTED_CALCIUM, CORRECTED_CALCIUM_MG
from curbside.regimens.calculators.inputs import quantity, read_inputs
from curbside.regimens.calculators.kidney import CKD_EPI_2021, COCKCROFT_GAULT
from curbside.regimens.calculators.pneumonia import CRB_65, CURB_65
from curbside.regimens.calculators.stroke import CHA2DS2_VA, CHA2DS2_VASC

__all__ = [
    "CALCULATORS",
    "Calculated",
    "Calculator",
    "Input",
    "Publication",
    "Value",
    "Values",
    "calculate",
    "worked_out",
]

CALCULATORS: Final[Mapping[str, Calculator]] = {
    c.name: c
    for c in (
        COCKCROFT_GAULT,
        CKD_EPI_2021,
        CHA2DS2_VASC,
        CHA2DS2_VA,
        CURB_65,
        CRB_65,
        BMI,
        IDEAL_BODY_WEIGHT,
        CORRECTED_CALCIUM,
    )
}
IDEAL: Final = "ideal"


def worked_out(name: str, given: Mapping[str, str]) -> Calculated:
    """The result of the calculator `name` for values in text ("weight": "58 kg").

    The weight of Cockcroft-Gault may be "ideal": then it is worked out from the height, and the result says so.

    Raises UsageError where there is no such calculator, input or unit.
    """
    if name not in CALCULATORS:
        raise UsageError(f"There is no calculator {name!r}; there are {', '.join(CALCULATORS)}.")
    calculator = CALCULATORS[name]
    if calculator is COCKCROFT_GAULT:
        return _clearance(given)
    if calculator is CORRECTED_CALCIUM and "calcium" in given:
        _, unit = quantity(calculator.inputs[0], given["calcium"])
        calculator = CORRECTED_CALCIUM_MG if unit == "mg/dL" else calculator
    return calculate(calculator, read_inputs(calculator, given))


def _clearance(given: Mapping[str, str]) -> Calculated:
    if given.get("weight", "").strip().lower() != IDEAL:
        if "height" in given:
            raise UsageError("cockcroft-gault takes a height only with weight=ideal.")
        note = "Weight used: actual body weight, as given." if "weight" in given else ""
        return calculate(COCKCROFT_GAULT, read_inputs(COCKCROFT_GAULT, given), (note,) if note else ())
    rest = {k: v for k, v in given.items() if k not in ("weight", "height")}
    body = {k: given[k] for k in ("sex", "height") if k in given}
    ideal = calculate(IDEAL_BODY_WEIGHT, read_inputs(IDEAL_BODY_WEIGHT, body))
    values = read_inputs(COCKCROFT_GAULT, rest)
    if ideal.value is None:
        found = calculate(COCKCROFT_GAULT, values)
        missing = tuple(dict.fromkeys((*(m for m in found.missing if m != "weight"), *ideal.missing)))
        return Calculated(COCKCROFT_GAULT, found.values, None, missing, (*found.refused, *ideal.refused), found.notes)
    values["weight"] = Value("weight", f"{ideal.value} kg (ideal)", ideal.value)
    return calculate(COCKCROFT_GAULT, values, ("Weight used: ideal body weight (Devine), from the height.",))
