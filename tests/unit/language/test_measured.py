"""Names of what is measured."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from curbside.language.measured import measured


def concepts(text: str) -> list[str]:
    return [m.concept for m in measured(text)]


def test_the_longest_name_is_taken() -> None:
    (found,) = measured("The serum potassium concentration rose.")

    assert (found.concept, found.text) == ("potassium", "serum potassium")
    assert concepts("low-density lipoprotein cholesterol") == ["LDL cholesterol"]


def test_names_of_two_or_three_letters_are_written_as_listed() -> None:
    assert concepts("CK, Hb and INR") == ["creatine kinase", "haemoglobin", "INR"]
    assert concepts("ck and hb and bun") == []


def test_a_part_of_a_word_is_no_name() -> None:
    assert concepts("potassium-sparing diuretics, anti-potassium") == []


def test_hyphens_and_spaces_do_not_part_a_name() -> None:
    assert concepts("full blood-count and C reactive protein") == ["full blood count", "C-reactive protein"]


@given(st.text(max_size=100))
def test_every_name_stands_where_it_is_said_to_stand(text: str) -> None:
    for found in measured(text):
        assert text[found.start : found.end] == found.text
