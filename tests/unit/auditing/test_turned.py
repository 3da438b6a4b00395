"""Claims that say the opposite of invented sentences, and claims that do not."""

from __future__ import annotations

import pytest

from curbside.auditing.finding import said_by
from curbside.auditing.turned import before_and_after, turn_faults

TURNED = [
    ("Labetalol is safe in people with asthma.", "Labetalol should be avoided in asthma."),
    ("Labetalol should be given in asthma.", "Labetalol is contraindicated in people with asthma."),
    (
        "Labetalol can be used in adults with an eGFR below 77.",
        "In adults with eGFR below 77, labetalol is not recommended.",
    ),
    (
        "Labetalol is given by the intravenous route in asthma.",
        "The intravenous route of labetalol is not used in asthma.",
    ),
    ("Labetalol is given before nifedipine in asthma.", "Nifedipine is given before labetalol in asthma."),
    ("Before labetalol, nifedipine is given in asthma.", "In asthma, labetalol is given before nifedipine."),
    ("Nifedipine is recommended over labetalol in asthma.", "In asthma, labetalol is recommended over nifedipine."),
    (
        "Wheeze was worse with labetalol 7 mg than with labetalol 3 mg.",
        "Wheeze was worse with labetalol 3 mg than with labetalol 7 mg.",
    ),
    ("Labetalol increases the airway resistance in asthma.", "Labetalol decreases the airway resistance in asthma."),
    ("Labetalol reduced wheeze in asthma.", "In a trial of labetalol in asthma, wheeze was similar in the two groups."),
    ("Labetalol improves wheeze in asthma.", "Labetalol did not improve wheeze in asthma."),
]
STRAIGHT = [
    ("Labetalol is safe in people with anaphylaxis.", "Labetalol should be avoided in asthma."),
    ("Labetalol is given in asthma.", "Nifedipine is contraindicated in asthma."),
    ("Labetalol may be used above an eGFR of 80.", "Labetalol is not recommended where the eGFR is below 77."),
    ("Labetalol is given in asthma.", "Labetalol should not be given first in asthma."),
    ("Labetalol is given in asthma.", "Labetalol injections at the same site should be avoided in asthma."),
    (
        "Labetalol is given intramuscularly in asthma.",
        "The intravenous route of labetalol should be avoided in asthma.",
    ),
    ("Labetalol should not be used in asthma.", "Labetalol is avoided in asthma."),
    ("Nifedipine is given after labetalol in asthma.", "In asthma, labetalol is given before nifedipine."),
    (
        "Labetalol reduced wheeze in asthma.",
        "Labetalol reduced wheeze in asthma, but cough was similar in the two groups.",
    ),
    (
        "Labetalol is offered to adults in whom nifedipine is contraindicated.",
        "Nifedipine should be offered to adults with asthma.",
    ),
    (
        "Labetalol should be used in asthma once deficiency is shown.",
        "Labetalol should not be used in asthma unless deficiency is shown.",
    ),
]


@pytest.mark.parametrize(("claim", "source"), TURNED)
def test_a_turned_claim_is_told(found, one, claim: str, source: str) -> None:
    faults = turn_faults(said_by(one(claim)), found(claim, source))
    assert faults
    assert all(f.against for f in faults)


@pytest.mark.parametrize(("claim", "source"), STRAIGHT)
def test_a_claim_on_another_matter_is_not_turned(found, one, claim: str, source: str) -> None:
    assert turn_faults(said_by(one(claim)), found(claim, source)) == ()


def test_the_null_result_is_told_by_its_own_kind(found, one) -> None:
    claim, source = TURNED[-2]
    assert [f.kind for f in turn_faults(said_by(one(claim)), found(claim, source))] == ["null_result_as_benefit"]


def test_what_comes_first_is_read_in_either_order() -> None:
    first = before_and_after("Labetalol is given before nifedipine.")
    assert first == before_and_after("Before nifedipine, labetalol is given.")
    assert first == before_and_after("Nifedipine is given after labetalol.")
    assert before_and_after("Labetalol is given daily.") is None
