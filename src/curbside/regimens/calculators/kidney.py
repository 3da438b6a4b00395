"""Creatinine clearance (Cockcroft and Gault) and estimated glomerular filtration rate (CKD-EPI 2021).

They are two measures: neither stands in for the other.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from curbside.regimens.calculators.base import SEX, Calculator, Input, Publication, Values, number

_CREATININE: Final = Input(
    "creatinine", measure="creatinine", unit="mg/dL", least=Decimal("0.1"), most=Decimal(25), means="mg/dL"
)


def _cockcroft_gault(values: Values) -> Decimal:
    age, weight, creatinine = (number(values, n) for n in ("age", "weight", "creatinine"))
    clearance = (140 - age) * weight / (72 * creatinine)
    return clearance * Decimal("0.85") if values["sex"].choice == "female" else clearance


def _ckd_epi_2021(values: Values) -> Decimal:
    age, creatinine = float(number(values, "age")), float(number(values, "creatinine"))
    female = values["sex"].choice == "female"
    kappa, alpha = (0.7, -0.241) if female else (0.9, -0.302)
    ratio = creatinine / kappa
    rate = 142 * min(ratio, 1.0) ** alpha * max(ratio, 1.0) ** -1.200 * 0.9938**age
    return Decimal(rate * 1.012 if female else rate)


COCKCROFT_GAULT: Final = Calculator(
    name="cockcroft-gault",
    title="Creatinine clearance (Cockcroft-Gault)",
    inputs=(
        Input(
            "age",
            measure="age",
            unit="a",
            least=Decimal(18),
            most=Decimal(92),
            means="years",
            why="it was derived in patients from 18 to 92 years",
        ),
        Input("sex", SEX),
        Input("weight", measure="weight", unit="kg", least=Decimal(20), most=Decimal(300), means="kg"),
        _CREATININE,
    ),
    formula="(140 - age) x weight / (72 x creatinine in mg/dL), x 0.85 in women",
    publication=Publication(
        "Cockcroft DW, Gault MH. Prediction of creatinine clearance from serum creatinine. Nephron 1976;16:31-41",
        "pmid:1244564",
        "https://www.tabers.com/tabersonline/view/Tabers-Dictionary/738131/all/Cockcroft_Gault_formula",
    ),
    unit="mL/min",
    places=1,
    work=_cockcroft_gault,
    notes=("For a creatinine that is stable. It is no eGFR.",),
)

CKD_EPI_2021: Final = Calculator(
    name="ckd-epi-2021",
    title="eGFR (CKD-EPI 2021, creatinine)",
    inputs=(
        Input(
            "age",
            measure="age",
            unit="a",
            least=Decimal(18),
            most=Decimal(120),
            means="years",
            why="the equation is for adults",
        ),
        Input("sex", SEX),
        _CREATININE,
    ),
    formula="142 x min(creatinine/k, 1)^a x max(creatinine/k, 1)^-1.200 x 0.9938^age, x 1.012 in women; k 0.7 in women,"
    " 0.9 in men; a -0.241 in women, -0.302 in men; creatinine in mg/dL",
    publication=Publication(
        "Inker LA, Eneanya ND, Coresh J, et al. New creatinine- and cystatin C-based equations to estimate GFR without"
        " race. N Engl J Med 2021;385:1737-1749",
        "pmid:34554658",
        "https://www.kidney.org/ckd-epi-creatinine-equation-2021",
    ),
    unit="mL/min/{1.73_m2}",
    places=1,
    work=_ckd_epi_2021,
    notes=("For a creatinine measured by a method traceable to IDMS. It is no creatinine clearance.",),
)
