from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curbside.language.polarity import cues, kind_of, opposite


def test_cues_are_found_in_order_with_their_places() -> None:
    text = "Do not stop unless potassium is above 6."
    found = cues(text)
    assert [(c.kind, c.text) for c in found] == [
        ("negation", "not"),
        ("negation", "stop"),
        ("exception", "unless"),
        ("direction", "above"),
    ]
    assert all(text[c.start : c.end] == c.text for c in found)


@pytest.mark.parametrize(
    ("a", "b"), [("increase", "reduced"), ("Higher", "lower"), ("better", "worse"), ("before", "after"), (">", "≤")]
)
def test_opposites_are_known_both_ways(a: str, b: str) -> None:
    assert opposite(a, b)
    assert opposite(b, a)
    assert not opposite(a, a)


def test_a_plain_word_is_no_cue() -> None:
    assert kind_of("tablet") is None
    assert not opposite("tablet", "lower")


@given(st.text(max_size=60))
def test_every_cue_is_a_part_of_the_text(text: str) -> None:
    assert all(text[c.start : c.end] == c.text for c in cues(text))
