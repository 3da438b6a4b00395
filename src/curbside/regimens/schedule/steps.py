"""The phases of a regimen as steps that can be dated, or why they cannot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from curbside.regimens.roles import is_alternative, named
from curbside.regimens.schedule import conditions
from curbside.regimens.schedule.doses import given, kept_below
from curbside.regimens.schedule.nouns import NotScheduled, Request
from curbside.regimens.schedule.timing import Length, Timing, count, length, timing
from curbside.regimens.table import ordered
from curbside.types import Amount, Phase, Regimen

_FOLLOWS: Final = ("then", "maintenance", "increase", "reduced", "usual")
_STEPWISE: Final = ("increase by", "decrease by")


@dataclass(frozen=True, slots=True)
class Step:
    """A phase that can be dated.

    number: in the regimen as it is given. read: what its condition means. wait: how long after the phase before it
    began it begins, where its words say so. amount: what is given at a time.
    """

    number: int
    phase: Phase
    read: conditions.Read
    timing: Timing
    length: Length | None
    count: int | None
    wait: Length | None
    amount: Amount
    remarks: tuple[str, ...] = ()


def steps(regimen: Regimen, request: Request) -> tuple[Step, ...] | NotScheduled:
    """The phases that were asked for, in the order in which they are given."""
    numbered = list(enumerate(ordered(regimen.phases), 1))
    wanted = [(n, p) for n, p in numbered if not request.phases or n in request.phases]
    if not wanted:
        return NotScheduled("unstated", "The regimen has no dose.")
    made: list[Step] = []
    for number, phase in wanted:
        step = _step(number, phase, request)
        if isinstance(step, NotScheduled):
            return replace(step, phase=number)
        made.append(step)
    return _unclear(made, request) or tuple(made)


def _step(number: int, phase: Phase, request: Request) -> Step | NotScheduled:
    if named(phase.role) in _STEPWISE or phase.role in _STEPWISE:
        return NotScheduled("titration", "It changes the dose by steps, which depends on how the patient does.")
    often = timing(phase)
    if isinstance(often, NotScheduled):
        return often
    amount = given(phase, request.weight)
    kept = amount if isinstance(amount, NotScheduled) else kept_below(phase, amount, request.weight)
    if isinstance(kept, NotScheduled):
        return kept
    read = conditions.read(phase)
    long = None if phase.duration is None else length(phase.duration, hours=often.timed)
    wait = None if read.after is None else length(read.after, hours=False)
    many = count(phase)
    for part in (long, wait, many):
        if isinstance(part, NotScheduled):
            return part
    return _counted(
        Step(number, phase, read, often, _of(long, read), _whole(many), _whole_length(wait), *kept), request
    )


def _whole(many: int | NotScheduled | None) -> int | None:
    return many if isinstance(many, int) else None


def _whole_length(found: Length | NotScheduled | None) -> Length | None:
    return found if isinstance(found, Length) else None


def _of(long: Length | NotScheduled | None, read: conditions.Read) -> Length | None:
    """How long a phase is: as it says, or the numbered days that it is given on."""
    if read.days and long is None:
        days = read.days[1] - read.days[0] + 1
        return Length(days, days, "d")
    return _whole_length(long)


def _counted(step: Step, request: Request) -> Step | NotScheduled:
    """The step, unless its counts do not fit together."""
    if step.count and "-" in step.timing.times:
        return NotScheduled("unclear", "A number of doses and a range of doses in a period do not make dates.")
    if step.read.open and not request.phases:
        held = "; ".join(step.read.open)
        return NotScheduled("condition", f"It is given only “{held}”; choose its phases if that holds.")
    weekly = (step.timing.unit, step.timing.low, step.timing.high) == ("wk", 1, 1)
    wanted = step.timing.times.split("-")
    if weekly and request.weekdays and not int(wanted[0]) <= len(request.weekdays) <= int(wanted[-1]):
        return NotScheduled(
            "request", f"{len(request.weekdays)} weekdays were named for {step.timing.times} doses a week."
        )
    if step.read.about:
        told = f"Phase {step.number}: the source says “about” of when it begins, so that its dates are approximate."
        step = replace(step, remarks=(*step.remarks, told))
    if step.read.open:
        held = "; ".join(step.read.open)
        return replace(step, remarks=(*step.remarks, f"Phase {step.number} holds only “{held}”; it was chosen."))
    return step


def _unclear(made: Sequence[Step], request: Request) -> NotScheduled | None:
    """Why the steps do not follow one another; None where they do."""
    groups = {(s.phase.drug, s.phase.population) for s in made}
    if len(groups) > 1:
        return NotScheduled("choice", "It has doses for several groups or drugs; choose the phases that are meant.")
    for before, step in pairwise(made):
        why = _no_sequence(before, step, request)
        if why:
            return replace(why, phase=step.number if why.reason == "choice" else before.number)
    return None


def _no_sequence(before: Step, step: Step, request: Request) -> NotScheduled | None:
    phase = step.phase
    if is_alternative(phase.role):
        return NotScheduled("choice", "It leaves a choice between doses; choose the phases that are meant.")
    own = step.wait is not None or step.read.days is not None
    if named(phase.role) not in _FOLLOWS and phase.role not in _FOLLOWS and not own:
        return NotScheduled(
            "choice", "It is not said that one dose follows the other; choose the phases that are meant."
        )
    ends = before.length or before.count or before.read.until or before.number in request.ended
    if before.phase.end == "lifelong":
        return NotScheduled("no end", "A lifelong phase cannot be followed by another.")
    if not ends and not own:
        return NotScheduled("no end", "The source does not say when this phase ends and the next begins.")
    if step.wait is not None and ends and before.read.days is None:
        return NotScheduled("unclear", "Both the end of this phase and the begin of the next are stated.")
    return None
