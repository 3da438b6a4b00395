"""Calculators against worked examples that others published, their ranges, and their units."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curbside.errors import UsageError
from curbside.regimens.calculators import CALCULATORS, worked_out

# (calculator, inputs, result as published, within, where the example was read)
SUPERGLOBAL = "https://superglobalcalculator.com/formulas/pharmacology/creatinine-clearance"
PUBLISHED = [
    ("cockcroft-gault", "age=65 sex=male weight=70kg creatinine=1.4mg/dL", "52.1", "0.05", SUPERGLOBAL),
    ("cockcroft-gault", "age=45 sex=female weight=60kg creatinine=0.9mg/dL", "74.8", "0.05", SUPERGLOBAL),
    (
        "cockcroft-gault",
        "age=60 sex=male weight=80kg creatinine=1.2mg/dL",
        "74.1",
        "0.05",
        "https://superglobalcalculator.com/formulas/health/creatinine-clearance",
    ),
    (
        "cockcroft-gault",
        "age=50 sex=male weight=80kg creatinine=1.0mg/dL",
        "100",
        "0.05",
        "https://theprimecalculator.com/health/creatinine-clearance/formula",
    ),
    (
        "ckd-epi-2021",
        "age=55 sex=female creatinine=0.9mg/dL",
        "76",
        "0.5",
        "https://creatinineclearancecalculator.net/equations/ckd-epi/",
    ),
    (
        "cha2ds2-vasc",
        "age=80 sex=male stroke=yes heart_failure=no hypertension=no diabetes=no vascular_disease=no",
        "4",
        "0",
        "https://www.droracle.ai/articles/770339/what-is-the-ch2ds2-vasc-congestive-heart-failure-hypertension-2",
    ),
    (
        "bmi",
        "weight=70kg height=1.75m",
        "22.86",
        "0.05",
        "https://questions.collegedunia.com/exams/questions/how-is-bmi-calculated-6a33c1ce3dbf96f1122f2fc9",
    ),
    ("bmi", "weight=68kg height=165cm", "24.98", "0.05", "http://obesitycliniclebanon.com/bmi.php"),
    (
        "ideal-body-weight",
        "sex=male height=64in",
        "59.2",
        "0.05",
        "https://healthaide.info/2018/07/02/ideal-body-weight/",
    ),
    (
        "ideal-body-weight",
        "sex=female height=66in",
        "59.3",
        "0.05",
        "https://thenutritionistfiles.com/tools/ibw-calculator/",
    ),
    (
        "ideal-body-weight",
        "sex=male height=70in",
        "73.0",
        "0.05",
        "https://theprimecalculator.com/health/ideal-weight-calculator/formula",
    ),
    (
        "corrected-calcium",
        "calcium=1.83mmol/L albumin=26g/L",
        "2.11",
        "0.005",
        "https://theguidewire.net/cases_questions/how-can-the-affect-of-albumin-levels-be-accounted-for",
    ),
]


def given_(said: str) -> dict[str, str]:
    return dict(pair.split("=") for pair in said.split())


@pytest.mark.parametrize(("name", "said", "published", "within", "read_at"), PUBLISHED)
def test_a_published_example_comes_out(name: str, said: str, published: str, within: str, read_at: str) -> None:
    result = worked_out(name, given_(said))

    assert result.value is not None
    assert abs(result.value - Decimal(published)) <= Decimal(within)
    assert result.calculator.publication.citation
    assert result.calculator.publication.read_at.startswith("http")


@pytest.mark.parametrize(
    ("said", "score"),
    [
        ("confusion=no urea=7mmol/L respiratory_rate=29 systolic=90 diastolic=61 age=64", 0),
        ("confusion=no urea=7.1mmol/L respiratory_rate=29 systolic=90 diastolic=61 age=64", 1),
        ("confusion=no urea=7mmol/L respiratory_rate=30 systolic=90 diastolic=61 age=64", 1),
        ("confusion=no urea=7mmol/L respiratory_rate=29 systolic=89 diastolic=61 age=64", 1),
        ("confusion=no urea=7mmol/L respiratory_rate=29 systolic=90 diastolic=60 age=64", 1),
        ("confusion=no urea=7mmol/L respiratory_rate=29 systolic=89 diastolic=60 age=64", 1),
        ("confusion=no urea=7mmol/L respiratory_rate=29 systolic=90 diastolic=61 age=65", 1),
        ("confusion=yes urea=8mmol/L respiratory_rate=40 systolic=80 diastolic=40 age=80", 5),
    ],
)
def test_curb_65_counts_each_of_its_cut_offs_as_the_table_has_them(said: str, score: int) -> None:
    """The table at healthcare.uiowa.edu/familymedicine/fpinfo/curb65.htm, after Lim 2003."""
    values = given_(said)
    assert worked_out("curb-65", values).value == score
    without = {k: v for k, v in values.items() if k != "urea"}
    assert worked_out("crb-65", without).value == score - (values["urea"] in ("7.1mmol/L", "8mmol/L"))


@pytest.mark.parametrize(("age", "points"), [("64", 0), ("65", 1), ("74", 1), ("75", 2)])
def test_the_score_with_sex_is_one_more_in_women_than_the_one_without(age: str, points: int) -> None:
    none = dict.fromkeys(("heart_failure", "hypertension", "diabetes", "stroke", "vascular_disease"), "no")
    assert worked_out("cha2ds2-va", {"age": age, **none}).value == points
    assert worked_out("cha2ds2-vasc", {"age": age, "sex": "female", **none}).value == points + 1
    assert worked_out("cha2ds2-vasc", {"age": age, "sex": "male", **none}).value == points
    every = dict.fromkeys(none, "yes")
    assert worked_out("cha2ds2-vasc", {"age": age, "sex": "female", **every}).value == 7 + points


def test_what_is_missing_is_named_and_nothing_is_assumed() -> None:
    result = worked_out("cockcroft-gault", {"age": "82", "weight": "58 kg"})

    assert result.value is None
    assert result.missing == ("sex", "creatinine")


@pytest.mark.parametrize(
    ("name", "said", "why"),
    [
        ("cockcroft-gault", "age=17 sex=male weight=60kg creatinine=1mg/dL", "from 18 to 92 years"),
        ("cockcroft-gault", "age=93 sex=male weight=60kg creatinine=1mg/dL", "from 18 to 92 years"),
        ("ckd-epi-2021", "age=17 sex=male creatinine=1mg/dL", "for adults"),
        ("ideal-body-weight", "sex=male height=150cm", "inches over 5 feet"),
        ("corrected-calcium", "calcium=2.2mmol/L albumin=19g/L", "below 20 g/L"),
        ("bmi", "weight=5kg height=175cm", "slips of the pen"),
    ],
)
def test_outside_its_range_a_calculator_refuses_and_says_why(name: str, said: str, why: str) -> None:
    result = worked_out(name, given_(said))

    assert result.value is None
    assert why in " ".join(result.refused)


@pytest.mark.parametrize(
    ("name", "values", "told"),
    [
        ("crcl", {}, "There is no calculator 'crcl'"),
        ("bmi", {"weight": "58", "height": "1.6 m"}, "weight: 58 has no unit; give kg or lb."),
        ("bmi", {"weight": "58 mg", "height": "1.6 m"}, "'mg' is no unit of it"),
        ("bmi", {"weight": "heavy", "height": "1.6 m"}, "is no number with a unit"),
        ("bmi", {"mass": "58 kg"}, "bmi does not take mass; it takes weight, height."),
        ("ckd-epi-2021", {"sex": "other"}, "is none of female, male"),
        ("cha2ds2-va", {"stroke": "perhaps"}, "is none of yes, no"),
        ("cockcroft-gault", {"weight": "60kg", "height": "170cm"}, "takes a height only with weight=ideal"),
    ],
)
def test_bad_input_is_one_sentence_that_says_what(name: str, values: dict[str, str], told: str) -> None:
    with pytest.raises(UsageError, match=None) as raised:
        worked_out(name, values)

    assert told in str(raised.value)
    assert "\n" not in str(raised.value)


def test_the_weight_that_was_used_is_named() -> None:
    base = {"age": "65", "sex": "male", "creatinine": "1.4 mg/dL"}
    actual = worked_out("cockcroft-gault", {**base, "weight": "70 kg"})
    ideal = worked_out("cockcroft-gault", {**base, "weight": "ideal", "height": "64 in"})

    assert "Weight used: actual body weight, as given." in actual.notes
    assert any("ideal body weight (Devine)" in note for note in ideal.notes)
    assert ideal.value == worked_out("cockcroft-gault", {**base, "weight": "59.2 kg"}).value
    assert worked_out("cockcroft-gault", {**base, "weight": "ideal"}).missing == ("height",)


@given(
    age=st.integers(18, 92),
    weight=st.integers(30, 200),
    creatinine=st.integers(40, 900),
    sex=st.sampled_from(["female", "male"]),
)
def test_units_do_not_change_a_clearance(age: int, weight: int, creatinine: int, sex: str) -> None:
    """88.4 micromol/L are 1 mg/dL, 1 lb is 0.45359237 kg: the same within the last place."""
    base = {"age": str(age), "sex": sex}
    pounds = Decimal(weight) / Decimal("0.45359237")
    si = worked_out("cockcroft-gault", {**base, "weight": f"{weight} kg", "creatinine": f"{creatinine} micromol/L"})
    other = worked_out(
        "cockcroft-gault",
        {**base, "weight": f"{pounds:.4f} lb", "creatinine": f"{Decimal(creatinine) / Decimal('88.4'):.6f} mg/dL"},
    )

    assert si.value is not None
    assert other.value is not None
    assert abs(si.value - other.value) <= Decimal("0.1")


@given(age=st.integers(18, 91), creatinine=st.integers(40, 900), sex=st.sampled_from(["female", "male"]))
def test_an_egfr_falls_with_age_and_with_creatinine(age: int, creatinine: int, sex: str) -> None:
    def rate(years: int, level: int) -> Decimal:
        found = worked_out("ckd-epi-2021", {"age": str(years), "sex": sex, "creatinine": f"{level} micromol/L"}).value
        assert found is not None
        return found

    assert rate(age, creatinine) >= rate(age + 1, creatinine)
    assert rate(age, creatinine) >= rate(age, creatinine + 10)


@given(st.sampled_from(sorted(CALCULATORS)), st.dictionaries(st.text(max_size=12), st.text(max_size=20), max_size=3))
def test_any_input_is_a_result_or_one_clear_error(name: str, values: dict[str, str]) -> None:
    try:
        result = worked_out(name, values)
    except UsageError:
        return
    assert result.value is not None or result.missing or result.refused
