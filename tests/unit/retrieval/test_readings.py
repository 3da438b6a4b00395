"""What a question says of a patient: measures with units, shorthand, doubt, contradiction, what is denied."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curbside.retrieval.patient import values
from curbside.retrieval.readings import patient
from curbside.types import Reading


def read(text: str) -> dict[str, tuple[str, str]]:
    return {r.quantity: (r.shown, r.unit) for r in patient(text).readings if r.note is None}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("82F 58kg Cr 110 umol/L AF", {"age": ("82", "a"), "weight": ("58", "kg"), "creatinine": ("110", "umol/L")}),
        ("a woman of 84 who weighs 9 stone 2 lb", {"age": ("84", "a"), "weight": ("128", "[lb_av]")}),
        ("a man of 12 stone", {"weight": ("12", "[stone_av]")}),
        ("110 lb, 5 ft 4 in", {"weight": ("110", "[lb_av]"), "height": ("64", "[in_i]")}),
        ("height 1.65 m, BMI 31 kg/m2", {"height": ("1.65", "m"), "BMI": ("31", "kg/m2")}),
        ("K+ 4.4, INR 3.2, QTc 510, eGFR 44", {
            "potassium": ("4.4", "mmol/L"), "INR": ("3.2", "1"), "QTc": ("510", "ms"),
            "eGFR": ("44", "mL/min/{1.73_m2}"),
        }),
        ("BP 85/50, HR 48 bpm, RR 32", {
            "systolic blood pressure": ("85", "mm[Hg]"), "diastolic blood pressure": ("50", "mm[Hg]"),
            "heart rate": ("48", "/min"), "respiratory rate": ("32", "/min"),
        }),
        ("creatinine clearance 25 mL/min and creatinine 2.1 mg/dL", {
            "creatinine clearance": ("25", "mL/min"), "creatinine": ("2.1", "mg/dL"),
        }),
        ("NT-proBNP 1,800 pg/mL, BNP 90 ng/L", {"NT-proBNP": ("1800", "pg/mL"), "BNP": ("90", "ng/L")}),
        ("serum vitamin B12 of 150 pmol/L, active B12 20 pmol/L", {
            "vitamin B12": ("150", "pmol/L"), "active B12": ("20", "pmol/L"),
        }),
        ("platelets 48 x 10^9/L, Hb 7.8 g/dL", {"platelets": ("48", "10*9/L"), "haemoglobin": ("7.8", "g/dL")}),
        ("8-month-old child of 8.2 kg", {"age": ("8", "mo"), "weight": ("8.2", "kg")}),
        ("eGFR <30, over 80 years old", {"eGFR": ("<30", "mL/min/{1.73_m2}"), "age": (">80", "a")}),
        ("methylcobalamin 500 micrograms three times a day for 2 weeks", {}),
        ("apixaban 2.5 mg twice daily", {}),
        ("weight loss of 5 kg, lost 3 kg", {}),
        ("30 weeks pregnant, 171/113 mm Hg", {
            "systolic blood pressure": ("171", "mm[Hg]"), "diastolic blood pressure": ("113", "mm[Hg]"),
        }),
        ("is the target below 131/81 mmHg, or a BP target of 141/91?", {}),
        ("intraocular pressures 21/22 mmHg", {}),
    ],
)  # fmt: skip
def test_what_is_measured_is_read_as_given(text: str, found: dict[str, tuple[str, str]]) -> None:
    assert read(text) == found


@pytest.mark.parametrize(
    ("text", "quantity", "why"),
    [
        ("creatinine of 90", "creatinine", "without a unit, which could be micromol/L or mg/dL"),
        ("Hb 78", "haemoglobin", "without a unit, which could be g/L or g/dL"),
        ("weight 58", "weight", "without a unit, which could be kg or lb"),
        (
            "weight 58 kg in the notes and 66 kg on the chart",
            "weight",
            "two values of weight are given (58 kg and 66 kg)",
        ),
        ("baseline creatinine 0.9 mg/dL, creatinine 1.6 mg/dL now", "creatinine", "two values of creatinine"),
        ("about 60 kg", "weight", "given as about 60 kg"),
    ],
)
def test_what_is_in_doubt_is_kept_with_the_reason(text: str, quantity: str, why: str) -> None:
    reading = patient(text).reading(quantity)

    assert reading is not None
    assert not reading.exact
    assert why in (reading.note or "")


def test_the_same_value_in_two_units_is_one() -> None:
    assert read("creatinine 1.5 mg/dL (133 micromol/L), 60 kg (132 lb)") == {
        "creatinine": ("1.5", "mg/dL"),
        "weight": ("60", "kg"),
    }


def test_an_age_over_89_is_read_as_given_and_shown_masked() -> None:
    reading = patient("93F with AF").reading("age")

    assert reading == Reading("age", "93", "93", "a", "90 or over")


@pytest.mark.parametrize(
    ("text", "given_", "absent"),
    [
        ("AF, no diabetes, stroke or heart failure", {"atrial fibrillation"}, {"diabetes", "stroke", "heart failure"}),
        ("not on dialysis, with heart failure", {"heart failure"}, {"dialysis"}),
        ("no diabetes, heart failure", set(), {"diabetes"}),
        ("Is apixaban recommended in atrial fibrillation?", {"atrial fibrillation"}, set()),
        ("Child-Pugh class B", set(), set()),
    ],
)
def test_what_is_denied_is_absent_and_what_is_not_sure_neither(text: str, given_: set[str], absent: set[str]) -> None:
    found = patient(text)

    assert set(found.given) == given_
    assert set(found.absent) == absent


@pytest.mark.parametrize(
    ("text", "sex"),
    [("82F", "female"), ("M72", "male"), ("a 70-year-old man", "male"), ("she is 80", "female"), ("temp 98 F", None),
     ("a man and a woman", None), ("82 years, 58 kg", None)],
)  # fmt: skip
def test_the_sex_is_read_where_it_is_said(text: str, sex: str | None) -> None:
    assert patient(text).sex == sex


def test_classes_are_read() -> None:
    assert patient("Child-Pugh C, NYHA III").classes == (("Child-Pugh class", "C"), ("NYHA class", "III"))


def test_the_values_of_a_question_have_the_names_of_what_is_measured() -> None:
    found = {(v.quantity, v.value, v.unit) for v in values("82 years, creatinine 1.25 mg/dL, eGFR 44, 2.5 mg")}

    assert found == {("age", "82", "a"), ("creatinine", "1.25", "mg/dL"), ("eGFR", "44", "mL/min/{1.73_m2}")}


@given(st.text(max_size=80))
def test_any_text_is_read_without_a_slip(text: str) -> None:
    found = patient(text)
    names = [r.quantity for r in found.readings]
    assert len(names) == len(set(names))
    assert not found.given & found.absent


@pytest.mark.parametrize(
    ("text", "weight", "age"),
    [
        ("8 stone, 71 years", ("8", "[stone_av]"), ("71", "a")),
        ("9 st, 80 y", ("9", "[stone_av]"), ("80", "a")),
        ("weight 8 stone, 71F", ("8", "[stone_av]"), ("71", "a")),
        ("10 stone 4, 66 years old", ("144", "[lb_av]"), ("66", "a")),
        ("11 stone 3 lb, 60 years", ("157", "[lb_av]"), ("60", "a")),
        ("fourteen stone six, 50 years old", ("202", "[lb_av]"), ("50", "a")),
        ("11 stone, 5 ft 6 in, 60 years", ("11", "[stone_av]"), ("60", "a")),
    ],
)
def test_what_follows_a_weight_in_stones(text: str, weight: tuple[str, str], age: tuple[str, str]) -> None:
    found = read(text)

    assert (found["weight"], found["age"]) == (weight, age)


def test_a_bare_number_after_stones_and_a_comma_may_be_something_else() -> None:
    (reading,) = patient("weighs 11 stone, 5").readings

    assert reading.note == "weight is given as 11 stone, 5, where 5 may be pounds or something else"


@pytest.mark.parametrize(
    ("text", "inches"),
    [
        ("a man 5 ft 6 in tall", "66"),
        ("five feet six inches tall", "66"),
        ("height five foot four", "64"),
        ("6 ft", "72"),
    ],
)
def test_height_in_feet_is_no_age(text: str, inches: str) -> None:
    assert read(text) == {"height": (inches, "[in_i]")}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("platelets 75,000 per microlitre", {"platelets": ("75000", "/uL")}),
        ("platelets 75 000 per microlitre", {"platelets": ("75000", "/uL")}),
        ("platelet count 75,000 per cubic millimetre", {"platelets": ("75000", "/uL")}),
        ("neutrophils 1,200 per mm3", {"neutrophils": ("1200", "/uL")}),
        ("NT-proBNP 1 800 ng/L", {"NT-proBNP": ("1800", "ng/L")}),
    ],
)
def test_counts_with_thousands_apart(text: str, found: dict[str, tuple[str, str]]) -> None:
    assert read(text) == found


@given(st.integers(3, 30), st.integers(14, 99))
def test_no_age_is_pounds(stones: int, years: int) -> None:
    found = read(f"{stones} stone {years} years old")

    assert found == {"weight": (str(stones), "[stone_av]"), "age": (str(years) if years < 90 else "90 or over", "a")}
