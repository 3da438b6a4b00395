"""What is printed is read back; the drugs are invented."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curbside.regimens.compare import same_phase
from curbside.regimens.grammar import parse
from curbside.regimens.printing import amount, phrase, timing
from curbside.testing.regimens import phases, rates
from curbside.types import Amount, Phase


@settings(max_examples=300)
@given(st.one_of(phases(), rates()))
def test_what_is_printed_is_read_back_as_it_was(phase: Phase) -> None:
    words = phrase(phase)
    parsed = parse(words)
    assert parsed.not_understood == (), words
    assert len(parsed.phases) == 1, words
    assert replace(parsed.phases[0], spans={}) == phase, words


@settings(max_examples=200)
@given(st.one_of(phases(), rates()))
def test_every_field_has_its_place_and_nothing_is_lifelong_without_the_word(phase: Phase) -> None:
    words = phrase(phase)
    for one in parse(words).phases:
        stated = {n for n in Phase.__dataclass_fields__ if n != "spans" and getattr(one, n)}
        assert stated == set(one.spans), words
        assert all(0 <= start < end <= len(words) for start, end in one.spans.values()), words
        assert (one.end == "lifelong") == ("lifelong" in words), words


@given(phases())
def test_micrograms_are_written_in_full(phase: Phase) -> None:
    words = phrase(phase)
    assert "µg" not in words
    assert "mcg" not in words
    assert "ug " not in words.replace("drug", "")


@pytest.mark.parametrize(
    "words",
    [
        "hydroxocobalamin 1000 micrograms intramuscularly on alternate days until there is no further improvement",
        "hydroxocobalamin 1000 micrograms intramuscularly every 2 to 3 months as maintenance",
        "testolol 0.01 mg/kg intramuscularly to a maximum of 0.5 mg",
        "testolol increased by 25 mg every 3 to 7 days",
        "testolol 1 microgram every 2 to 3 days if creatinine clearance is 15 to 29 mL/min, to a maximum of 1 mg",
        "testolol increased to a maximum of 600 mg a day after 7 days",
        "fictacillin 1 g by mouth three times a day for 5 days",
    ],
)
def test_plain_words_are_printed_as_they_were_read(words: str) -> None:
    (phase,) = parse(words).phases
    assert phrase(phase) == words


def test_the_words_of_the_source_and_those_printed_say_the_same() -> None:
    (phase,) = parse("Testolol 500 micrograms is given i.m. every other day for seven doses.").phases
    assert same_phase(phase, parse(phrase(phase)).phases[0])


def test_open_amounts_and_single_units_are_words() -> None:
    assert amount(Amount("300", None, "ug")) == "at least 300 micrograms"
    assert amount(Amount(None, "5", "mg")) == "up to 5 mg"
    assert amount(Amount("1", "1", "{tablet}")) == "1 tablet"
    assert amount(Amount("1", "2", "wk")) == "1 to 2 weeks"


def test_what_is_not_stated_says_so() -> None:
    assert timing(Phase()) == "not stated"
