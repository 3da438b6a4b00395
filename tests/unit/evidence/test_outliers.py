"""Doses of another order than all others. All drugs, doses and sources are invented."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curbside.evidence.outliers import bears_witness, doses_of, is_outlier
from curbside.language.numbers import plain
from curbside.testing.homes import invented_document
from curbside.types import Kind, Source, State, Status

GOUT = "Fictoprolol {} is taken by mouth once daily by adults with gout."


def document(number: int, text: str, title: str = "Invented", **fields: object) -> Source:
    return invented_document(f"test:{number}", f"# {title}\n\n## Dose\n\n{text}", **{"title": title, **fields})


def outliers(*sources: Source) -> list[int]:
    """Which of the sources state an outlier, beside all that bear witness, by place."""
    read = [[d for n in range(len(s.units)) for d in doses_of(s, n)] for s in sources]
    others = [d for s, doses in zip(sources, read, strict=True) if bears_witness(s) for d in doses]
    return [n for n, doses in enumerate(read) if any(is_outlier(d, others) for d in doses)]


def said(*texts: str) -> list[int]:
    return outliers(*(document(n, text) for n, text in enumerate(texts)))


def gout(*amounts: str) -> list[int]:
    return said(*(GOUT.format(a) for a in amounts))


AMOUNT = st.integers(10, 19).map(Decimal)
UNITS = {"g": Decimal("0.001"), "mg": Decimal(1), "micrograms": Decimal(1000)}
UNIT = st.sampled_from(sorted(UNITS))


def written(milligrams: Decimal, unit: str) -> str:
    return f"{plain(milligrams * UNITS[unit])} {unit}"


@given(st.lists(st.tuples(AMOUNT, UNIT), min_size=3, max_size=3), st.integers(0, 2), st.sampled_from(["0.1", "10"]))
def test_a_moved_decimal_point_in_one_of_three_is_found(drawn, place: int, factor: str) -> None:
    moved = [m * (Decimal(factor) if n == place else 1) for n, (m, _) in enumerate(drawn)]
    assert gout(*(written(m, unit) for m, (_, unit) in zip(moved, drawn, strict=True))) == [place]


@given(st.lists(st.tuples(AMOUNT, UNIT), min_size=3, max_size=3), st.integers(0, 2))
def test_a_wrong_unit_in_one_of_three_is_found(drawn, place: int) -> None:
    amounts = [f"{plain(m)} {'micrograms' if n == place else 'mg'}" for n, (m, _) in enumerate(drawn)]
    assert gout(*amounts) == [place]


@given(st.lists(AMOUNT, min_size=3, max_size=5), st.lists(UNIT, min_size=5, max_size=5))
def test_another_unit_of_the_same_amount_is_none(amounts: list[Decimal], units: list[str]) -> None:
    assert gout(*(written(m, unit) for m, unit in zip(amounts, units, strict=False))) == []


@given(st.lists(AMOUNT, min_size=3, max_size=3), st.integers(1, 5))
def test_up_to_five_times_is_none(amounts: list[Decimal], factor: int) -> None:
    told = [*map(max, [amounts] * 2), max(amounts) * factor]
    assert gout(*(written(m, "mg") for m in told)) == []


@pytest.mark.parametrize("amounts", [("10 mg", "100 mg"), ("10 mg",), ("0.1 mg", "100 mg")])
def test_beside_one_other_nobody_can_tell_which_is_wrong(amounts: tuple[str, ...]) -> None:
    assert gout(*amounts) == []


def test_others_that_do_not_agree_among_themselves_leave_out_what_lies_between() -> None:
    assert gout("1 mg", "20 mg", "400 mg") == [0, 2]


@pytest.mark.parametrize(
    ("other", "texts"),
    [
        ("use", ["Fictoprolol 100 mg is taken by mouth once daily by adults with hypertension."]),
        ("people", ["Fictoprolol 1 mg is taken by mouth once daily by children with gout."]),
        ("route", ["Fictoprolol 100 mg is given intravenously once daily to adults with gout."]),
        ("step", ["In adults with gout the loading dose of fictoprolol is 100 mg by mouth once daily."]),
        ("basis", ["Fictoprolol 1 mg/kg is taken by mouth once daily by adults with gout."]),
        ("how often", ["Fictoprolol 70 mg is taken by mouth once a week by adults with gout."]),
        ("severity", ["Fictoprolol 100 mg is taken by mouth once daily by adults with severe gout."]),
        ("kidneys", ["Fictoprolol 1 mg is taken by mouth once daily by adults with gout if eGFR is below 30."]),
    ],
)
def test_a_dose_for_another_thing_is_not_compared(other: str, texts: list[str]) -> None:
    same = [GOUT.format("10 mg"), GOUT.format("12 mg")]
    assert said(*same, *texts) == []
    assert said(*same, GOUT.format("100 mg")) == [2]


@pytest.mark.parametrize(
    "text",
    [
        "In anaphylaxis adults are given fictoprolol {} intramuscularly, repeated after 5 minutes.",
        "Adults with anaphylaxis receive fictoprolol {} intramuscularly after 5 minutes.",
        "In anaphylaxis adults are given fictoprolol {} intramuscularly with food.",
    ],
)
def test_the_hour_or_the_meal_makes_no_other_dose(text: str) -> None:
    plain_ = "In anaphylaxis adults are given fictoprolol 500 micrograms intramuscularly."
    assert said(plain_, plain_, text.format("5 mg")) == [2]
    assert said(plain_, plain_, text.format("0.5 mg")) == []


def test_a_single_dose_is_not_held_against_that_of_a_day() -> None:
    parts = "Fictoprolol 500 mg is taken by mouth three times a day by adults with gout."
    whole = "Fictoprolol 6 g is taken by mouth daily in divided doses by adults with gout."
    assert said(parts, parts, whole) == []
    assert said(parts, parts, whole.replace("6 g", "60 g")) == [2]
    assert said(parts, parts, "Fictoprolol 3 g is taken by mouth by adults with gout.") == []
    assert said(parts, parts, "Fictoprolol 30 g is taken by mouth by adults with gout.") == [2]


def test_parts_of_a_day_are_compared_as_single_doses_and_as_those_of_a_day() -> None:
    once = GOUT.format("60 mg")
    often = "Fictoprolol 10 mg is taken by mouth six times a day by adults with gout."
    assert said(once, often, often) == []


def test_a_range_or_a_maximum_of_another_reaches_so_far() -> None:
    ranged = GOUT.format("10 to 60 mg")
    assert gout("10 to 60 mg", "10 mg", "100 mg") == []
    bounded = ranged.replace("10 to 60 mg", "10 mg").replace(".", ", maximum 60 mg daily.")
    assert said(bounded, GOUT.format("10 mg"), GOUT.format("100 mg")) == []


def test_what_may_be_increased_without_end_bounds_nothing() -> None:
    told = GOUT.format("10 mg")
    assert said(f"{told} The dose may be increased.", told, GOUT.format("100 mg")) == []


def test_a_maximum_of_another_order_is_found() -> None:
    text = "Fictoprolol 10 mg is taken by mouth twice daily by adults with gout, maximum {} daily."
    assert said(text.format("40 mg"), text.format("40 mg"), text.format("400 mg")) == [2]


def test_no_route_is_like_the_only_route_of_the_library() -> None:
    silent = "Fictoprolol 100 mg is taken once daily by adults with gout."
    oral, other = GOUT.format("10 mg"), "Fictoprolol 9 mg is given intravenously once daily to adults with sciatica."
    assert said(oral, oral, silent) == [2]
    assert said(oral, oral, silent, other) == []


def test_the_title_says_what_a_dose_is_for_where_nothing_else_does() -> None:
    text = "Fictoprolol {} is taken by mouth once daily."
    titles = ("Treating gout", "Gout: a guideline", "Gout")
    told = [
        document(n, text.format(a), t)
        for n, (a, t) in enumerate(zip(("10 mg", "10 mg", "100 mg"), titles, strict=True))
    ]
    assert outliers(*told) == [2]
    assert outliers(*told[:2], document(3, text.format("100 mg"), "Treating hypertension")) == []


@pytest.mark.parametrize(
    "fields",
    [
        {"status": Status(State.RETRACTED)},
        {"status": Status(State.SUPERSEDED, by="an invented successor")},
        {"kind": Kind.CASE_REPORT},
        {"kind": Kind.RANDOMISED_TRIAL},
        {"derived_from": ("test:0",)},
    ],
)
def test_a_source_that_is_gone_a_study_or_a_copy_neither_condemns_nor_saves(fields) -> None:
    texts = [GOUT.format(a) for a in ("10 mg", "10 mg", "100 mg")]
    sources = [document(n, text) for n, text in enumerate(texts)]
    assert outliers(sources[0], document(1, texts[1], **fields), sources[2]) == []
    copied = document(3, texts[2], **{**fields, **({"derived_from": ("test:2",)} if "derived_from" in fields else {})})
    assert 2 in outliers(*sources, copied)


def test_an_independent_source_with_a_like_dose_saves() -> None:
    assert gout("10 mg", "10 mg", "100 mg", "90 mg") == []


def test_amounts_by_count_of_an_unknown_strength_are_not_compared() -> None:
    text = "Fictoprolol {} tablets are taken by mouth once daily by adults with gout."
    assert said(text.format("two"), text.format("two"), text.format("20")) == []


def test_a_source_does_not_speak_against_itself_twice() -> None:
    twice = document(0, f"{GOUT.format('10 mg')}\n\n{GOUT.format('11 mg')}")
    assert outliers(twice, document(1, GOUT.format("100 mg"))) == []
    assert outliers(twice, replace(twice, id="test:9"), document(1, GOUT.format("100 mg"))) == [2]
