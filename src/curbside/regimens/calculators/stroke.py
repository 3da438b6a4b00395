"""CHA2DS2-VASc, and CHA2DS2-VA, which leaves the sex out."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from curbside.regimens.calculators.base import SEX, YES_NO, Calculator, Input, Publication, Values, number, points

_AGE: Final = Input(
    "age",
    measure="age",
    unit="a",
    least=Decimal(18),
    most=Decimal(120),
    means="years",
    why="the score is for adults with atrial fibrillation",
)
_FACTORS: Final = (
    Input("heart_failure", YES_NO, means="heart failure or left ventricular dysfunction"),
    Input("hypertension", YES_NO, means="hypertension, treated or not"),
    Input("diabetes", YES_NO, means="diabetes mellitus"),
    Input("stroke", YES_NO, means="stroke, transient ischaemic attack or thromboembolism before"),
    Input(
        "vascular_disease", YES_NO, means="myocardial infarction before, peripheral arterial disease or aortic plaque"
    ),
)


def _cha2ds2_va(values: Values) -> Decimal:
    age = number(values, "age")
    total = 2 if age >= 75 else 1 if age >= 65 else 0
    total += points(values, "stroke", 2)
    total += sum(points(values, name) for name in ("heart_failure", "hypertension", "diabetes", "vascular_disease"))
    return Decimal(total)


def _cha2ds2_vasc(values: Values) -> Decimal:
    return _cha2ds2_va(values) + (1 if values["sex"].choice == "female" else 0)


CHA2DS2_VASC: Final = Calculator(
    name="cha2ds2-vasc",
    title="CHA2DS2-VASc",
    inputs=(_AGE, Input("sex", SEX), *_FACTORS),
    formula="1 each for heart failure, hypertension, diabetes, vascular disease, age 65 to 74 and female sex; 2 each"
    " for age 75 or over and stroke",
    publication=Publication(
        "Lip GYH, Nieuwlaat R, Pisters R, Lane DA, Crijns HJGM. Refining clinical risk stratification for predicting"
        " stroke and thromboembolism in atrial fibrillation. Chest 2010;137:263-272",
        "doi:10.1378/chest.09-1584",
        "http://globalrph.com/medcalcs/chads2-vasc-score-stroke-risk-assessment-in-a-fib/",
    ),
    unit="1",
    places=0,
    work=_cha2ds2_vasc,
)

CHA2DS2_VA: Final = Calculator(
    name="cha2ds2-va",
    title="CHA2DS2-VA",
    inputs=(_AGE, *_FACTORS),
    formula="1 each for heart failure, hypertension, diabetes, vascular disease and age 65 to 74; 2 each for age 75 or"
    " over and stroke",
    publication=Publication(
        "2024 ESC guidelines for the management of atrial fibrillation, as its score is set out at chadsva.org",
        "https://chadsva.org",
        "https://chadsva.org",
    ),
    unit="1",
    places=0,
    work=_cha2ds2_va,
)
