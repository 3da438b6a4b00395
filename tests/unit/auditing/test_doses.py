"""Doses against doses. The drugs are real names, the doses and sentences invented."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from curbside.auditing.claims import Claim
from curbside.auditing.doses import agrees, dose_faults
from curbside.auditing.finding import Found, said_by

SOURCE = (
    "Adults with asthma are given labetalol 700 micrograms intramuscularly twice weekly, then 0.3 mg every two months."
)


def kinds(
    found: Callable[..., tuple[Found, ...]], one: Callable[[str], Claim], claim: str, *sentences: str
) -> list[str]:
    return [str(f.kind) for f in dose_faults(said_by(one(claim)), found(claim, *sentences))]


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        ("In asthma, labetalol 0.7 mg IM is given twice a week.", []),
        ("In asthma, labetalol 700 mg IM is given twice a week.", ["number_or_unit"]),
        ("In asthma, labetalol 7 mg IM is given twice a week.", ["number_or_unit"]),
        ("In asthma, nifedipine 0.7 mg IM is given twice a week.", ["drug_swapped"]),
        ("In asthma, labetalol 0.7 mg IM is given twice a day.", ["frequency_swapped"]),
        ("In asthma, labetalol 0.7 mg IV is given twice a week.", ["route_swapped"]),
        ("In children with asthma, labetalol 0.7 mg IM is given twice a week.", ["population_swapped"]),
        ("In anaphylaxis, labetalol 0.7 mg IM is given twice a week.", ["indication_swapped"]),
        ("In hypertension, amoxicillin 5 g by mouth is given daily.", []),
    ],
)
def test_a_swap_is_told_by_its_kind(found, one, claim: str, expected: list[str]) -> None:
    assert kinds(found, one, claim, SOURCE) == expected


def test_a_dose_that_another_source_has_is_no_fault(found, one) -> None:
    claim = "In asthma, labetalol 5 mg IM is given twice a week."
    assert kinds(found, one, claim, SOURCE) == ["number_or_unit"]
    assert kinds(found, one, claim, SOURCE, "Labetalol 5 mg intramuscularly twice weekly is given in asthma.") == []


def test_an_amount_within_the_sources_range_agrees_and_a_wider_one_does_not(found, one) -> None:
    source = "In asthma, labetalol 2 mg to 8 mg is given by mouth daily."
    assert kinds(found, one, "In asthma, labetalol 4 mg is given by mouth daily.", source) == []
    assert kinds(found, one, "In asthma, labetalol 2 mg to 16 mg is given by mouth daily.", source) == [
        "number_or_unit"
    ]


def test_a_divided_dose_and_its_parts_are_the_same(found, one) -> None:
    source = "In asthma, labetalol 9 mg a day is given by mouth in three divided doses."
    assert kinds(found, one, "In asthma, labetalol 3 mg is given by mouth three times a day.", source) == []


def test_a_dose_of_another_age_is_the_number_of_that_age(found, one) -> None:
    source = "In children with anaphylaxis, adrenaline is given IM:\n\n- over 12 years: 5 mg\n- 6 to 12 years: 3 mg"
    claim = "In children aged 6 to 12 years with anaphylaxis, adrenaline 5 mg is given intramuscularly."
    assert kinds(found, one, claim, source) == ["number_or_unit"]


def test_agreement_needs_the_same_drug_condition_and_every_dose(found, one) -> None:
    for claim, expected in (
        ("In asthma, labetalol 0.7 mg IM is given twice a week, then 0.3 mg every two months.", True),
        ("In asthma, labetalol 0.7 mg IM is given twice a week, then 0.3 mg every two weeks.", False),
        ("In anaphylaxis, labetalol 0.7 mg IM is given twice a week.", False),
        ("Xylocobrinol 0.7 mg IM is given twice a week in asthma.", False),
    ):
        (unit,) = found(claim, SOURCE)
        assert agrees(said_by(one(claim)), unit) is expected, claim
