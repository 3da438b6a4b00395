"""The parts of a question, and how it is put for a model that knows no shorthand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curbside.retrieval.asking import in_full, intents, plainly
from curbside.retrieval.understanding import understand


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Which injection, how often at first, and what should I warn her about?", ("regimen", "adverse_effects")),
        ("Is low B12 a side effect of metformin, and who should be tested?", ("adverse_effects", "distinction")),
        ("What is the dose of apixaban?", ("regimen",)),
        ("mecobalamin", ("other",)),
    ],
)
def test_each_part_of_a_question_asks_for_something(text: str, found: tuple[str, ...]) -> None:
    assert intents(text) == found
    assert (understand(text).understood.intent, *understand(text).understood.also) == found


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("IDA 1st line tx?", "iron deficiency anaemia first line treatment?"),
        ("DOAC or warfarin in AF?", "direct oral anticoagulant or warfarin in atrial fibrillation?"),
        ("Eliquis dose", "apixaban dose"),
        ("I have used my EpiPen", "I have used my adrenaline auto-injector"),
        ("metformin eGFR 38 max dose", "metformin eGFR 38 max dose"),
        ("Is B12 given as tablets?", "Is B12 given as tablets?"),
        ("low potassium and all", "low potassium and all"),
    ],
)
def test_shorthand_is_written_out_and_nothing_else(text: str, written: str) -> None:
    assert in_full(text) == written


def test_a_case_is_put_as_what_was_understood_and_the_question() -> None:
    text = "Woman of 34, breastfeeding, B12 of 130 ng/L and numb toes. Which injection, and how often?"
    assert plainly(understand(text)) == (
        "vitamin B12 deficiency with neurological involvement, breastfeeding: which injection, and how often?"
    )


def test_a_plain_question_is_left_as_it_is() -> None:
    text = "What is the recommended intramuscular methylcobalamin course for vitamin B12 deficiency with pain?"
    assert plainly(understand(text)) == text


@given(st.lists(st.text(alphabet="abcxyzTq1", min_size=9, max_size=14), max_size=6))
def test_words_that_are_no_shorthand_are_never_lost(words: list[str]) -> None:
    assert in_full(" ".join(words)) == " ".join(words)
