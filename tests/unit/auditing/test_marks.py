"""Reference marks as people and machines write them."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curbside.auditing.marks import marks, names, without


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It is given weekly.[1]", (1,)),
        ("It is given weekly [2, 3].", (2, 3)),
        ("It is given weekly [1-3].", (1, 2, 3)),
        ("It is given weekly [1–3,7].", (1, 2, 3, 7)),
        ("It is given weekly.[1][2]", (1, 2)),
        ("It is given weekly.¹", (1,)),
        ("It is given weekly.¹²", (12,)),
        ("It is given weekly.¹,³", (1, 3)),
        ("It is given weekly<sup>4</sup>.", (4,)),
        ("It is given weekly[^1] or daily[^note].", (1, "note")),
        ("It is given weekly【5†source】.", (5,)),
        ("It is given weekly [6](https://invented.example).", (6,)),
    ],
)
def test_a_mark_is_read(text: str, expected: tuple[int | str, ...]) -> None:
    assert names(marks(text)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "A body mass index of 30 kg/m²",
        "platelets 10⁹ per litre",
        "a rate of 5 min⁻¹",
        "an area of 3 cm²",
        "in [2024] it was",
    ],
)
def test_a_unit_or_a_year_is_no_mark(text: str) -> None:
    assert marks(text) == ()


def test_a_number_in_round_brackets_is_a_mark_only_beside_a_numbered_list() -> None:
    text = "It is given weekly (1). The score was 2 (3)."
    assert marks(text) == ()
    assert names(marks(text, round_too=True)) == (1, 3)


def test_a_range_that_runs_backwards_is_its_two_ends() -> None:
    assert names(marks("It is given [5-3].")) == (5, 3)


def test_the_text_without_its_marks_keeps_everything_else() -> None:
    text = "A[1] b[2,3]c."
    assert without(text, marks(text)) == "A bc."


@given(st.text(alphabet="a 1¹2²[]()^,-–【】†<sup>/", max_size=40))
def test_any_text_gives_marks_that_lie_in_it_in_order_and_apart(text: str) -> None:
    found = marks(text, round_too=True)
    places = [(m.start, m.end) for m in found]
    assert places == sorted(places)
    assert all(a[1] <= b[0] for a, b in pairwise(places))
    assert all(0 <= s < e <= len(text) for s, e in places)
