"""CURB-65, and CRB-65, which leaves urea out. Urea in mmol/L: published cut-offs in mg/dL differ (19 and 20)."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from curbside.regimens.calculators.base import YES_NO, Calculator, Input, Publication, Values, number, points

_LIM: Final = (
    "Lim WS, van der Eerden MM, Laing R, et al. Defining community acquired pneumonia severity on presentation to"
    " hospital. Thorax 2003;58:377-382",
    "Thorax 2003;58:377-382",
)
_CONFUSION: Final = Input("confusion", YES_NO, means="new confusion (abbreviated mental test 8 or less)")
_UREA: Final = Input("urea", measure="urea", unit="mmol/L", least=Decimal("0.1"), most=Decimal(150), means="mmol/L")
_OTHERS: Final = (
    Input(
        "respiratory_rate", measure="respiratory rate", unit="/min", least=Decimal(1), most=Decimal(120), means="/min"
    ),
    Input(
        "systolic", measure="systolic blood pressure", unit="mm[Hg]", least=Decimal(20), most=Decimal(320), means="mmHg"
    ),
    Input(
        "diastolic",
        measure="diastolic blood pressure",
        unit="mm[Hg]",
        least=Decimal(5),
        most=Decimal(220),
        means="mmHg",
    ),
    Input(
        "age",
        measure="age",
        unit="a",
        least=Decimal(18),
        most=Decimal(120),
        means="years",
        why="the score is for adults with community-acquired pneumonia",
    ),
)


def _crb_65(values: Values) -> Decimal:
    pressure_is_low = number(values, "systolic") < 90 or number(values, "diastolic") <= 60
    found = (number(values, "respiratory_rate") >= 30, pressure_is_low, number(values, "age") >= 65)
    return Decimal(points(values, "confusion") + sum(found))


def _curb_65(values: Values) -> Decimal:
    return _crb_65(values) + (1 if number(values, "urea") > 7 else 0)


CURB_65: Final = Calculator(
    name="curb-65",
    title="CURB-65",
    inputs=(_CONFUSION, _UREA, *_OTHERS),
    formula="1 each for confusion, urea above 7 mmol/L, respiratory rate 30/min or more, blood pressure (systolic below"
    " 90 or diastolic 60 mmHg or less), age 65 or over",
    publication=Publication(
        *_LIM,
        "https://www.healthcare.uiowa.edu/familymedicine/fpinfo/curb65.htm",
    ),
    unit="1",
    places=0,
    work=_curb_65,
)

CRB_65: Final = Calculator(
    name="crb-65",
    title="CRB-65",
    inputs=(_CONFUSION, *_OTHERS),
    formula="1 each for confusion, respiratory rate 30/min or more, blood pressure (systolic below 90 or diastolic 60"
    " mmHg or less), age 65 or over",
    publication=Publication(
        *_LIM,
        "https://www.independentpharmacist.co.uk/cpd-modules/cpd-module-pneumonia/severity-assessment-1278420",
    ),
    unit="1",
    places=0,
    work=_crb_65,
)
