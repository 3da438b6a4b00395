"""Differing plans of monitoring: how often the same thing is measured."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from curbside.evidence.conflicts import openness
from curbside.evidence.conflicts.contents import Dosing
from curbside.evidence.conflicts.rhythms import rhythm
from curbside.evidence.conflicts.sayings import Point, Saying
from curbside.evidence.conflicts.scopes import bounded, scope_of
from curbside.language import lexicon
from curbside.language.measured import measured
from curbside.regimens.monitoring import monitoring
from curbside.regimens.naming import drug_mentions


def points(saying: Saying) -> Iterator[Point]:
    """The intervals at which a saying has things measured, each with the drug that it names beside them."""
    for step in monitoring(saying.text):
        often = rhythm(step.times, step.period, step.period_unit, step.spans.get("period"))
        if often is None:
            continue
        oftener, seldomer = openness.of_rhythm(f"{saying.text} {saying.after}")
        often = replace(often, oftener=oftener, seldomer=seldomer)
        named = [m.concept for m in measured(step.what)] or [step.what.lower()]
        span = step.spans["what"]
        drugs = [m for m in drug_mentions(saying.text, 0, len(saying.text)) if not span[0] <= m.start < span[1]]
        beside = sorted(lexicon.concepts(drugs))
        scope = bounded(scope_of(saying.text, saying.context), step.when)
        scope = replace(scope, stage="then" if step.start else "", routes=frozenset[str](), forms=frozenset[str]())
        about = f"{{what}} of {named[0]}{' with ' + beside[0] if beside else ''}{{whom}}"
        yield Point(
            saying, ("monitoring", named[0], *beside), about, named[0], scope, Dosing("monitoring ", None, often)
        )
