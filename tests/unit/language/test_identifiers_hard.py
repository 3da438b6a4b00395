"""Identifiers as clinicians type them: names without titles, odd separators. Every person and number is invented."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.language.test_identifiers_forms import left, rows

from curbside.language.identifiers import find_identifiers, mask
from curbside.language.identifiers.untitled import ordinary

GIVEN = ["Saoirse", "Thandiwe", "Wojciech", "Xiomara", "Lubna", "Gwendoline", "Zbigniew"]
SURNAMES = ["Mulcahy", "Nkosi", "Wróbel", "Ffoulkes-Parry", "Dhaliwal", "van den Heuvel", "Łuczak"]
CUES = ["re", "Advice re", "I saw", "Referred", "Reviewed", "Dear", "Thank you for seeing", "NOK", "her daughter"]
DISEASES = ["Crohn", "Hodgkin", "Graves", "Parkinson", "Barrett", "Child-Pugh", "Guillain-Barré", "Charcot-Marie-Tooth"]
NHS = "9992047313"


def test_every_hard_identifier_is_covered() -> None:
    assert [(text, left(text, words)) for text, words in rows("build_hard.jsonl") if left(text, words)] == []


def test_no_eponym_trial_place_or_number_is_masked() -> None:
    assert [mask(text).text for text, _ in rows("build_hard_clinical.jsonl") if find_identifiers(text)] == []


@given(st.sampled_from(CUES), st.sampled_from(GIVEN), st.sampled_from(SURNAMES))
def test_a_name_without_a_title_goes_whole_after_a_word_that_hands_a_patient_over(
    cue: str, first: str, last: str
) -> None:
    assert mask(f"{cue} {first} {last} with B12 of 96 ng/L").text == f"{cue} [name] with B12 of 96 ng/L"


@given(st.sampled_from(GIVEN), st.sampled_from(SURNAMES))
def test_a_name_that_comes_again_is_masked_again(first: str, last: str) -> None:
    word = last.split()[-1]
    assert word not in mask(f"Mrs {first} {last}, 71, on warfarin. May {word} have aspirin?").text


@given(st.sampled_from(DISEASES), st.sampled_from(["for", "re", "in", "about"]), st.sampled_from(["", "'s"]))
def test_an_eponym_stays(name: str, cue: str, after: str) -> None:
    assert mask(f"{cue} {name}{after} disease: 5 mg/kg?").found == ()
    assert ordinary(name)


@given(st.lists(st.sampled_from(["", " ", "-", ".", "  "]), min_size=9, max_size=9))
def test_an_nhs_number_under_its_label_may_be_parted_anyhow(gaps: list[str]) -> None:
    number = "".join(digit + gap for digit, gap in zip(NHS, [*gaps, ""], strict=True))
    assert mask(f"NHS number {number}: apixaban?").text == "NHS number [NHS number]: apixaban?"


@pytest.mark.parametrize(
    "age", ["a nonagenarian", "our centenarian", "♀ 94", "aet. 91", "his age is 92", "coming up to 95", "mum hit 100"]
)
def test_an_age_above_89_in_other_words_is_masked(age: str) -> None:
    assert "90 or over" in mask(f"{age}, on warfarin").text


@pytest.mark.parametrize("text", ["nonagenarians on apixaban", "a nonagenarian cohort", "pH 7.35 7.28", "94 x 10^9/L"])
def test_a_population_or_a_measurement_is_not(text: str) -> None:
    assert mask(text).found == ()


@pytest.mark.parametrize(
    "day", ["3.7.52", "05 06 1947", "'31", "6/1948", "the fourth of July 1948", "twelfth of May nineteen forty-one"]
)
def test_a_day_of_birth_counts_in_any_writing(day: str) -> None:
    assert "[date]" in mask(f"born {day}, eGFR 40").text


@given(st.text(max_size=80))
def test_any_text_gives_spans_in_order(text: str) -> None:
    found = find_identifiers(text)
    assert all(one.start < one.end <= len(text) for one in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
