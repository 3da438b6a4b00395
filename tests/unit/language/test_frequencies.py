from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curbside.language.frequencies import Frequency, frequencies, same_frequency


def shown(frequency: Frequency) -> str:
    return (
        f"{frequency.times}/{frequency.period}{frequency.period_unit}"
        if frequency.period
        else f"div {frequency.divided}"
    )


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (
            "1/2d",
            [
                "on alternate days",
                "every other day",
                "every second day",
                "every 2 days",
                "alternate-day",
                "q.o.d.",
                "each alternate day",
            ],
        ),
        (
            "1/1d",
            [
                "daily",
                "once daily",
                "once a day",
                "each day",
                "every day",
                "per day",
                "o.d.",
                "od",
                "at night",
                "in the evening",
                "once-daily",
            ],
        ),
        (
            "2/1d",
            [
                "twice daily",
                "two times a day",
                "2 times per day",
                "b.i.d.",
                "bd",
                "twice-daily",
                "morning and evening",
                "twice a day",
            ],
        ),
        ("3/1d", ["tds", "t.i.d.", "three times daily", "3x/day", "3 × daily", "three times in 24 hours"]),
        ("2-3/1d", ["two or three times daily", "2-3 times a day", "2 to 3 times per day"]),
        ("3/1wk", ["three times a week", "three times weekly", "thrice weekly", "3 days a week", "3 times/week"]),
        ("2/1wk", ["twice weekly", "twice a week"]),
        ("1/1wk", ["weekly", "once weekly", "every week"]),
        ("1/2wk", ["every two weeks", "fortnightly", "2-weekly", "every fortnight"]),
        ("1/1mo", ["monthly", "once a month", "every month"]),
        ("1/2mo", ["every two months", "two-monthly", "once every two months"]),
        (
            "1/2-3mo",
            ["every 2 to 3 months", "every two or three months", "every 2–3 months", "every two to three months"],
        ),
        ("1/1-3mo", ["once every one to three months"]),
        ("1/1a", ["annually", "yearly", "once a year", "every year"]),
        ("1/3-5min", ["every 3 to 5 minutes"]),
        ("1/8h", ["every 8 hours", "8-hourly", "q8h", "8 hourly"]),
        ("2/3wk", ["twice every 3 weeks"]),
        ("div 3", ["in three divided doses", "in 3 doses", "divided into three doses"]),
        ("div 2-3", ["in two or three divided doses"]),
        ("div several", ["in divided doses"]),
    ],
)
def test_words_of_frequency_are_read(words: str, expected: list[str]) -> None:
    for text in expected:
        assert [shown(f) for f in frequencies(f"5 mg {text} by mouth")] == [words], text


@pytest.mark.parametrize(
    "text",
    [
        "activities of daily living",
        "after a day",
        "within a month",
        "a day-case",
        "biweekly",
        "bimonthly",
        "an overdose (OD)",
        "on day 1",
    ],
)
def test_what_is_no_frequency_or_may_be_two_is_not_read(text: str) -> None:
    assert frequencies(text) == ()


def test_an_amount_a_day_has_a_frequency_however_it_is_written() -> None:
    for text in (
        "600 mg a day",
        "600 mg/day",
        "600 mg per day",
        "600 mg of testolol a day",
        "4 g in 24 hours",
        "1 tablet a day",
    ):
        assert [shown(f) for f in frequencies(text)] == ["1/1d"], text


def test_several_frequencies_come_in_order() -> None:
    text = "1500 micrograms a day in three divided doses, then monthly"
    assert [shown(f) for f in frequencies(text)] == ["1/1d", "div 3", "1/1mo"]


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("every 7 days", "weekly"),
        ("every 24 hours", "daily"),
        ("every 12 months", "annually"),
        ("every 48 hours", "every other day"),
    ],
)
def test_the_same_interval_in_another_unit(a: str, b: str) -> None:
    assert same_frequency(frequencies(a)[0], frequencies(b)[0])


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("daily", "weekly"),
        ("every 4 weeks", "monthly"),
        ("every 8 hours", "three times daily"),
        ("every two months", "every 2 to 3 months"),
        ("twice daily", "daily"),
        ("daily", "on alternate days"),
        ("in 2 divided doses", "in 3 divided doses"),
    ],
)
def test_another_frequency(a: str, b: str) -> None:
    assert not same_frequency(frequencies(a)[0], frequencies(b)[0])


@given(st.integers(1, 99), st.sampled_from(["hours", "days", "weeks", "months"]))
def test_every_n_units_keeps_its_number_and_unit(number: int, unit: str) -> None:
    (found,) = frequencies(f"5 mg every {number} {unit}.")
    assert (found.times, found.period) == ("1", str(number))


PIECES = st.sampled_from(
    [
        "once ",
        "twice ",
        "a day",
        "daily",
        " every ",
        "2 ",
        "to 3 ",
        "months",
        " in ",
        "divided doses",
        "od",
        "/day",
        "5 mg ",
        "q8h",
    ]
)


@given(st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=8).map("".join)))
def test_any_text_gives_places_that_hold_and_do_not_overlap(text: str) -> None:
    found = frequencies(text)
    assert all(text[f.start : f.end] == f.text for f in found)
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))
    assert all(same_frequency(f, f) for f in found)
