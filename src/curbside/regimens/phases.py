"""Reads one step of a dosing sentence, with what it takes over from the steps before it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from curbside.regimens import fields, labels, maxima
from curbside.regimens.amounts import quantities
from curbside.regimens.asides import Condition, asides
from curbside.regimens.clauses import Step
from curbside.regimens.conditions import conditions
from curbside.regimens.doses import is_strength
from curbside.regimens.facts import advice, is_advised_against, is_fact
from curbside.regimens.filling import fill, goes_on_with, same_amount
from curbside.regimens.setting import Setting, take_in
from curbside.types import Phase

_PUT_ON: Final = re.compile(
    r"\b(?:appl(?:y|ied)|rub(?:bed)?|smear(?:ed)?|spread|instil(?:led|l)?|insert(?:ed)?|massaged?|spray(?:ed)?|paint(?:ed)?|cream|ointment|gel|"
    r"lotion|patch|patches|paste|foam|shampoo|emollient|drops|solution)\b",
    re.IGNORECASE,
)
_TAKEN: Final = re.compile(
    r"\b(?:take|taken|give|given|swallow|insert(?:ed)?|appl(?:y|ied)|tablets?|capsules?|pessar(?:y|ies)|suppositor(?:y|ies)|patch(?:es)?)\b",
    re.IGNORECASE,
)


_COUNTED: Final = re.compile(
    r"\b(?:one|two|three|four|[1-9])\s+(?:[a-z-]+\s+){1,2}(?:tablets?|capsules?|pessar(?:y|ies)|suppositor(?:y|ies)|patch(?:es)?|sachets?|lozenges?)\b",
    re.IGNORECASE,
)


def read_step(text: str, step: Step, setting: Setting) -> tuple[Setting, tuple[Phase, ...] | None]:
    """What the next step may take over, and the phases of this one: () where it has none, None where it is unclear."""
    binding = conditions(text, step.start, step.end, _anchor(text, step))
    bars = tuple(sorted((*binding, *asides(text, step.start, step.end)), key=lambda c: c.start))
    setting = replace(setting, label=labels.of_step(text, step) or setting.label)
    goes_on = not step.doses and setting.previous is not None and goes_on_with(text, step)
    bound = maxima.maxima(text, step) if not step.doses else (None, None)
    put_on = not step.doses and not any(bound) and _is_put_on(text, step, bars)
    if not (step.doses or goes_on or any(bound) or put_on):
        unread = step.opener == "unread" or _is_strength_alone(text, step, bars)
        # Once an amount has been read, a step without one ("; it is avoided in asthma") says nothing of the others.
        setting = setting if setting.previous or setting.known.amount else take_in(text, step, setting, bars)
        return replace(setting, previous=None), None if unread else ()
    setting = take_in(text, step, setting, bars)
    body = advice(text, step, bars)
    if is_fact(body) or (is_advised_against(body) and not any(bound)):
        return replace(setting, previous=None), ()
    phases = fill(text, step, setting, bars)
    if phases == () and put_on and any(is_strength(text, m) for m in quantities(text, step.start, step.end)):
        phases = None
    previous = phases[-1] if phases else None
    return replace(setting, previous=previous), phases


def _anchor(text: str, step: Step) -> int:
    if step.doses:
        return step.doses[0].start
    same = same_amount(text, step)
    if same is not None:
        return same
    bounds = [m.start for m in maxima.bounds(text, step)]
    return bounds[0] if bounds else step.start


def _timed(text: str, step: Step, bars: Sequence[Condition]) -> bool:
    return any(f.period for f in fields.step_frequencies(text, step, bars, ()))


def _is_put_on(text: str, step: Step, bars: Sequence[Condition]) -> bool:
    """Whether a step says how often something without an amount is put on ("apply the cream twice daily")."""
    return bool(_PUT_ON.search(text, step.start, step.end)) and _timed(text, step, bars)


def _is_strength_alone(text: str, step: Step, bars: Sequence[Condition]) -> bool:
    """Whether a step says how often a product of some strength is taken, and not how many."""
    strong = any(is_strength(text, m) for m in quantities(text, step.start, step.end))
    strong = strong or _COUNTED.search(text, step.start, step.end) is not None
    return strong and bool(_TAKEN.search(text, step.start, step.end)) and _timed(text, step, bars)
