"""Identifiers in other forms: titles, ages, labels, addresses and postcodes. Every person and number is invented."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curbside.language.identifiers import find_identifiers, mask
from curbside.language.identifiers.joined import apart

FOLDER = Path(__file__).resolve().parents[3] / "evals" / "identifiers"
TITLES = ["Mr", "Mrs", "Ms", "Miss", "Sra", "Señor", "Herr", "Frau", "Mme", "Signora", "Rev", "Lord", "Lady", "Rabbi"]
SHARED = ["Prof", "Professor", "Dr", "Sister", "Father", "Captain", "Major", "Judge"]
SURNAMES = ["Okafor", "Patel", "Brandt", "Ibáñez", "O'Neill", "Young", "May", "Long", "Best", "Day", "Ward", "Ng"]
SIGNS = [", 71, with AF", " has anaemia", " (66) on iron", " takes apixaban 5 mg", "'s ferritin is 5"]
SMALL = ["mr jones", "mrs jane doe", "miss amy walker", "ms khan", "mr p. jones", "MR DAVID OKORO", "MISS CHLOE ASH"]
LABELS = ["Passport number", "driving licence", "Case no.", "File number", "PID", "Member ID", "Lab number", "MRN"]
CANADA = ["K1A 0B1", "m5v 2t6", "H2X1Y4"]
UNLABELLED = ["sw1a 2aa", "ls6 3qs", "SW1A2AA", "EH8 9AG"]
AGES = ["94yo", "F94", "94yoF", "(94)", "in her ninety-second year", "in his 95th year", "aged ninety-one", "92-y-o"]


def rows(name: str) -> list[tuple[str, list[str]]]:
    lines = (FOLDER / name).read_text(encoding="utf-8").splitlines()
    return [(row["text"], [one["text"] for one in row["identifiers"]]) for row in map(json.loads, lines)]


def left(text: str, words: list[str]) -> list[str]:
    """Which of `words` the masks do not cover whole."""
    covered = {i for found in find_identifiers(text) for i in range(found.start, found.end)}
    places = [(word, text.index(word)) for word in words]
    return [
        word for word, at in places if any(text[at + i].isalnum() and at + i not in covered for i in range(len(word)))
    ]


def test_every_identifier_in_another_form_is_covered() -> None:
    assert [(text, left(text, words)) for text, words in rows("build_forms.jsonl") if left(text, words)] == []


def test_nothing_that_looks_like_one_is_masked() -> None:
    assert [mask(text).text for text, _ in rows("build_forms_clinical.jsonl") if find_identifiers(text)] == []


@given(st.sampled_from(TITLES), st.sampled_from(SURNAMES), st.sampled_from(SIGNS))
def test_a_title_makes_a_name_of_everyday_words_too(title: str, surname: str, sign: str) -> None:
    assert mask(f"{title} {surname}{sign}").text.startswith("[name]")


@given(st.sampled_from(SHARED), st.sampled_from(SURNAMES), st.sampled_from(SIGNS))
def test_a_title_that_clinicians_share_is_masked_beside_a_sign_of_a_patient(
    title: str, surname: str, sign: str
) -> None:
    assert mask(f"{title} {surname}{sign}").text.startswith("[name]")


@given(
    st.sampled_from(SHARED),
    st.sampled_from(["Okafor", "Patel", "Brandt", "O'Neill"]),
    st.sampled_from(
        ["'s trial", " recommends 1 mg weekly", " has shown that it works", " and colleagues, 2019", " 2019"]
    ),
)
def test_an_author_stays(title: str, surname: str, after: str) -> None:
    assert mask(f"{title} {surname}{after}").found == ()


@pytest.mark.parametrize("name", SMALL)
def test_a_name_in_one_case_goes_whole(name: str) -> None:
    assert mask(f"{name} takes apixaban").text == "[name] takes apixaban"


@pytest.mark.parametrize(
    "text", ["mr imaging", "MR DIAGNOSIS OF METASTASES", "ms patients", "we miss cancers", "mr may be"]
)
def test_what_reads_like_a_title_is_none(text: str) -> None:
    assert mask(f"{text} and apixaban").found == ()


@pytest.mark.parametrize("age", AGES)
def test_an_age_from_90_is_found_in_other_forms(age: str) -> None:
    assert [one.kind for one in mask(f"woman {age} with AF").found] == ["age"]


@pytest.mark.parametrize("text", ["ICD-10 F94", "95% CI (90 to 99)", "sensitivity (94)", "94m walk", "patients (94)"])
def test_what_reads_like_an_age_is_none(text: str) -> None:
    assert mask(text).found == ()


@given(st.sampled_from(LABELS), st.from_regex(r"[A-HJ-N]{1,3}[1-9][0-9]{4,8}[A-H]?", fullmatch=True))
def test_a_number_with_letters_under_a_label_goes_whole(label: str, value: str) -> None:
    assert value not in mask(f"{label} {value}, metformin?").text


@pytest.mark.parametrize("code", CANADA + UNLABELLED)
def test_a_postcode_needs_no_label(code: str) -> None:
    assert mask(f"a man, {code}, on warfarin").text == "a man, [postcode], on warfarin"


@given(st.lists(st.tuples(st.integers(0, 23), st.integers(0, 11)), min_size=2, max_size=6, unique=True))
def test_a_row_of_clock_times_is_no_telephone_number(times: list[tuple[int, int]]) -> None:
    for separator in (" ", ", "):
        row = separator.join(f"{hour:02d}{minute * 5:02d}" for hour, minute in sorted(times))
        assert mask(f"levodopa at {row}").found == ()
        assert mask(f"levodopa at {row.replace(' ', '-')}").found == ()


def test_a_telephone_number_of_two_groups_that_are_no_times_stays_one() -> None:
    assert [one.kind for one in mask("ring 0800 9764 123").found] == ["phone"]


PARTS = ["Mrs Edna Hollis", "943 476 5919", "07700 900123", "14/03/1951", "jane@example.org", "LS1 4AP"]


@given(st.permutations(PARTS))
def test_identifiers_joined_by_a_slash_are_each_found(parts: list[str]) -> None:
    text = "/".join(parts) + "/metformin 500/850 mg"
    assert left(text, parts) == []
    assert mask(text).text.endswith("/metformin 500/850 mg")


@given(st.text(alphabet="/0123456789aFM .", max_size=40))
def test_a_slash_is_parted_in_place(text: str) -> None:
    parted = apart(text)
    assert parted is None or (len(parted) == len(text) and parted.replace(";", "/") == text.replace(";", "/"))


def test_ratios_and_units_keep_their_slash() -> None:
    r = random.Random("slashes")
    for _ in range(100):
        a, b = r.randint(1, 999), r.randint(1, 999)
        assert mask(f"BP {a}/{b}, {a} mg/kg/day, {a} mmol/mol, warfarin/apixaban {a}/{b} mg").found == ()
