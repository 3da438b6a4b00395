"""A dose said without its maximum; the drugs and doses are invented."""

from __future__ import annotations

import pytest

from curbside.types import Outcome
from curbside.verifying.ceilings import ceiling_left_out
from curbside.verifying.judging import judge

SOURCE = "Exemploterol 1 to 2 puffs are inhaled as needed, not more than 10 puffs a day."


@pytest.mark.parametrize(
    ("claim", "outcome"),
    [
        ("Exemploterol 1 to 2 puffs are inhaled as needed", Outcome.NOT_ENOUGH),
        (SOURCE, Outcome.SUPPORTED),
    ],
)
def test_a_dose_is_supported_with_its_maximum_alone(claim: str, outcome: Outcome) -> None:
    assert judge(claim, [SOURCE]).verdict is outcome


def test_the_words_of_the_maximum_are_named() -> None:
    assert "10 puffs a day" in str(ceiling_left_out("Exemploterol 1 to 2 puffs as needed", [SOURCE]))


def test_a_dose_that_the_source_also_gives_without_a_maximum_is_whole() -> None:
    evidence = [SOURCE, "Exemploterol 1 to 2 puffs are inhaled as needed."]
    assert ceiling_left_out("Exemploterol 1 to 2 puffs are inhaled as needed.", evidence) is None
