"""Age and weight bands of list items and table rows; all texts are invented."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curbside.regimens.grammar import parse
from curbside.regimens.labels import label, unread_bands


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("under 7 days: 15 mg/kg every 12 hours", "under 7 days"),
        ("7 to 28 days: 15 mg/kg every 8 hours", "7 to 28 days"),
        ("3-5 months: 60 mg", "3-5 months"),
        ("Over 12 years – 500 mg", "over 12 years"),
        ("children 10 to 25 kg: 50 mg twice daily", "children 10 to 25 kg"),
        ("aged 5 years and over, 50 mg twice daily", "aged 5 years and over"),
    ],
)
def test_a_list_item_carries_the_band_that_labels_it(text: str, words: str) -> None:
    found = label(text)
    assert found is not None
    assert found.value == words
    assert text[slice(*found.span)].lower() == words


@pytest.mark.parametrize(
    "text",
    ["7 days: 5 mg", "first 7 days: 5 mg daily", "5 mg daily for 7 to 14 days", "Testolol 5 mg: 2 to 3 days", "daily"],
)
def test_a_length_of_treatment_is_no_band(text: str) -> None:
    assert label(text) is None


def test_the_header_tells_an_age_from_a_duration() -> None:
    assert label("5 to 7 days | 500 mg", "Course | Dose") is None
    assert label("500 mg | 5 to 7 days", "Dose | Duration") is None
    found = label("500 mg | 6 weeks", "Dose | Age")
    assert found is not None
    assert found.value == "6 weeks"


def test_a_header_row_is_found_between_its_lead_in_and_its_cells() -> None:
    context = "Doses for children of every age. Dose | How often | Body weight Dose How often Body weight"
    found = label("5 mg | once daily | 10 to 25 kg", context)
    assert found is not None
    assert found.value == "10 to 25 kg"
    assert label("5 to 7 days | 5 mg", "Doses by age. Course | Dose Course Dose") is None


def test_bands_that_no_field_took_in_are_told_in_the_words_of_the_text() -> None:
    text = "Testolol 5 mg daily by mouth (child 6 to 12 years: 2 to 3 years less; 15 kg or more)."
    assert "15 kg or more" in unread_bands(text, ())
    read = "Testolol 5 mg by mouth daily for children over 12 years."
    assert unread_bands(read, parse(read).phases) == ()


def test_a_duration_in_years_is_no_band() -> None:
    assert unread_bands("Testolol 5 mg daily for 2 to 3 years.", ()) == ()


@given(st.text(max_size=40), st.text(max_size=20))
def test_any_text_is_looked_at_without_an_error(text: str, context: str) -> None:
    found = label(text, context)
    assert found is None or 0 <= found.span[0] < found.span[1] <= len(text)
    assert all(words for words in unread_bands(text, ()))
