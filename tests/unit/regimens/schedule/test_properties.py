"""What holds of every schedule, whatever the regimen: no guess, no drift, no exception. Drugs are invented."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta
from decimal import Decimal
from itertools import pairwise

from dateutil.relativedelta import relativedelta
from dateutil.rrule import DAILY, WEEKLY, rrule
from hypothesis import assume, given
from hypothesis import strategies as st

from curbside.regimens.schedule import NotScheduled, Request, Schedule, schedule
from curbside.regimens.schedule.dates import shifted
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
    assert {round(b - a) for a, b in pairwise(instants)} == {every * 3600}


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


SINGLE = st.sampled_from(["1", "2", "5"])
CLEAR = st.builds(
    Phase,
    drug=st.just("fictovarin"),
    amount=st.just(Amount("1", "2", "mg")),
    times=st.sampled_from(["1", "1", "3", "2-3"]),
    period=SINGLE,
    period_unit=st.sampled_from(["d", "wk", "mo"]),
)
PERIODIC = CLEAR | st.builds(lambda p, r: replace(p, times="1", period=r), CLEAR, st.sampled_from(["2-3", "1-4"]))
ENDS = st.sampled_from(
    [
        {"duration": Amount("2", "2", "wk"), "end": "duration"},
        {"duration": Amount("5", "10", "d"), "end": "duration"},
        {"duration": Amount("1", "2", "mo"), "end": "duration"},
        {"condition": "until better", "end": "until"},
        {"count": "4", "end": "count", "times": "1"},
    ]
)
FOLLOWING = st.lists(
    st.builds(lambda p, e: replace(p, **{"role": "then", **e}), PERIODIC, ENDS), min_size=1, max_size=4
)


@given(FOLLOWING, DAYS, st.integers(0, 700), st.dictionaries(st.integers(1, 4), st.integers(0, 300), max_size=2))
def test_phases_follow_one_another(phases: list[Phase], start: date, length: int, ended: dict[int, int]) -> None:
    known = {n: start + timedelta(days=days) for n, days in ended.items() if n <= len(phases)}
    until = start + timedelta(days=length)

    made = schedule(of(*phases), Request(start, until=until, ended=known))

    if isinstance(made, NotScheduled):
        assert "No dose falls into it" in made.message
        return
    by_phase = {n: [e for e in made.entries if e.phase == n] for n in range(1, len(phases) + 1)}
    for entries in by_phase.values():
        assert [e.number for e in entries] == list(range(1, len(entries) + 1))
        assert all(a.earliest < b.earliest and a.latest <= b.latest for a, b in pairwise(entries))
    for before, after in pairwise(by_phase.values()):
        certain = [e.earliest for e in before if e.certain]
        assert not after or (before and max(certain, default=date.min) < after[0].earliest)
    for n, day in known.items():
        assert all(e.earliest <= day for e in by_phase[n])


@given(PERIODIC, DAYS, st.sampled_from([(5, 10, "d"), (2, 2, "wk"), (1, 3, "mo")]))
def test_no_dose_falls_on_or_after_the_latest_end(phase: Phase, start: date, length: tuple[int, int, str]) -> None:
    low, high, unit = length
    one = replace(phase, duration=Amount(str(low), str(high), unit), end="duration")

    made = schedule(of(one), Request(start))

    assert isinstance(made, Schedule)
    assert made.entries[0].earliest == start
    assert all(e.earliest < shifted(start, high, unit) for e in made.entries)
    assert all(e.latest < shifted(start, low, unit) for e in made.entries[1:] if e.certain)


@given(st.sampled_from(["1", "3"]), SINGLE, st.sampled_from(["d", "wk", "mo"]), st.integers(1, 40), DAYS)
def test_a_count_is_never_exceeded_and_always_reached(
    times: str, every: str, unit: str, count: int, start: date
) -> None:
    phase = replace(SOUND, times=times, period=every, period_unit=unit, count=str(count), end="count")

    made = schedule(of(phase), Request(start, until=shifted(start, 190, "a")))

    assert isinstance(made, Schedule)
    assert sum(int(e.doses) for e in made.entries) == count
