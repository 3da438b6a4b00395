"""What a sentence must bring, and what makes it unreadable by itself. All texts are invented."""

from __future__ import annotations

import pytest

from curbside.selecting.roles import Role, role_of
from curbside.selecting.standalone import hangs, heading_to_say, is_whole, restricts, together
from curbside.testing.homes import invented_document


def said(page: str, first: str) -> list[str] | None:
    source = invented_document("test:a", page)
    unit = next(u for u in source.units if source.text[u.start : u.end].startswith(first))
    found = together(source, unit)
    return None if found is None else [source.text[u.start : u.end] for u in found.units]


@pytest.mark.parametrize(
    "text",
    [
        "It is given once daily.",
        "These patients need twice the dose.",
        "However, it may be stopped.",
        "Otherwise the dose is halved.",
        "Pain was less in the other group.",
        "There was no difference between the groups.",
    ],
)
def test_what_begins_with_a_word_for_something_else_hangs(text: str) -> None:
    assert hangs(text)


@pytest.mark.parametrize(
    "text",
    [
        "It is recommended that exemplamine be stopped.",
        "These results suggest that exemplamine helps.",
        "In this small study exemplamine helped.",
        "Both fictazole and exemplamine are given.",
        "Exemplamine is given once daily.",
    ],
)
def test_what_names_its_own_subject_does_not(text: str) -> None:
    assert not hangs(text)


@pytest.mark.parametrize(
    "text",
    ["exemplamine is given.", "Give exemplamine (5 mg once daily.", "Give exemplamine to", "Tests are: MRI (scan)"],
)
def test_what_lacks_a_beginning_or_an_end_is_not_whole(text: str) -> None:
    assert not is_whole(text)


def test_a_sentence_that_hangs_brings_the_one_before() -> None:
    page = "# Invented\n\n## Use\n\nExemplamine helps adults with gout. It is taken at night.\n"
    assert said(page, "It is") == ["Exemplamine helps adults with gout.", "It is taken at night."]


def test_a_sentence_that_hangs_on_one_that_hangs_is_not_said() -> None:
    page = "# Invented\n\n## Use\n\nThis is so. It is taken at night.\n"
    assert said(page, "It is") is None


def test_a_sentence_brings_two_before_it_at_most() -> None:
    page = "# Invented\n\n## Use\n\nExemplamine helps. It lasts. It is taken at night. It tastes bitter.\n"
    assert said(page, "It is") == ["Exemplamine helps.", "It lasts.", "It is taken at night."]
    assert said(page, "It tastes") is None


@pytest.mark.parametrize("text", ["Oxygen therapy.", "Yes.", "Chest x ray.", "Werner syndrome (adult type)."])
def test_a_fragment_is_not_said(text: str) -> None:
    assert said(f"# Invented\n\n## Treatment\n\n{text} Exemplamine helps adults.\n", text) is None


def test_a_fragment_under_contraindications_is() -> None:
    page = "# Invented\n\n## Contraindications\n\nHypersensitivity to exemplamine. Exemplamine must be stored dry.\n"
    assert said(page, "Hypersensitivity") == ["Hypersensitivity to exemplamine."]


def test_a_bound_in_the_next_paragraph_is_said_too() -> None:
    page = "# Invented\n\n## Dose\n\nAdults take exemplamine 5 mg daily.\n\nThe maximum of exemplamine is 10 mg.\n"
    assert said(page, "Adults") == ["Adults take exemplamine 5 mg daily.", "The maximum of exemplamine is 10 mg."]


def test_what_bounds_another_drug_is_not() -> None:
    assert restricts("Exemplamine is taken daily.", "Exemplamine is not taken in gout.")
    assert not restricts("Exemplamine is taken daily.", "Metformin is not taken in gout.")


@pytest.mark.parametrize(
    ("heading", "text", "said_with_it"),
    [
        ("Do not use", "In a child under 4 years of age.", True),
        ("Children aged 6 to 11 years", "Exemplamine 5 mg is taken daily.", True),
        ("Dose", "Exemplamine 5 mg is taken daily.", False),
        ("Children", "Children take exemplamine 5 mg daily.", False),
    ],
)
def test_a_heading_that_turns_or_bounds_is_said(heading: str, text: str, said_with_it: bool) -> None:
    source = invented_document("test:a", f"# Invented\n\n## Use\n\n### {heading}\n\n{text}\n")
    unit = next(u for u in source.units if source.text[u.start : u.end] == text)
    found = heading_to_say(source, unit, text)
    assert (found is not None) == said_with_it
    assert found is None or source.text[found.start : found.end] == heading


@pytest.mark.parametrize(
    ("text", "headings", "role"),
    [
        ("We searched MEDLINE and Embase.", (), Role.METHOD),
        ("The aim of this study was to compare two doses.", (), Role.AIM),
        ("In conclusion, exemplamine helps.", (), Role.CONCLUSION),
        ("Exemplamine was associated with less pain (p < 0.01).", ("Invented", "Results"), Role.FINDING),
        ("Gout is common.", ("Invented", "Background"), Role.BACKGROUND),
        ("For more information, visit our website.", (), Role.CHATTER),
        ("Adults take exemplamine 5 mg daily.", ("Invented", "Dose"), Role.PLAIN),
    ],
)
def test_the_role_of_a_sentence(text: str, headings: tuple[str, ...], role: Role) -> None:
    assert role_of(text, headings) is role
