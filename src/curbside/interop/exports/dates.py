"""The dates of a regimen of an answer as a calendar; `curbside schedule` has all that can be asked for."""

from __future__ import annotations

from datetime import UTC, datetime, time

from curbside.errors import InputError, UsageError
from curbside.interop import ics
from curbside.interop.exports.documents import Printing
from curbside.interop.schedule_about import about_answer, one_of
from curbside.regimens.schedule import NotScheduled, Request, schedule
from curbside.types import Answer


def calendar(answer: Answer, how: Printing) -> bytes:
    """The calendar of one year from `how.start`, made on `how.today`.

    Raises UsageError where the start or the regimen is not told, InputError where the regimen has no schedule.
    """
    if how.start is None:
        raise UsageError("A calendar needs the day of the first dose: --start DATE.")
    regimen = one_of(answer.regimens, how.regimen)
    made = schedule(regimen, Request(how.start))
    if isinstance(made, NotScheduled):
        where = f"regimen {regimen.id}" + (f", phase {made.phase}" if made.phase else "")
        raise InputError(where, f"{made.message[:1].lower()}{made.message[1:].rstrip('.')}")
    return ics.calendar(made, about_answer(answer, regimen), datetime.combine(how.today, time(), UTC))
