"""Lists in a run of prose: with their lead-in and whole, or not at all. All texts are invented."""

from __future__ import annotations

from curbside.selecting.run_in import LONGEST, unmarked
from curbside.selecting.standalone import together
from curbside.testing.homes import invented_document

LIST = "See a doctor for any of the following: - Fever. - Weight loss. - A rash on the arms."


def said(text: str, first: str) -> str | None:
    source = invented_document("test:a", f"# Invented\n\n## Symptoms\n\n{text}\n")
    unit = next(u for u in source.units if source.text[u.start : u.end].startswith(first))
    found = together(source, unit)
    return None if found is None else source.text[found.units[0].start : found.units[-1].end]


def test_a_lead_in_brings_the_whole_list() -> None:
    assert said(f"{LIST} Gout is painful.", "See") == LIST


def test_an_item_is_not_said_without_its_lead_in() -> None:
    assert said(LIST, "- Weight") is None


def test_a_list_that_is_too_long_is_not_said_in_part() -> None:
    assert said(f"{LIST} " + "- A symptom of some length. " * (LONGEST // 5), "See") is None


def test_a_sentence_in_a_list_of_sentences_is_said_by_itself() -> None:
    page = "Key Points - Gout is a disease of the joints. - Signs of gout include pain. - Gout pain."
    assert said(page, "- Signs") == "- Signs of gout include pain."
    assert said(page, "- Gout pain") is None


def test_what_items_without_an_end_run_into_is_not_said() -> None:
    assert said("Wounds at work - Cancer - Birth defects If you have gout, rest helps.", "Wounds") is None


def test_a_mark_before_a_sentence_is_taken_off() -> None:
    assert unmarked("- Gout is painful.") == "Gout is painful."
    assert unmarked(": Gout is painful.") == "Gout is painful."
    assert unmarked("Key Points - Gout is painful.") == "Gout is painful."
    assert unmarked("-5 mmol/L is low.") == "-5 mmol/L is low."
