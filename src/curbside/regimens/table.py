"""Regimens as rows for people: phase, dose, route, timing, and what ends it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from curbside.regimens import printing
from curbside.regimens.printing import NOT_STATED
from curbside.regimens.roles import THEN, is_alternative, named
from curbside.types import Amount, Phase, Regimen

HEADERS = ("phase", "dose", "route", "timing", "ends")
_ON_DAYS: Final = re.compile(r"on (days? [0-9]+(?:(?: to | and |[-–])[0-9]+)?)", re.IGNORECASE)
_BINDING: Final = re.compile(
    r"(?:only\s+)?(?:if|when|where|unless|provided|in\s+case\s+of|at|with|for|weighing)\b(?!\s+(?:night|bedtime))", re.I
)
_RISING: Final = ("increase", "increase by")


def ordered(phases: Sequence[Phase]) -> tuple[Phase, ...]:
    """The phases as they are given: a start that is told after the dose it leads to ("25 mg, started at 10 mg")
    stands before it, with its increases; all else as the source has it."""
    at = next((i for i, p in enumerate(phases) if p.role == "start"), 0)
    aim, rest = phases[:at], phases[at:]
    if not aim or any(named(p.role) not in (None, "usual") or p.role == THEN or _day(p) for p in aim):
        return tuple(phases)
    until = next((i for i, p in enumerate(rest[1:], 1) if named(p.role) not in _RISING), len(rest))
    return (*rest[:until], *aim, *rest[until:])


def rows(regimen: Regimen) -> list[tuple[str, str, str, str, str]]:
    """One row a phase, in order, under HEADERS; what the source does not say is "not stated".

    A phase is named by what the source says of it ("start", "reduced, if ...", "or, if ..."); "step" and a number only
    stands for what follows by a "then".
    """
    phases = ordered(regimen.phases)
    drugs, groups = {p.drug for p in phases}, {p.population for p in phases}
    return [
        (
            _name(i, phases, several_drugs=len(drugs) > 1, several_groups=len(groups) > 1),
            _dose(phase),
            printing.route(phase),
            timing_words(phase),
            ends(phase),
        )
        for i, phase in enumerate(phases)
    ]


def _name(i: int, phases: Sequence[Phase], *, several_drugs: bool, several_groups: bool) -> str:
    phase = phases[i]
    group = phase.population if several_groups else None
    name = _part(i, phases)
    if name in ("dose", "if") and group:
        name, group = group, None
    told = ", ".join(e for e in (phase.drug if several_drugs else None, group) if e)
    head = f"{name} ({told})" if told else name
    bound = _bound_by(phase)
    return f"{head}, {bound}" if bound and name != "if" else bound or head


def _part(i: int, phases: Sequence[Phase]) -> str:
    """What a phase is called, without the condition that binds it; "if" where that alone names it."""
    phase, name = phases[i], named(phases[i].role)
    if phase.amount is None:
        return "maximum"
    if name:
        words = "usual dose" if name == "usual" else name
        return f"or {words}" if i and is_alternative(phase.role) else words
    if i and is_alternative(phase.role):
        return "or"
    if _day(phase):
        return _day(phase)
    number = _step(i, phases)
    if number:
        return f"step {number}"
    if phase.role == THEN and i:
        return THEN
    if not i or not _bound_by(phase):
        return "dose"
    return "if" if phases[i - 1].end or phases[i - 1].population != phase.population else "or"


def _step(i: int, phases: Sequence[Phase]) -> int:
    """The number of a phase in a sequence that begins with a phase without a name; 0 where there is none."""
    first = i
    while first and phases[first].role == THEN:
        first -= 1
    opens = phases[first].role is None and not _day(phases[first]) and not (first and _bound_by(phases[first]))
    after = next((p for p in phases[first + 1 :] if not is_alternative(p.role)), None)
    follows = after is not None and (after.role == THEN or (after.role == "maintenance" and first == 0))
    return i - first + 1 if opens and follows else 0


def _day(phase: Phase) -> str:
    match = _ON_DAYS.fullmatch(phase.condition or "")
    return match[1].lower() if match and phase.role in (None, THEN) else ""


def _bound_by(phase: Phase) -> str:
    """The condition under which a phase holds, as part of its name; "" for a time of day, a day or an end."""
    words = phase.condition or ""
    binds = phase.end != "until" and _BINDING.match(words)
    return words[:1].lower() + words[1:] if binds else ""


def _dose(phase: Phase) -> str:
    words = [printing.dose(phase)] if phase.amount or not (phase.maximum_dose or phase.maximum_per_period) else []
    if phase.role == "increase by":
        words[0] = f"{words[0]} more" if words else ""
    if phase.maximum_dose:
        high = phase.maximum_dose.high
        words.append(f"maximum {printing.amount(Amount(high, high, phase.maximum_dose.unit))}")
    if phase.maximum_per_period:
        words.append(f"maximum {printing.per_period(phase.maximum_per_period)}")
    return ", ".join(words)


def timing_words(phase: Phase) -> str:
    """How often a phase is given, with a time of day, or "not stated"."""
    words = [printing.timing(phase)] if phase.period else []
    if words == ["daily"] and re.fullmatch(r"day [0-9]+", _day(phase)):
        words = ["once"]
    if phase.divided:
        words.append(
            "in divided doses" if phase.divided == "several" else f"in {phase.divided.replace('-', ' to ')} doses"
        )
    if phase.as_needed:
        words.append("as needed")
    if phase.condition and phase.end != "until" and not _bound_by(phase) and not _day(phase):
        words.append(phase.condition)
    return ", ".join(words) or NOT_STATED


def ends(phase: Phase) -> str:
    """What ends a phase: a time, a number of doses, a condition, "lifelong", or "not stated"."""
    if phase.end == "lifelong":
        return "lifelong"
    if phase.end == "until" and phase.condition:
        return phase.condition
    if phase.duration:
        return f"after {printing.amount(phase.duration)}"
    if phase.count:
        return "after a single dose" if phase.count == "1" else f"after {phase.count} doses"
    return NOT_STATED
