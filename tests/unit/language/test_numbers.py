from __future__ import annotations

import itertools
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curbside.language.numbers import numbers, plain


def values(text: str) -> list[str]:
    return [str(n.value) for n in numbers(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1,000 mg", ["1000"]),
        ("1\u2009000 mg and 1\u202f000 and 12\u00a0000", ["1000", "1000", "12000"]),
        ("1,234,567.5", ["1234567.5"]),
        ("0.5 and 0·5 and .5", ["0.5", "0.5", "0.5"]),
        ("one, two, twenty, twenty-one", ["1", "2", "20", "21"]),
        ("five hundred and two thousand", ["500", "2000"]),
        ("once, twice", ["1", "2"]),
        ("half a tablet, one and a half tablets", ["0.5", "1.5"]),
        ("½ tablet, 1½ tablets, 1/2 tablet", ["0.5", "1.5", "0.5"]),
        ("160/110 mm Hg", ["160", "110"]),
        ("third, 2nd", ["3", "2"]),
        ("a change of -2.66 versus \u22124.63", ["-2.66", "-4.63"]),
        ("10-15 mcg, 250–1000, 5mg-10mg", ["10", "15", "250", "1000", "5", "10"]),
        ("over 16s", ["16"]),
        ("500mg 24h", ["500", "24"]),
    ],
)
def test_numbers_are_read(text: str, expected: list[str]) -> None:
    assert values(text) == expected


@pytest.mark.parametrize(
    "name",
    [
        "B12",
        "CHA2DS2-VASc",
        "NG239",
        "SGLT-2",
        "H2",
        "m2",
        "B6",
        "DN4",
        "omega-3",
        "CURB65",
        "alpha-2-delta",
        "25-OH",
        "vitamin B-12",
        "vitamin B 12",
        "doi:10.1001/jama.2022.09",
        "PMID: 35532908",
        "PMC11095842",
        "[3]",
        "[1,2]",
        "[3-5]",
        "https://example.org/page/12",
        "2024-03-06",
        "06/03/2024",
        "1,5",
        "1.2.3",
        "Q10",
        "COVID-19",
    ],
)
def test_a_number_in_a_name_reference_date_or_ambiguous_notation_is_none(name: str) -> None:
    assert values(f"about {name} here") == []


def test_kinds_tell_ordinals_and_times_from_counts() -> None:
    assert [n.kind for n in numbers("the third of 3 doses, twice")] == ["ordinal", "cardinal", "times"]


@given(st.text(max_size=80))
def test_any_text_gives_places_that_hold_and_do_not_overlap(text: str) -> None:
    found = numbers(text)
    assert all(text[n.start : n.end] == n.text for n in found)
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))


@given(st.integers(0, 10**9), st.integers(0, 3))
def test_a_decimal_with_separators_and_trailing_zeros_has_one_value(whole: int, zeros: int) -> None:
    written = f"{whole:,}" + ("." + "0" * zeros if zeros else "")
    (number,) = numbers(f"take {written} now")
    assert number.value == Decimal(whole)
    assert plain(number.value) == str(whole)


@given(st.decimals(min_value=0, max_value=10000, places=3))
def test_a_moved_decimal_point_is_another_value(value: Decimal) -> None:
    (a,), (b,) = numbers(f"x {value} y"), numbers(f"x {value * 10:f} y")
    assert (a.value == b.value) == (value == 0)
