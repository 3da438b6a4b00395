"""A patient's values against a rule: on the threshold, in other units, in doubt, not given."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curbside.regimens.criteria.clauses import Segment
from curbside.regimens.criteria.judging import Judged, judged, missing
from curbside.regimens.criteria.reading import rules_of
from curbside.retrieval.readings import patient
from curbside.types import Member, Met, Result

RULE = (
    "In adults with non-valvular atrial fibrillation, invexaban is reduced to 3 mg where at least two of the following"
    " are present: age 80 years or over, body weight 60 kg or less, serum creatinine 1.5 mg/dL (133 micromol/L) or"
    " more."
)


def judge(rule: str, question: str) -> Judged:
    (read,) = rules_of(Segment(rule, 0))
    return judged(read, patient(question), "invented:1", "hash")


def verdict(rule: str, question: str, quantity: str) -> Met:
    return next(m.verdict for m in judge(rule, question).members if m.quantity == quantity)


def member(found: Judged, quantity: str) -> Member:
    return next(m for m in found.members if m.quantity == quantity)


@pytest.mark.parametrize(
    ("question", "result"),
    [
        ("82F with non-valvular AF, 58 kg", Result.FULFILLED),
        ("82F with non-valvular AF, 61 kg, creatinine 1.49 mg/dL", Result.NOT_FULFILLED),
        ("82F with non-valvular AF, 61 kg", Result.OPEN),
        ("82F with AF, 58 kg", Result.OPEN),
        ("82F, 58 kg", Result.OPEN),
        ("60F, 80 kg", Result.NOT_FULFILLED),
        ("NVAF, 80 years, 60 kg", Result.FULFILLED),
    ],
)
def test_a_group_is_open_only_where_what_is_not_given_could_change_it(question: str, result: Result) -> None:
    assert judge(RULE, question).result is result


@pytest.mark.parametrize(
    ("question", "quantity", "expected"),
    [
        ("80 years", "age", Met.MET),
        ("79 years", "age", Met.NOT_MET),
        ("93F", "age", Met.MET),
        ("60 kg", "weight", Met.MET),
        ("132 lb", "weight", Met.MET),
        ("133 lb", "weight", Met.NOT_MET),
        ("9 stone 2 lb", "weight", Met.MET),
        ("under 60 kg", "weight", Met.MET),
        ("weight over 50 kg", "weight", Met.NOT_GIVEN),
        ("creatinine 133 micromol/L", "creatinine", Met.MET),
        ("creatinine 132 micromol/L", "creatinine", Met.NOT_MET),
        ("creatinine 1.5 mg/dL", "creatinine", Met.MET),
        ("creatinine 150", "creatinine", Met.NOT_GIVEN),
        ("weight 58 kg, weight 66 kg", "weight", Met.NOT_GIVEN),
        ("about 50 kg", "weight", Met.NOT_GIVEN),
        ("eGFR 20", "creatinine", Met.NOT_GIVEN),
    ],
)
def test_a_value_is_compared_after_conversion_and_never_guessed(question: str, quantity: str, expected: Met) -> None:
    assert verdict(RULE, question, quantity) is expected


def test_an_age_over_89_stays_masked_in_all_that_is_shown() -> None:
    found = judge("Stop if creatinine clearance is below 15 mL/min.", "93F 58 kg creatinine 1.25 mg/dL")
    other = judge("Stop if creatinine clearance is below 15 mL/min.", "91F 58 kg creatinine 1.25 mg/dL")

    assert "93" not in repr(found)
    assert "91" not in repr(other)
    assert member(judge(RULE, "91F"), "age").value == "90 or over"
    assert "age of 90 or over" in (member(other, "creatinine clearance").note or "")


def test_one_measure_never_stands_in_for_another_and_what_is_missing_is_asked_for() -> None:
    clearance = member(
        judge("Stop if creatinine clearance is below 15 mL/min.", "82 years, 58 kg, creatinine 1.25 mg/dL, eGFR 12"),
        "creatinine clearance",
    )

    assert clearance.verdict is Met.NOT_GIVEN
    assert clearance.note is not None
    assert "for Cockcroft-Gault give sex." in clearance.note
    assert "eGFR is given and does not stand in for creatinine clearance." in clearance.note


def test_a_clearance_is_worked_out_with_the_weight_named() -> None:
    found = member(
        judge("Stop if creatinine clearance is below 15 mL/min.", "82F 58 kg creatinine 1.25 mg/dL"),
        "creatinine clearance",
    )

    assert (found.value, found.value_unit, found.verdict) == ("31.8", "mL/min", Met.NOT_MET)
    assert (
        found.calculated == "Cockcroft-Gault, from age 82 years, sex female, actual weight 58 kg, creatinine 1.25 mg/dL"
    )


@pytest.mark.parametrize(
    ("rule", "question", "result"),
    [
        ("Avoid in Child-Pugh class C.", "Child-Pugh B", Result.NOT_FULFILLED),
        ("Avoid in Child-Pugh class B or C.", "Child-Pugh C", Result.FULFILLED),
        ("Avoid if eGFR is below 30 mL/min/1.73 m2 or on dialysis.", "eGFR 45, not on dialysis", Result.NOT_FULFILLED),
        ("Avoid if eGFR is below 30 mL/min/1.73 m2 or on dialysis.", "eGFR 45", Result.OPEN),
        ("Contraindicated in pregnancy.", "a woman who is 24 weeks pregnant", Result.FULFILLED),
        ("Give if age is 6 months or over and age is below 24 months.", "2 years old", Result.NOT_FULFILLED),
        ("Give if age is 6 months or over and age is below 24 months.", "23 months old", Result.FULFILLED),
        ("Give at 12 weeks of age or over.", "a child aged 3 months", Result.FULFILLED),
        ("Give at 13 weeks of age or over.", "a child aged 3 months", Result.OPEN),
        ("Stop if blood pressure is 160/110 mmHg or more.", "BP 170/112", Result.FULFILLED),
        ("Stop if blood pressure is 160/110 mmHg or more.", "BP 150/100", Result.NOT_FULFILLED),
        ("Stop if blood pressure is 160/110 mmHg or more.", "BP 170/100", Result.OPEN),
        ("Stop if ALT is more than 3 times normal and bilirubin is above 34 micromol/L.", "bilirubin 50 micromol/L",
         Result.OPEN),
        ("Give where vitamin B12 is below 190 pg/mL.", "B12 138 pmol/L", Result.FULFILLED),
        ("Give where vitamin B12 is below 190 pg/mL.", "B12 150 pmol/L", Result.NOT_FULFILLED),
        ("Refer where NT-proBNP is 1,800 ng/L or more.", "BNP 2000 ng/L", Result.OPEN),
        ("Body weight more than 30 kg to 60 kg: 75 mg.", "60 kg", Result.FULFILLED),
        ("Body weight more than 30 kg to 60 kg: 75 mg.", "30 kg", Result.NOT_FULFILLED),
        ("Body weight more than 30 kg to 60 kg: 75 mg.", "61 kg", Result.NOT_FULFILLED),
        ("Reduce if eGFR is above 30 and below 45 mL/min/1.73 m2.", "eGFR 60", Result.NOT_FULFILLED),
        ("Reduce if eGFR is above 30 and below 45 mL/min/1.73 m2.", "eGFR 44", Result.FULFILLED),
        ("Stop if creatinine is 2.0 mg/dL (177 micromol/L) or more, unless on dialysis.", "creatinine 180 umol/L",
         Result.OPEN),
        ("Stop if creatinine is 2.0 mg/dL (177 micromol/L) or more, unless on dialysis.", "creatinine 170 umol/L",
         Result.NOT_FULFILLED),
        ("Stop if platelets are below 75,000/mm3.", "platelets 70 x 10^9/L", Result.FULFILLED),
        ("Stop if platelets are below 75,000/mm3.", "platelets 48000", Result.OPEN),
        ("Stop if adjusted calcium is above 2.6 mmol/L.", "calcium 2.7 mmol/L", Result.OPEN),
        ("In women, give iron if haemoglobin is below 120 g/L.", "a man with Hb 100 g/L", Result.NOT_FULFILLED),
        ("In women, give iron if haemoglobin is below 120 g/L.", "a woman with Hb 11 g/dL", Result.FULFILLED),
    ],
)  # fmt: skip
def test_results(rule: str, question: str, result: Result) -> None:
    assert judge(rule, question).result is result


def test_what_is_not_given_is_listed_once() -> None:
    found = judge("In adults with heart failure, start if eGFR is 30 to 44 mL/min/1.73 m2.", "70 kg")

    assert missing(found.members) == ("indication (heart failure)", "eGFR")
    assert (found.needed, found.of) == (2, 2)


@given(
    st.decimals(min_value=1, max_value=400, places=1),
    st.decimals(min_value=1, max_value=400, places=1),
    st.sampled_from(["below", "above", "at least", "up to"]),
)
def test_a_verdict_is_what_arithmetic_says(value: Decimal, edge: Decimal, words: str) -> None:
    holds = {"below": value < edge, "above": value > edge, "at least": value >= edge, "up to": value <= edge}[words]
    found = verdict(f"Stop if potassium is {words} {edge} mmol/L.", f"potassium {value} mmol/L", "potassium")

    assert found is (Met.MET if holds else Met.NOT_MET)


@given(st.text(max_size=60))
def test_no_text_without_a_value_gets_a_verdict_on_a_number(question: str) -> None:
    found = judge(RULE, question)
    said = patient(question)
    for one in found.members:
        if one.comparator != "is" and said.reading(one.quantity) is None:
            assert one.verdict is Met.NOT_GIVEN or one.calculated


CREATININE_RULE = "Reduce invexaban to 3 mg where creatinine is above 133 micromol/L."
FILTRATION_RULE = "Invexaban is contraindicated where eGFR is below 30 mL/min."
WEIGHT_RULE = "Reduce invexaban to 3 mg where body weight is below 60 kg."
CLEARANCE_RULE = "Invexaban is contraindicated where creatinine clearance is below 15 mL/min."


@pytest.mark.parametrize(
    ("rule", "question", "quantity"),
    [
        (CREATININE_RULE, "70F, creatinine 90 mmol/L", "creatinine"),
        (FILTRATION_RULE, "70F, eGFR 2800", "eGFR"),
        (WEIGHT_RULE, "70F, weight 7 kg", "weight"),
    ],
)
def test_a_value_that_no_patient_has_decides_nothing_and_is_told(rule: str, question: str, quantity: str) -> None:
    found = judge(rule, question)

    assert found.result is Result.OPEN
    assert member(found, quantity).verdict is Met.NOT_GIVEN
    assert member(found, quantity).value is None
    assert "not believed" in (member(found, quantity).note or "")


def test_the_least_weight_is_of_adults() -> None:
    assert judge(WEIGHT_RULE, "weight 7 kg, aged 6 months").result is Result.FULFILLED


@pytest.mark.parametrize("age", [90, 92, 93, 101])
def test_nothing_is_worked_out_from_an_age_that_is_not_shown(age: int) -> None:
    found = member(judge(CLEARANCE_RULE, f"{age}F, 58 kg, creatinine 1.25 mg/dL"), "creatinine clearance")

    assert (found.verdict, found.value, found.calculated) == (Met.NOT_GIVEN, None, None)
    assert "90 or over" in (found.note or "")
    assert "92" not in (found.note or "")


def test_a_clearance_is_worked_out_up_to_89_years() -> None:
    assert member(judge(CLEARANCE_RULE, "89F, 58 kg, creatinine 1.25 mg/dL"), "creatinine clearance").calculated


SCREENING = (
    "Screening for vitamin B12 deficiency may be considered in adults older than 75 years, pesco-vegans, and people"
    " with gastric resection or invexformin use for more than 4 months."
)


@pytest.mark.parametrize(("question", "result"), [("60F", Result.OPEN), ("80F", Result.FULFILLED)])
def test_an_alternative_that_was_not_read_leaves_a_rule_open_unless_another_is_fulfilled(
    question: str, result: Result
) -> None:
    (read,) = rules_of(Segment(SCREENING, 0))
    found = judged(read, patient(question), "invented:1", "hash")

    assert found.result is result
    assert "pesco-vegans" in (read.note or "")


def test_what_is_screened_for_need_not_be_there() -> None:
    assert [m.quantity for m in judge(SCREENING, "60F").members] == ["age"]


def test_a_sentence_without_alternatives_is_not_fulfilled_as_before() -> None:
    rule = "In adults aged 65 years or over, invexaban is reduced to 3 mg."
    assert judge(rule, "60F").result is Result.NOT_FULFILLED
