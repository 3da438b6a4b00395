"""Fills the fields of the phases of one step."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise, product
from typing import Final

from curbside.language.frequencies import Frequency, frequencies
from curbside.language.measures import Measure
from curbside.regimens import fields, groups, lengths, maxima, naming
from curbside.regimens.amounts import quantities
from curbside.regimens.asides import Condition
from curbside.regimens.clauses import Step
from curbside.regimens.doses import is_strength
from curbside.regimens.naming import Range, Read
from curbside.regimens.roles import STEPWISE, alternative, named
from curbside.regimens.setting import Setting, with_field
from curbside.types import Phase

_VERBS: Final = re.compile(
    r"\b(?:given|gives?|dos(?:e|age)\b.{0,60}?\b(?:is|are)|injected|taken?|administer\w*|receives?|applied|prescribed)\b",
    re.IGNORECASE,
)
_CHECKING: Final = re.compile(r"\b(?:monitor|check|measur|examin|review|assess|test|visit|seen)\w*", re.IGNORECASE)
_PAUSE: Final = re.compile(
    r"\b(?:rest|break|pause|interruption|washout|free\s+interval|treatment-free|drug-free|off|stop|none)\b",
    re.IGNORECASE,
)
_SAME: Final = re.compile(r"\b(?:the\s+)?same\s+(?:amount|dose)\b", re.IGNORECASE)
_IMPAIRED: Final = re.compile(r"\b(?:impairment|Child-Pugh)\b", re.IGNORECASE)
_AGED: Final = re.compile(r"\baged?\s+(?:over\s+|under\s+)?\Z|\b(?:people|those)\s+\Z", re.IGNORECASE)


def fill(text: str, step: Step, setting: Setting, bars: Sequence[Condition]) -> tuple[Phase, ...] | None:
    """The phases of a step whose drug and the like stand in `setting`; None where something in it is unclear."""
    used = [*(read.span for read in maxima.maxima(text, step) if read), *maxima.places(text, step)]
    role = fields.role(text, step)
    found = fields.step_frequencies(text, step, bars, used)
    found = _of_the_dose(step, found)
    timing = fields.timing(text, found, stepwise=role is not None and role.value in STEPWISE)
    clear = _alternatives(text, step.doses) and step.opener != "unread" and not _is_multiple(text, step)
    clear = clear and not (lengths.is_parted(text, step) or groups.are_listed(text, step.start, step.end))
    if not clear or timing is None or _unbound(text, step, bars, setting.label):
        return None
    phase = _whole(text, step, setting, bars, found)
    amounts = list(_amounts(text, step, setting, phase))
    made = [_timed_or(p, timing, i) for p, i in product(amounts, range(len(timing)))] if timing else amounts
    if not all(_is_regimen(text, step, setting, p) for p in made):
        return ()
    return tuple(_for_each_drug(made, setting.drugs))


def _of_the_dose(step: Step, found: list[Frequency]) -> list[Frequency]:
    """The frequencies without those that say how often a dose is raised ("titrated weekly to 200 mg once daily")."""
    if step.opener not in ("increase", "reduced") or not step.doses:
        return found
    return [f for f in found if not step.opened <= f.start < step.doses[0].start]


def goes_on_with(text: str, step: Step) -> bool:
    """Whether a step without an amount goes on with that of the step before ("then twice weekly")."""
    if _CHECKING.search(text, step.start, step.end) or _PAUSE.search(text, step.start, step.end):
        return False
    return step.opener in ("then", "repeat") or bool(_SAME.search(text, step.start, step.end))


def same_amount(text: str, step: Step) -> int | None:
    """Where a step says "the same amount"."""
    match = _SAME.search(text, step.start, step.end)
    return match.start() if match else None


def _whole(text: str, step: Step, setting: Setting, bars: Sequence[Condition], found: Sequence[Frequency]) -> Phase:
    """What holds for every amount and timing of the step."""
    single, period = maxima.maxima(text, step)
    phase = setting.known
    role = fields.role(text, step)
    phase = with_field(phase, "role", role.value, role.span) if role else phase
    for name, bound in (("maximum_dose", single), ("maximum_per_period", period)):
        phase = with_field(phase, name, bound.value, bound.span) if bound else phase
    label = setting.label.span if setting.label else None
    elsewhere = [label, *maxima.limits(text, step)]
    own = [b for b in bars if b.kind != "aside" and not any(groups.inside(b.end - 1, span) for span in elsewhere)]
    when = _condition(text, step, own)
    phase = with_field(phase, "condition", when.value, when.span) if when else phase
    phase = _ended(text, step, bars, _timed(text, step, phase, found), timed=any(f.period for f in found))
    return _with_band(text, step, bars, setting.label, phase)


def _with_band(text: str, step: Step, bars: Sequence[Condition], label: Read | None, phase: Phase) -> Phase:
    """The phase with the age or weight band of its own words, else of the label of its list item or table row."""
    band = groups.band(text, step.start, step.end, bars)
    own = phase.spans.get("population", (-1, -1))[0]
    if label and not (band and band.span[0] >= label.span[1]) and own < label.span[1]:
        band = label
    return with_field(phase, "population", band.value, band.span) if band else phase


def _alternatives(text: str, doses: Sequence[Measure]) -> bool:
    return all(re.fullmatch(r"\s+or\s+", text[a.end : b.start]) for a, b in pairwise(doses))


def _is_multiple(text: str, step: Step) -> bool:
    """Whether a count stands before the amount that is none of a product known here ("two 5 ml spoonfuls")."""
    counts = [m.end for m in quantities(text, step.start, step.end) if m.unit == "1" and m.comparator is None]
    return any(re.fullmatch(r"\s+(?:of\s+)?|\s?[x×]\s?", text[end : d.start]) for end in counts for d in step.doses)


def _unbound(text: str, step: Step, bars: Sequence[Condition], label: Read | None) -> bool:
    """Whether a value of the patient ("eGFR below 30") limits the step in a way that no condition holds."""
    band = groups.band(text, step.start, step.end, bars)
    timed = [(f.start, f.end) for f in frequencies(text)]
    for measure in quantities(text, step.start, step.end):
        if any(start < measure.end and measure.start < end for start, end in timed):
            continue
        if measure in step.doses or any(groups.inside(measure.start, r.span) for r in (label, band) if r):
            continue
        if measure.unit == "1" and lengths.is_length(text, measure.end):
            continue
        if any(b.start <= measure.start < b.end for b in bars) or is_strength(text, measure):
            continue
        if measure.unit.endswith(("/mL", "/{dose}", "/{tablet}")):
            continue
        if "/" in measure.unit or measure.unit in ("kg", "mm[Hg]", "%", "Cel"):
            return True
        if measure.unit == "1" and measure.comparator and not _AGED.search(text[step.start : measure.start]):
            return True
    unread = [m.start() for m in _IMPAIRED.finditer(text, step.start, step.end)]
    held = [*bars, *(Condition("when", *m) for m in groups.organs(text, step.start, step.end))]
    return any(not any(b.start <= place < b.end for b in held) for place in unread)


def _condition(text: str, step: Step, bars: Sequence[Condition]) -> Read | None:
    """The words that limit or end a step; those that stand apart are joined by "; " in the order of the text."""
    places = [(b.start, b.end) for b in bars]
    for other in (fields.time_of_day(text, step), lengths.if_necessary(text, step)):
        if other and not any(start <= other.span[0] < end for start, end in places):
            places.append(other.span)
    if not places:
        return fields.with_food(text, step)
    runs: list[Range] = []
    for start, end in sorted(places):
        if runs and re.fullmatch(r"[\s,]*(?:and|or)?\s*", text[runs[-1][1] : start]):
            runs[-1] = (runs[-1][0], end)
        else:
            runs.append((start, end))
    words = "; ".join(re.sub(r"\s+", " ", text[start:end]) for start, end in runs)
    return Read(words, (runs[0][0], runs[-1][1]))


def _ended(text: str, step: Step, bars: Sequence[Condition], phase: Phase, timed: bool) -> Phase:
    duration, count, always = (
        lengths.duration(text, step, bars),
        lengths.count(text, step, timed),
        lengths.lifelong(text, step),
    )
    needed = lengths.as_needed(text, step, [b for b in bars if b.kind == "until"])
    until = next((b for b in bars if b.kind == "until"), None)
    if count:
        phase = with_field(with_field(phase, "count", count.value, count.span), "end", "count", count.span)
    if duration:
        phase = with_field(
            with_field(phase, "duration", duration.value, duration.span), "end", "duration", duration.span
        )
    if until:
        phase = with_field(phase, "end", "until", (until.start, until.end))
    if always:
        phase = with_field(phase, "end", "lifelong", always)
    return with_field(phase, "as_needed", True, needed) if needed else phase


def _timed(text: str, step: Step, phase: Phase, found: Sequence[Frequency]) -> Phase:
    divided = next((f for f in found if f.divided), None)
    if divided and not lengths.undivided_or_not(text, step):
        phase = with_field(phase, "divided", divided.divided, (divided.start, divided.end))
    day = fields.on_day(text, step)
    return _with_times(phase, day.value, "1", "d", day.span) if day else phase


def _with_timing(phase: Phase, frequency: Frequency) -> Phase:
    span = (frequency.start, frequency.end)
    return _with_times(phase, frequency.times, frequency.period, frequency.period_unit, span)


def _timed_or(phase: Phase, timing: Sequence[Frequency], i: int) -> Phase:
    """The phase with the i-th of its timings; all but the first are alternatives."""
    timed = _with_timing(phase, timing[i])
    return _or(timed, (timing[i - 1].end, timing[i].start)) if i else timed


def _or(phase: Phase, span: Range) -> Phase:
    role = alternative(phase.role)
    return phase if role == phase.role else with_field(phase, "role", role, span)


def _with_times(phase: Phase, times: str | None, period: str | None, unit: str | None, span: Range) -> Phase:
    for name, value in (("times", times), ("period", period), ("period_unit", unit)):
        phase = with_field(phase, name, value, span)
    return phase


def _amounts(text: str, step: Step, setting: Setting, phase: Phase) -> Iterator[Phase]:
    """The phase with each of its amounts; without one of its own, with that of the step before where it goes on."""
    for i, dose in enumerate(step.doses):
        span = (dose.start, _with_unit(step.doses, i))
        one = with_field(phase, "amount", fields.amount_of(dose), span)
        one = _or(one, (step.doses[i - 1].end, dose.start)) if i else one
        one = with_field(one, "per", dose.per, span) if dose.per else one
        shape = naming.form_of_dose(text, dose, step.end)
        own = step.start <= one.spans.get("form", (-1, -1))[0]
        yield with_field(one, "form", shape.value, shape.span) if shape and not own else one
    before = setting.previous
    if step.doses:
        return
    if before is None or before.amount is None or not goes_on_with(text, step):
        yield phase
        return
    for name in ("amount", "per", "maximum_dose"):
        value = getattr(before, name)
        if value is not None and getattr(phase, name) is None:
            phase = with_field(phase, name, value, before.spans[name])
    yield phase


def _with_unit(doses: Sequence[Measure], i: int) -> int:
    """Where the i-th of several alternatives ends, with the unit that may stand with a later one ("5 or 10 mg")."""
    return next((d.end for d in doses[i:] if re.search(r"[^\W\d]|%", d.text)), doses[i].end)


def _is_regimen(text: str, step: Step, setting: Setting, phase: Phase) -> bool:
    """Whether there is enough to be a regimen: what is given or the most of it, and something that says how."""
    bounded = phase.maximum_dose is not None or phase.maximum_per_period is not None
    role = named(phase.role)
    if phase.amount is None and not bounded:
        return bool(phase.period and (phase.drug or phase.form))
    if phase.amount is None and not (phase.drug or role or phase.maximum_per_period):
        return False
    own = (phase.period, phase.duration, phase.count, phase.end, phase.per, phase.divided, phase.maximum_per_period)
    if any(own) or phase.as_needed or phase.condition or setting.leads or (role and role != "usual"):
        return True
    here = phase.spans.get("route", (-1, -1))
    routed = bool(phase.route) and (
        setting.stated or step.start <= here[0] < step.end or "context:route" in phase.spans
    )
    banded = phase.spans.get("population", (-1, -1))[0] >= step.start and bool(phase.drug)
    return routed or banded or phase.maximum_dose is not None or bool(_VERBS.search(text, step.start, step.end))


def _for_each_drug(phases: Sequence[Phase], drugs: Sequence[Read]) -> Iterator[Phase]:
    for phase in phases:
        if len(drugs) < 2:
            yield phase
        for drug in drugs if len(drugs) > 1 else ():
            yield with_field(phase, "drug", drug.value, drug.span)
