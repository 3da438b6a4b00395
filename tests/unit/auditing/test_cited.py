"""Entries of a reference list against an invented library."""

from __future__ import annotations

import pytest

from curbside.auditing.cited import Catalogue, references
from curbside.auditing.claims import read
from curbside.testing.records import invented_source
from curbside.types import Identifier, Kind, State, Status

LIBRARY = (
    invented_source(
        "a",
        title="Invented rash in invented people: a randomised trial of exemplamine",
        identifiers=(Identifier("pmid", "12345678"), Identifier("doi", "10.1234/inv.5")),
    ),
    invented_source(
        "old",
        title="Management of the invented rash, first edition",
        identifiers=(Identifier("nice", "NG998"),),
        status=Status(State.SUPERSEDED, by="NG999"),
    ),
    invented_source("summary", title="NG998 in brief", kind=Kind.SUMMARY, identifiers=(Identifier("nice", "NG998"),)),
    invented_source(
        "gone",
        title="An invented cure",
        identifiers=(Identifier("doi", "10.1234/gone"),),
        status=Status(State.RETRACTED),
    ),
    invented_source("web", title="Leaflet", identifiers=(Identifier("url", "https://www.invented.example/leaflet/"),)),
)
CATALOGUE = Catalogue(LIBRARY)


def found(entry: str) -> str | None:
    listed = references(read(f"Anaemia is common.[1]\n\nReferences\n\n1. {entry}\n"), CATALOGUE)
    source = listed.entries[0].source
    return source.id if source else None


@pytest.mark.parametrize(
    ("entry", "source"),
    [
        ("PMID: 12345678", "a"),
        ("Invented A. https://doi.org/10.1234/INV.5", "a"),
        ("Invented A et al. Invented rash in invented people: a randomised trial of exemplamine. 2019.", "a"),
        ("NICE guideline NG998", "old"),
        ("Leaflet, http://invented.example/leaflet?from=chat", "web"),
        ("Another invented thing altogether. 2019.", None),
        ("An invented rash.", None),
    ],
)
def test_an_entry_is_matched_by_identifier_else_by_title(entry: str, source: str | None) -> None:
    assert found(entry) == source


def test_marks_and_entries_are_held_against_each_other() -> None:
    text = "Anaemia is common.[1,4] Asthma is common.[9]\n\nReferences\n\n1. Invented A. 2019.\n2. Invented B. 2019.\n"
    listed = references(read(text), CATALOGUE)
    assert listed.marks_without_entry == (4, 9)
    assert listed.entries_without_mark == (2,)
    assert listed.unknown == (1, 2)


def test_superseded_and_retracted_sources_are_told() -> None:
    text = "Anaemia is common.[1,2]\n\nReferences\n\n1. NICE NG998. 2019.\n2. doi:10.1234/gone\n"
    listed = references(read(text), CATALOGUE)
    assert (listed.superseded, listed.retracted) == ((1,), (2,))


@pytest.mark.parametrize(
    "entry",
    [
        "OpenEvidence. What is exemplamine? 2025.",
        "https://www.openevidence.com/ask/invented",
        "Perplexity AI. Exemplamine dosing.",
        "UpToDate. Exemplamine: drug information. https://www.uptodate.com/contents/invented",
        "Dr. Oracle AI, answer on exemplamine",
        "Exemplamine. ChatGPT, 2025.",
    ],
)
def test_answers_of_machines_are_nobodys_sources(entry: str) -> None:
    listed = references(read(f"Anaemia is common.[1]\n\nReferences\n\n1. {entry}\n"), CATALOGUE)
    assert listed.self_published == (1,)
    assert listed.unknown == ()


@pytest.mark.parametrize("entry", ["Claudette A. Invented study. 2019.", "Elicitation of invented values. 2019."])
def test_a_name_inside_another_is_no_answer_machine(entry: str) -> None:
    listed = references(read(f"Anaemia is common.[1]\n\nReferences\n\n1. {entry}\n"), CATALOGUE)
    assert listed.self_published == ()


def test_the_publishers_own_pages_are_its_own_summaries() -> None:
    text = (
        "Source: https://answers.invented.example/anaemia\n\nAnaemia is common.[1]\n\n"
        "References\n\n1. https://answers.invented.example/iron\n2. https://other.invented.example/iron\n"
    )
    assert references(read(text), CATALOGUE).self_published == (1,)
