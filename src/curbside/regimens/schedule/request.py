"""Whether a request makes sense for a regimen, before a date is counted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Final
from zoneinfo import ZoneInfo

from curbside.regimens.schedule.bounds import Ends
from curbside.regimens.schedule.checks import refused_checks
from curbside.regimens.schedule.dates import exists
from curbside.regimens.schedule.nouns import NotScheduled, Request
from curbside.regimens.schedule.steps import Step
from curbside.types import Flag, Regimen

_NOT_WITH: Final = {
    Flag.CONFIRM_PAGE: "was read from a page whose words may be out of order; confirm it against the page first",
    Flag.OUTLIER: "is of another order than all others in the library",
    Flag.SUPERSEDED: "comes from a superseded source",
}


def refused(regimen: Regimen, request: Request, until: date) -> NotScheduled | None:
    """Why the request has no schedule, as far as that can be told without its phases; None where nothing is wrong."""
    for flag, why in _NOT_WITH.items():
        if flag in regimen.flags:
            return NotScheduled("source", f"The regimen {why}.")
    if until < request.start:
        return NotScheduled("request", f"The last day ({until}) is before the start ({request.start}).")
    numbers = range(1, len(regimen.phases) + 1)
    for number in (*request.phases, *request.ended):
        if number not in numbers:
            return NotScheduled("request", f"The regimen has no phase {number}; it has {len(regimen.phases)}.")
    if any(day < request.start for day in request.ended.values()):
        return NotScheduled("request", "A phase cannot have ended before the start.")
    if any(day not in range(7) for day in request.weekdays) or len(set(request.weekdays)) != len(request.weekdays):
        return NotScheduled("request", "A weekday is named twice, or is none.")
    return _refused_zone(request) or refused_checks(request.checks)


def _refused_zone(request: Request) -> NotScheduled | None:
    zone = zone_of(request)
    if isinstance(zone, NotScheduled):
        return zone
    if zone and request.at and not exists(request.start, request.at, zone):
        return NotScheduled("time", f"{request.at:%H:%M} does not exist on {request.start} in {request.zone}.")
    return None


def zone_of(request: Request) -> ZoneInfo | NotScheduled | None:
    """The time zone of a request; None where none is named."""
    if request.zone is None:
        return None
    try:
        return ZoneInfo(request.zone)
    except (OSError, ValueError):
        # ZoneInfoNotFoundError is a KeyError; a name that is a folder or no path at all raises the others.
        return NotScheduled("time", f"{request.zone!r} is no time zone; name one such as Europe/London.")
    except KeyError:
        return NotScheduled("time", f"{request.zone!r} is no time zone; name one such as Europe/London.")


def begin_of(request: Request, found: Sequence[Step]) -> Ends | NotScheduled:
    """The instant of the first dose; midnight where no hour is given and none is needed."""
    zone = zone_of(request)
    if isinstance(zone, NotScheduled):
        return zone
    hourly = next((s for s in found if s.timing.timed), None)
    if hourly and request.at is None:
        return NotScheduled("time", "It is given by the hour; say when the first dose is given.", hourly.number)
    at = datetime.combine(request.start, request.at or time(), zone)
    return Ends(at, at)
