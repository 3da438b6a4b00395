"""Doses in text as data: a sentence of a label or guideline becomes the phases of a regimen.

Every field is read from a place in the text (or, as "context:<field>", in the context) or left unstated. What cannot be
read with certainty gives no phase and is listed as not understood: a wrong dose is the worst that can come out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

from curbside.regimens import asides, fields, groups, lengths, maxima, naming, unlisted, unread
from curbside.regimens.amounts import DOSE_UNITS, may_dose, quantities
from curbside.regimens.bounding import is_maximum
from curbside.regimens.clauses import Step, sentences, steps
from curbside.regimens.labels import is_unlabelled, label
from curbside.regimens.phases import read_step
from curbside.regimens.reports import before_reason, is_report
from curbside.regimens.roles import STEPWISE
from curbside.regimens.setting import Setting, with_field
from curbside.regimens.sharing import is_bare, shared
from curbside.types import Phase

_EMPTY: Final = re.compile(r"[,;\s]*(?:\b(?:and|or)\s+)?(?:\b(?:then|thereafter)\b)?[,;\s]*\Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Parsed:
    """The phases in order, and the parts that look like dosing but could not be read."""

    phases: tuple[Phase, ...]
    not_understood: tuple[str, ...] = ()


def parse(text: str, context: str = "") -> Parsed:
    """The phases that `text` states.

    context: lead-in, header cells or heading; it may supply drug, form, route, population and indication, with spans
    named "context:drug" and so on, whose offsets are in `context`. Reports of trials, laboratory thresholds, strengths
    and amounts that are advised against give no phase. A step of titration ("increased by 25 mg every week") has the
    role "increase by" or "decrease by"; its amount is the step, not a dose. The unit of a maximum for a period says the
    period ("mg/d").
    """
    phases: list[Phase] = []
    missed: list[str] = []
    if not may_dose(text) and not unread.is_unclear(text, 0, len(text)):
        return Parsed(())
    if is_unlabelled(text, context):
        return Parsed((), (text.strip(),))
    setting = replace(_from_context(context), label=label(text, context))
    for start, whole in sentences(text):
        end = before_reason(text, start, whole)
        unclear = unread.is_unclear(text, start, end)
        if is_report(re.sub("[↑↓]", " ", text) if unclear else text, start, end):
            continue
        if unclear:
            missed.append(text[start:end].strip())
            continue
        found, left = _sentence(text, start, end, setting)
        phases.extend(found)
        missed.extend((*left, *unread.unread(text, start, end, found, left, known=setting.known.drug is not None)))
    return Parsed(tuple(phases), tuple(missed))


def _from_context(context: str) -> Setting:
    known = Phase()
    end = len(context)
    named = naming.drug_mentions(context, 0, end)
    if len({m.concept for m in named}) == 1:
        span = (named[0].start, named[0].end)
        known = with_field(known, "drug", named[0].concept, span, "context:")
        shape = naming.form(context, span, 0, end)
        known = with_field(known, "form", shape.value, shape.span, "context:") if shape else known
    headed = unlisted.in_heading(context) if not named else None
    known = with_field(known, "drug", headed.value, headed.span, "context:") if headed else known
    route = naming.routes(context, 0, end, end, ())
    if route and not route.unclear:
        known = with_field(known, "route", route.names, route.span, "context:")
    whom = groups.band(context, 0, end, ()) or groups.population(context, 0, end, end, ())
    known = with_field(known, "population", whom.value, whom.span, "context:") if whom else known
    what = groups.indication(context, 0, end, end, ())
    known = with_field(known, "indication", what.value, what.span, "context:") if what else known
    return Setting(known, stated=bool(context))


def _sentence(text: str, start: int, end: int, setting: Setting) -> tuple[list[Phase], list[str]]:
    setting = replace(setting, closing=naming.trailing_route(text, start, end))
    phases: list[Phase] = []
    missed: list[str] = []
    taken = steps(text, start, end)
    bare: list[Phase] = []
    for i, step in enumerate(taken):
        if _EMPTY.match(text[step.start : step.end]):
            continue
        if _is_upper_bound_alone(text, step) and phases:
            phases, left = _bounded(text, step, phases)
            missed.extend(left)
            continue
        before, after = setting, taken[i + 1] if i + 1 < len(taken) else None
        setting, read = read_step(text, step, replace(before, leads=_leads(after)))
        phases.extend(shared(text, bare, read[0]) if bare and read else ())
        bare = [*bare, *_bare(text, step, before, after)] if read == () else []
        if read is None or (read == () and fields.most_often(text, step)):
            missed.append(text[step.start : step.end].strip(" ,;"))
        phases.extend(read or ())
        missed.extend(_left_over(text, step) if read else ())
    return phases, missed


def _leads(after: Step | None) -> bool:
    """Whether the next step goes on from this one, so that an amount alone is a dose here."""
    return after is not None and (after.opener == "repeat" or (after.opener == "then" and bool(after.doses)))


def _bare(text: str, step: Step, setting: Setting, after: Step | None) -> list[Phase]:
    """The amounts of a step that says nothing else, where the next one is joined to it by "and"."""
    if after is None or after.opener != "and" or not after.doses:
        return []
    return [p for p in read_step(text, step, replace(setting, leads=True))[1] or () if is_bare(p)]


def _left_over(text: str, step: Step) -> list[str]:
    """The parts of a step that has been read which no field of it holds."""
    choice = lengths.undivided_or_not(text, step)
    return [
        *maxima.unread_maxima(text, step),
        *fields.most_often(text, step),
        *([text[slice(*choice)]] if choice else []),
        *asides.other_choices(text, step.start, step.end),
    ]


def _is_upper_bound_alone(text: str, step: Step) -> bool:
    """Whether a step only bounds what stands before it ("; a single dose above 75 mg is not recommended")."""
    if step.doses or step.opener not in ("stop", ""):
        return False
    bounds = [m for m in quantities(text, step.start, step.end) if m.unit in DOSE_UNITS and is_maximum(text, m)]
    return bool(bounds) and not naming.drug_mentions(text, step.start, step.end) and not maxima.barred(text, step)


def _bounded(text: str, step: Step, phases: list[Phase]) -> tuple[list[Phase], list[str]]:
    """The phases with the bound that a later step sets for all of them; unread where it is unclear for which."""
    single, period = maxima.maxima(text, step)
    if maxima.unread_maxima(text, step) or len({(p.drug, p.population) for p in phases}) > 1:
        return phases, [text[step.start : step.end].strip(" ,;")]
    result = []
    for phase in phases:
        if phase.role not in STEPWISE and single and phase.maximum_dose is None:
            phase = with_field(phase, "maximum_dose", single.value, single.span)
        if phase.role not in STEPWISE and period and phase.maximum_per_period is None:
            phase = with_field(phase, "maximum_per_period", period.value, period.span)
        result.append(phase)
    return result, []
