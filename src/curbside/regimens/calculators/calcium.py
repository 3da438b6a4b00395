"""Calcium corrected for albumin (Payne), in the unit in which calcium is given."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from curbside.regimens.calculators.base import Calculator, Input, Publication, Values, number

_PUBLICATION: Final = Publication(
    "Payne RB, Little AJ, Williams RB, Milner JR. Interpretation of serum calcium in patients with abnormal serum"
    " proteins. Br Med J 1973;4:643-646",
    "Br Med J 1973;4(5893):643-646",
    "https://theguidewire.net/cases_questions/how-can-the-affect-of-albumin-levels-be-accounted-for",
)
_ALBUMIN: Final = Input(
    "albumin",
    measure="albumin",
    unit="g/L",
    least=Decimal(20),
    most=Decimal(47),
    means="g/L",
    why="it is inaccurate below 20 g/L and not for a raised albumin",
)
_NOTES: Final = ("An estimate; ionised calcium is the measure where it matters.",)


def _in_mmol(values: Values) -> Decimal:
    return number(values, "calcium") + Decimal("0.02") * (40 - number(values, "albumin"))


def _in_mg(values: Values) -> Decimal:
    return number(values, "calcium") + Decimal("0.8") * (4 - number(values, "albumin") / 10)


CORRECTED_CALCIUM: Final = Calculator(
    name="corrected-calcium",
    title="Calcium corrected for albumin",
    inputs=(
        Input("calcium", measure="calcium", unit="mmol/L", least=Decimal("0.5"), most=Decimal(6), means="mmol/L"),
        _ALBUMIN,
    ),
    formula="calcium + 0.02 x (40 - albumin in g/L), in mmol/L",
    publication=_PUBLICATION,
    unit="mmol/L",
    places=2,
    work=_in_mmol,
    notes=_NOTES,
)
CORRECTED_CALCIUM_MG: Final = Calculator(
    name="corrected-calcium",
    title="Calcium corrected for albumin",
    inputs=(
        Input("calcium", measure="calcium", unit="mg/dL", least=Decimal(2), most=Decimal(24), means="mg/dL"),
        _ALBUMIN,
    ),
    formula="calcium + 0.8 x (4 - albumin in g/dL), in mg/dL",
    publication=_PUBLICATION,
    unit="mg/dL",
    places=1,
    work=_in_mg,
    notes=_NOTES,
)
