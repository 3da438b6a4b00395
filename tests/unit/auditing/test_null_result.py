"""A null result told as a benefit: only of the same drug and the same outcome."""

from __future__ import annotations

import pytest

from curbside.auditing.finding import said_by
from curbside.auditing.null_result import null_faults

NULL = "In a trial of labetalol in asthma, wheeze was similar in the two groups."


@pytest.mark.parametrize(
    ("claim", "told"),
    [
        ("Labetalol improves wheeze in asthma.", True),
        ("Labetalol relieves wheeze better than placebo in asthma.", True),
        ("Labetalol did not improve wheeze in asthma.", False),
        ("Nifedipine improves wheeze in asthma.", False),
        ("Labetalol improves sleep in asthma.", False),
        ("Labetalol worsens wheeze in asthma.", False),
    ],
)
def test_it_needs_the_drug_and_the_outcome(found, one, claim: str, told: bool) -> None:
    assert bool(null_faults(said_by(one(claim)), found(claim, NULL))) is told


def test_a_study_that_did_show_the_benefit_answers_it(found, one) -> None:
    claim = "Labetalol improves wheeze in asthma."
    assert (
        null_faults(said_by(one(claim)), found(claim, NULL, "Labetalol improves wheeze in people with asthma.")) == ()
    )
