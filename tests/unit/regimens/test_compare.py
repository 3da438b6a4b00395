"""Containment of phases; the drugs are invented."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curbside.regimens.compare import (
    FIELDS,
    fields_within,
    indication_key,
    restrictions_dropped,
    same_amount,
    same_phase,
)
from curbside.regimens.grammar import parse
from curbside.types import Amount, Phase

EVIDENCE = (
    "In adults with vitamin B12 deficiency, fablocobalamin 500 micrograms is given intramuscularly or intravenously "
    "three times a week for 4 weeks."
)


def phase(text: str) -> Phase:
    (found,) = parse(text).phases
    return found


@pytest.mark.parametrize(
    "claim",
    [
        "Fablocobalamin 0.5 mg intramuscularly three times weekly for 28 days.",
        "Fablocobalamin 500 mcg IM thrice weekly.",
        "fablocobalamin 500 micrograms intravenously or intramuscularly 3 times per week for four weeks",
        "In adults, fablocobalamin 500 micrograms three times a week.",
    ],
)
def test_a_claim_in_other_words_is_contained(claim: str) -> None:
    assert fields_within(phase(claim), phase(EVIDENCE)) == ()


@pytest.mark.parametrize(
    ("claim", "failed"),
    [
        ("Mockcobalamin 500 micrograms three times a week.", "drug"),
        ("Fablocobalamin 5 mg three times a week.", "amount"),
        ("Fablocobalamin 500 mg three times a week.", "amount"),
        ("Fablocobalamin 500 to 1000 micrograms three times a week.", "amount"),
        ("Fablocobalamin 500 micrograms/kg three times a week.", "per"),
        ("Fablocobalamin 500 micrograms by mouth three times a week.", "route"),
        ("Fablocobalamin 500 micrograms three times a day.", "period"),
        ("Fablocobalamin 500 micrograms twice a week.", "times"),
        ("Fablocobalamin 500 micrograms three times a week for 4 months.", "duration"),
        ("Fablocobalamin 500 micrograms three times a week lifelong.", "end"),
        ("Fablocobalamin 500 micrograms three times a week until recovery.", "condition"),
        ("Fablocobalamin 500 micrograms three times a week in children.", "population"),
        ("For pernicious anaemia, fablocobalamin 500 micrograms three times a week.", "indication"),
        ("Fablocobalamin 500 micrograms three times a week as maintenance.", "role"),
        ("Fablocobalamin 500 micrograms three times a week as needed.", "as_needed"),
        ("Fablocobalamin 500 micrograms three times a week to a maximum of 2 mg.", "maximum_dose"),
        ("Fablocobalamin 500 micrograms three times a week in divided doses.", "divided"),
    ],
)
def test_a_claim_that_states_something_else_names_the_field(claim: str, failed: str) -> None:
    assert failed in fields_within(phase(claim), phase(EVIDENCE))


def test_what_the_evidence_leaves_unstated_does_not_support_a_claim() -> None:
    assert "route" in fields_within(phase("Testolol 5 mg daily by mouth."), phase("Testolol 5 mg daily."))


def test_a_step_of_titration_is_no_dose() -> None:
    step = phase("Testolol is increased by 25 mg every week.")
    assert "amount" in fields_within(phase("Testolol 25 mg every week."), step)


def test_with_and_without_are_two_indications() -> None:
    with_it = indication_key("vitamin B12 deficiency with neurological involvement")
    assert with_it != indication_key("vitamin B12 deficiency without neurological involvement")
    assert with_it == indication_key("B12 deficiency and neurological involvement")
    assert indication_key("prevention of pre-eclampsia") != indication_key("pre-eclampsia")


def test_the_words_of_a_condition_may_differ_but_not_its_sense() -> None:
    a = phase("Testolol 5 mg daily until there is no further improvement.")
    assert same_phase(a, phase("Testolol 5 mg daily until no further improvement."))
    assert not same_phase(a, phase("Testolol 5 mg daily until there is further improvement."))


def test_a_condition_that_a_claim_leaves_out_is_told() -> None:
    evidence = phase("Testolol 2.5 mg twice daily if creatinine clearance is 15 to 29 mL/min.")
    claim = phase("Testolol 2.5 mg twice daily.")
    assert fields_within(claim, evidence) == ()
    assert restrictions_dropped(claim, evidence) == ("condition",)
    assert restrictions_dropped(evidence, evidence) == ()


def test_age_bands_are_compared_as_ages() -> None:
    a = phase("Testolol 5 mg daily at 2 to 6 years.")
    assert same_phase(a, phase("Testolol 5 mg daily at 24 to 72 months."))
    assert not same_phase(a, phase("Testolol 5 mg daily at 2 to 12 years."))


@given(
    st.decimals(min_value="0.01", max_value=1000, places=2), st.sampled_from([("mg", "ug"), ("g", "mg"), ("wk", "d")])
)
def test_amounts_are_compared_after_conversion(value: object, units: tuple[str, str]) -> None:
    factor = {"mg": 1000, "g": 1000, "wk": 7}[units[0]]
    converted = f"{value * factor:f}"  # type: ignore[operator]
    large = Amount(str(value), str(value), units[0])
    assert same_amount(large, Amount(converted, converted, units[1]))
    assert not same_amount(large, Amount(str(value), None, units[0]))
    assert not same_amount(large, Amount(f"{value * 10:f}", f"{value * 10:f}", units[0]))  # type: ignore[operator]


@given(st.sampled_from([f for f in FIELDS if f in ("drug", "amount", "route", "times", "duration", "population")]))
def test_a_phase_contains_itself_and_itself_with_a_field_left_out(field: str) -> None:
    full = phase(EVIDENCE)
    less = replace(full, **{field: () if field == "route" else None})
    assert same_phase(full, full)
    assert fields_within(less, full) in ((), ("period",))
    assert field in fields_within(full, less)


def test_how_a_phase_is_joined_and_usual_are_no_claim_of_their_own() -> None:
    assert same_phase(Phase(drug="testolol", role="then"), Phase(drug="testolol"))
    assert same_phase(Phase(drug="testolol", role="or start"), Phase(drug="testolol", role="start"))
    assert same_phase(Phase(drug="testolol", role="usual"), Phase(drug="testolol"))
    assert not same_phase(Phase(drug="testolol", role="start"), Phase(drug="testolol", role="increase"))


def test_a_time_of_day_may_be_left_out_but_not_swapped() -> None:
    evening, morning = Phase(condition="in the evening"), Phase(condition="in the morning")
    assert restrictions_dropped(Phase(), evening) == ()
    assert fields_within(morning, evening) == ("condition",)
