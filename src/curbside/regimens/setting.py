"""What one step of a dosing sentence may take over from those before it, or from a heading."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from curbside.regimens import groups, maxima, naming, unlisted
from curbside.regimens.asides import Condition
from curbside.regimens.clauses import Step
from curbside.regimens.naming import Range, Read, Routes
from curbside.types import Phase


@dataclass(frozen=True, slots=True)
class Setting:
    """What a step may take over.

    known: drug, form, route, population and indication so far, with their places. stated: whether a context gave them.
    drugs: the drugs between which the text leaves the choice. previous: the phase of the step just before, if it had
    one. closing: the route that closes the sentence. label: the age or weight band of a list item or table row.
    leads: whether the next step follows this one by "then".
    """

    known: Phase = field(default_factory=Phase)
    stated: bool = False
    drugs: tuple[Read, ...] = ()
    previous: Phase | None = None
    closing: Routes | None = None
    label: Read | None = None
    leads: bool = False


def with_field(phase: Phase, name: str, value: Any, span: Range | None, prefix: str = "") -> Phase:
    """`phase` with one field set (or cleared, where `span` is None) together with its place."""
    spans = {k: v for k, v in phase.spans.items() if k.removeprefix("context:") != name}
    if span is not None:
        spans[prefix + name] = span
    changes: dict[str, Any] = {name: value, "spans": spans}
    return replace(phase, **changes)


def take_in(text: str, step: Step, setting: Setting, bars: Sequence[Condition]) -> Setting:
    """`setting` with the drug, form, indication, population and route that `step` names."""
    setting = _with_drugs(text, step, setting, bars)
    known = setting.known
    held = maxima.bounds(text, step)
    at = step.doses[0].start if step.doses else held[0].start if held else step.end
    what = groups.indication(text, step.start, at, step.end, bars)
    known = with_field(known, "indication", what.value, what.span) if what else known
    whom = groups.population(text, step.start, at, step.end, bars)
    known = with_field(known, "population", whom.value, whom.span) if whom else known
    route = naming.routes(text, step.start, at, step.end, bars)
    if route:
        known = with_field(known, "route", () if route.unclear else route.names, None if route.unclear else route.span)
    elif not known.route and setting.closing:
        known = with_field(known, "route", setting.closing.names, setting.closing.span)
    return replace(setting, known=known)


def _with_drugs(text: str, step: Step, setting: Setting, bars: Sequence[Condition]) -> Setting:
    anchor = next(iter((*step.doses, *maxima.bounds(text, step))), None)
    named = naming.drugs(text, step, anchor)
    if named is None:
        known = with_field(with_field(setting.known, "drug", None, None), "form", None, None)
        return replace(setting, drugs=(), known=known)
    if named:
        named = [unlisted.kind_of(text, d, anchor.start if anchor else step.end) for d in named]
    else:
        other = unlisted.unlisted(text, step, anchor, bars)
        named = [other] if other else []
    if not named:
        return setting
    return replace(setting, drugs=tuple(named), known=_with_drug(text, step, setting.known, named[0]))


def _with_drug(text: str, step: Step, known: Phase, named: Read) -> Phase:
    shape = naming.form(text, named.span, step.start, step.end)
    if shape or known.drug not in (None, named.value):
        known = with_field(known, "form", shape.value if shape else None, shape.span if shape else None)
    return with_field(known, "drug", named.value, named.span)
