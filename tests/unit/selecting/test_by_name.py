"""What is found by a name, and what is told where it is another's. All names are invented."""

from __future__ import annotations

from curbside.retrieval.understanding import understand
from curbside.selecting.by_name import as_named, taken_as
from curbside.selecting.relevance import alias
from curbside.selecting.whole_names import whole_name
from curbside.types import Question


def asked(text: str) -> Question:
    """As the engine reads it."""
    return understand(text, None, "professional", "standard")


def test_a_condition_within_a_longer_name_is_not_what_is_asked_about() -> None:
    question = asked("How does imaginary diabetes and fictosis show itself?")
    assert question.understood.conditions == ("diabetes",)
    named = as_named(question).understood
    assert named.conditions == ()
    assert {"imaginary", "diabetes", "fictosis"} <= set(named.words)


def test_a_name_that_is_taken_as_another_is_told() -> None:
    question = asked("How does fictosis imaginata show itself?")
    name = whole_name(question, lambda word: 3.0, (alias("fictosis imaginata", ("brown spot disorder",)),))
    assert taken_as(question, name, "Brown spot disorder") == (
        '"fictosis imaginata" was taken as another name of "Brown spot disorder".',
    )
    assert taken_as(question, name, "Fictosis imaginata") == ()
    assert taken_as(question, name, "Skin") == ()
    assert taken_as(question, None, "Skin") == ()
