import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curbside.language.tokens import STOP_WORDS, content_stems, content_words, number, stem, terms


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The score of the patients", ["score", "patient"]),
        ("CHA2DS2-VASc", ["cha2ds2-vasc", "cha2ds2vasc", "cha2ds2", "vasc"]),
        ("CHA₂DS₂-VASc", ["cha2ds2-vasc", "cha2ds2vasc", "cha2ds2", "vasc"]),
        ("vitamin B12, B-12", ["vitamin", "b12", "b-12", "b12", "b"]),
        ("eGFR", ["egfr"]),
        ("0.5 mg/dL", ["0.5", "=500ug/100ml", "mg/dl", "mg", "dl"]),
        ("pmol/l", ["pmol/l", "pmol", "l"]),
        ("COVID-19", ["covid-19", "covid19", "covid"]),
        ("pre-eclampsia", ["pre-eclampsia", "preeclampsia", "pre", "eclampsia"]),
        ("1,000 = 1000", ["1000", "1000"]),
        ("5.0 and .5 and 0.50", ["5", "0.5", "0.5"]),
        ("500mg, 5mg/kg", ["500", "mg", "=500000ug", "5", "mg/kg", "mg", "kg", "=5000ug/1000000000ug"]),
        ("10-15 or 10–15", ["10", "10..15", "15", "10", "10..15", "15"]),
        ("Crohn's disease, Crohn’s", ["crohn", "diseas", "crohn"]),
        ("Ménière", ["menier"]),
        ("and/or heart/lung", ["heart", "lung"]),
        ("vitamin A in a child", ["vitamin", "a", "child"]),
        ("WHO says who", ["who", "say"]),
        ("µg, μg, mcg, micrograms, microgram", ["microgram"] * 5),
        ("section 4.3.1", ["section", "4.3.1"]),
        ("", []),
    ],
)
def test_index_terms(text, expected):
    assert terms(text) == expected


def test_greek_letters_stand_as_themselves_and_by_name():
    assert {"α", "alpha", "tocopherol", "alpha-tocopherol"} <= set(terms("α-tocopherol"))
    assert {"tnfα", "tnfalpha"} <= set(terms("TNFα"))
    assert set(terms("beta-blocker")) <= set(terms("β-blockers"))


@pytest.mark.parametrize(
    ("british", "american"),
    [
        ("anaemia", "anemia"),
        ("oedema", "edema"),
        ("diarrhoea", "diarrhea"),
        ("sulphate", "sulfate"),
        ("randomised", "randomized"),
        ("hospitalisation", "hospitalization"),
        ("haemoglobin", "hemoglobin"),
    ],
)
def test_british_and_american_spellings_are_one(british, american):
    assert stem(british) == stem(american)


def test_numbers_of_different_size_stay_apart():
    assert len({number(n) for n in ("1", "10", "1.0", "0.1", "1,000", "100", "1.01", "10.0")}) == 6
    assert number("1,000.50") == "1000.5"


def test_content_words_carry_their_places():
    text = "The B-12 level isn't high in long-term TNF-α users, 1,000 mg/dL"
    words = content_words(text)
    assert [(w, text[a:b]) for w, a, b in words] == [
        ("b12", "B-12"),
        ("level", "level"),
        ("high", "high"),
        ("long", "long"),
        ("term", "term"),
        ("tnf", "TNF"),
        ("alpha", "α"),
        ("user", "users"),
        ("1000", "1,000"),
        ("mg/dl", "mg/dL"),
    ]


@given(st.text())
def test_places_are_in_order_and_within_the_text(text):
    last = 0
    for word, start, end in content_words(text):
        assert word
        assert last <= start < end <= len(text)
        last = end


@given(st.text())
def test_terms_are_in_lower_case_without_spaces(text):
    for term in terms(text):
        assert term
        assert not any(c.isspace() for c in term)


@given(
    st.lists(st.sampled_from(["Hydroxocobalamin", "1,000", "B12", "mg/dL", "of", "Anaemia", "β-blocker"]), max_size=8)
)
def test_case_makes_no_difference(words):
    text = " ".join(["and", *words])
    assert terms(text) == terms(text.lower())


def test_stop_words_are_folded():
    assert all(w == w.lower() for w in STOP_WORDS)
    assert "above" not in STOP_WORDS
    assert "before" not in STOP_WORDS


@pytest.mark.parametrize("unit", ["a-", "x", "1,", "a'", "(", "β"])
def test_no_text_takes_long(unit):
    began = time.perf_counter()
    terms(unit * (20_000 // len(unit)))
    assert time.perf_counter() - began < 2


@given(
    st.lists(
        st.sampled_from(
            ["vitamin", "Vitamin's", "of", "a", "A", "I", "B-12", "10\u202f000", "5mg", "mg/dl", "type", "\n", "x"]
        )
        | st.text(max_size=8),
        max_size=12,
    ).map(" ".join)
)
def test_the_stems_alone_are_those_of_the_words_with_places(text: str) -> None:
    assert content_stems(text) == {stem for stem, _, _ in content_words(text)}
