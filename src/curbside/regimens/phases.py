"""Makes phases of one step of a dosing sentence, with what it takes over from the steps before it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise, product
from typing import Any, Final

from curbside.language.frequencies import Frequency
from curbside.language.measures import Measure
from curbside.regimens import fields, naming
from curbside.regimens.clauses import Condition, Step, asides, conditions, quantities
from curbside.regimens.naming import Range, Read, Routes
from curbside.regimens.roles import alternative, named
from curbside.types import Phase

_NO_REGIMEN: Final = re.compile(
    r"\b(?:upper\s+(?:level|limit)|toxicity|toxic|overdose[ds]?|lethal|fatal|may\s+(?:produce|cause|mask)|can\s+(?:occur|cause)|"
    r"occurs?\s+with|as\s+effective\s+as|non-?inferior|equivalent\s+to|corresponds?\s+to|available\s+(?:as|in)|supplied|absorbed|"
    r"excreted|half-life|bioavailab\w+|plasma\s+levels?|preferred\s+(?:to|over)|associated\s+with|better\s+than|was|were)\b",
    re.IGNORECASE,
)
_NEGATED: Final = re.compile(
    r"\b(?:(?:should|must|may|is|are|be|can|do|does|could|need)\s+(?:\w+\s+)?not(?!\s+(?:exceed|be\s+exceeded))|cannot|never|"
    r"avoid(?:ed|ing)?|contra-?indicated|not\s+(?:be\s+)?(?:recommended|given|used|advised|indicated|licensed)|no\s+longer|"
    r"withh[eo]ld|stop(?:ped)?|discontinued?)\b",
    re.IGNORECASE,
)
_VERBS: Final = re.compile(
    r"\b(?:given|gives?|dos(?:e|age)\b.{0,60}?\b(?:is|are)|injected|taken?|administer\w*|receives?|applied|prescribed)\b",
    re.IGNORECASE,
)
_CHECKING: Final = re.compile(r"\b(?:monitor|check|measur|examin|review|assess|test|visit|seen)\w*", re.IGNORECASE)
_SAME: Final = re.compile(r"\b(?:the\s+)?same\s+(?:amount|dose)\b", re.IGNORECASE)
_AGED: Final = re.compile(r"\baged?\s+(?:over\s+|under\s+)?\Z|\b(?:people|those)\s+\Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Setting:
    """What a step may take over.

    known: drug, form, route, population and indication so far, with their places. stated: whether a context gave them.
    drugs: the drugs between which the text leaves the choice. previous: the phase of the step just before, if it had
    one. closing: the route that closes the sentence. label: the age or weight band of a list item or table row.
    """

    known: Phase = field(default_factory=Phase)
    stated: bool = False
    drugs: tuple[Read, ...] = ()
    previous: Phase | None = None
    closing: Routes | None = None
    label: Read | None = None


def with_field(phase: Phase, name: str, value: Any, span: Range | None, prefix: str = "") -> Phase:
    """`phase` with one field set (or cleared, where `span` is None) together with its place."""
    spans = {k: v for k, v in phase.spans.items() if k.removeprefix("context:") != name}
    if span is not None:
        spans[prefix + name] = span
    changes: dict[str, Any] = {name: value, "spans": spans}
    return replace(phase, **changes)


def read_step(text: str, step: Step, setting: Setting) -> tuple[Setting, tuple[Phase, ...] | None]:
    """What the next step may take over, and the phases of this one: () where it has none, None where it is unclear."""
    binding = conditions(text, step.start, step.end, _anchor(text, step))
    bars = tuple(sorted((*binding, *asides(text, step.start, step.end)), key=lambda c: c.start))
    goes_on = not step.doses and setting.previous is not None and _goes_on(text, step)
    bound = fields.maxima(text, step) if not step.doses else (None, None)
    if not (step.doses or goes_on or any(bound)):
        # Once an amount has been read, a step without one ("; it is avoided in asthma") says nothing of the others.
        setting = setting if setting.previous or setting.known.amount else _setting(text, step, setting, bars)
        return replace(setting, previous=None), ()
    setting = _setting(text, step, setting, bars)
    body = _without(text, step, bars)
    if _NO_REGIMEN.search(body) or (_NEGATED.search(body) and not any(bound)):
        return replace(setting, previous=None), ()
    phases = _phases(text, step, setting, bars)
    previous = phases[-1] if phases else None
    return replace(setting, previous=previous), phases


def _anchor(text: str, step: Step) -> int:
    if step.doses:
        return step.doses[0].start
    same = _SAME.search(text, step.start, step.end)
    if same:
        return same.start()
    bounds = [m.start for m in fields.bounds(text, step)]
    return bounds[0] if bounds else step.start


def _goes_on(text: str, step: Step) -> bool:
    """Whether a step without an amount goes on with that of the step before ("then twice weekly")."""
    if _CHECKING.search(text, step.start, step.end):
        return False
    return step.opener in ("then", "repeat") or bool(_SAME.search(text, step.start, step.end))


def _without(text: str, step: Step, bars: Sequence[Condition]) -> str:
    body, place = [], step.start
    for bar in bars:
        body.append(text[place : bar.start])
        place = bar.end
    return " ".join([*body, text[place : step.end]])


def _setting(text: str, step: Step, setting: Setting, bars: Sequence[Condition]) -> Setting:
    anchor = step.doses[0] if step.doses else None
    known = setting.known
    named = naming.drugs(text, step, anchor)
    if named is None:
        setting, known = (
            replace(setting, drugs=()),
            with_field(with_field(known, "drug", None, None), "form", None, None),
        )
    elif named:
        known = _with_drug(text, step, known, named[0])
        setting = replace(setting, drugs=tuple(named))
    held = fields.bounds(text, step)
    at = anchor.start if anchor else held[0].start if held else step.end
    what = naming.indication(text, step.start, at, step.end, bars)
    known = with_field(known, "indication", what.value, what.span) if what else known
    whom = naming.population(text, step.start, at, step.end, bars)
    known = with_field(known, "population", whom.value, whom.span) if whom else known
    route = naming.routes(text, step.start, at, step.end, bars)
    if route:
        known = with_field(known, "route", () if route.unclear else route.names, None if route.unclear else route.span)
    elif not known.route and setting.closing:
        known = with_field(known, "route", setting.closing.names, setting.closing.span)
    return replace(setting, known=known)


def _with_drug(text: str, step: Step, known: Phase, named: Read) -> Phase:
    shape = naming.form(text, named.span, step.start, step.end)
    if shape or known.drug not in (None, named.value):
        known = with_field(known, "form", shape.value if shape else None, shape.span if shape else None)
    return with_field(known, "drug", named.value, named.span)


def _phases(text: str, step: Step, setting: Setting, bars: Sequence[Condition]) -> tuple[Phase, ...] | None:
    binding = [b for b in bars if b.kind != "aside"]
    single, period = fields.maxima(text, step)
    used = [read.span for read in (single, period) if read]
    role = fields.role(text, step)
    found = fields.step_frequencies(text, step, bars, used)
    timing = fields.timing(text, found, stepwise=role is not None and role.value == "increase by")
    if (
        _conflicting(text, binding)
        or _unbound(text, step, bars, setting.label)
        or timing is None
        or not _alternatives(text, step.doses)
        or step.opener == "unread"
    ):
        return None
    if not step.doses and role and role.value in ("increase", "reduced") and timing:
        return None
    phase = setting.known
    when = _condition(text, binding) or fields.time_of_day(text, step)
    for name, words in (("role", role), ("condition", when)):
        phase = with_field(phase, name, words.value, words.span) if words else phase
    for name, bound in (("maximum_dose", single), ("maximum_per_period", period)):
        phase = with_field(phase, name, bound.value, bound.span) if bound else phase
    phase = _ended(text, step, bars, _timed(text, step, phase, found))
    phase = _with_band(text, step, bars, setting.label, phase)
    amounts = list(_amounts(text, step, setting, phase))
    made = [_timed_or(p, timing, i) for p, i in product(amounts, range(len(timing)))] if timing else amounts
    if not all(_is_regimen(text, step, setting, p) for p in made):
        return ()
    return tuple(_for_each_drug(made, setting.drugs))


def _with_band(text: str, step: Step, bars: Sequence[Condition], label: Read | None, phase: Phase) -> Phase:
    """The phase with the age or weight band of its own words, else of the label of its list item or table row."""
    band = naming.band(text, step.start, step.end, bars)
    own = phase.spans.get("population", (-1, -1))[0]
    if label and not (band and band.span[0] >= label.span[1]) and own < label.span[1]:
        band = label
    return with_field(phase, "population", band.value, band.span) if band else phase


def _alternatives(text: str, doses: Sequence[Measure]) -> bool:
    return all(re.fullmatch(r"\s+or\s+", text[a.end : b.start]) for a, b in pairwise(doses))


def _unbound(text: str, step: Step, bars: Sequence[Condition], label: Read | None) -> bool:
    """Whether a value of the patient ("eGFR below 30") limits the step in a way that no condition holds."""
    for measure in quantities(text, step.start, step.end):
        if label and label.span[0] <= measure.start < label.span[1]:
            continue
        if any(b.start <= measure.start < b.end for b in bars) or measure.unit.endswith(
            ("/mL", "/{dose}", "/{tablet}")
        ):
            continue
        if "/" in measure.unit or measure.unit in ("kg", "mm[Hg]", "%", "Cel"):
            return True
        if measure.unit == "1" and measure.comparator and not _AGED.search(text[step.start : measure.start]):
            return True
    return False


def _conflicting(text: str, bars: Sequence[Condition]) -> bool:
    """Whether several conditions stand apart, so that no one run of text says them."""
    return any(re.fullmatch(r"[\s,]*(?:and|or)?\s*", text[a.end : b.start]) is None for a, b in pairwise(bars))


def _condition(text: str, bars: Sequence[Condition]) -> Read | None:
    if not bars:
        return None
    start, end = bars[0].start, bars[-1].end
    return Read(re.sub(r"\s+", " ", text[start:end]), (start, end))


def _ended(text: str, step: Step, bars: Sequence[Condition], phase: Phase) -> Phase:
    duration, count, always = fields.duration(text, step, bars), fields.count(text, step), fields.lifelong(text, step)
    needed = fields.as_needed(text, step)
    until = next((b for b in bars if b.kind == "until"), None)
    if duration:
        phase = with_field(
            with_field(phase, "duration", duration.value, duration.span), "end", "duration", duration.span
        )
    if count:
        phase = with_field(with_field(phase, "count", count.value, count.span), "end", "count", count.span)
    if until:
        phase = with_field(phase, "end", "until", (until.start, until.end))
    if always:
        phase = with_field(phase, "end", "lifelong", always)
    return with_field(phase, "as_needed", True, needed) if needed else phase


def _timed(text: str, step: Step, phase: Phase, found: Sequence[Frequency]) -> Phase:
    divided = next((f for f in found if f.divided), None)
    if divided:
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
        one = with_field(phase, "amount", fields.amount_of(dose), (dose.start, dose.end))
        one = _or(one, (step.doses[i - 1].end, dose.start)) if i else one
        one = with_field(one, "per", dose.per, (dose.start, dose.end)) if dose.per else one
        ratio = naming.ratio_after(text, dose.end)
        yield with_field(one, "form", ratio.value, ratio.span) if ratio else one
    before = setting.previous
    if step.doses:
        return
    if before is None or before.amount is None or not _goes_on(text, step):
        yield phase
        return
    for name in ("amount", "per", "maximum_dose"):
        value = getattr(before, name)
        if value is not None and getattr(phase, name) is None:
            phase = with_field(phase, name, value, before.spans[name])
    yield phase


def _is_regimen(text: str, step: Step, setting: Setting, phase: Phase) -> bool:
    """Whether there is enough to be a regimen: an amount (or a maximum) and something that says how it is given."""
    if phase.amount is None and phase.maximum_dose is None and phase.maximum_per_period is None:
        return False
    role = named(phase.role)
    if phase.amount is None and not (phase.drug or role):
        return False
    own = (phase.period, phase.duration, phase.count, phase.end, phase.per, phase.divided, phase.maximum_per_period)
    by_day = (phase.condition or "").lower().startswith("on day")
    if any(own) or by_day or (role and role != "usual"):
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
