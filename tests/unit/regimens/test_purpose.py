"""What a dose is for, in the words of the source; drugs and sentences are invented."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curbside.regimens.purpose import purpose


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Testolol 5 mg/kg for MRSA bacteraemia intravenously every 24 hours.", "MRSA bacteraemia"),
        ("In C. difficile infection testolol 125 mg is given by mouth.", "C. difficile infection"),
        ("In severe C. difficile infection, give testolol 500 mg.", "severe C. difficile infection"),
        (
            "Testolol for 10 days in adults with ventilator-associated pneumonia.",
            "ventilator-associated pneumonia",
        ),
        (
            "Testolol 5 mg daily for deficiency caused by fictional malabsorption.",
            "deficiency caused by fictional malabsorption",
        ),
        ("For the treatment of fictional nephritis: testolol 5 mg.", "fictional nephritis"),
    ],
)
def test_the_words_after_for_or_in_that_name_an_illness_are_what_a_dose_is_for(text: str, words: str) -> None:
    assert purpose(text) == words


@pytest.mark.parametrize(
    "text", ["Testolol 5 mg in water for 3 days.", "Testolol 1 g in divided doses.", "Testolol 5 mg at night.", ""]
)
def test_nothing_else_after_for_or_in_is(text: str) -> None:
    assert purpose(text) is None


@given(st.text(max_size=60))
def test_any_text_is_looked_at_without_an_error(text: str) -> None:
    found = purpose(f"for {text} infection")
    assert found is None or found.split()


def test_a_place_is_no_part_of_what_a_dose_is_for() -> None:
    text = "The usual dose of mecobalamin in Japan for adults with peripheral neuropathy is 500 micrograms once daily."
    assert purpose(text) == "peripheral neuropathy"
