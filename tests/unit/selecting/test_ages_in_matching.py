"""Whom a sentence is for against whom a question is about. All sentences are invented; "invexaban" is no drug."""

from __future__ import annotations

import pytest

from curbside.retrieval.understanding import understand
from curbside.selecting.matching import match

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
