"""Terms of what is said with more than one word. Every name of a medicine in here is invented."""

import time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curbside.language.tokens import content_words, terms

MICROGRAMS = {"ng": "0.001", "µg": "1", "mcg": "1", "micrograms": "1", "mg": "1000", "g": "1000000", "grams": "1000000"}
BELOW = ["<{}", "< {}", "below {}", "under {}", "less than {}", "lower than {}", "fewer than {}"]
ABOVE = [">{}", "above {}", "more than {}", "greater than {}", "exceeding {}"]
AT_LEAST = ["≥{}", ">= {}", "at least {}", "not less than {}", "no fewer than {}", "{} or more", "{} years or older"]
AT_MOST = ["≤{}", "<={}", "at most {}", "up to {}", "not more than {}", "must not exceed {}", "{} or less"]
HEADS = ["type", "stage", "grade", "class", "factor", "phase"]
ROMAN = "I II III IV V VI VII VIII IX X XI XII XIII".split()
ODD = [
    "zelomine",
    "1",
    "000",
    " ",
    "1,000",
    "mg",
    "/",
    "at least",
    "0·5",
    "10⁹",
    "type",
    "IV",
    "every",
    "HLA-B*",
    ":",
    "α",
]

amounts = st.tuples(
    st.decimals(min_value="0.001", max_value=9999, places=3).filter(lambda d: d > 0),
    st.sampled_from(sorted(MICROGRAMS)),
)


def meant(text):
    """The terms of amounts alone."""
    return {term for term in terms(text) if term.startswith("=")}


@given(amounts, amounts)
def test_two_amounts_have_a_term_in_common_only_where_they_are_the_same(one, other):
    same = one[0] * Decimal(MICROGRAMS[one[1]]) == other[0] * Decimal(MICROGRAMS[other[1]])
    first, second = (meant(f"zelomine {value} {unit}") for value, unit in (one, other))
    assert len(first) == len(second) == 1
    assert (first == second) is same


@given(amounts, st.sampled_from(["/kg", "/m2", "/day", "/5 mL", "/mL", " per hour"]))
def test_an_amount_is_never_that_amount_per_something(amount, per):
    value, unit = amount
    assert not meant(f"{value} {unit}") & meant(f"{value} {unit}{per}")


@pytest.mark.parametrize(
    "ways",
    [
        ("0.5 mg", "0·5 mg", ".5 mg", "0.50mg", "500 micrograms", "500 µg", "500mcg"),
        ("1 g", "1 gram", "1.0g", "1000 mg", "1,000 mg", "1\u00a0000 mg", "1\u2009000 mg", "1 000 mg"),
        ("10 mg/5 mL", "10mg/5ml", "10 mg per 5 mL", "10 mg in 5 mL"),
        ("75 mg/m2", "75 mg/m²", "75mg/m^2", "75 mg per square metre"),
        ("20,000 units", "20 000 units", "20000 units"),
        ("3 days", "three days", "72 hours", "3-day"),
    ],
)
def test_an_amount_is_found_however_it_is_written(ways):
    assert len({frozenset(meant(way)) for way in ways}) == 1
    assert len(meant(ways[0])) == 1


def test_amounts_that_are_not_the_same_stay_apart():
    written = "0.05 mg|0.5 mg|5 mg|50 mg|5 g|5 ng|5 mL|5 units|5 IU|5 mg/kg|5 mg/m2|5 mg/5 mL|5 mg/mL|5 mg/kg/day|5 %"
    found = [meant(way) for way in written.split("|")]
    assert all(len(one) == 1 for one in found)
    assert len(set.union(*found)) == len(found)


@pytest.mark.parametrize(
    "text", ["2 500 mg", "1,25 mg", "1.2.3 mg", "1,0000 mg", "12,34 mg", "5 mg/cm2", "5 mg per zelomine"]
)
def test_what_can_be_read_in_two_ways_has_no_amount(text):
    assert not meant(text)


@given(st.sampled_from(range(1, 10**7)), st.sampled_from([",", "\u00a0", "\u2009", "\u202f"]))
def test_thousands_separators_make_no_difference(value, mark):
    assert meant(f"{value:,} units".replace(",", mark)) == meant(f"{value} units") == {f"={value}unit"}


@pytest.mark.parametrize(
    ("ways", "sign"), [(BELOW, "<"), (ABOVE, ">"), (AT_LEAST, ">="), (AT_MOST, "<=")], ids=["<", ">", ">=", "<="]
)
@given(st.integers(min_value=1, max_value=9999))
def test_a_bound_in_words_is_the_bound_in_signs(ways, sign, value):
    for way in ways:
        found = {term for term in terms(way.format(value)) if term[0] in "<>"}
        assert found == {f"{sign}{value}"}, way


def test_over_a_time_is_no_bound_but_over_an_age_is():
    assert ">30" not in terms("infuse over 30 minutes")
    assert ">75" in terms("people over 75 years")


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("INR 2-3", "2..3"),
        ("INR 2.0–3.0", "2..3"),
        ("INR of 2 to 3", "2..3"),
        ("between 2 and 3", "2..3"),
        ("5 mg to 10 mg", "5..10"),
        ("1:1000", "1:1000"),
        ("1:1,000", "1:1000"),
        ("1 in 1000", "1:1000"),
        ("1:10 000", "1:10000"),
        ("1 in 10,000", "1:10000"),
        ("× 10⁹", "10^9"),
        ("x 10^9", "10^9"),
        ("10⁻⁵", "10^m5"),
        ("10⁹/L", "10^9/1000ml"),
        ("10^9/l", "10^9/1000ml"),
        ("10(9)/L", "10^9/1000ml"),
    ],
)
def test_ranges_ratios_and_powers(text, term):
    assert term in terms(text)


def test_a_range_backwards_or_of_two_units_is_none():
    assert not [t for way in ("3-2", "5 mg to 10 g", "5-5") for t in terms(way) if ".." in t]


@pytest.mark.parametrize(
    "ways",
    [
        (
            "twice daily",
            "two times daily",
            "2 times a day",
            "twice-daily",
            "twice a day",
            "bid",
            "b.i.d.",
            "b.d.",
            "BID",
        ),
        ("three times a day", "3 times daily", "thrice daily", "tds", "TID", "t.d.s.", "3x daily"),
        ("four times daily", "4 times per day", "qds", "q.i.d."),
        ("every 6 hours", "every six hours", "6-hourly", "six-hourly", "6 hourly", "q6h", "q 6 h", "Q6H"),
        ("every 72 hours", "every 3 days", "q72h", "every three days"),
        ("once daily", "every day", "every 24 hours", "once a day"),
        ("once weekly", "every week", "every 7 days"),
        ("every other day", "every 48 hours"),
    ],
)
def test_a_frequency_is_found_however_it_is_written(ways):
    found = {way: {term for term in terms(way) if term.startswith("@")} for way in ways}
    assert len({frozenset(one) for one in found.values()}) == 1, found
    assert len(found[ways[0]]) == 1


def test_frequencies_that_are_not_the_same_stay_apart():
    daily = "once daily|twice daily|three times daily|three times weekly"
    timed = "every 8 hours|every 6 hours|every 8 days|every 18 hours"
    found = [frozenset(t for t in terms(way) if t.startswith("@")) for way in f"{daily}|{timed}".split("|")]
    assert all(found)
    assert len(set(found)) == len(found)


@given(st.sampled_from(HEADS), st.sampled_from(range(len(ROMAN))), st.sampled_from(range(len(ROMAN))))
def test_roman_and_arabic_numbers_are_one_and_others_are_not(head, one, other):
    roman = {t for t in terms(f"{head} {ROMAN[one]} zelomine") if "#" in t}
    arabic = {t for t in terms(f"{head} {other + 1} zelomine") if "#" in t}
    assert roman == {f"{head}#{one + 1}"}
    assert (roman == arabic) is (one == other)


@pytest.mark.parametrize(
    "text", ["TYPE II DIABETES", "STAGE 3B", "TWICE-DAILY", "TWO-DAY COURSE", "Q6H", "HLA-B*57:01", "BETA BLOCKER"]
)
def test_capitals_make_no_difference(text):
    assert set(terms(text)) == set(terms(text.lower()))


def test_what_only_looks_like_a_bound_is_none():
    assert not [
        t for way in ("n = 30", "p = 0.05", "from 5 to 3", "given to 30 people") for t in terms(way) if t[0] in "<>="
    ]


def test_several_of_a_kind_are_each_found():
    assert {"type#1", "type#2"} <= set(terms("types 1 and 2"))
    assert {"grade#3", "grade#4"} <= set(terms("grade III-IV"))
    assert {"stage#3a"} == {t for t in terms("stage IIIA") if "#" in t}
    assert not [t for t in terms("grade 1.5, class of its own, type it") if "#" in t]


@pytest.mark.parametrize(
    ("written", "whole"),
    [
        ("vitamin B 12", "b12"),
        ("CYP 2D6", "cyp2d6"),
        ("cyp 2d6", "cyp2d6"),
        ("hpv 16", "hpv16"),
        ("IL 6", "il6"),
        ("HLA-B*57:01", "hlab5701"),
        ("HLA-B*5701", "hlab5701"),
        ("HLA B5701", "hlab5701"),
        ("TNF alpha", "tnfalpha"),
        ("beta 2 agonist", "beta2"),
        ("alpha blockers", "alphablock"),
        ("α blocker", "alphablock"),
    ],
)
def test_a_name_in_parts_is_found_as_one(written, whole):
    assert whole in terms(written)


@pytest.mark.parametrize("text", ["dose of 12", "in 2D", "a 5 mg dose", "below 30", "the 2D6"])
def test_words_that_only_stand_before_a_number_are_no_names(text):
    assert not [t for t in terms(text) if t[0].isalpha() and any(c.isdigit() for c in t) and t != "2d6"]


@pytest.mark.parametrize("word", ["blocker", "agonist", "thalassaemia"])
def test_a_greek_letter_and_its_name_have_the_same_terms(word):
    for letter, name in (("α", "alpha"), ("β", "beta"), ("δ", "delta")):
        assert set(terms(f"{letter}-{word}")) == set(terms(f"{name}-{word}"))
        assert set(terms(f"{letter} {word}")) == set(terms(f"{name} {word}"))


@given(st.lists(st.sampled_from([*ODD, "-", "or", "to"]), max_size=12), st.sampled_from(["", " "]))
def test_any_mixture_has_terms_without_spaces_and_places_in_order(parts, between):
    text = between.join(parts)
    assert all(term and not any(c.isspace() for c in term) for term in terms(text))
    last = 0
    for _, start, end in content_words(text):
        assert last <= start < end <= len(text)
        last = end


@pytest.mark.parametrize(
    "unit", [*ODD, "1 000 ", "1:", "every 1 ", "type i-", "hla ", "not more than ", "1/1/", "q.", "5 mg/"]
)
def test_no_mixture_takes_long(unit):
    began = time.perf_counter()
    terms(unit * (20_000 // len(unit)))
    assert time.perf_counter() - began < 2
