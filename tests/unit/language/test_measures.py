from __future__ import annotations

import itertools
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curbside.language.measures import Measure, canonical, measures, same_quantity


def shown(measure: Measure) -> str:
    sign = measure.comparator or ""
    number = "..".join(dict.fromkeys(str(v) for v in (measure.low, measure.high) if v is not None))
    return f"{sign}{number} {measure.unit}" + (f" per {measure.per}" if measure.per else "")


def one(text: str) -> Measure:
    (found,) = measures(text)
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("250 to 1000 micrograms", ["250..1000 ug"]),
        ("250 micrograms to 1000 micrograms", ["250..1000 ug"]),
        ("500 micrograms to 1 mg", ["500..1000 ug"]),
        ("10-15 mcg/kg/min", ["10..15 ug per kg.min"]),
        ("500 micrograms/kg per minute", ["500 ug per kg.min"]),
        ("2 mg per kg", ["2 mg per kg"]),
        ("75 mg/m2 and 75 mg/m²", ["75 mg per m2", "75 mg per m2"]),
        ("250–1000", ["250..1000 1"]),
        ("between 3 and 5 days", ["3..5 d"]),
        ("3 and 5 days", ["3 1", "5 d"]),
        ("one or two weeks", ["1..2 wk"]),
        ("6 or 7 days", ["6..7 d"]),
        ("30 or 60 mg", ["30 mg", "60 mg"]),
        ("5 mg or 10 mg", ["5 mg", "10 mg"]),
        ("reduced from 5 mg to 2.5 mg", ["5 mg", "2.5 mg"]),
        ("increased from 25 mg to 50 mg", ["25 mg", "50 mg"]),
        ("0.5 ml of 1:1000", ["0.5 mL", "1 mg/mL"]),
        ("1:10,000", ["0.1 mg/mL"]),
        ("a titre of 1:160", ["1 1", "160 1"]),
        ("150–400 × 10⁹/L", ["150..400 10*9/L"]),
        ("below 30 mL/min/1.73 m2", ["<30 mL/min/{1.73_m2}"]),
        ("160 mm Hg or more", [">=160 mm[Hg]"]),
        ("below 160/110 mm Hg", ["<160 mm[Hg]", "<110 mm[Hg]"]),
        ("1.5 mg/dL (133 micromol/L) or more", [">=1.5 mg/dL", ">=133 umol/L"]),
        ("180 to 350 pg/mL", ["180..350 pg/mL"]),
        ("age 80 years or over, weight 60 kg or less", [">=80 a", "<=60 kg"]),
        ("over 12 years, under 6 months", [">12 a", "<6 mo"]),
        ("6 months to 6 years", ["6..72 mo"]),
        ("given over 30 minutes", ["30 min"]),
        ("a maximum of 1,000 mg", ["<=1000 mg"]),
        ("no more than 4 g", ["<=4 g"]),
        ("not less than 5 mg", [">=5 mg"]),
        ("up to 5 mg", ["<=5 mg"]),
        ("at least 300 micrograms", [">=300 ug"]),
        ("≥5 mg, <= 7 mg", [">=5 mg", "<=7 mg"]),
        ("10 mg/5 mL", ["2 mg/mL"]),
        ("10 units, 5 IU, 1.2 million units", ["10 {unit}", "5 [IU]", "1200000 {unit}"]),
        ("half a tablet, two capsules", ["0.5 {tablet}", "2 {capsule}"]),
        ("600 mg/day", ["600 mg"]),
        ("38.7% (24 of 62)", ["38.7 %", "24 1", "62 1"]),
        ("a 16-week course of a 5-mg tablet", ["16 wk", "5 mg"]),
        ("5 µg, 5 μg, 5 ug, 5 mcg", ["5 ug"] * 4),
        ("vitamin B12, CHA2DS2-VASc 2 or more", [">=2 1"]),
        ("20 ml/h, 15 L/min, 100 beats per minute", ["20 mL/h", "15 L/min", "100 {beats}/min"]),
    ],
)
def test_quantities_are_read(text: str, expected: list[str]) -> None:
    assert [shown(m) for m in measures(text)] == expected


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("0.5 mg", "500 micrograms"),
        ("1.0 mg", "1 mg"),
        ("1:1000", "1 mg/ml"),
        ("1 week", "7 days"),
        ("24 hours", "1 day"),
        ("6 months to 6 years", "6 to 72 months"),
        ("1,000 mg", "1 g"),
        ("10–15 mg", "10 mg to 15 mg"),
        ("1 ng/mL", "1 microgram/L"),
        ("below 30 mL/min", "less than 30 ml/min"),
        ("2 years", "24 months"),
        ("5\u2009mg", "5mg"),
    ],
)
def test_the_same_quantity_in_other_words(a: str, b: str) -> None:
    assert same_quantity(one(a), one(b))


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("1 mg", "10 mg"),
        ("1 mg", "1 microgram"),
        ("4 weeks", "1 month"),
        ("5 mg", "5 mg/kg"),
        ("5 mg", "5 to 10 mg"),
        ("above 5 mg", "below 5 mg"),
        ("at least 5 mg", "5 mg"),
        ("more than 5 mg", "5 mg or more"),
        ("5 mg", "5 ml"),
        ("10 units", "10 IU"),
        ("205 pg/mL", "151 pmol/L"),
        ("1 mg/dL", "1 mg/L"),
        ("2 tablets", "2 capsules"),
        ("0.5 mg", "0.05 mg"),
    ],
)
def test_another_quantity(a: str, b: str) -> None:
    assert not same_quantity(one(a), one(b))


def test_mass_and_substance_are_one_only_for_the_named_analyte() -> None:
    mass, substance = one("205 pg/mL"), one("151 pmol/L")
    assert same_quantity(mass, substance, "vitamin B12")
    assert not same_quantity(mass, substance, "folate")
    assert not same_quantity(mass, one("160 pmol/L"), "vitamin B12")


def test_base_units_are_micrograms_millilitres_seconds_and_months() -> None:
    bases = [canonical(one(t)) for t in ("1 mg", "1 L", "1 min", "1 year", "1 g/L")]
    assert [(str(m.low), m.unit) for m in bases] == [
        ("1000", "ug"),
        ("1000", "mL"),
        ("60", "s"),
        ("12", "mo"),
        ("1000", "ug/mL"),
    ]


MASSES = st.sampled_from(["mg", "micrograms", "g", "ng", "mcg", "µg"])


@given(st.decimals(min_value="0.001", max_value=9999, places=3), MASSES)
def test_ten_times_a_quantity_is_another(value: Decimal, unit: str) -> None:
    assert same_quantity(one(f"{value} {unit}"), one(f"{value:,}0 {unit}"))
    assert not same_quantity(one(f"{value} {unit}"), one(f"{value * 10:f} {unit}"))


@given(st.integers(1, 5000), st.integers(1, 5000))
def test_a_range_is_not_its_ends(low: int, width: int) -> None:
    ranged, ends = one(f"{low} to {low + width} mg"), (one(f"{low} mg"), one(f"{low + width} mg"))
    assert same_quantity(ranged, one(f"{low} mg–{low + width} mg"))
    assert not any(same_quantity(ranged, end) for end in ends)


@given(st.text(max_size=80))
def test_any_text_gives_places_that_hold_and_do_not_overlap(text: str) -> None:
    found = measures(text)
    assert all(text[m.start : m.end] == m.text for m in found)
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))
    assert all(same_quantity(m, m) for m in found)


PIECES = st.sampled_from(
    ["5", "10.5", " to ", "-", " mg", "/kg", " or more", "below ", "1:1000", " or ", "/", " mL", " a", " per ", "½"]
)


@given(st.lists(PIECES, max_size=10))
def test_text_made_of_pieces_of_quantities_is_read_without_an_error(pieces: list[str]) -> None:
    text = "".join(pieces)
    found = measures(text)
    assert all(text[m.start : m.end] == m.text for m in found)
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))
