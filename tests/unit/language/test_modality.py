from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from curbside.language.modality import absolutes, modals, strength_of


def test_must_is_stronger_than_should_and_should_than_may() -> None:
    assert strength_of("always") > strength_of("required") > strength_of("should") > strength_of("may") > 0
    assert strength_of("tablet") == 0


def test_modals_are_found_with_their_places() -> None:
    text = "It should be given and may be repeated."
    assert [(m.text, m.strength) for m in modals(text)] == [("should", 3), ("may", 2)]


def test_words_that_leave_no_exception_are_named() -> None:
    assert absolutes("Treatment is for life and never stopped.") == ("never", "lifelong")
    assert absolutes("Life-long treatment.") == ("lifelong",)
    assert absolutes("Treatment may go on.") == ()


@given(st.text(max_size=60))
def test_every_modal_is_a_part_of_the_text(text: str) -> None:
    assert all(text[m.start : m.end] == m.text for m in modals(text))
