"""What is printed is read back; the drugs are invented."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curbside.regimens.compare import same_phase
from curbside.regimens.grammar import parse
from curbside.regimens.printing import amount, phrase, timing
from curbside.types import Amount, Phase

DRUGS = st.sampled_from(["testolol", "fictacillin", "hydroxocobalamin", "demosartan"])
UNITS = st.sampled_from(["ug", "mg", "g", "mL", "[IU]", "{unit}", "{tablet}", "{puff}", "{patch}"])
NUMBERS = st.one_of(st.integers(1, 5000).map(str), st.sampled_from(["0.5", "2.5", "0.01", "62.5", "1.25"]))
ROUTE_NAMES = (
    "oral|intramuscular|intravenous|subcutaneous|deep subcutaneous|sublingual|inhaled|rectal|intranasal|"
    "transdermal|topical"
)
ROUTES = st.lists(
    st.sampled_from(ROUTE_NAMES.split("|")),
    max_size=2,
    unique=True,
).map(tuple)
IFS = ["if creatinine clearance is 15 to 29 mL/min", "after 3 to 7 days", "if there is no improvement", "on day 3"]
ROLES = [None, "maintenance", "start", "increase", "increase by", "reduced", "repeat", "usual", "then", "or"]
ROLES += ["or start", "or increase", "or reduced", "or repeat"]
UNTILS = [
    "until there is no further improvement",
    "for as long as improvement is occurring",
    "until the blood count is normal",
]


@st.composite
def amounts(draw: st.DrawFn, units: st.SearchStrategy[str] = UNITS) -> Amount:
    low, unit = draw(NUMBERS), draw(units)
    kind = draw(st.sampled_from(["one", "range", "at least", "up to"]))
    if kind == "range":
        return Amount(low, str(int(float(low)) + draw(st.integers(1, 50))), unit)
    return {"one": Amount(low, low, unit), "at least": Amount(low, None, unit), "up to": Amount(None, low, unit)}[kind]


@st.composite
def timings(draw: st.DrawFn) -> dict[str, str]:
    unit = draw(st.sampled_from(["d", "wk", "mo", "a", "h", "min"]))
    period = draw(st.one_of(st.integers(1, 12).map(str), st.sampled_from(["2-3", "6-8"])))
    times = draw(st.sampled_from(["1", "2", "3", "4", "2-3"])) if period == "1" and unit in ("d", "wk", "mo") else "1"
    return {"times": times, "period": period, "period_unit": unit}


@st.composite
def ends(draw: st.DrawFn) -> dict[str, object]:
    kind = draw(st.sampled_from(["duration", "count", "until", "lifelong", "if", "none"]))
    time_units = st.sampled_from(["d", "wk", "mo", "a"])
    return {
        "duration": {"end": "duration", "duration": draw(amounts(time_units))},
        "count": {"end": "count", "count": draw(st.integers(1, 12).map(str))},
        "until": {"end": "until", "condition": draw(st.sampled_from(UNTILS))},
        "lifelong": {"end": "lifelong"},
        "if": {"condition": draw(st.sampled_from(IFS))},
        "none": {},
    }[kind]


@st.composite
def phases(draw: st.DrawFn) -> Phase:
    role = draw(st.sampled_from(ROLES))
    ending = {} if role == "increase by" else draw(ends())
    phase = Phase(drug=draw(DRUGS), amount=draw(amounts()), route=draw(ROUTES), role=role, **draw(timings()), **ending)
    if draw(st.booleans()) and phase.amount and phase.amount.unit in ("ug", "mg"):
        phase = replace(phase, per=draw(st.sampled_from(["kg", "m2"])))
    if draw(st.booleans()) and role != "increase by":
        phase = replace(phase, divided=draw(st.sampled_from(["3", "2-4", "several"])))
    if draw(st.booleans()):
        phase = replace(phase, as_needed=True)
    limit = draw(st.sampled_from(["none", "dose", "period"]))
    if limit == "dose":
        return replace(phase, maximum_dose=Amount(None, draw(NUMBERS), "mg"))
    return replace(phase, maximum_per_period=Amount(None, draw(NUMBERS), "mg/d")) if limit == "period" else phase


@settings(max_examples=300)
@given(phases())
def test_what_is_printed_is_read_back_as_it_was(phase: Phase) -> None:
    words = phrase(phase)
    parsed = parse(words)
    assert parsed.not_understood == (), words
    assert len(parsed.phases) == 1, words
    assert replace(parsed.phases[0], spans={}) == phase, words


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
