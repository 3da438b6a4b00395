"""Words that leave no exception, against invented sentences."""

from __future__ import annotations

import pytest

from curbside.auditing.finding import said_by
from curbside.auditing.strength import strength_faults

PLAIN = "Labetalol should be given daily in asthma."


def words(found, one, claim: str, *sentences: str) -> list[str]:
    return [w for f in strength_faults(said_by(one(claim)), found(claim, *sentences)) for w in f.words]


@pytest.mark.parametrize(
    "claim",
    [
        "Labetalol is given daily for life in asthma.",
        "Labetalol must be given daily in asthma.",
        "Labetalol is always given daily in asthma.",
        "Labetalol is never given weekly in asthma.",
        "Labetalol is mandatory in asthma.",
        "Labetalol cures asthma.",
    ],
)
def test_an_absolute_word_that_no_source_has_is_told(found, one, claim: str) -> None:
    assert words(found, one, claim, PLAIN)


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("Labetalol is lifelong in asthma.", "Labetalol in asthma is given indefinitely."),
        ("Labetalol must not be given in asthma.", "Labetalol is contraindicated in asthma."),
        ("Labetalol is not always given in asthma.", PLAIN),
        ("Labetalol is given every two months in asthma.", PLAIN),
        ("Labetalol is lifelong in asthma if it persists.", "Labetalol in asthma is lifelong if it persists."),
    ],
)
def test_a_word_that_a_source_has_or_its_equal_is_no_fault(found, one, claim: str, source: str) -> None:
    assert words(found, one, claim, source) == []


def test_a_word_that_the_source_says_under_a_condition_is_told_with_it(found, one) -> None:
    claim = "Labetalol in asthma is lifelong."
    (fault,) = strength_faults(said_by(one(claim)), found(claim, "Labetalol in asthma is lifelong if it persists."))
    assert "if it persists" in fault.message


def test_should_for_may_is_told(found, one) -> None:
    assert words(
        found, one, "Labetalol should be given daily in asthma.", "Labetalol may be given daily in asthma."
    ) == ["should"]
    assert (
        words(found, one, "Labetalol may be given daily in asthma.", "Labetalol should be given daily in asthma.") == []
    )
