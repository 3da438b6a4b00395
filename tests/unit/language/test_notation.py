"""Unsafe notation: each of the list is found where it stands, safe writing is let through."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curbside.language.notation import clear_readings, lint, note_on_quote, unsafe_in_quote

UNSAFE = [
    ("insulin 10 U at night", ("U",)),
    ("insulin 10U", ("U",)),
    ("heparin 5 U/kg", ("U",)),
    ("vitamin D 400 IU", ("IU",)),
    ("apixaban QD", ("QD",)),
    ("apixaban 5 mg QD.", ("QD",)),
    ("given q.d. with food", ("q.d.",)),
    ("given q.o.d. with food", ("q.o.d.",)),
    ("prednisolone QOD", ("QOD",)),
    ("hydroxocobalamin 1.0 mg", ("1.0",)),
    ("warfarin 5.00mg", ("5.00",)),
    ("adrenaline .5 mg", (".5",)),
    ("1.0 to 2.0 mg daily", ("1.0", "2.0")),
    ("MS 10 mg", ("MS",)),
    ("MSO4 or MgSO4", ("MSO4", "MgSO4")),
    ("MgSO₄ 4 g", ("MgSO₄",)),
    ("500 µg", ("µg",)),
    ("500 μg", ("μg",)),
    ("500ug", ("ug",)),
    ("5 cc of saline", ("cc",)),
]
SAFE = [
    "hydroxocobalamin 1 mg (1,000 micrograms) on alternate days",
    "0.5 mg, 10 mg, 1.05 mg and 20 units",
    "potassium 4.0 mmol/L and creatinine 1.0 mg/dL",
    "U wave on the ECG; U-100 insulin",
    "P = .05 in a trial with 1.0 as the reference",
    "B12 in NG239 section 1.0",
    "drugs such as sugar, drug names and a rug",
    "the accurate account of success",
    "apixaban q.d.s. and QD.X",
    "every day, every other day, four times daily",
]


@pytest.mark.parametrize(("text", "words"), UNSAFE)
def test_unsafe_notation_is_found(text: str, words: tuple[str, ...]) -> None:
    assert tuple(fault.word for fault in lint(text)) == words
    assert unsafe_in_quote(text) == tuple(dict.fromkeys(words))


@pytest.mark.parametrize("text", SAFE)
def test_safe_notation_is_let_through(text: str) -> None:
    assert lint(text) == ()
    assert note_on_quote(text) is None


def test_the_note_on_a_quotation_says_each_reason_once() -> None:
    note = note_on_quote("500 µg, then 250 µg")
    assert note is not None
    assert note.count("micrograms") == 1


@given(st.lists(st.sampled_from([text for text, _ in UNSAFE] + SAFE), max_size=6), st.text(max_size=30))
def test_offsets_are_those_of_the_word(parts: list[str], noise: str) -> None:
    text = f" {noise} ".join(parts)
    for fault in lint(text):
        assert text[fault.start : fault.end] == fault.word
        assert fault.why


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("insulin 10U at night", ("10 units",)),
        ("heparin 5 U/kg", ("5 units/kg",)),
        ("vitamin D 400 IU QD", ("400 international units", "daily")),
        ("hydroxocobalamin 1.0 mg", ("1 mg",)),
        ("1.0 to 2.0 mg daily", ("1 to 2 mg", "2 mg")),
        ("adrenaline .5 mg/kg q.o.d.", ("0.5 mg/kg", "every other day")),
        ("1.0 µg, then 5 cc", ("1 micrograms", "5 mL")),
        ("MS 10 mg", ()),
        ("10 mg twice daily", ()),
    ],
)
def test_what_an_unsafe_piece_means_is_told_with_its_number_or_unit(text: str, meant: tuple[str, ...]) -> None:
    assert clear_readings(text) == meant


@given(st.lists(st.sampled_from([text for text, _ in UNSAFE] + SAFE), max_size=6))
def test_a_clear_reading_has_nothing_unsafe_itself(parts: list[str]) -> None:
    assert [lint(meant) for meant in clear_readings("; ".join(parts)) if lint(meant)] == []
