"""Reading grades against the worked examples of the published formulas, and syllables of words of the trade."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curbside.language.readability import coleman_liau, flesch_kincaid, grade, syllables

SYLLABLES = {
    1: "dose named tubes choose stroke rules the she ask source whole health stopped",
    2: "doses needed table daily patient tablets apple muscle quiet every people iron disease creature acid folic",
    3: "medicine injection vitamin metformin serious area ambulance period physician clinician coexist",
    4: "deficiency anaemia emergency radiation potassium diabetes Australian reptilian diagnosis",
    5: "intramuscular neurological",
    7: "hydroxocobalamin",
}


@pytest.mark.parametrize(("count", "word"), [(n, w) for n, words in SYLLABLES.items() for w in words.split()])
def test_syllables_are_those_of_the_dictionary(count: int, word: str) -> None:
    assert syllables(word) == count


def test_flesch_kincaid_gives_the_published_example() -> None:
    """13 words and 24 syllables in one sentence: 11.3."""
    assert flesch_kincaid(13, 1, 24) == pytest.approx(11.3, abs=0.05)


def test_coleman_liau_gives_the_example_of_its_paper() -> None:
    """119 words, 5 sentences, 639 letters or digits: 14.5."""
    assert coleman_liau(119, 5, 639) == pytest.approx(14.5, abs=0.1)


def test_plain_words_grade_lower_than_the_words_of_a_guideline() -> None:
    plain = "Take one tablet each day. Ask your nurse if you feel sick."
    hard = (
        "Intramuscular hydroxocobalamin administration necessitates regular haematological and neurological monitoring."
    )
    assert all(easy + 6 < difficult for easy, difficult in zip(grade(plain), grade(hard), strict=True))


def test_a_point_within_an_abbreviation_or_a_number_ends_no_sentence() -> None:
    one = "Give 0.5 mg, e.g. in the thigh, once."
    two = "Give a dose in the thigh. Do it once."
    assert grade(one)[0] > grade(two)[0]


def test_list_items_count_as_sentences() -> None:
    assert (
        grade("Look for:\n- weak legs\n- numb feet\n- a sore tongue")[0]
        < grade("Look for weak legs, numb feet, a sore tongue")[0]
    )


def test_a_text_without_words_has_grade_zero() -> None:
    assert grade("") == grade(" -- ... ") == (0.0, 0.0)


@given(st.text(max_size=300))
def test_no_text_makes_it_crash(text: str) -> None:
    first, second = grade(text)
    assert first == first
    assert second == second
