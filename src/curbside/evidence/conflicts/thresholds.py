"""Differing thresholds for one act: "eGFR below 30" or "below 45" for stopping the same drug.

The quantity, the side (below or above) and the act must be the same; eGFR and creatinine clearance are two quantities.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from curbside.evidence.conflicts.advice import clauses, stance_of
from curbside.evidence.conflicts.contents import Extent, Extents
from curbside.evidence.conflicts.sayings import Point, Range, Saying
from curbside.evidence.conflicts.scopes import Scope, scope_of
from curbside.evidence.conflicts.scores import named_scores
from curbside.language import lexicon
from curbside.language.measured import measured
from curbside.language.measures import Measure, canonical, measures
from curbside.language.units import MASS
from curbside.regimens.naming import drug_mentions

_USUAL: Final = {
    "eGFR": "mL/min/{1.73_m2}",
    "creatinine clearance": "mL/min",
    "systolic blood pressure": "mm[Hg]",
    "diastolic blood pressure": "mm[Hg]",
    "blood pressure": "mm[Hg]",
    "BMI": "kg/m2",
    "age": "a",
}
_ACTS: Final = (
    (
        "the dose is reduced",
        re.compile(
            r"\b(?:reduc|halv|lower)\w*\s+(?:the\s+|its\s+)?(?:[\w-]+\s+){0,2}?dos(?:e|age)|\bdos(?:e|age)s?\b[^,;]{0,40}?\b(?:reduced|halved|"
            r"lowered|adjusted|reviewed)\b|\bdose\s+(?:reduction|adjustment)",
            re.IGNORECASE,
        ),
    ),
    (
        "there is a diagnosis",
        re.compile(r"\bdiagnos\w+|\bdefin(?:ed|es|ition)\b|\bis\s+an(?:aemia|emia)\b|\bindicat(?:es|ive)\b", re.I),
    ),
    ("is the target", re.compile(r"\btargets?\b|\bgoals?\b|\baim(?:ed|s)?\b", re.IGNORECASE)),
    ("there is a referral", re.compile(r"\brefer(?:red|ral)?\b|\badmi(?:t|tted|ssion)\b", re.IGNORECASE)),
)
_STARTS: Final = re.compile(
    r"\b(?:start|initiat|treat|offer|giv|recommend|indicat|consider|transfus)\w*", re.IGNORECASE
)
_NEAR: Final = 45
_BETWEEN: Final = re.compile(r"[;:]|\b(?:and|or)\b(?=.*\b(?:and|or)\b)")


def points(saying: Saying) -> Iterator[Point]:
    """The thresholds of a saying, those of one act and quantity together."""
    if not any(m.comparator or "target" in saying.text for m in measures(saying.text)):
        return
    found: dict[tuple[str, str, str, str], list[Extent]] = {}
    scopes: dict[tuple[str, str, str, str], Scope] = {}
    for start, end in clauses(saying.text):
        clause = saying.text[start:end]
        subject_ = _subject(clause) or _subject(saying.text)
        act = _act(clause)
        if subject_ is None or act is None:
            continue
        for measure in measures(clause):
            bound = _bound(clause, measure, act, start)
            if bound:
                quantity, side, value = bound
                key = (subject_, quantity, act, side)
                found.setdefault(key, []).append(value)
                scopes.setdefault(key, _scope(saying, clause, subject_))
    for (subject_, quantity, act, side), values in found.items():
        about = f"{quantity} {side} which {act} ({subject_})" if side else f"{quantity} that {act} ({subject_})"
        yield Point(
            saying,
            ("threshold", subject_, quantity, act, side),
            about,
            subject_,
            scopes[subject_, quantity, act, side],
            Extents("threshold", tuple(values)),
        )


def _subject(clause: str) -> str | None:
    """The drug that a clause is on, else its condition."""
    tests = [range(m.start, m.end) for m in measured(clause)]
    drugs = [m for m in drug_mentions(clause, 0, len(clause)) if not any(m.start in t for t in tests)]
    if drugs:
        return drugs[0].concept
    return " with ".join(sorted({m.concept for m in lexicon.find(clause, "condition")})) or None


def _act(clause: str) -> str | None:
    named = next((name for name, pattern in _ACTS if pattern.search(clause)), None)
    if named:
        return named
    stance = stance_of(clause)
    if stance and stance[0] == "against":
        return "it is not given"
    return "it is given" if stance or _STARTS.search(clause) else None


def _bound(clause: str, measure: Measure, act: str, offset: int) -> tuple[str, str, Extent] | None:
    """The quantity, the side and the value of a threshold; None where a measure is none."""
    quantity = _quantity(clause, measure)
    target = act == "is the target"
    if quantity is None or not (measure.comparator or (target and measure.low == measure.high)):
        return None
    side = "" if target else {"<": "below", ">": "above"}[str(measure.comparator)[0]]
    unit = _USUAL.get(quantity, measure.unit) if measure.unit == "1" else measure.unit
    if quantity == "eGFR" and unit == "mL/min":
        unit = _USUAL["eGFR"]
    whole = canonical(replace(measure, unit=unit), quantity)
    value = whole.low if whole.low is not None else whole.high
    if value is None:
        return None
    at = (offset + measure.start, offset + measure.end)
    return quantity, side, Extent(value, value, whole.unit, unit, at)


def _quantity(clause: str, measure: Measure) -> str | None:
    """What a measure is of: the last quantity or score named before it, with no other number between."""
    if measure.per or measure.unit in MASS:
        return None
    if measure.unit == "a" and re.search(
        r"\bage[ds]?\b|\bolder\b|\byounger\b|\bover\b|\bunder\b", clause, re.IGNORECASE
    ):
        return "age"
    named: list[tuple[str, Range]] = [(m.concept, (m.start, m.end)) for m in measured(clause)]
    named += [(f"{name} score", at) for name, at in named_scores(clause)]
    before = [
        (concept, at) for concept, at in named if at[1] <= measure.start + len(measure.text) and at[0] < measure.start
    ]
    if not before:
        return None
    concept, at = max(before, key=lambda n: n[1][1])
    between = clause[at[1] : measure.start]
    others = any(m.start >= at[1] and m.end <= measure.start for m in measures(clause))
    return None if len(between) > _NEAR or others or ";" in between else concept


def _scope(saying: Saying, clause: str, subject_: str) -> Scope:
    """The scope without routes and steps; a drug's threshold holds for all of its indications where none is named."""
    scope = scope_of(clause, "" if clause == saying.text else saying.text)
    ages = frozenset() if re.search(r"\bage[ds]?\b", clause, re.IGNORECASE) else scope.bands
    scope = replace(scope, routes=frozenset[str](), forms=frozenset[str](), stage="", bands=ages)
    if lexicon.drugs_in(subject_):
        return replace(scope, conditions=frozenset[tuple[str, bool]](), severity=frozenset[str]())
    return scope
