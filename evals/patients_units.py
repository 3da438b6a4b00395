"""Units of measures of a patient, converted so that two amounts can be compared by the judge of criteria.

1 mg/dL of creatinine is 88.4 micromol/L, 1 pg/mL of vitamin B12 is 0.738 pmol/L (the clinical rules, section 6);
masses by the international avoirdupois pound; a month is 30.4375 days.
"""

from __future__ import annotations

import re
from fractions import Fraction

NEAR = Fraction(1, 100)

FACTORS: dict[str, tuple[str, Fraction]] = {
    "kg": ("kg", Fraction(1)),
    "g": ("kg", Fraction(1, 1000)),
    "[lb_av]": ("kg", Fraction("0.45359237")),
    "[stone_av]": ("kg", Fraction("6.35029318")),
    "[oz_av]": ("kg", Fraction("0.028349523125")),
    "mg/dl": ("mg/dl", Fraction(1)),
    "umol/l": ("mg/dl", 1 / Fraction("88.4")),
    "a": ("mo", Fraction(12)),
    "year": ("mo", Fraction(12)),
    "years": ("mo", Fraction(12)),
    "mo": ("mo", Fraction(1)),
    "months": ("mo", Fraction(1)),
    "wk": ("mo", Fraction(7) / Fraction("30.4375")),
    "d": ("mo", Fraction(1) / Fraction("30.4375")),
    "ng/l": ("pg/ml", Fraction(1)),
    "pg/ml": ("pg/ml", Fraction(1)),
    "pmol/l": ("pg/ml", 1 / Fraction("0.738")),
    "meq/l": ("mmol/l", Fraction(1)),
    "10*3/ul": ("10*9/l", Fraction(1)),
    "/ul": ("10*9/l", Fraction("0.001")),
    "g/dl": ("g/l", Fraction(10)),
    "g/l": ("g/l", Fraction(1)),
}
SAME_UNIT = {
    "ml/min/1.73m2": "ml/min/{1.73_m2}",
    "{beats}/min": "/min",
    "bpm": "/min",
    "mmhg": "mm[hg]",
    "{score}": "",
    "{inr}": "",
    "{points}": "",
    "1": "",
}


def equal(a: object, a_unit: object, b: object, b_unit: object) -> bool:
    """The same amount within 1 in 100 after conversion; false where either is no number."""
    try:
        (left, one), (right, two) = base(a, a_unit), base(b, b_unit)
    except (ValueError, ZeroDivisionError):
        return False
    return left == right and abs(one - two) <= NEAR * abs(one)


def base(value: object, unit: object) -> tuple[str, Fraction]:
    """The unit that stands for its group, and the value in it; ValueError where it is no number."""
    name = re.sub(r"\s", "", str(unit or "")).lower()
    name = SAME_UNIT.get(name, name)
    group, factor = FACTORS.get(name, (name, Fraction(1)))
    return group, Fraction(str(value).replace(",", "")) * factor
