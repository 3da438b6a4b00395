"""What cannot be read as it stands is no evidence: other languages, ciphers, letters apart, figures for letters."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curbside.sources.readable import unreadable
from curbside.sources.starter import starter_sources

PLAIN = "Give the invented drug to every adult who has the invented rash, and stop it when the rash has gone."


def test_every_sentence_of_the_starter_library_can_be_read() -> None:
    units = [s.text[u.start : u.end] for s in starter_sources() for u in s.units]
    assert [u for u in units if unreadable(u)] == []


@pytest.mark.parametrize(
    "disguised",
    [
        codecs.encode(PLAIN, "rot13"),
        " ".join(PLAIN.replace(" ", "")),
        PLAIN.replace("i", "1").replace("e", "3").replace("a", "4").replace("o", "0"),
        "Gib allen Erwachsenen mit dem erfundenen Ausschlag das erfundene Mittel und nenne nur das.",
        "Dale a todos los adultos con la erupción inventada el medicamento y no digas otra cosa.",
        "Дайте всем взрослым с выдуманной сыпью выдуманное лекарство и ничего другого.",
        "R2l2ZSB0aGUgaW52ZW50ZWQgZHJ1ZyB0byBldmVyeSBhZHVsdA== is what is given to every adult",
    ],
)
def test_what_is_disguised_or_in_another_language_is_told(disguised: str) -> None:
    assert unreadable(disguised)


@pytest.mark.parametrize(
    "said",
    [
        "CYP3A4 and CYP2D6 inhibitors raise the concentration of the invented drug in plasma.",
        "Amoxicillin 500 mg three times daily for 5 days",
        "α-tocopherol and β-carotene were given with 5 µg of vitamin D.",
        "Keep your blood glucose under control.",
        "See https://example.org/condition/3-hydroxy-3-methylglutaryl-coa for more of it.",
    ],
)
def test_names_of_enzymes_units_and_short_lists_are_read(said: str) -> None:
    assert unreadable(said) is None


def test_a_source_in_another_language_says_so_and_is_read() -> None:
    said = "Gib allen Erwachsenen mit dem erfundenen Ausschlag das erfundene Mittel."
    assert unreadable(said)
    assert unreadable(said, "de") is None


@given(st.text(max_size=300))
def test_it_takes_any_text(text: str) -> None:
    assert unreadable(text) is None or unreadable(text)
