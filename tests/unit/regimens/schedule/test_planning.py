"""Dates of regimens. Drugs and doses are invented."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal

import pytest

from curbside.regimens.grammar import parse
from curbside.regimens.schedule import Check, NotScheduled, Request, Schedule, schedule
from curbside.types import Amount, Flag, Phase, Regimen, Span

START = date(2026, 1, 31)
UNTIL_THEN = (
    "Fictovarin 1 mg orally on alternate days until the count is normal, then 2 mg every 2 months as maintenance."
)


def regimen(text: str, flags: tuple[Flag, ...] = ()) -> Regimen:
    parsed = parse(text)
    assert parsed.phases, text
    assert not parsed.not_understood, text
    return Regimen("r1", "fictovarin", parsed.phases, Span("test:a", "0" * 64, 0, len(text)), "uk", flags=flags)


def planned(text: str, start: date = START, **more) -> Schedule:
    made = schedule(regimen(text), Request(start, **more))
    assert isinstance(made, Schedule), made
    return made


def refusal(text: str, start: date = START, **more) -> NotScheduled:
    made = schedule(regimen(text), Request(start, **more))
    assert isinstance(made, NotScheduled)
    return made


def days(made: Schedule, phase: int = 1) -> list[str]:
    return [e.earliest.isoformat() for e in made.entries if e.phase == phase]


def ranges(made: Schedule, phase: int = 1) -> list[tuple[str, str]]:
    return [(e.earliest.isoformat(), e.latest.isoformat()) for e in made.entries if e.phase == phase]


def test_two_monthly_from_31_january_is_the_last_day_of_each_month() -> None:
    made = planned("Fictovarin 1 mg orally every 2 months.")

    assert days(made) == [
        *("2026-01-31", "2026-03-31", "2026-05-31", "2026-07-31", "2026-09-30", "2026-11-30", "2027-01-31"),
    ]


def test_a_short_month_does_not_move_the_dates_after_it() -> None:
    made = planned("Fictovarin 1 mg orally every month.", date(2025, 12, 31), until=date(2026, 5, 31))

    assert days(made) == ["2025-12-31", "2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30", "2026-05-31"]
    assert any("last day" in remark for remark in made.remarks)


def test_yearly_from_29_february_comes_back_to_it() -> None:
    made = planned("Fictovarin 1 mg orally once a year.", date(2024, 2, 29), until=date(2028, 12, 31))

    assert days(made) == ["2024-02-29", "2025-02-28", "2026-02-28", "2027-02-28", "2028-02-29"]


def test_a_range_of_intervals_gives_the_earliest_and_the_latest_day() -> None:
    made = planned("Fictovarin 1 mg orally every 2 to 3 months.", until=date(2026, 8, 31))

    assert ranges(made) == [
        ("2026-01-31", "2026-01-31"),
        ("2026-03-31", "2026-04-30"),
        ("2026-05-31", "2026-07-31"),
        ("2026-07-31", "2026-10-31"),
    ]


def test_three_times_a_week_invents_no_weekdays() -> None:
    made = planned("Fictovarin 1 mg orally three times a week.", until=date(2026, 2, 13))

    assert [(e.earliest, e.closes, e.doses) for e in made.entries] == [
        (START, date(2026, 2, 6), "3"),
        (date(2026, 2, 7), date(2026, 2, 13), "3"),
    ]


def test_three_times_a_week_on_chosen_weekdays() -> None:
    made = planned("Fictovarin 1 mg orally three times a week for 2 weeks.", weekdays=(0, 2, 4))

    assert [e.earliest.weekday() for e in made.entries] == [0, 2, 4, 0, 2, 4]
    assert all(e.closes is None and e.doses == "1" for e in made.entries)


def test_the_wrong_number_of_weekdays_is_refused() -> None:
    assert refusal("Fictovarin 1 mg orally three times a week.", weekdays=(0, 2)).reason == "request"


def test_a_week_that_the_end_cuts_short_is_not_certain() -> None:
    made = planned("Fictovarin 1 mg orally three times a week for 10 days.")

    assert [(e.earliest, e.closes, e.certain) for e in made.entries] == [
        (START, date(2026, 2, 6), True),
        (date(2026, 2, 7), date(2026, 2, 9), False),
    ]


def test_a_phase_that_ends_by_a_condition_stops_there_and_the_next_has_no_dates() -> None:
    made = planned(UNTIL_THEN, until=date(2026, 2, 4))

    assert days(made) == ["2026-01-31", "2026-02-02", "2026-02-04"]
    assert [e.certain for e in made.entries] == [True, False, False]
    assert not days(made, 2)
    assert not made.phases[1].dated
    assert "when phase 1 has ended" in made.phases[1].begins
    assert "until the count is normal" in made.phases[0].ends


def test_the_day_of_the_event_gives_dates_to_the_next_phase() -> None:
    made = planned(UNTIL_THEN, ended={1: date(2026, 2, 4)}, until=date(2026, 6, 30))

    assert days(made) == ["2026-01-31", "2026-02-02", "2026-02-04"]
    assert all(e.certain for e in made.entries)
    assert days(made, 2) == ["2026-04-04", "2026-06-04"]


def test_the_next_phase_counts_from_the_last_dose_and_does_not_drift() -> None:
    made = planned(UNTIL_THEN, date(2025, 12, 31), ended={1: date(2025, 12, 31)}, until=date(2026, 6, 30))

    assert days(made, 2) == ["2026-02-28", "2026-04-30", "2026-06-30"]


def test_a_duration_with_two_ends_gives_certain_doses_and_doses_that_may_be() -> None:
    made = planned("Fictovarin 1 mg orally once daily for 2 to 4 days, then 2 mg every month.", until=date(2026, 3, 31))

    assert [e.certain for e in made.entries if e.phase == 1] == [True, True, False, False]
    assert ranges(made, 2) == [("2026-03-01", "2026-03-03"), ("2026-04-01", "2026-04-03")][:1]


def test_daily_after_daily_begins_on_the_day_after() -> None:
    made = planned("Fictovarin 40 mg orally once daily for 5 days, then 20 mg once daily for 3 days.")

    assert days(made)[-1] == "2026-02-04"
    assert days(made, 2) == ["2026-02-05", "2026-02-06", "2026-02-07"]


def test_up_to_leaves_open_all_doses_but_the_first() -> None:
    made = planned("Fictovarin 1 mg orally once daily for up to 3 days.")

    assert [e.certain for e in made.entries] == [True, False, False]


def test_at_least_leaves_open_what_comes_after() -> None:
    made = planned("Fictovarin 1 mg orally once weekly for at least 3 weeks.", until=date(2026, 2, 28))

    assert [e.certain for e in made.entries] == [True, True, True, False, False]


def test_numbered_days() -> None:
    made = planned("Fictovarin 500 mg orally once on day 1, then 250 mg once daily on days 2 to 4.")

    assert (days(made), days(made, 2)) == (["2026-01-31"], ["2026-02-01", "2026-02-02", "2026-02-03"])


def test_a_phase_begins_when_its_words_say_so() -> None:
    made = planned(
        "Fictovarin 1 mg orally once weekly; after about two months, 2 mg orally every month as maintenance.",
        until=date(2026, 5, 1),
    )

    assert days(made)[-1] == "2026-03-28"
    assert days(made, 2) == ["2026-03-31", "2026-04-30"]
    assert any("approximate" in remark for remark in made.remarks)


def test_a_single_dose_has_one_day() -> None:
    assert days(planned("Fictovarin 300 mg orally as a single dose.")) == ["2026-01-31"]


def test_a_count_of_doses_ends_the_phase() -> None:
    made = planned("Fictovarin 1 mg orally once weekly for 6 doses, then 2 mg once daily.", until=date(2026, 3, 10))

    assert len(days(made)) == 6
    assert days(made, 2)[0] == "2026-03-08"


def test_a_count_of_doses_several_times_a_week_leaves_the_rest_for_the_last_week() -> None:
    made = planned("Fictovarin 1 mg orally three times a week for 7 doses.")

    assert [e.doses for e in made.entries] == ["3", "3", "1"]


def test_hours_are_elapsed_hours_through_a_change_to_summer_time() -> None:
    made = planned(
        "Fictovarin 1 mg orally every 8 hours for 2 days.", date(2026, 3, 28), at=time(8), zone="Europe/London"
    )

    shown = [e.earliest_at.strftime("%d %H:%M") for e in made.entries if e.earliest_at]
    assert shown == ["28 08:00", "28 16:00", "29 00:00", "29 09:00", "29 17:00", "30 01:00"]
    assert any("clocks" in remark for remark in made.remarks)


def test_hours_are_elapsed_hours_through_the_hour_that_comes_twice() -> None:
    made = planned(
        "Fictovarin 1 mg orally every hour for 4 doses.", date(2026, 10, 25), at=time(0, 30), zone="Europe/London"
    )

    shown = [e.earliest_at.strftime("%H:%M %z") for e in made.entries if e.earliest_at]
    assert shown == ["00:30 +0100", "01:30 +0100", "01:30 +0000", "02:30 +0000"]


def test_the_hour_that_comes_twice_is_in_order_of_time() -> None:
    made = planned(
        "Fictovarin 1 mg orally every 30 minutes for 5 doses.", date(2026, 10, 25), at=time(1), zone="Europe/London"
    )

    assert [e.number for e in made.entries] == [1, 2, 3, 4, 5]


def test_hourly_doses_after_a_single_one_begin_one_interval_after_it() -> None:
    made = planned("Fictovarin 2 mg orally as a single dose, then 1 mg every 4 hours for 2 doses.", at=time(8))

    assert days(made) == ["2026-01-31"]
    assert [e.earliest_at.strftime("%d %H:%M") for e in made.entries if e.earliest_at] == ["31 12:00", "31 16:00"]


def test_daily_doses_after_hourly_ones_begin_when_those_have_ended() -> None:
    made = planned("Fictovarin 1 mg orally every 8 hours for 6 doses, then 2 mg once daily for 2 days.", at=time(8))

    assert days(made, 2) == ["2026-02-03", "2026-02-04"]


def test_a_phase_that_begins_later_has_all_its_doses() -> None:
    made = planned("Fictovarin 1 mg orally once daily for 7 days, then 2 mg once weekly for 6 weeks.")

    assert days(made, 2) == [
        *("2026-02-13", "2026-02-20", "2026-02-27", "2026-03-06", "2026-03-13", "2026-03-20"),
    ]


def test_a_phase_that_ended_before_its_first_dose_is_refused() -> None:
    made = refusal(UNTIL_THEN, ended={1: date(2026, 2, 4), 2: date(2026, 2, 5)})

    assert (made.reason, made.phase) == ("unclear", 2)


def test_days_keep_the_hour_of_the_clock_and_are_dates() -> None:
    made = planned("Fictovarin 1 mg orally once daily for 3 days.", date(2026, 3, 28), at=time(8), zone="Europe/London")

    assert days(made) == ["2026-03-28", "2026-03-29", "2026-03-30"]
    assert all(e.earliest_at is None for e in made.entries)


def test_without_a_time_zone_the_clock_is_taken_not_to_change() -> None:
    made = planned("Fictovarin 1 mg orally every 12 hours for 2 days.", date(2026, 3, 28), at=time(20))

    assert [e.earliest_at.strftime("%d %H:%M") for e in made.entries if e.earliest_at] == [
        *("28 20:00", "29 08:00", "29 20:00", "30 08:00"),
    ]
    assert any("No time zone" in remark for remark in made.remarks)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({}, "say when the first dose"),
        ({"at": time(1, 30), "zone": "Europe/London"}, "does not exist"),
        ({"at": time(8), "zone": "Europe/Atlantis"}, "no time zone"),
        ({"at": time(8), "zone": ".."}, "no time zone"),
    ],
)
def test_an_hour_that_is_missing_or_does_not_exist_is_refused(more, said) -> None:
    made = refusal("Fictovarin 1 mg orally every 8 hours for 2 days.", date(2026, 3, 29), **more)

    assert made.reason == "time"
    assert said in made.message


def test_a_dose_by_weight_is_multiplied_and_not_rounded() -> None:
    made = planned("Fictovarin 0.15 mg/kg orally once daily for 2 days.", weight=Decimal("61.5"))

    assert made.phases[0].amount == Amount("9.225", "9.225", "mg")


def test_a_dose_by_weight_is_cut_to_its_maximum() -> None:
    text = "Fictovarin 10 mg/kg orally once daily for 2 days (maximum 500 mg)."
    light, heavy = planned(text, weight=Decimal(40)), planned(text, weight=Decimal(80))

    assert light.phases[0].amount == Amount("400", "400", "mg")
    assert heavy.phases[0].amount == Amount("500", "500", "mg")
    assert any("cut to it" in remark for remark in heavy.remarks)


@pytest.mark.parametrize(
    ("phase", "reason"),
    [
        (Phase(drug="fictovarin", times="1", period="1", period_unit="d"), "unstated"),
        (Phase(amount=Amount("1", "1", "mg")), "unstated"),
        (Phase(amount=Amount("1", "1", "zzz"), times="1", period="1", period_unit="d"), "unstated"),
        (Phase(amount=Amount(None, "5", "mg"), times="1", period="1", period_unit="d"), "maximum"),
        (Phase(amount=Amount("5", None, "mg"), times="1", period="1", period_unit="d"), "maximum"),
        (Phase(amount=Amount("-5", "-5", "mg"), times="1", period="1", period_unit="d"), "maximum"),
        (Phase(amount=Amount("1", "1", "mg"), times="1", period="1", period_unit="fortnight"), "unclear"),
        (Phase(amount=Amount("1", "1", "mg"), times="1", period="1.5", period_unit="d"), "unclear"),
        (Phase(amount=Amount("1", "1", "mg"), times="1", period="0", period_unit="d"), "unclear"),
        (Phase(amount=Amount("1", "1", "mg"), times="2", period="2-3", period_unit="wk"), "unclear"),
        (Phase(amount=Amount("1", "1", "mg"), per="kg", times="1", period="1", period_unit="d"), "weight"),
        (Phase(amount=Amount("1", "1", "mg"), per="m2", times="1", period="1", period_unit="d"), "weight"),
        (Phase(amount=Amount("1", "1", "ug"), per="kg.min", times="1", period="1", period_unit="d"), "rate"),
        (Phase(amount=Amount("1", "1", "mg"), times="4", period="1", period_unit="d", as_needed=True), "as needed"),
        (
            Phase(amount=Amount("1", "1", "mg"), times="1", period="1", period_unit="d", condition="if it is severe"),
            "condition",
        ),
        (
            Phase(amount=Amount("25", "25", "mg"), times="1", period="1", period_unit="wk", role="increase by"),
            "titration",
        ),
        (Phase(amount=Amount("5", "5", "mg"), times="1", period="3", period_unit="d", role="decrease by"), "titration"),
        (
            Phase(
                amount=Amount("500", "1000", "mg"),
                times="4-6",
                period="1",
                period_unit="d",
                maximum_per_period=Amount(None, "4", "g/d"),
            ),
            "maximum",
        ),
        (
            Phase(
                amount=Amount("1", "1", "mg"),
                times="1",
                period="1",
                period_unit="d",
                duration=Amount("1.5", "1.5", "d"),
                end="duration",
            ),
            "unclear",
        ),
        (Phase(amount=Amount("1", "1", "mg"), times="1", period="1", period_unit="d", count="some"), "unclear"),
    ],
)
def test_what_a_source_leaves_open_is_never_filled_in(phase: Phase, reason: str) -> None:
    made = schedule(Regimen("r1", "fictovarin", (phase,), Span("a", "b", 0, 1), "uk"), Request(START))

    assert isinstance(made, NotScheduled)
    assert (made.reason, made.phase) == (reason, 1)


def test_a_maximum_that_the_stated_doses_keep_is_told() -> None:
    made = planned("Fictovarin 500 mg orally four times daily (maximum 4 g daily) for 2 days.")

    assert any("Maximum 4 g a day" in remark for remark in made.remarks)


def test_a_loading_phase_without_an_end_followed_by_maintenance_is_refused() -> None:
    made = refusal("Fictovarin 1 mg orally once daily, then 2 mg every 2 months as maintenance.")

    assert (made.reason, made.phase) == ("no end", 1)


def test_alternatives_are_refused_until_one_is_chosen() -> None:
    text = "Fictovarin 1 mg orally once daily or 7 mg orally once weekly."
    last = date(2026, 2, 7)

    assert refusal(text).reason == "choice"
    assert days(planned(text, phases=(2,), until=last), 2) == ["2026-01-31", "2026-02-07"]


def test_phases_of_several_groups_are_refused() -> None:
    phases = tuple(
        Phase("fictovarin", amount=Amount("1", "1", "mg"), times="1", period="1", period_unit="d", population=group)
        for group in ("adults", "children")
    )
    made = schedule(Regimen("r1", "fictovarin", phases, Span("a", "b", 0, 1), "uk"), Request(START))

    assert isinstance(made, NotScheduled)
    assert made.reason == "choice"


def test_a_condition_is_accepted_where_its_phase_was_chosen_and_is_told() -> None:
    phase = Phase(
        "fictovarin", amount=Amount("1", "1", "mg"), times="1", period="1", period_unit="d", condition="if severe"
    )
    made = schedule(Regimen("r1", "f", (phase,), Span("a", "b", 0, 1), "uk"), Request(START, phases=(1,)))

    assert isinstance(made, Schedule)
    assert any("if severe" in remark for remark in made.remarks)


@pytest.mark.parametrize("flag", [Flag.CONFIRM_PAGE, Flag.OUTLIER, Flag.SUPERSEDED])
def test_a_regimen_that_may_not_lead_has_no_schedule(flag: Flag) -> None:
    made = schedule(regimen("Fictovarin 1 mg orally once daily.", (flag,)), Request(START))

    assert isinstance(made, NotScheduled)
    assert made.reason == "source"


def test_two_hundred_years_and_no_day_more() -> None:
    text = "Fictovarin 1 mg orally every 2 months."
    made = planned(text, date(2024, 2, 29), until=date(2224, 2, 29))

    assert len(made.entries) == 1201
    assert made.entries[-1].earliest == date(2224, 2, 29)
    assert refusal(text, date(2024, 2, 29), until=date(2224, 3, 1)).reason == "too long"


def test_no_more_than_ten_thousand_dates() -> None:
    assert refusal("Fictovarin 1 mg orally once daily.", until=date(2060, 1, 1)).reason == "too long"
    assert refusal("Fictovarin 1 mg orally every 30 minutes.", at=time(8)).reason == "too long"


def test_the_end_of_the_calendar_is_told_and_not_raised() -> None:
    assert refusal("Fictovarin 1 mg orally once daily.", date(9999, 6, 1)).reason == "too long"
    assert (
        refusal("Fictovarin 1 mg orally every month.", date(9999, 6, 1), until=date(9999, 12, 31)).reason == "too long"
    )


@pytest.mark.parametrize(
    "more",
    [
        {"until": date(2025, 1, 1)},
        {"phases": (7,)},
        {"ended": {1: date(2025, 1, 1)}},
        {"weekdays": (0, 0)},
        {"weekdays": (9,)},
        {"checks": (Check(" ", "1", "wk"),)},
    ],
)
def test_a_request_that_makes_no_sense_is_refused(more) -> None:
    assert refusal("Fictovarin 1 mg orally once daily.", **more).reason == "request"


def test_checks_stand_among_the_doses() -> None:
    checks = (Check("potassium", "1", "mo"), Check("weight", after=Amount("1", "2", "wk")))
    made = planned("Fictovarin 1 mg orally every 2 months.", until=date(2026, 3, 31), checks=checks)

    assert [(e.what, e.earliest.isoformat(), e.latest.isoformat()) for e in made.entries if not e.phase] == [
        ("weight", "2026-02-07", "2026-02-14"),
        ("potassium", "2026-02-28", "2026-02-28"),
        ("potassium", "2026-03-31", "2026-03-31"),
    ]


def test_a_check_without_a_time_is_refused() -> None:
    assert refusal("Fictovarin 1 mg orally once daily.", checks=(Check("potassium"),)).reason == "unclear"
    assert refusal("Fictovarin 1 mg orally once daily.", checks=(Check("potassium", "1", "moon"),)).reason == "unclear"
