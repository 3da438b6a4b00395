"""What must not become a dose, and what must not vanish; sentences and the drugs testolol and zorbitan are invented."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curbside.regimens.grammar import parse


def amounts(text: str) -> list[tuple[str | None, str | None]]:
    return [(p.amount.high if p.amount else None, p.role) for p in parse(text).phases]


@pytest.mark.parametrize(
    ("text", "dose", "unread"),
    [
        ("Testolol 60 mg three times daily, max 240 mg/day in adults and 120 mg/day in children", "60", ["240", "120"]),
        ("Give testolol 1 mg IV as needed, max 5 mg/24h in elderly and 10 mg/24h in adults", "1", ["5 mg", "10 mg"]),
        ("Testolol 10 mg/kg three times daily, max 40 mg/kg/day up to 2.4 g/day", "10", ["40 mg/kg", "2.4 g"]),
        ("Testolol 18 mg/kg IV, maximum rate 50 mg/min", "18", ["50 mg/min"]),
        ("Testolol 10 mg twice daily, max 40 mg daily, 20 mg daily in children", "10", ["40 mg", "20 mg"]),
        ("Testolol 40 mg at night, max 20 mg with zorbitan", "40", ["20 mg with zorbitan"]),
        (
            "Testolol 10 mg twice daily, maximum 40 mg daily if taking zorbitan",
            "10",
            ["40 mg daily if taking zorbitan"],
        ),
        ("Testolol 5 mg twice daily (max 60 mg in children)", "5", ["60 mg"]),
    ],
)
def test_of_several_maxima_none_is_a_dose_and_none_is_taken_for_everybody(
    text: str, dose: str, unread: list[str]
) -> None:
    parsed = parse(text)
    assert [p.amount.high for p in parsed.phases if p.amount] == [dose]
    assert len(parsed.phases) == 1
    assert parsed.phases[0].maximum_per_period is None
    assert parsed.phases[0].maximum_dose is None
    for part, said in zip(unread, parsed.not_understood, strict=True):
        assert part in said


def test_a_frequency_that_belongs_to_an_unread_maximum_is_not_that_of_the_dose() -> None:
    phase = parse("Testolol 1 mg IV as needed, max 5 mg/24h in elderly and 10 mg/24h in adults").phases[0]
    assert (phase.times, phase.period) == (None, None)


def test_a_condition_of_a_maximum_does_not_limit_the_dose() -> None:
    assert parse("Testolol 10 mg twice daily, maximum 40 mg daily if taking zorbitan").phases[0].condition is None


def test_a_single_maximum_for_all_is_still_read() -> None:
    parsed = parse("Testolol 10 mg twice daily, maximum 40 mg daily")
    bound = parsed.phases[0].maximum_per_period
    assert bound is not None
    assert (bound.high, bound.unit) == ("40", "mg/d")
    assert parsed.not_understood == ()


def test_a_repeat_takes_the_dose_and_not_the_total() -> None:
    text = "Testolol 4 mg IV, repeat once after 10 min, up to 8 mg in total"
    assert amounts(text) == [("4", None), ("4", "repeat")]
    assert parse(text).not_understood == ("up to 8 mg",)


@pytest.mark.parametrize("joiner", [", ", ", or ", " or ", ", and "])
def test_doses_that_have_a_condition_each_are_one_phase_each(joiner: str) -> None:
    parts = ["10 mg daily if CrCl is above 60 mL/min", "5 mg daily if CrCl 30-59 mL/min", "2 mg daily if CrCl below 30"]
    phases = parse("Testolol " + joiner.join(parts)).phases
    assert [(p.amount.high, p.condition) for p in phases if p.amount] == [
        ("10", "if CrCl is above 60 mL/min"),
        ("5", "if CrCl 30-59 mL/min"),
        ("2", "if CrCl below 30"),
    ]


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("Testolol 40 mg SC OD (20 mg if eGFR<30)", "(20 mg if eGFR<30)"),
        ("Testolol 1 g QDS PRN (500 mg if weight < 50 kg)", "(500 mg if weight < 50 kg)"),
        (
            "Testolol 100 mg twice daily, max 400 mg daily (300 mg daily if over 75 years)",
            "(300 mg daily if over 75 years)",
        ),
        ("Testolol 5 mg weekly (NEVER daily)", "5 mg weekly"),
        ("Testolol 250 micrograms daily adjusted to a plasma level of 1 to 2 micrograms/L", "250 micrograms daily"),
        ("Testolol 25 mg daily, may ↑ by 25 mg weekly", "25 mg weekly"),
        ("Testolol 40 mmol in 1 litre over 8 hours", "40 mmol in 1 litre over 8 hours"),
        ("Testolol 100 mg twice daily for 3 days in women, 7 days in men", "7 days in men"),
        ("Testolol 12 micrograms/hour patch", "12 micrograms/hour patch"),
        ("Testolol 10 mg on day 1, then 5 mg or as per INR", "5 mg or as per INR"),
    ],
)
def test_what_looks_like_a_dose_and_is_in_no_phase_is_told(text: str, part: str) -> None:
    assert any(part in said for said in parse(text).not_understood)


@pytest.mark.parametrize(
    "text",
    [
        "Testolol 500 mg three times daily (1500 mg daily).",
        "Testolol is available as 20 mg tablets.",
        "Testolol 20 mg should not be given.",
        "If testolol 5 mg is not enough, 10 mg is given daily.",
    ],
)
def test_strengths_sums_refusals_and_conditions_are_not_told_as_unread_doses(text: str) -> None:
    assert parse(text).not_understood == ()


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Testolol 40 mg daily, reduced by 5 mg weekly, then by 1 mg monthly", "decrease by"),
        ("Start testolol at 25 mg daily, increase by 25 mg weekly and then by 50 mg monthly", "increase by"),
    ],
)
def test_a_further_step_of_titration_is_a_step(text: str, role: str) -> None:
    assert [r for _, r in amounts(text)][1:] == [role, role]


def test_a_step_without_the_way_it_goes_is_no_dose() -> None:
    parsed = parse("Testolol 40 mg daily, then by 5 mg weekly")
    assert [p.amount.high for p in parsed.phases if p.amount] == ["40"]
    assert parsed.not_understood


@given(whole=st.integers(1, 999), part=st.integers(0, 999), unit=st.sampled_from(["mg", "IU", "units", "micrograms"]))
def test_a_number_that_may_be_a_thousand_times_as_much_gives_no_phase(whole: int, part: int, unit: str) -> None:
    text = f"Testolol {whole}.{part:03} {unit} daily"
    assert parse(text).phases == ()
    assert parse(text).not_understood == (text,)


@given(whole=st.integers(0, 999), part=st.integers(0, 99))
def test_a_decimal_comma_gives_no_phase_and_is_told(whole: int, part: int) -> None:
    text = f"Testolol {whole},{part} mg twice daily"
    assert parse(text).phases == ()
    assert parse(text).not_understood == (text,)


@pytest.mark.parametrize(("written", "read"), [("0.125 mg", "0.125"), ("1,000 mg", "1000"), ("2.5 mg", "2.5")])
def test_a_number_that_is_clear_is_read(written: str, read: str) -> None:
    assert amounts(f"Testolol {written} daily") == [(read, None)]


@pytest.mark.parametrize("words", ["once or twice daily", "once or twice a day"])
def test_once_or_twice_is_a_range(words: str) -> None:
    phase = parse(f"Testolol 50 mg {words}").phases[0]
    assert (phase.times, phase.period, phase.period_unit) == ("1-2", "1", "d")


@pytest.mark.parametrize(
    "text",
    [
        "Testolol 50 mg up to 4 times a day",
        "Testolol 50 mg when required, up to four times a day",
        "Testolol 4% gel may be used up to four times a day",
        "Testolol 50 mg up to twice daily",
    ],
)
def test_the_most_often_is_no_frequency_and_is_told(text: str) -> None:
    parsed = parse(text)
    assert all(p.times is None for p in parsed.phases)
    assert any("up to" in part for part in parsed.not_understood)
