"""What holds of every schedule, whatever the regimen: no guess, no drift, no exception. Drugs are invented."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta
from decimal import Decimal

from dateutil.relativedelta import relativedelta
from dateutil.rrule import DAILY, WEEKLY, rrule
from hypothesis import assume, given
from hypothesis import strategies as st

from curbside.regimens.schedule import NotScheduled, Request, Schedule, schedule
from curbside.regimens.schedule_dates import shifted
from curbside.types import Amount, Phase, Regimen, Span

NUMBERS = st.sampled_from(["1", "2", "3", "2-3", "0.5", "-1", "x", None])
UNITS = st.sampled_from(["d", "wk", "mo", "a", "h", "min", "fortnight", None])
AMOUNTS = st.none() | st.builds(
    Amount,
    st.sampled_from(["1", "2.5", None]),
    st.sampled_from(["2.5", "10", None]),
    st.sampled_from(["mg", "zzz", "{tablet}"]),
)
LENGTHS = st.none() | st.builds(
    Amount,
    st.sampled_from(["1", "2", None]),
    st.sampled_from(["2", "6", None]),
    st.sampled_from(["d", "wk", "mo", "h", "zzz"]),
)
PHASES = st.builds(
    Phase,
    drug=st.just("fictovarin"),
    amount=AMOUNTS,
    per=st.sampled_from([None, None, "kg", "kg.min"]),
    times=NUMBERS,
    period=NUMBERS,
    period_unit=UNITS,
    duration=LENGTHS,
    count=st.sampled_from([None, None, "1", "6", "many"]),
    end=st.sampled_from([None, "duration", "count", "until", "lifelong"]),
    condition=st.sampled_from(
        [None, "until better", "after 2 weeks", "on days 2 to 4", "if severe", "at night", "after 1 to 2 months"]
    ),
    as_needed=st.sampled_from([False, False, True]),
    maximum_dose=AMOUNTS,
    maximum_per_period=st.none() | st.just(Amount(None, "4", "mg/d")),
    role=st.sampled_from([None, "start", "then", "maintenance", "increase by", "or", "loading"]),
)
DAYS = st.dates(date(1900, 1, 1), date(2200, 1, 1))
REQUESTS = st.builds(
    Request,
    start=DAYS,
    until=st.none() | st.dates(date(1900, 1, 1), date(2300, 1, 1)),
    at=st.none() | st.times().map(lambda t: t.replace(second=0, microsecond=0)),
    zone=st.sampled_from([None, "Europe/London", "Australia/Lord_Howe", "nowhere"]),
    weight=st.none() | st.decimals(Decimal(1), Decimal(200), places=1),
    weekdays=st.sampled_from([(), (), (0, 2, 4)]),
    phases=st.sampled_from([(), (), (1,), (2,)]),
    ended=st.just({}),
)


def of(*phases: Phase) -> Regimen:
    return Regimen("r1", "fictovarin", phases, Span("test:a", "0" * 64, 0, 1), "uk")


@given(st.lists(PHASES, max_size=3), REQUESTS)
def test_every_regimen_has_a_schedule_or_a_reason(phases: list[Phase], request: Request) -> None:
    made = schedule(of(*phases), request)

    if isinstance(made, NotScheduled):
        assert made.message.endswith(".")
        assert made.reason
        return
    assert len(made.entries) <= 10_000
    assert [e.earliest for e in made.entries] == sorted(e.earliest for e in made.entries)
    for entry in made.entries:
        assert request.start <= entry.earliest <= entry.latest <= entry.last_day
        assert entry.earliest <= made.until
    for planned in made.phases:
        assert planned.phase.amount is not None
        assert (planned.phase.times and planned.phase.period_unit) or planned.phase.count == "1"
        assert not planned.phase.as_needed


SOUND = Phase("fictovarin", amount=Amount("1", "1", "mg"), times="1", period="1", period_unit="d")


@given(PHASES, REQUESTS, st.sampled_from(["amount", "times", "period", "period_unit"]))
def test_an_unstated_amount_or_frequency_is_always_refused(phase: Phase, request: Request, lost: str) -> None:
    assume(phase.count != "1" or lost == "amount")

    made = schedule(of(replace(phase, **{lost: None})), replace(request, phases=()))

    assert isinstance(made, NotScheduled)


@given(DAYS, st.integers(1, 24), st.sampled_from(["mo", "a"]), st.integers(1, 60))
def test_months_agree_with_dateutil_and_are_counted_from_the_start(start: date, every: int, unit: str, n: int) -> None:
    step = relativedelta(months=every * n) if unit == "mo" else relativedelta(years=every * n)

    assert shifted(start, every * n, unit) == start + step


@given(DAYS, st.integers(1, 30), st.sampled_from(["d", "wk"]), st.integers(1, 100))
def test_days_and_weeks_agree_with_the_rule_of_a_calendar(start: date, every: int, unit: str, doses: int) -> None:
    phase = replace(SOUND, period=str(every), period_unit=unit, count=str(doses), end="count")
    made = schedule(of(phase), Request(start, until=start + timedelta(days=60_000)))

    assert isinstance(made, Schedule)
    rule = rrule(DAILY if unit == "d" else WEEKLY, dtstart=start, interval=every, count=doses)
    assert [e.earliest for e in made.entries] == [d.date() for d in rule]


@given(DAYS, st.integers(1, 24), st.integers(2, 60), st.times())
def test_hours_are_always_the_same_time_apart(start: date, every: int, doses: int, at: time) -> None:
    phase = replace(SOUND, period=str(every), period_unit="h", count=str(doses), end="count")
    made = schedule(of(phase), Request(start, at=at.replace(second=0, microsecond=0), zone="Europe/London"))
    assume(isinstance(made, Schedule))

    assert isinstance(made, Schedule)
    instants = [e.earliest_at.timestamp() for e in made.entries if e.earliest_at]
    assert {round(b - a) for a, b in zip(instants, instants[1:], strict=False)} == {every * 3600}


@given(DAYS, st.integers(1, 12), st.integers(1, 12))
def test_an_earlier_last_day_only_shortens_the_list(start: date, every: int, months: int) -> None:
    regimen = of(replace(SOUND, period=str(every), period_unit="mo"))
    whole, part = (
        schedule(regimen, Request(start)),
        schedule(regimen, Request(start, until=shifted(start, months, "mo"))),
    )

    assert isinstance(whole, Schedule)
    assert isinstance(part, Schedule)
    assert part.entries == tuple(e for e in whole.entries if e.earliest <= part.until)
