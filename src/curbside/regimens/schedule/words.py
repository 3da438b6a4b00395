"""A schedule in words: what a phase is called, how it begins and ends, and what a reader must know of the dates."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final
from zoneinfo import ZoneInfo

from curbside.regimens import printing
from curbside.regimens.schedule.bounds import Ends
from curbside.regimens.schedule.dates import changes, twice
from curbside.regimens.schedule.nouns import Entry, PlannedPhase, Request
from curbside.regimens.schedule.request import zone_of
from curbside.regimens.schedule.steps import Step
from curbside.regimens.table import ends, timing_words
from curbside.types import Flag, Phase, Regimen

_FLAGS: Final = {
    Flag.SUMMARY: "The source is a summary and not the original wording; confirm in the original.",
    Flag.SECONDARY_ONLY: "It rests on a secondary source only; confirm in the original.",
    Flag.CONFLICT: "Sources disagree on this dose; the answer shows them side by side.",
    Flag.OTHER_DRUG: "It is of another drug than was asked for.",
    Flag.OTHER_ROUTE: "It is of another route than was asked for.",
    Flag.OTHER_POPULATION: "It is for another population than was asked for.",
    Flag.OTHER_INDICATION: "It is for another indication than was asked for.",
    Flag.OTHER_JURISDICTION: "It is of another jurisdiction than was asked for.",
    Flag.REVIEW_OVERDUE: "Its source is past its own review date.",
    Flag.SINGLE_CASE: "It was reported in one case.",
    Flag.TRANSITIVE: "Its source cites another for the number.",
}


def written(day: date) -> str:
    """A day as people write it: "31 January 2026"."""
    return f"{day.day} {day:%B} {day.year:04}"


def planned(step: Step, begins: str, ends: str, dated: bool = True) -> PlannedPhase:
    """A step as a planned phase."""
    return PlannedPhase(
        step.number, step.phase, _name(step.phase), step.amount, _dose(step), _timing(step), begins, ends, dated
    )


def _name(phase: Phase) -> str:
    role = phase.role or ""
    return "dose" if role in ("", "or", "usual") else role.removeprefix("or ")


def _dose(step: Step) -> str:
    route = f" {printing.route(step.phase)}" if step.phase.route else ", route not stated"
    divided = step.phase.divided
    parts = "divided" if divided == "several" else f"{divided.replace('-', ' to ')} divided" if divided else ""
    return f"{printing.amount(step.amount)}{f' in {parts} doses' if parts else ''}{route}"


def _timing(step: Step) -> str:
    words = timing_words(step.phase)
    return "once" if words == printing.NOT_STATED else words


def ending(step: Step) -> str:
    """What ends a step, in words; "not stated" where the source does not say."""
    if step.read.until:
        return f"by a condition, “{step.read.until}”"
    if step.read.days:
        first, last = step.read.days
        return f"on day {last}" if first < last else "on that day"
    return ends(step.phase)


def beginning(found: Sequence[Step], i: int, at: Ends | None, beyond: date | None = None) -> str:
    """How the i-th step begins, in words. beyond: the last day listed, where it begins later."""
    if at is not None:
        first, last = at.earliest.date(), at.latest.date()
        return written(first) if first == last else f"between {written(first)} and {written(last)}"
    if beyond is not None:
        return f"after {written(beyond)}, which is the last day of this list"
    before, step = found[i - 1], found[i]
    event = f"when phase {before.number} has ended"
    event += f" (“{before.read.until}”)" if before.read.until else ""
    if step.timing.unit is None or step.timing.several:
        return event
    often = printing.timing(step.phase)
    return f"{event}; its doses are {often}, counted from the last dose before it"


def remarks_of(
    regimen: Regimen, request: Request, phases: Sequence[PlannedPhase], entries: Sequence[Entry], until: date
) -> list[str]:
    """What a reader must know of the dates, in sentences."""
    told = [_FLAGS[f] for f in regimen.flags if f in _FLAGS]
    told += _ends_told(phases, request, until)
    if any(e.earliest != e.latest for e in entries):
        told.append("Where two dates stand, the source gives a range: the earliest and the latest day of each.")
    if any(e.closes for e in entries):
        told.append(
            "Doses that are given several times in a week or month have no weekdays, since the source names none."
        )
    return told + _clock(request, entries)


def _ends_told(phases: Sequence[PlannedPhase], request: Request, until: date) -> list[str]:
    told = []
    for n, phase in enumerate(phases):
        if not phase.dated:
            told.append(f"Phase {phase.number} has no dates here: it begins {phase.begins}.")
        elif phase.phase.end == "until" and phase.number not in request.ended:
            told.append(
                f"Phase {phase.number} ends {phase.ends}: its dates after the first hold only while it lasts, "
                f"and are listed up to {written(until)} at most."
            )
        elif n == len(phases) - 1 and phase.ends == printing.NOT_STATED:
            told.append(
                f"The source does not say when phase {phase.number} ends; the list stops on {written(until)} "
                "because it was asked for up to there."
            )
    return told


def _clock(request: Request, entries: Sequence[Entry]) -> list[str]:
    timed = [e for e in entries if e.earliest_at]
    if not timed:
        return []
    first, last = timed[0].earliest_at, timed[-1].latest_at
    told = ["Hours are elapsed hours from the first dose, since the source gives an interval."]
    zone = zone_of(request)
    if not isinstance(zone, ZoneInfo):
        return [*told, "No time zone was named, so that a change of summer time is not taken into account."]
    if first and last and changes(first, last):
        told.append(f"The clocks of {request.zone} change in this time: from then on the clock shows another hour.")
    if request.at and twice(request.start, request.at, zone):
        told.append(f"{request.at:%H:%M} comes twice on {written(request.start)}; the first is taken.")
    return told
