"""Body mass index and ideal body weight (Devine)."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from curbside.regimens.calculators.base import SEX, Calculator, Input, Publication, Values, number

_INCH: Final = Decimal("2.54")
_FIVE_FEET: Final = 60


def _bmi(values: Values) -> Decimal:
    metres = number(values, "height") / 100
    return number(values, "weight") / (metres * metres)


def _devine(values: Values) -> Decimal:
    start = Decimal("45.5") if values["sex"].choice == "female" else Decimal(50)
    return start + Decimal("2.3") * (number(values, "height") / _INCH - _FIVE_FEET)


BMI: Final = Calculator(
    name="bmi",
    title="Body mass index",
    inputs=(
        Input("weight", measure="weight", unit="kg", least=Decimal(20), most=Decimal(500), means="kg"),
        Input("height", measure="height", unit="cm", least=Decimal(100), most=Decimal(250), means="cm"),
    ),
    formula="weight in kg / (height in m)^2",
    publication=Publication(
        "Body mass index, as a definition",
        "https://www.usa.philips.com/c-f/XC000001155/what-is-bmi",
        "https://questions.collegedunia.com/exams/questions/how-is-bmi-calculated-6a33c1ce3dbf96f1122f2fc9",
    ),
    unit="kg/m2",
    places=1,
    work=_bmi,
)

IDEAL_BODY_WEIGHT: Final = Calculator(
    name="ideal-body-weight",
    title="Ideal body weight (Devine)",
    inputs=(
        Input("sex", SEX),
        Input(
            "height",
            measure="height",
            unit="cm",
            least=_FIVE_FEET * _INCH,
            most=Decimal(250),
            means="cm",
            why="the formula counts inches over 5 feet",
        ),
    ),
    formula="50 kg in men, 45.5 kg in women, + 2.3 kg for each inch of height over 60 inches",
    publication=Publication(
        "Devine BJ. Gentamicin therapy. Drug Intell Clin Pharm 1974;8:650-655",
        "Drug Intell Clin Pharm 1974;8:650-655",
        "https://healthaide.info/2018/07/02/ideal-body-weight/",
    ),
    unit="kg",
    places=1,
    work=_devine,
)
