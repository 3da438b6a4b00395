"""What a question asks for, and whether a text is about the name in it."""

from __future__ import annotations

import pytest

from curbside.language.subject import subject
from curbside.retrieval.understanding import understand
from curbside.selecting.relevance import alias, asking, elements, entitled, headed, tells_of
from curbside.types import Question

RARE = {"fictosis": 9.0, "imaginata": 8.0, "syndrome": 1.0}


def rarity(word: str) -> float:
    """Made up."""
    return RARE.get(word, 3.0)


def asked(text: str) -> Question:
    """As the engine reads it."""
    return understand(text, None, "professional", "standard")


@pytest.mark.parametrize(
    ("text", "heading"),
    [
        ("How does fictosis imaginata show itself?", "Symptoms"),
        ("Does fictosis imaginata run in families?", "Inheritance"),
        ("What is fictosis imaginata due to?", "Causes"),
        ("Which genes are involved in fictosis imaginata?", "Genetic changes"),
        ("What should one know about fictosis imaginata?", "Information"),
        ("How often does fictosis imaginata occur?", "Frequency"),
    ],
)
def test_a_phrase_tells_the_aspect_and_says_nothing_else(text: str, heading: str) -> None:
    question = asked(text)
    words = {e.name for e in elements(question, rarity) if e.kind == "word"}
    assert words == {"fictosis", "imaginata"}
    assert headed(question, heading)
    assert not headed(question, "Stages")


def test_words_of_another_aspect_belong_to_the_name() -> None:
    question = asked("How does autosomal fictosis show itself?")
    assert {e.name for e in elements(question, rarity) if e.kind == "word"} == {"autosomal", "fictosis"}


def test_words_that_ask_for_an_aspect_by_themselves_are_no_phrase() -> None:
    assert not asking("fictosis gene").phrased
    assert not headed(asked("fictosis gene"), "Genes")


def test_scattered_words_are_no_name() -> None:
    question = asked("How does fictosis imaginata show itself?")
    wanted = elements(question, rarity)
    far = "Fictosis has symptoms that come and go over many years in most patients, unlike imaginata."
    assert not tells_of(question, wanted, far, ("Other",), "Other")
    assert tells_of(question, wanted, "Symptoms of fictosis imaginata are pain and fever.", ("Other",), "Other")
    assert not tells_of(question, wanted, "He had fictosis imaginata.", ("Other",), "Other")
    assert tells_of(question, wanted, "Pain and fever are seen.", ("Symptoms",), "Fictosis imaginata")


def test_the_rarest_word_must_be_there() -> None:
    question = asked("How does fictosis imaginata syndrome show itself?")
    wanted = elements(question, rarity)
    assert not tells_of(question, wanted, "Symptoms are pain.", ("Symptoms",), "Imaginata syndrome")


def test_what_it_is_must_be_said_of_it_at_once() -> None:
    question = asked("Can you describe fictosis imaginata?")
    wanted = elements(question, rarity)
    assert tells_of(question, wanted, "Fictosis imaginata is a disease of the skin.", ("Other",), "Skin")
    passing = "Some patients are born with a large tongue and later have fictosis imaginata."
    assert not tells_of(question, wanted, passing, ("Other",), "Skin")


def test_another_name_stands_for_the_words_as_a_whole_only() -> None:
    question = asked("How does fictosis imaginata show itself?")
    wanted = elements(question, rarity, (alias("fictosis imaginata", ("brown spot disorder",)),))
    assert tells_of(question, wanted, "Pain.", ("Symptoms",), "Brown spot disorder")
    assert not tells_of(question, wanted, "Pain.", ("Symptoms",), "Brown disorder")
    assert entitled(wanted, subject("Brown spot disorder")) == 1.0


def test_a_title_with_more_words_is_less_the_name() -> None:
    wanted = elements(asked("How does fictosis imaginata show itself?"), rarity)
    exact, more = (entitled(wanted, subject(t)) for t in ("Fictosis imaginata", "Childhood fictosis imaginata"))
    assert 0 < more < exact == 1.0
    assert entitled(wanted, subject("Skin")) == 0.0
