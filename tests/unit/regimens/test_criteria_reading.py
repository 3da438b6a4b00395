"""Rules read from sentences and lists. All sentences are invented; "invexaban" and its like are no drugs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curbside.regimens.criteria.clauses import Rule, Segment
from curbside.regimens.criteria.reading import rule_of_list, rules_of


def read(text: str, *lead: str) -> list[Rule]:
    return list(rules_of(Segment(text, 0), [Segment(part, 0) for part in lead]))


def members(rule: Rule) -> list[str]:
    def said(low: object, high: object) -> str:
        return f"{low}-{high}" if low is not None and high is not None else str(low if low is not None else high)

    return [
        f"{a.quantity} {a.comparator} {said(a.low, a.high) if a.is_threshold else a.words} {a.unit}".strip()
        for a in rule.members
    ]


def test_so_many_of_a_list_within_a_sentence_with_what_it_is_for() -> None:
    text = (
        "The dose for adults with non-valvular atrial fibrillation is 6 mg twice daily, reduced to 3 mg where at least"
        " two of the following are present: age 80 years or over, body weight 60 kg or less, serum creatinine 1.5 mg/dL"
        " (133 micromol/L) or more; it is also 3 mg if creatinine clearance is 15 to 29 mL/min."
    )
    first, second = read(text)

    assert (first.needed, members(first)) == (2, ["age >= 80 a", "weight <= 60 kg", "creatinine >= 1.5 mg/dL"])
    assert members(second) == ["creatinine clearance between 15-29 mL/min"]
    for rule in (first, second):
        assert [a.words for a in rule.required] == ["non-valvular atrial fibrillation"]
    assert first.members[2].also[0][2] == "umol/L"
    for atom in (*first.members, *second.members, *first.required):
        assert text[atom.start : atom.end].strip() == text[atom.start : atom.end]
    assert text[first.members[0].start : first.members[0].end] == "age 80 years or over"


@pytest.mark.parametrize(
    ("words", "needed"),
    [
        ("at least two of the following", 2),
        ("any 2 of the following", 2),
        ("two or more of these", 2),
        ("2 out of 3 of the following", 2),
        ("any of the following", 1),
        ("one or more of the following", 1),
        ("either of the following", 1),
        ("all of the following", 3),
        ("\u22652 of the following criteria", 2),
    ],
)
def test_how_many_must_hold(words: str, needed: int) -> None:
    (rule,) = read(
        f"Stop invexaban if {words}: age 80 years or over, weight 60 kg or less, potassium above 5.5 mmol/L."
    )

    assert (rule.needed, len(rule.members)) == (needed, 3)


@pytest.mark.parametrize(
    ("text", "needed", "found"),
    [
        ("Start only if potassium is below 5.0 mmol/L and eGFR is above 30 mL/min/1.73 m2.", 2,
         ["potassium < 5.0 mmol/L", "eGFR > 30 mL/min/{1.73_m2}"]),
        ("Not recommended if creatinine clearance is below 15 mL/min or on dialysis.", 1,
         ["creatinine clearance < 15 mL/min", "dialysis is on dialysis"]),
        ("Give to people aged 65 and over or with diabetes.", 1, ["age >= 65 a", "condition is diabetes"]),
        ("Contraindicated in hepatic impairment of Child-Pugh class B or C.", 1, ["Child-Pugh class is B or C"]),
        ("Admit if oxygen saturation is below 92%, respiratory rate is 30 or more or systolic blood pressure is below"
         " 90 mmHg.", 1,
         ["oxygen saturation < 92 %", "respiratory rate >= 30 /min", "systolic blood pressure < 90 mm[Hg]"]),
    ],
)  # fmt: skip
def test_conditions_joined_by_and_or_or(text: str, needed: int, found: list[str]) -> None:
    (rule,) = read(text)

    assert (rule.needed, members(rule), rule.note) == (needed, found, None)


def test_a_bound_for_each_sex() -> None:
    rules = read("Give iron to women with haemoglobin below 120 g/L or men with haemoglobin below 130 g/L.")

    assert [members(r) for r in rules] == [
        ["sex is female", "haemoglobin < 120 g/L"],
        ["sex is male", "haemoglobin < 130 g/L"],
    ]


def test_who_it_is_about_is_no_rule_of_its_own() -> None:
    (rule,) = read("In adults aged 65 years and over, halve the dose if eGFR is below 30 mL/min/1.73 m2.")

    assert members(rule) == ["eGFR < 30 mL/min/{1.73_m2}"]
    assert [a.quantity for a in rule.required] == ["age"]


def test_bounds_of_list_items_take_the_measure_of_the_lead_in() -> None:
    lead = "For deep vein thrombosis in adults, fictiparin is given at these doses by body weight:"
    found = [read(item, lead)[0] for item in ("below 50 kg: 4,000 units", "50 to 69 kg: 6,000 units")]

    assert [members(r) for r in found] == [["weight < 50 kg"], ["weight between 50-69 kg"]]
    assert all(r.required[0].words == "deep vein thrombosis" for r in found)


def test_a_list_that_says_how_many_of_its_items_is_one_rule() -> None:
    lead = Segment("Reduce the dose in patients with heart failure and at least two of the following:", 100)
    items = [Segment("age 80 years or older", 200), Segment("weight of 60 kg or less", 300), Segment("frailty", 400)]
    rule = rule_of_list(lead, items)

    assert rule is not None
    assert (rule.needed, members(rule)) == (2, ["age >= 80 a", "weight <= 60 kg", "words is frailty"])
    assert [a.start for a in rule.members] == [200, 300, 400]
    assert [a.words for a in rule.required] == ["heart failure"]
    assert rule_of_list(Segment("Do not use it in:", 0), items) is None


@pytest.mark.parametrize(
    ("text", "loose", "why"),
    [
        ("Stop if ALT is more than 3 times normal and bilirubin is above 34 micromol/L.", False, "was not read"),
        ("Avoid if creatinine clearance is below 15 mL/min or in frail patients.", False, "was not read"),
        ("Stop if potassium is above 6 mmol/L or eGFR is below 30 mL/min and age is over 80.", True, "all or none"),
        ("Stop if blood pressure is 160/110 mmHg or more.", True, "all or none"),
        ("Stop if fewer than two of the following apply: age 80 years or over, weight 60 kg or less.", False,
         "must not be reached"),
    ],
)  # fmt: skip
def test_what_could_be_read_in_two_ways_or_not_at_all_says_so(text: str, loose: bool, why: str) -> None:
    (rule,) = read(text)

    assert why in (rule.note or "")
    assert rule.loose is loose


@pytest.mark.parametrize(
    "text",
    [
        "Patients with eGFR below 30 mL/min were excluded.",
        "Participants aged 65 years and over received invexaban.",
        "Aim for an INR of 2.0 to 3.0.",
        "Give 5 mg daily for at least 5 years.",
        "Each tablet contains 5 mg.",
        "Stop if creatinine rises by more than 30 micromol/L.",
        "Invexaban is one of the most studied drugs.",
        "Of those who took it, 18% were 65 years and older.",
        "Invexaban has not been studied in children under 10 years of age.",
        "Store at controlled room temperature 20 to 25 \u00b0C.",
    ],
)
def test_reports_targets_and_changes_are_no_rules(text: str) -> None:
    assert read(text) == []


def test_an_age_from_one_to_under_another_keeps_both_ends() -> None:
    (rule,) = read("Children 6 to under 12 years of age: 10 mL.")

    assert (rule.needed, rule.loose) == (2, False)
    assert members(rule) == ["age >= 6 a", "age < 12 a"]


def test_an_exception_is_told_as_one() -> None:
    (rule,) = read("Invexaban is doubled unless eGFR is below 30 mL/min/1.73 m2.")

    assert rule.unless


@given(st.text(max_size=120), st.text(max_size=40))
def test_any_text_gives_rules_that_lie_within_it(text: str, lead: str) -> None:
    for rule in rules_of(Segment(text, 0), [Segment(lead, 0)]):
        assert rule.members
        assert rule.needed >= 1
        for atom in rule.members:
            assert 0 <= atom.start < atom.end <= len(text)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Stop invexaban if the QTc interval reaches 500 ms.", ["QTc >= 500 ms"]),
        ("Stop invexaban when QTc reaches or exceeds 500 ms.", ["QTc >= 500 ms"]),
        (
            "Halve the dose if creatinine clearance lies between 30 and 50 mL/min.",
            ["creatinine clearance between 30-50 mL/min"],
        ),
        ("Halve the dose where eGFR lies below 30.", ["eGFR < 30 mL/min/{1.73_m2}"]),
        ("Halve the dose if the Cockcroft-Gault clearance is below 30 mL/min.", ["creatinine clearance < 30 mL/min"]),
        (
            "Halve the dose if the Cockcroft\u2013Gault clearance is below 30 mL/min.",
            ["creatinine clearance < 30 mL/min"],
        ),
        ("Stop invexaban if platelets fall below 75,000 per microlitre.", ["platelets < 75000 /uL"]),
        ("During pregnancy, invexaban should not be used.", ["pregnancy is pregnancy"]),
        ("Invexaban should be stopped during pregnancy.", ["pregnancy is pregnancy"]),
        (
            "Invexaban is contraindicated in the first trimester of pregnancy.",
            ["pregnancy is first trimester of pregnancy"],
        ),
    ],
)
def test_other_ways_to_say_a_bound_or_a_group(text: str, found: list[str]) -> None:
    (rule,) = read(text)

    assert members(rule) == found


@pytest.mark.parametrize(
    "text",
    [
        "Continue until the INR reaches 2.",
        "Stop invexaban when a falling eGFR reaches 30.",
        "During pregnancy, sickness is common.",
        "Sickness is common during pregnancy.",
    ],
)
def test_what_is_no_bound_and_no_direction(text: str) -> None:
    assert read(text) == []


def test_a_group_after_a_bound_must_hold_besides() -> None:
    (rule,) = read("Invexaban is contraindicated if the QTc interval is above 500 ms during pregnancy.")

    assert members(rule) == ["QTc > 500 ms"]
    assert [a.quantity for a in rule.required] == ["pregnancy"]
