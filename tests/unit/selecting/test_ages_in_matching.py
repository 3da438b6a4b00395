"""Whom a sentence is for against whom a question is about. All sentences are invented; "invexaban" is no drug."""

from __future__ import annotations

import pytest

from curbside.retrieval.understanding import understand
from curbside.selecting.matching import match
from curbside.types import Flag

INFANTS = "Infants weighing 5 kg or more are given invexaban 1 mg once daily."
CHILDREN = "Children are given invexaban 1 mg once daily."


@pytest.mark.parametrize(
    ("asked", "text", "named"),
    [
        ("a child of 4 months", INFANTS, True),
        ("a baby of 4 months", INFANTS, True),
        ("a baby", INFANTS, True),
        ("a child", INFANTS, True),
        ("a baby of 4 months", CHILDREN, True),
        ("a child of 7 years", INFANTS, False),
        ("a pregnant woman", INFANTS, False),
    ],
)
def test_what_is_for_infants(asked: str, text: str, named: bool) -> None:
    understood = understand(f"Invexaban dose for {asked}?").understood

    assert match(understood, text, "", {}).names_population is named


def test_what_is_for_infants_fits_a_child_of_no_age_less_than_what_is_for_children() -> None:
    understood = understand("Invexaban dose for a child?").understood

    assert match(understood, INFANTS, "", {}).population < match(understood, CHILDREN, "", {}).population


@pytest.mark.parametrize("condition", ["pre-eclampsia", "eclampsia", "gestational diabetes"])
def test_who_alone_has_the_condition_is_no_other_population(condition: str) -> None:
    text = f"In pregnant women with {condition}, invexaban 1 mg is given once daily."
    asked = understand(f"Invexaban dose in {condition}?").understood
    other = understand("Invexaban dose in hypertension?").understood

    assert Flag.OTHER_POPULATION not in match(asked, text, "", {}).flags
    assert Flag.OTHER_POPULATION in match(other, text, "", {}).flags
