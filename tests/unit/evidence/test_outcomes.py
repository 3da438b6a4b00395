"""What a sentence says was found, and of which sort of outcome. All texts are invented."""

from __future__ import annotations

import pytest

from curbside.evidence.outcomes import NO_DIFFERENCE, outcome, tells_a_finding, tells_of_outcome


@pytest.mark.parametrize(
    "text",
    [
        "Serum urate was lower with exemplolol.",
        "HbA1c fell by 0.9 points.",
        "Exemplolol reduced LDL cholesterol.",
        "Plasma exemplolol concentrations were higher after food.",
        "Levels of ferritin rose.",
    ],
)
def test_a_value_of_the_blood_is_a_laboratory_value(text: str) -> None:
    found = outcome(text)
    assert found.laboratory
    assert not found.matters


@pytest.mark.parametrize(
    "text",
    [
        "In people with serum urate above 500 micromol/L, attacks of pain were fewer.",
        "Attacks were fewer in adults whose serum urate was high.",
        "High serum urate was associated with stroke.",
        "There was level II evidence that pain fell.",
        "Pain levels fell, as did levels of anxiety.",
    ],
)
def test_whom_it_was_found_in_and_what_was_the_exposure_are_no_outcome(text: str) -> None:
    assert not outcome(text).laboratory


def test_what_no_trial_reported_is_no_outcome() -> None:
    found = outcome("There was no difference in serum urate, and no trial reported clinical signs and symptoms.")

    assert found.laboratory
    assert not found.matters


def test_the_people_of_a_trial_do_not_make_its_outcome_subjective() -> None:
    assert not outcome("In 120 people with neuropathic pain, mortality was lower.").subjective
    assert outcome("In 120 people with gout, pain was less.").subjective


@pytest.mark.parametrize(
    "text",
    [
        "Pain scores were similar in the two groups.",
        "Exemplolol did not significantly improve pain.",
        "There was no clinically relevant difference in mortality.",
        "Mortality was not significantly different.",
        "Pain was no better than with placebo.",
        "Pain differed little (P = 0.34).",
        "Exemplolol was as effective as placebo for pain.",
    ],
)
def test_no_difference_is_the_finding(text: str) -> None:
    assert outcome(text).finding == NO_DIFFERENCE


@pytest.mark.parametrize(
    "text",
    [
        "Pain was less with exemplolol, but quality of life did not differ.",
        "Pain improved in 7 of 12 people and was unchanged or worse in 5.",
        "Pain was less with exemplolol (P = 0.02).",
        "Fewer people fell ill with exemplolol.",
    ],
)
def test_where_something_differed_no_difference_is_not_the_finding(text: str) -> None:
    assert outcome(text).finding is None


@pytest.mark.parametrize(
    "text",
    [
        "Seven randomised trials and 2 observational studies were included.",
        "Exemplolol was given to 14 people with gout.",
        "We aimed to compare exemplolol with placebo.",
        "The best dose of exemplolol has never been clearly established.",
    ],
)
def test_what_was_done_or_is_not_known_is_no_finding(text: str) -> None:
    assert not tells_a_finding(text)
    assert not tells_of_outcome(text)


@pytest.mark.parametrize(
    "text", ["Strength returned to normal in 8 of the 11 patients.", "The cough had gone by day 8.", "Fewer fell ill."]
)
def test_what_became_of_people_is_a_finding(text: str) -> None:
    assert tells_a_finding(text)
