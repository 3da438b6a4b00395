"""Quantities with the name of what they measure."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curbside.language.bound_measures import bound_measures


def read(text: str, of_a_patient: bool = False) -> list[tuple[str, str | None, str]]:
    return [(b.measured.name, b.measure.comparator, b.measure.unit) for b in bound_measures(text, of_a_patient)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("creatinine clearance (Cockcroft-Gault) is below 15 mL/min", [("creatinine clearance", "<", "mL/min")]),
        ("eGFR at or below 30 mL/min/1.73 m2", [("eGFR", "<=", "mL/min/{1.73_m2}")]),
        ("equal to or greater than 80 years of age", [("age", ">=", "a")]),
        ("patients under 50 kg", [("weight", "<", "kg")]),
        ("people aged 16 and over", [("age", ">=", "a")]),
        ("treat for at least 5 years in adults", []),
        ("BP below 90/60 mmHg", [(f"{which} blood pressure", "<", "mm[Hg]") for which in ("systolic", "diastolic")]),
        ("BMI of 40 kg/m2 or more", [("BMI", ">=", "kg/m2")]),
        ("potassium chloride 20 mmol", []),
        ("creatinine rises by more than 26 micromol/L", []),
        ("an increase in creatinine of more than 26 micromol/L", []),
        ("ALT more than 3 times the upper limit of normal", []),
        ("weight loss of more than 5 kg", []),
        ("apixaban 5 mg", []),
        ("CRB65 score of 0", [("CRB-65", None, "1")]),
    ],
)  # fmt: skip
def test_a_bound_is_of_the_measure_that_it_stands_with(text: str, found: list[tuple[str, str | None, str]]) -> None:
    assert read(text) == found


def test_a_patient_needs_no_name_for_weight_and_height() -> None:
    assert read("58 kg, 170 cm") == []
    assert [name for name, _, _ in read("58 kg, 170 cm", of_a_patient=True)] == ["weight", "height"]


@given(st.text(max_size=60), st.booleans())
def test_what_is_bound_lies_within_the_text(text: str, of_a_patient: bool) -> None:
    for bound in bound_measures(text, of_a_patient):
        assert 0 <= bound.start < bound.end <= len(text)
