"""A phase as a FHIR Dosage: what can be coded without a guess, and the source's own words beside it.

A step of titration and an amount that is divided into several doses are not coded, since a reader of the codes alone
would take either for a single dose; they are in the text. A condition is text and bounds no timing.
"""

from __future__ import annotations

from typing import Any, Final

from curbside.interop.fhir.quantities import TIME_CODES, dose, number, quantity
from curbside.regimens import printing
from curbside.regimens.roles import named
from curbside.regimens.schedule.doses import decimal
from curbside.types import Amount, Phase

Json = dict[str, Any]
_STEPS: Final = ("increase by", "decrease by")


def dosage(phase: Phase, words: str, release: str) -> Json:
    """The Dosage of a phase. words: the quote that it was read from, or what may be said of it."""
    made: Json = {"text": words}
    told = instructions(phase)
    if told:
        made["additionalInstruction"] = [{"text": line} for line in told]
    repeat = timing(phase)
    if repeat:
        made["timing"] = {"repeat": repeat}
    if phase.as_needed:
        made["asNeeded" if release == "R5" else "asNeededBoolean"] = True
    if phase.route:
        made["route"] = {"text": " or ".join(phase.route)}
    coded = _coded(phase)
    if coded:
        made["doseAndRate"] = [coded]
    return {**made, **_maxima(phase, release)}


def instructions(phase: Phase) -> list[str]:
    """What the codes cannot say: a condition, divided doses, a step, that it is lifelong."""
    told = [phase.condition] if phase.condition else []
    if phase.divided:
        parts = "" if phase.divided == "several" else f"{phase.divided.replace('-', ' to ')} "
        told.append(f"the amount is given in {parts}divided doses")
    if is_step(phase):
        told.append("the amount is a step by which the dose changes, not a dose")
    return [*told, *(["lifelong"] if phase.end == "lifelong" else [])]


def is_step(phase: Phase) -> bool:
    """Whether the amount of a phase is a step of titration."""
    return phase.role in _STEPS or named(phase.role) in _STEPS


def _coded(phase: Phase) -> Json | None:
    if phase.amount is None or phase.divided or is_step(phase):
        return None
    found = dose(phase.amount, phase.per)
    if found is None:
        return None
    kind, value = found
    rate = phase.per is not None and bool({"min", "h"} & set(phase.per.split(".")))
    return {f"{'rate' if rate else 'dose'}{kind}": value}


def timing(phase: Phase) -> Json:
    """Timing.repeat with what the source states; empty where it states nothing that can be coded."""
    made: Json = {}
    if phase.times and phase.period and phase.period_unit in TIME_CODES and not phase.divided and not is_step(phase):
        made = {
            **_ends("frequency", phase.times, whole=True),
            **_ends("period", phase.period),
            "periodUnit": phase.period_unit,
        }
    if made and not {"frequency", "period"} <= set(made):
        made = {}
    if phase.count and phase.count.isdecimal():
        made["count"] = int(phase.count)
    bounds = dose(phase.duration) if phase.duration and phase.duration.unit in TIME_CODES else None
    if bounds:
        made[f"bounds{'Duration' if bounds[0] == 'Quantity' else 'Range'}"] = bounds[1]
    return made


def _ends(name: str, written: str, whole: bool = False) -> Json:
    """A number, or a range as `name` and `name`Max; empty where it is none."""
    parts = written.split("-")
    values = [decimal(p) for p in parts]
    if len(parts) > 2 or any(v is None or (whole and v != int(v)) for v in values):
        return {}
    numbers = [number(p) for p in parts]
    if len(numbers) == 2 and numbers[0] >= numbers[1]:
        return {}
    return dict(zip((name, f"{name}Max"), numbers, strict=False))


def _maxima(phase: Phase, release: str) -> Json:
    made: Json = {}
    period = _ratio(phase.maximum_per_period)
    if period:
        made["maxDosePerPeriod"] = [period] if release == "R5" else period
    single = phase.maximum_dose
    if single and single.high:
        unit, _, per = single.unit.partition("/")
        most = quantity(single.high, unit, per.replace("/", ".") or None)
        if most:
            made["maxDosePerAdministration"] = most
    return made


def _ratio(bound: Amount | None) -> Json | None:
    if bound is None or not bound.high:
        return None
    unit, _, period = bound.unit.rpartition("/")
    numerator, _, per = unit.partition("/")
    most = quantity(bound.high, numerator, per.replace("/", ".") or None)
    if most is None or period not in TIME_CODES:
        return None
    words = printing.amount(Amount("1", "1", period)).partition(" ")[2]
    return {"numerator": most, "denominator": {**(quantity("1", period) or {}), "unit": words}}
