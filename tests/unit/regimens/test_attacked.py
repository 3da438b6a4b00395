"""Wordings that a reader of doses takes for another thing; every sentence and every drug is invented."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from evals.regimens_spans import faults
from hypothesis import given, settings
from hypothesis import strategies as st

from curbside.interop.contract import phase as as_row
from curbside.regimens.grammar import Parsed, parse
from curbside.regimens.printing import phrase
from curbside.testing.regimens import phases, rates
from curbside.types import Amount, Phase

GOLD = [
    json.loads(line)["text"]
    for line in Path(__file__).with_name("gold.jsonl").read_text(encoding="utf-8").splitlines()
    if line.strip()
]
FACTS = (
    "Zorbitan 20 mg nightly lowered cholesterol by 30%.",
    "Zorbitan 20 mg daily raises the risk of gout.",
    "Exposure increases in proportion to the dose from 5 mg to 40 mg once daily.",
    "Nausea was more common with 1 mg twice daily than with 0.5 mg twice daily.",
    "Doses of 2 mg three times a day have not been studied in children.",
    "The defined daily dose of zorbitan is 80 mg.",
    "A man who took zorbitan 100 mg four times a day had low blood glucose.",
    "She had been taking zorbitan 5 mg daily for 3 years when she fell.",
    "Once opened, the 100 mL bottle may be kept for 4 weeks.",
    "Use the solution of 250 mg within 24 hours of mixing.",
    "A urinary albumin of 30 mg/day indicates albuminuria.",
    "Zorbitan affects 10 to 15% of all mothers.",
    "A dose of 300 mg taken by mistake led to drowsiness.",
    "See section 4.2 for the dose of 10 mg/kg every 8 hours.",
    "Evidence for 20 mg twice weekly is weak.",
)
AGAINST = (
    "We recommend against zorbitan 5 mg daily.",
    "Refrain from giving zorbitan 5 mg daily.",
    "Zorbitan 5 mg daily has no place in treatment.",
    "It is dangerous to take zorbitan 40 mg daily.",
    "Zorbitan 40 mg daily is too high a dose for most people.",
    "In children under 12 years, avoid zorbitan 5 mg daily.",
    "No dose adjustment of zorbitan 300 mg is needed.",
    "If a dose of 5 mg is missed, take it as soon as possible.",
    "Missed dose: if more than 12 hours late, skip the 5 mg dose.",
)


def one(text: str, context: str = "") -> Phase:
    (phase,) = parse(text, context).phases
    return phase


@pytest.mark.parametrize("text", [*FACTS, *AGAINST])
def test_what_is_told_or_advised_against_gives_no_phase(text: str) -> None:
    assert parse(text).phases == ()


@pytest.mark.parametrize(
    "text",
    [
        "Zorbitan 20 mg daily for 5 days and stop.",
        "Zorbitan 20 mg daily, and avoid alcohol.",
        "Zorbitan 20 mg daily for 5 days, after which treatment may be stopped.",
        "Zorbitan 20 mg daily because 10 mg was less effective.",
        "For patients who cannot swallow tablets, give zorbitan 20 mg daily.",
        "We suggest zorbitan 20 mg daily.",
        "The dose of zorbitan increases to 20 mg daily.",
    ],
)
def test_what_is_done_afterwards_or_the_reason_does_not_take_the_dose_away(text: str) -> None:
    assert one(text).amount == Amount("20", "20", "mg")


@pytest.mark.parametrize(
    "text",
    [
        "Zorbitan 3 mg daily for 6 months, not lifelong.",
        "Zorbitan 3 mg daily; treatment need not be lifelong.",
        "Zorbitan 3 mg daily for life-threatening asthma.",
        "Zorbitan 3 mg daily in people with lifelong illness.",
        "Zorbitan 3 mg daily for 2 years or lifelong.",
        "Zorbitan 3 mg daily with no stop date.",
    ],
)
def test_a_denied_or_open_lifelong_course_is_none(text: str) -> None:
    assert one(text).end != "lifelong"


@pytest.mark.parametrize("words", ["throughout life", "for the remainder of the patient's life", "for life"])
def test_words_that_say_lifelong_are_read_as_such(words: str) -> None:
    assert one(f"Zorbitan 3 mg daily {words}.").end == "lifelong"


@pytest.mark.parametrize(
    ("words", "low", "high", "unit"),
    [
        (", not to be used for more than 7 days", None, "7", "d"),
        (", stopping after 5 days", "5", "5", "d"),
        (", maximum duration 2 days", None, "2", "d"),
        (", in a course of 10 days", "10", "10", "d"),
        (" for not more than 3 consecutive days", None, "3", "d"),
        (" for 5 consecutive days", "5", "5", "d"),
        (" during the first 3 days", "3", "3", "d"),
        (" for 4 weeks (8 weeks if not healed)", "4", "4", "wk"),
        (" for at least a week", "1", None, "wk"),
        (" for up to a year", None, "1", "a"),
        (" for a period of up to 6 weeks", None, "6", "wk"),
        (" for an additional 4 weeks", "4", "4", "wk"),
    ],
)
def test_how_long_is_read_in_its_own_sense(words: str, low: str | None, high: str, unit: str) -> None:
    phase = one(f"Zorbitan 3 mg daily{words}.")
    assert (phase.duration, phase.end, phase.condition) == (Amount(low, high, unit), "duration", None)


@pytest.mark.parametrize(
    "words",
    [
        ", reviewed after 4 weeks",
        " to complete a 14-day course",
        ", review at 3 months and stop if no benefit",
        "; stop if there is no benefit after 6 weeks",
        " for a week or two",
        " in a 2- to 4-week course",
    ],
)
def test_a_later_act_neither_ends_nor_limits_the_phase(words: str) -> None:
    phase = one(f"Zorbitan 3 mg daily{words}.")
    assert (phase.duration, phase.end, phase.condition) == (None, None, None)


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ("Zorbitan 5 mg daily, except in renal impairment.", "except in renal impairment"),
        ("Zorbitan 5 mg daily in the event of bleeding.", "in the event of bleeding"),
        ("In patients with HIV taking lopinax, zorbitan 5 mg daily.", "In patients with HIV taking lopinax"),
        ("In people intolerant of aspirol, use zorbitan 5 mg daily.", "In people intolerant of aspirol"),
        ("Zorbitan 5 mg daily for two weeks beyond resolution of symptoms.", "beyond resolution of symptoms"),
        ("Zorbitan 5 mg daily for the duration of chemotherapy.", "for the duration of chemotherapy"),
        (
            "Zorbitan 5 mg daily until progression, unacceptable toxicity, or up to 24 months.",
            "until progression, unacceptable toxicity, or up to 24 months",
        ),
        ("Zorbitan 5 mg daily before breakfast and before dinner.", "before breakfast and before dinner"),
    ],
)
def test_a_condition_keeps_all_of_its_words(text: str, condition: str) -> None:
    assert one(text).condition == condition


def test_a_class_or_band_in_a_later_part_stays_with_its_dose() -> None:
    classes = parse("Child-Pugh class A: zorbitan 40 mg daily; class B: 20 mg daily.").phases
    assert [p.condition for p in classes] == ["Child-Pugh class A", "class B"]
    bands = parse("Children 10 to 20 kg: zorbitan 125 mg daily; over 20 kg: 250 mg daily.").phases
    assert [p.population for p in bands] == ["children 10 to 20 kg", "over 20 kg"]


def test_decreased_to_after_a_maximum_is_a_dose_and_no_second_maximum() -> None:
    most, less = parse("Zorbitan may be increased to a maximum of 100 mg daily or decreased to 25 mg daily.").phases
    assert most.maximum_per_period == Amount(None, "100", "mg/d")
    assert (less.amount, less.maximum_dose, less.maximum_per_period) == (Amount("25", "25", "mg"), None, None)


@pytest.mark.parametrize(
    ("words", "times", "period", "unit"),
    [
        ("twice to three times daily", "2-3", "1", "d"),
        ("at 12-hour intervals", "1", "12", "h"),
        ("at intervals of 6 to 8 hours", "1", "6-8", "h"),
        ("every 4- to 6-hours", "1", "4-6", "h"),
        ("every half hour", "1", "30", "min"),
        ("q3w", "1", "3", "wk"),
        ("every sixth day", "1", "6", "d"),
    ],
)
def test_how_often_is_read_whole(words: str, times: str, period: str, unit: str) -> None:
    phase = one(f"Zorbitan 3 mg {words}.")
    assert (phase.times, phase.period, phase.period_unit) == (times, period, unit)


@pytest.mark.parametrize(
    "text",
    [
        "Zorbitan 5 mg when necessary, no more often than every 6 hours.",
        "No more than 3 doses of zorbitan 10 mg should be taken in any 24 hours.",
    ],
)
def test_a_bound_on_how_often_is_no_frequency_and_is_told(text: str) -> None:
    parsed = parse(text)
    assert parsed.phases[0].period is None
    assert parsed.not_understood


def test_routes_in_a_list_are_all_read() -> None:
    assert one("Zorbitan 5 mg orally, rectally or intravenously daily.").route == ("oral", "rectal", "intravenous")
    assert one("Zorbitan 5 mg i.m. or s.c. daily.").route == ("intramuscular", "subcutaneous")


@pytest.mark.parametrize(
    ("text", "context"),
    [
        ("Zorbitan 250 mg daily for 3 days before and 5 days after surgery.", ""),
        ("Start zorbitan 5 mg daily 1 week before travel and continue for 4 weeks after return.", ""),
        ("Zorbitan 25 mg for 3 weeks of every 4.", ""),
        ("15–29 | 50 mg every 24 hours", "Creatinine clearance (mL/min) | Dose of zorbitan"),
        (
            "Zorbitan 25 mg daily in patients over 65 years, patients with cirrhosis, and patients with asthma.",
            "",
        ),
        ("Apply one clonipatch 5 mg/24 hours patch once a week.", ""),
    ],
)
def test_what_no_field_can_say_is_not_understood(text: str, context: str) -> None:
    parsed = parse(text, context)
    assert parsed.phases == ()
    assert parsed.not_understood


@pytest.mark.parametrize("words", ["as long as needed", "for as long as it is needed"])
def test_as_long_as_needed_ends_a_phase_and_does_not_say_when_a_dose_is_taken(words: str) -> None:
    phase = one(f"Zorbitan 3 mg daily {words}.")
    assert (phase.end, phase.condition, phase.as_needed) == ("until", words, False)


def test_an_age_is_no_length_of_treatment_and_a_life_long_course_keeps_its_frequency() -> None:
    assert one("Zorbitan 3 mg daily up to the age of 5 years.").duration is None
    phase = one("Zorbitan 3 mg daily life long.")
    assert (phase.period, phase.end) == ("1", "lifelong")


def test_several_doses_that_are_each_given_so_share_how_long() -> None:
    read = parse("Zorbitan 1 g and testolol 5 mg, each twice daily for 7 days.").phases
    assert [p.duration for p in read] == [Amount("7", "7", "d")] * 2


@settings(max_examples=300)
@given(st.one_of(phases(), rates()))
def test_the_span_of_each_printed_field_holds_what_the_field_says(phase: Phase) -> None:
    words = phrase(phase)
    assert span_faults(words, parse(words)) == []


@settings(max_examples=300)
@given(
    st.lists(st.sampled_from([*GOLD, *FACTS, *AGAINST]), min_size=1, max_size=3), st.sampled_from([" ", "; ", " or "])
)
def test_the_span_of_each_field_holds_what_it_says_however_sentences_are_joined(texts: list[str], joiner: str) -> None:
    words = joiner.join(texts)
    assert span_faults(words, parse(words)) == []


def span_faults(words: str, parsed: Parsed) -> list[str]:
    rows = [json.loads(json.dumps(as_row(phase))) for phase in parsed.phases]
    return [fault for row in rows for fault in faults(row, words, "")]
