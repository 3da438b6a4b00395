"""What a question tells without its name: signs, low values, and drugs that are only measured."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curbside.language.lexicon import drugs_in
from curbside.retrieval.telling import only_measured, told
from curbside.retrieval.understanding import understand
from curbside.types import Understood

DEFICIENT, NERVES = "vitamin B12 deficiency", "neurological involvement"


def read(text: str) -> Understood:
    return understand(text).understood


@pytest.mark.parametrize(
    ("text", "conditions"),
    [
        ("B12 of 130 ng/L and numb toes, which injection?", (DEFICIENT, NERVES)),
        ("B12 96 pmol/L, what do I give?", (DEFICIENT,)),
        ("her B12 came back low, which injection?", (DEFICIENT,)),
        ("B12 deficient with tingling fingers: how much?", (DEFICIENT, NERVES)),
        ("pins and needles and an unsteady gait", (NERVES,)),
        ("B12 of 350 ng/L", ()),
        ("B12 of 140 pmol/L", ()),
        ("B12 of 130", ()),
        ("no numbness, B12 120 pg/mL", (DEFICIENT,)),
        ("B12 deficiency without numbness or tingling", (DEFICIENT,)),
        ("denies paraesthesia, B12 deficiency", (DEFICIENT,)),
        ("no pain but numb feet", (NERVES,)),
    ],
)
def test_signs_and_values_are_read_as_the_conditions_that_they_tell_of(text: str, conditions: tuple[str, ...]) -> None:
    assert set(read(text).conditions) == set(conditions)


def test_a_value_is_told_with_its_threshold_and_the_source_of_that() -> None:
    (one,) = told("Her B12 is 130 ng/L.")
    assert one.condition == DEFICIENT
    assert one.why == "below 180 pg/mL: American Family Physician 112(3):294-300"


def test_the_threshold_itself_is_not_below() -> None:
    assert not told("B12 of 180 pg/mL")
    assert told("B12 of 179 pg/mL")


@given(st.integers(1, 2000))
def test_a_value_tells_of_deficiency_in_both_units_where_it_is_below_and_nowhere_else(value: int) -> None:
    """1 pg/mL of vitamin B12 is 0.738 pmol/L (the clinical rules, section 6)."""
    assert bool(told(f"B12 of {value} ng/L")) == (value < 180)
    assert bool(told(f"B12 of {value} pmol/L")) == (value < 180 * 0.738)


@pytest.mark.parametrize(
    "text",
    [
        "a B12 of 130 ng/L",
        "should I check B12?",
        "is serum B12 the right test",
        "nitrous oxide user, B12 normal",
        "how often should B12 be monitored?",
        "what is the first-line B12 test?",
    ],
)
def test_what_is_only_measured_is_no_drug_that_is_asked_about(text: str) -> None:
    assert read(text).drugs in ((), ("nitrous oxide",))


@pytest.mark.parametrize(
    "text", ["B12 1000 micrograms how often", "oral B12 or injections?", "B12 injection for a child", "low-dose B12"]
)
def test_what_is_given_stays_a_drug(text: str) -> None:
    assert read(text).drugs == ("vitamin B12",)


def test_a_sign_beside_a_drug_may_be_its_doing_and_names_nothing_to_treat() -> None:
    assert read("On metformin with tingling feet, should I stop it?").conditions == ()


def test_a_condition_that_is_not_there_is_not_asked_about() -> None:
    asked = read("hydroxocobalamin for B12 deficiency without neurological involvement")
    assert asked.conditions == (DEFICIENT,)


@given(st.text(max_size=80))
def test_any_text_is_read(text: str) -> None:
    mentions = drugs_in(text)
    assert set(only_measured(text, mentions)) <= set(mentions)
    assert all(one.words in text for one in told(text))


@pytest.mark.parametrize(
    ("question", "drugs", "conditions"),
    [
        ("Patient on metformin, B12 came back at 148 ng/L, what now?", (), ("vitamin B12 deficiency",)),
        ("Patient on metformin, B12 came back at 148 ng/L, stop it?", ("metformin",), ("vitamin B12 deficiency",)),
        ("Patient on warfarin with atrial fibrillation, INR 8, what now?", ("warfarin",), ("atrial fibrillation",)),
    ],
)
def test_what_a_patient_takes_is_not_asked_about_where_a_value_is_to_be_treated(
    question: str, drugs: tuple[str, ...], conditions: tuple[str, ...]
) -> None:
    asked = understand(question).understood
    assert (asked.drugs, asked.conditions) == (drugs, conditions)
    assert ("metformin" in asked.words) is (not drugs)


def test_painful_diabetic_neuropathy_is_also_neuropathic_pain() -> None:
    asked = understand("Duloxetine or amitriptyline first for painful diabetic neuropathy?").understood
    assert asked.conditions == ("diabetic neuropathy", "neuropathic pain")


def test_signs_beside_a_drug_count_where_its_dose_is_asked_for() -> None:
    assert NERVES in read("hydroxocobalamin loading dose with numb feet and ataxia?").conditions
    assert NERVES in read("hydroxocobalamin schedule, B12 def with numb feet?").conditions
    assert DEFICIENT in read("hydroxocobalamin schedule, B12 def with numb feet?").conditions
    assert NERVES not in read("Can metformin be why his feet are numb?").conditions


def test_whether_something_is_measured_asks_for_monitoring() -> None:
    assert read("On metformin, should B12 be measured?").intent == "monitoring"
