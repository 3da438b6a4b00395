"""Names of conditions are matched as wholes. All names are invented but for the words that tell kinds apart."""

from __future__ import annotations

import pytest

from curbside.retrieval.understanding import understand
from curbside.selecting.relevance import alias, asked_name, told_words
from curbside.selecting.whole_names import WholeName, tells_of, whole_name
from curbside.types import Question

RARE = {"fictosis": 9.0, "imaginata": 8.0, "ficto": 9.0}
SYMPTOMS = "How does {} show itself?"


def rarity(word: str) -> float:
    """Made up."""
    return RARE.get(word, 3.0)


def asked(text: str) -> Question:
    """As the engine reads it."""
    return understand(text, None, "professional", "standard")


def name(text: str, *others: str) -> WholeName:
    """What a question on symptoms names."""
    found = whole_name(asked(SYMPTOMS.format(text)), rarity, (alias(text, others),) if others else ())
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("called", "title"),
    [
        ("fictosis imaginata", "Fictosis imaginata"),
        ("fictosis imaginata type 2", "Fictosis imaginata, type II"),
        ("fictosis imaginata", "What I need to know about fictosis imaginata"),
        ("fictosis imaginata", "Management of fictosis imaginata: guideline 2024"),
        ("congenital fictosis imaginata", "Fictosis imaginata, congenital"),
    ],
)
def test_a_title_is_the_name_in_any_order_and_among_words_of_documents(called: str, title: str) -> None:
    assert name(called).titles(title)


@pytest.mark.parametrize(
    ("called", "title"),
    [
        ("fictosis imaginata type 2", "Fictosis imaginata type 1"),
        ("fictosis imaginata type 2", "Fictosis imaginata"),
        ("fictosis imaginata", "Fictosis imaginata type 1"),
        ("fictosis imaginata major", "Fictosis imaginata"),
        ("fictosis imaginata major", "Fictosis imaginata minor"),
        ("fictosis imaginata", "Childhood fictosis imaginata"),
        ("fictosis imaginata", "Stiff fictosis imaginata"),
        ("fictosis imaginata", "Fictosis imaginata radial ray"),
        ("fictosis syndrome", "Fictosis disease"),
    ],
)
def test_a_title_with_another_modifier_or_number_is_another_condition(called: str, title: str) -> None:
    assert not name(called).titles(title)


def test_another_name_stands_for_the_whole() -> None:
    found = name("fictosis imaginata", "brown spot disorder type 3")
    assert found.titles("Brown spot disorder type 3")
    assert not found.titles("Brown spot disorder type 4")
    assert not found.titles("Brown disorder type 3")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Symptoms of fictosis imaginata are pain and fever.", True),
        ("Symptoms of hemolytic fictosis imaginata are pain and fever.", False),
        ("Symptoms of fictosis imaginata type 2 are pain and fever.", False),
        ("Fictosis imaginata is seen in some of those with ficto disease. Symptoms are pain.", False),
    ],
)
def test_a_text_under_another_title_says_it_of_the_name_itself(text: str, said: bool) -> None:
    question = asked(SYMPTOMS.format("fictosis imaginata"))
    found = whole_name(question, rarity)
    assert found is not None
    assert tells_of(found, question, text, ("Other disease", "Symptoms"), "Other disease") is said


def test_a_listed_condition_by_itself_is_met_by_concept() -> None:
    assert whole_name(asked("How is hypertension treated?"), rarity) is None
    assert whole_name(asked("How is fictosis hypertension treated?"), rarity) is not None


def test_a_question_on_a_drug_names_no_condition() -> None:
    assert whole_name(asked("What are the symptoms of metformin overdose?"), rarity) is None
    assert asked("How does metformin-resistant fictosis show itself?").understood.drugs == ()


def test_words_that_only_ask_are_not_looked_for() -> None:
    question = asked("Can you describe fictosis imaginata?")
    assert told_words(question) == ("fictosis", "imaginata")
    assert asked_name(question) == "fictosis imaginata"
