"""`curbside schedule`: a patient's dates from a regimen and a start, as a table, JSON or a calendar file."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from curbside.cli.common import emit, home_option, note, shown
from curbside.errors import InputError, UsageError

if TYPE_CHECKING:
    from curbside.interop.schedule_about import About
    from curbside.regimens.schedule import Request
    from curbside.types import Regimen

REFUSED: Final = 3
_LARGEST: Final = 20_000_000
_DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@click.command()
@click.argument("file", metavar="ANSWER_JSON|-", type=click.File("rb"))
@click.option("--start", required=True, metavar="DATE", help="Day of the first dose, such as 2026-01-31.")
@click.option("--until", metavar="DATE", help="The last day to list; default one year from the start.")
@click.option("--regimen", "chosen", metavar="ID", help="Which regimen of the answer: r1, r2, ...")
@click.option("--phase", "phases", type=int, multiple=True, metavar="N", help="Only this phase; may be given again.")
@click.option("--ended", multiple=True, metavar="N=DATE", help="The day on which phase N ended by its condition.")
@click.option("--at", metavar="HH:MM", help="Hour of the first dose, for intervals in hours.")
@click.option("--zone", metavar="NAME", help="Time zone of that hour, such as Europe/London.")
@click.option("--weight", metavar="KG", help="Body weight in kg, for doses by weight.")
@click.option("--weekday", "weekdays", type=click.Choice(_DAYS), multiple=True, help="Days for n doses a week.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object (docs/cli.md).")
@click.option("--ics", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path), help="Write a calendar.")
@home_option
def command(file: Any, chosen: str | None, as_json: bool, ics: Path | None, home: str | None, **asked: Any) -> None:
    """List the dates of a regimen from a start: ANSWER_JSON is what
    `curbside ask --json` or `curbside regimens --json` printed, or "-".

    Exit code 3: there is no schedule, and why is printed.
    """
    from curbside.cli.schedule_page import show
    from curbside.interop.schedule_json import as_json as body
    from curbside.regimens.schedule import NotScheduled, schedule

    request = request_of(**asked)
    given = str(getattr(file, "name", "-"))
    name = "standard input" if given in ("-", "<stdin>") else given
    regimen, about = _regimen(_read(file, name), name, chosen, home)
    result = schedule(regimen, request)
    if as_json:
        emit(body(result, regimen.id))
    else:
        show(result, regimen, about)
    if isinstance(result, NotScheduled):
        raise click.exceptions.Exit(REFUSED)
    if ics:
        from curbside.interop.ics import calendar

        ics.write_bytes(calendar(result, about, datetime.now(UTC)))
        note(f"{shown(ics)}: {len(result.entries)} events.")


def request_of(
    start: str,
    until: str | None,
    phases: Iterable[int],
    ended: Iterable[str],
    at: str | None,
    zone: str | None,
    weight: str | None,
    weekdays: Iterable[str],
) -> Request:
    """The options as a request. Raises UsageError for a date, hour, weight or pair that is none."""
    from curbside.regimens.schedule import Request

    return Request(
        start=day_of(start, "--start"),
        until=day_of(until, "--until") if until else None,
        at=_hour(at) if at else None,
        zone=zone,
        weight=_weight(weight) if weight else None,
        weekdays=tuple(_DAYS.index(day) for day in weekdays),
        phases=tuple(phases),
        ended=dict(_ended(pair) for pair in ended),
    )


def day_of(written: str, option: str) -> date:
    """A day as it was written for an option. Raises UsageError where it is none."""
    try:
        return date.fromisoformat(written) if len(written) == 10 else _noday_of(written, option)
    except ValueError:
        return _noday_of(written, option)


def _noday_of(written: str, option: str) -> date:
    raise UsageError(f"{option} {written!r} is no day of the calendar; write it as 2026-01-31.")


def _hour(written: str) -> time:
    try:
        return datetime.strptime(written, "%H:%M").time()
    except ValueError as error:
        raise UsageError(f"--at {written!r} is no time of the day; write it as 08:00.") from error


def _weight(written: str) -> Decimal:
    try:
        value = Decimal(written)
    except InvalidOperation as error:
        raise UsageError(f"--weight {written!r} is no number of kg.") from error
    if not value.is_finite() or value <= 0:
        raise UsageError(f"--weight {written!r} is no weight above 0 kg.")
    return value


def _ended(pair: str) -> tuple[int, date]:
    number, equals, day = pair.partition("=")
    if not equals or not number.strip().isdecimal():
        raise UsageError(f"--ended {pair!r} is not a phase and a day; write it as 1=2026-02-14.")
    return int(number), day_of(day, "--ended")


def _read(file: Any, where: str) -> list[Any]:
    """The JSON objects of a file: one over several lines, or one a line."""
    raw = file.read(_LARGEST + 1)
    if len(raw) > _LARGEST:
        raise InputError(where, f"it is larger than {_LARGEST // 1_000_000} MB")
    try:
        text = raw.decode("utf-8-sig")
        try:
            return [json.loads(text)]
        except json.JSONDecodeError:
            return [json.loads(line) for line in text.splitlines() if line.strip()]
    except UnicodeDecodeError as error:
        raise InputError(where, "it is not UTF-8") from error
    except (json.JSONDecodeError, RecursionError) as error:
        raise InputError(where, "it is neither a JSON object nor one a line") from error


def check_allowed(home: str | Path | None) -> None:
    """Raise UsageError where schedules are switched off."""
    from curbside import settings as settings_

    if not settings_.load(home, allow=settings_.OWNER_ALLOWS).allowed("schedules"):
        how = "put “schedules” into CURBSIDE_ALLOW, or into `allow` of settings.toml, to have them"
        raise UsageError(f"Schedules are switched off here; {how}.")


def _regimen(given: list[Any], where: str, chosen: str | None, home: str | None) -> tuple[Regimen, About]:
    """The regimen that is meant, and what stands with its doses.

    Raises UsageError where schedules are switched off, or it is not told which is meant; InputError, LibraryError.
    """
    from curbside.interop.regimen_json import regimen_of_line
    from curbside.interop.schedule_about import about_line, one_of

    check_allowed(home)
    if not given:
        raise InputError(where, "it is empty")
    if any(isinstance(one, dict) and "question" in one for one in given):
        return _of_answer(given, where, chosen, home)
    lines = [regimen_of_line(one, f"{where}, line {n}") for n, one in enumerate(given, 1)]
    return one_of(lines, chosen), about_line()


def _of_answer(given: list[Any], where: str, chosen: str | None, home: str | None) -> tuple[Regimen, About]:
    """A regimen of an answer, read again from the library, so that nothing withdrawn is planned."""
    from curbside.cli.common import opened
    from curbside.interop.saved import answer_of
    from curbside.interop.schedule_about import about_answer, one_of

    if len(given) != 1:
        raise InputError(where, "it holds more than one answer")
    with opened(home) as (library, _):
        answer = answer_of(given[0], library, where)
    if not answer.regimens:
        raise InputError(where, "the answer has no regimen")
    regimen = one_of(answer.regimens, chosen)
    return regimen, about_answer(answer, regimen)
