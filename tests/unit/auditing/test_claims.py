"""Claims out of prose. Drugs are real names; what is said of them is invented."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curbside.auditing.claims import read
from curbside.language.text import normalise


def said(text: str, name: str = "") -> list[str]:
    return [c.said for c in read(text, name).claims]


def test_sentences_and_items_are_claims_with_their_place() -> None:
    text = "Labetalol is given daily.[1] Nifedipine is given weekly.\n\n- Methyldopa is given monthly.\n"
    written = read(text)
    assert [c.said for c in written.claims] == [
        "Labetalol is given daily.",
        "Nifedipine is given weekly.",
        "Methyldopa is given monthly.",
    ]
    assert all(written.text[c.start : c.end] == c.text for c in written.claims)


def test_offsets_count_in_the_normalised_text() -> None:
    raw = unicodedata.normalize("NFD", "Déjà vu is a sign in anaemia.\r\nLabetalol is given daily.\r\n")
    written = read(raw)
    assert written.text == normalise(raw)
    assert written.text[written.claims[-1].start : written.claims[-1].end].endswith("daily.")


@pytest.mark.parametrize(
    "text",
    [
        "Hi! How can labetalol help you?",
        "Great question about labetalol and hypertension!",
        "# Labetalol in hypertension",
        "**Labetalol in hypertension**",
        "Please consult your doctor before taking labetalol.",
        "This answer on labetalol is not medical advice.",
        "What is the dose of labetalol?",
        "Source: https://invented.example/labetalol",
        "Key points:",
    ],
)
def test_headings_greetings_disclaimers_and_questions_are_no_claims(text: str) -> None:
    assert said(text) == []


def test_the_reference_list_is_no_claim() -> None:
    assert said("Labetalol is given daily.[1]\n\n## References\n\n1. Labetalol is given daily. 2019.\n") == [
        "Labetalol is given daily."
    ]


def test_markup_is_taken_out_of_what_is_said() -> None:
    assert said("**Labetalol** is *given* [daily](https://invented.example).", "a.md") == ["Labetalol is given daily."]


def test_a_pronoun_takes_the_drug_of_the_sentence_before() -> None:
    assert said("Labetalol is given daily. It is given by mouth. The dose is 5 mg.") == [
        "Labetalol is given daily.",
        "Labetalol is given by mouth.",
        "The dose of labetalol is 5 mg.",
    ]


def test_a_pronoun_after_two_drugs_is_left_alone() -> None:
    assert said("Labetalol is given with nifedipine. It is stopped after pregnancy.")[1].startswith("It is stopped")


def test_an_impersonal_it_is_no_pronoun() -> None:
    assert said("Labetalol is given daily. It is recommended that asthma is looked for.")[1].startswith(
        "It is recommended"
    )


def test_an_item_takes_the_drug_of_its_heading_or_lead_in() -> None:
    claims = read("# Title\n\n## Labetalol\n\nFor hypertension:\n\n- 5 mg daily\n- 10 mg weekly\n", "a.md").claims
    assert [c.drugs for c in claims] == [("labetalol",), ("labetalol",)]


def test_the_title_names_no_drug_for_a_dose() -> None:
    claims = read("# Labetalol\n\n## Loading\n\n- 5 mg is given daily for hypertension\n", "a.md").claims
    assert [c.drugs for c in claims] == [()]


def test_an_unknown_drug_is_not_taken_for_the_one_before() -> None:
    claims = read("Labetalol is given daily. Xylocobrinol 30 mg is given weekly.").claims
    assert claims[1].drugs == ()


def test_a_table_row_is_a_claim_under_its_header() -> None:
    text = "| Drug | Dose |\n|---|---|\n| Labetalol | 5 mg daily [1] |\n"
    (claim,) = read(text, "a.md").claims
    assert claim.said == "Labetalol, 5 mg daily"
    assert claim.around == ("Drug , Dose", "Drug", "Dose")
    assert claim.marks == (1,)


def test_round_brackets_are_marks_only_beside_a_numbered_list() -> None:
    body = "Labetalol is given daily (1)."
    assert read(body).claims[0].marks == ()
    assert read(body + "\n\nReferences\n\n1. Invented. 2019.\n").claims[0].marks == (1,)


@given(st.text(alphabet="Labetalol it 5 mg.\n-#*[1]()|:?", max_size=120))
def test_any_text_gives_claims_that_are_pieces_of_it(text: str) -> None:
    written = read(text)
    for claim in written.claims:
        assert written.text[claim.start : claim.end] == claim.text
        assert claim.text == claim.text.strip()
