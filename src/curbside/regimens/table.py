"""Regimens as rows for people: phase, dose, route, timing, and what ends it."""

from __future__ import annotations

from curbside.regimens import printing
from curbside.regimens.printing import NOT_STATED
from curbside.types import Amount, Phase, Regimen

HEADERS = ("phase", "dose", "route", "timing", "ends")


def rows(regimen: Regimen) -> list[tuple[str, str, str, str, str]]:
    """One row a phase, in order, under HEADERS; what the source does not say is "not stated"."""
    phases = regimen.phases
    drugs, groups = {p.drug for p in phases}, {p.population for p in phases}
    return [
        (
            _name(i, phase, len(phases), several_drugs=len(drugs) > 1, several_groups=len(groups) > 1),
            _dose(phase),
            printing.route(phase),
            _timing(phase),
            ends(phase),
        )
        for i, phase in enumerate(phases, 1)
    ]


def _name(number: int, phase: Phase, of: int, *, several_drugs: bool, several_groups: bool) -> str:
    name = phase.role or ("dose" if of == 1 else f"step {number}")
    extra = [phase.drug if several_drugs else None, phase.population if several_groups else None]
    told = ", ".join(e for e in extra if e)
    return f"{name} ({told})" if told else name


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


def _timing(phase: Phase) -> str:
    words = [printing.timing(phase)] if phase.period else []
    if phase.divided:
        words.append(
            "in divided doses" if phase.divided == "several" else f"in {phase.divided.replace('-', ' to ')} doses"
        )
    if phase.as_needed:
        words.append("as needed")
    if phase.condition and phase.end != "until":
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
