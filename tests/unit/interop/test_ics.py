"""Schedules as calendars, read back by two readers. Drugs and doses are invented."""

from __future__ import annotations

import warnings
from datetime import UTC, date, datetime, time

import pytest

from curbside.interop.ics import calendar, uid
from curbside.interop.schedule_about import About
from curbside.regimens.grammar import parse
from curbside.regimens.schedule import Check, Request, Schedule, schedule
from curbside.types import Regimen, Span

icalendar = pytest.importorskip("icalendar")
STAMP = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
ABOUT = About(
    "Invented label, part 2; with a comma, and a\\backslash. https://example.org/" + "long/" * 30,
    "Reference retrieval for professionals.",
    ("Contraindications: asthma; “heart block”.",),
)


def planned(text: str, start: date = date(2026, 1, 31), **more) -> Schedule:
    regimen = Regimen("r1", "fictovarin", parse(text).phases, Span("test:a", "0" * 64, 3, 9), "uk")
    made = schedule(regimen, Request(start, **more))
    assert isinstance(made, Schedule), made
    return made


def events(made: Schedule):
    return icalendar.Calendar.from_ical(calendar(made, ABOUT, STAMP)).walk("VEVENT")


def read_again(made: Schedule):
    """The events as vobject, which shares no code with icalendar, reads them."""
    vobject = pytest.importorskip("vobject")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return vobject.readOne(calendar(made, ABOUT, STAMP).decode()).contents.get("vevent", [])


SCHEDULES = {
    "month ends": planned("Fictovarin 1 mg orally every 2 months."),
    "ranges": planned("Fictovarin 1 mg orally every 2 to 3 months."),
    "times a week": planned("Fictovarin 1 mg orally three times a week for 2 weeks."),
    "until": planned(
        "Fictovarin 1 mg orally on alternate days until it is better, then 2 mg every month as maintenance."
    ),
    "checks": planned("Fictovarin 1 mg orally every month.", checks=(Check("potassium", "2", "mo"),)),
    "a leap day": planned("Fictovarin 1 mg orally once a year.", date(2024, 2, 29), until=date(2030, 1, 1)),
}


@pytest.mark.parametrize("name", SCHEDULES)
def test_both_readers_find_the_dates_of_the_schedule(name) -> None:
    made = SCHEDULES[name]
    dates = [e.earliest for e in made.entries]

    assert [e.decoded("dtstart") for e in events(made)] == dates
    assert [e.dtstart.value for e in read_again(made)] == dates


@pytest.mark.parametrize("name", SCHEDULES)
def test_both_readers_find_the_source_and_the_intended_use_in_every_event(name) -> None:
    made = SCHEDULES[name]

    told = [str(e["description"]) for e in events(made)]
    assert told == [e.description.value for e in read_again(made)]
    for text in told:
        assert ABOUT.reference in text
        assert ABOUT.intended_use in text
        assert ABOUT.beside[0] in text
        assert "Nobody has reviewed this schedule." in text


def test_the_last_day_of_a_range_is_within_the_event() -> None:
    second = events(SCHEDULES["ranges"])[1]

    assert (second.decoded("dtstart"), second.decoded("dtend")) == (date(2026, 3, 31), date(2026, 5, 1))


def test_a_week_of_doses_is_one_event_that_says_how_many() -> None:
    first = events(SCHEDULES["times a week"])[0]

    assert (first.decoded("dtstart"), first.decoded("dtend")) == (date(2026, 1, 31), date(2026, 2, 7))
    assert "3 doses of 1 mg" in str(first["summary"])


def test_what_is_not_certain_is_tentative() -> None:
    found = events(SCHEDULES["until"])

    assert [str(e["status"]) for e in found[:2]] == ["CONFIRMED", "TENTATIVE"]
    assert "Phase 2 has no dates here" in str(found[0]["description"])


def test_no_event_recurs_and_none_asks_for_anything() -> None:
    text = calendar(SCHEDULES["month ends"], ABOUT, STAMP).decode()

    for word in ("RRULE", "RDATE", "VALARM", "ATTENDEE", "ORGANIZER", "URL:"):
        assert word not in text
    assert text.count("CLASS:PRIVATE") == len(SCHEDULES["month ends"].entries)


def test_it_is_the_same_byte_for_byte_and_its_lines_are_short() -> None:
    made = calendar(SCHEDULES["until"], ABOUT, STAMP)

    assert made == calendar(SCHEDULES["until"], ABOUT, STAMP)
    assert b"DTSTAMP:20260102T030405Z" in made
    assert all(len(line) <= 75 for line in made.split(b"\r\n"))


def test_uids_are_stable_distinct_and_change_with_what_is_planned() -> None:
    text = "Fictovarin 1 mg orally every month."
    first, again, other = planned(text), planned(text, until=date(2026, 6, 30)), planned(text.replace("1 mg", "2 mg"))
    ids = [uid(first, e) for e in first.entries]

    assert len(set(ids)) == len(ids)
    assert [uid(again, e) for e in again.entries] == ids[: len(again.entries)]
    assert not {uid(other, e) for e in other.entries} & set(ids)


def test_hours_are_in_utc_where_a_zone_is_known_and_floating_where_none_is() -> None:
    text = "Fictovarin 1 mg orally every 8 hours for 1 day."
    known = planned(text, date(2026, 7, 1), at=time(8), zone="Europe/London")
    unknown = planned(text, date(2026, 7, 1), at=time(8))

    assert b"DTSTART:20260701T070000Z" in calendar(known, ABOUT, STAMP)
    assert b"DTSTART:20260701T080000\r\n" in calendar(unknown, ABOUT, STAMP)
    assert [e.dtstart.value.hour for e in read_again(known)] == [7, 15, 23]
