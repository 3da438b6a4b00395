"""Long forms told in brackets and taken away again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curbside.language.abbreviations import Definition
from curbside.language.spelled import contracted, spelled_out, uses

ICU = Definition("ICU", "intensive care unit", 0, 0)


def told(text, *definitions):
    pairs = []
    for use in uses(text):
        pairs += [(use, d) for d in definitions if d.short in use.shorts]
    return spelled_out(text, pairs[:1])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The ICU is full.", "The ICU (intensive care unit) is full."),
        ("Two ICUs are full.", "Two ICUs (intensive care unit) are full."),
        ("ICU-acquired pain", "ICU (intensive care unit)-acquired pain"),
        ("Those (12 in ICU) had it.", "Those (12 in ICU [intensive care unit]) had it."),
        ("A non-ICU stay", "A non-ICU stay"),
        ("The PICU or ICU/HDU", "The PICU or ICU/HDU"),
        ("The ICU-2 score", "The ICU-2 score"),
        ("THE ICU IS FULL", "THE ICU IS FULL"),
    ],
)
def test_where_a_long_form_is_told(text, expected):
    assert told(text, ICU) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The ICU is full.",
        "The ICU (intensive care) is full.",
        "The ICU (intensive care unit is full.",
        "The ICU (intensive care unit] is full.",
        "The ICU  (intensive care unit) is full.",
        "The PICU (intensive care unit) is full.",
        "The ICU (not intensive care unit) is full.",
        "The ICU (intensive care unit 5 mg) is full.",
        "ICU (intensive care unit), ICU (intensive care unit)",
    ],
)
def test_nothing_else_is_taken_away(text):
    assert contracted(text, ICU) is None


TEXT = st.lists(
    st.sampled_from("ICU ICUs (ICU) ICU-led the not 5 mg aspirin MRI (in ) [ ] . , ICU/PE non-ICU".split()),
    max_size=9,
).map(" ".join)


@given(TEXT)
def test_what_is_told_can_be_taken_away_again(text):
    longer = told(text, ICU)
    if longer != text:
        assert contracted(longer, ICU) == text
