"""What the phases of a saying lay down: dose and interval, maximum, duration."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import takewhile
from typing import Final

from curbside.evidence.conflicts.contents import Dosing, Extent, Extents, Rhythm, extent, rhythm
from curbside.evidence.conflicts.sayings import Point, Range, Saying
from curbside.evidence.conflicts.scopes import Scope, bounded, forms_in, narrowed, salts_near, scope_of, staged, whom
from curbside.language.measures import measures
from curbside.language.numbers import plain
from curbside.language.units import MASS, TIME_UNITS
from curbside.regimens.roles import is_alternative
from curbside.types import Amount, Phase

_MORE: Final = re.compile(
    r"\b(?:higher|larger|greater|increased|additional|further)\s+(?:single\s+|daily\s+)?doses?\s+(?:may|might|can|could|are|is)\b"
    r"|\bmore\s+(?:may|might)\s+be\s+(?:needed|required|given)|\bor\s+more\b|\bmay\s+(?:then\s+)?be\s+(?:increased|doubled|raised)"
    r"|\b(?:can|could|might)\s+be\s+(?:increased|doubled|raised)|\b(?:may|might)\s+(?:need|require)\s+(?:higher|larger|more)"
    r"|\bat\s+least\b",
    re.IGNORECASE,
)
_LESS: Final = re.compile(
    r"\b(?:lower|smaller|reduced)\s+doses?\s+(?:may|might|can)\b|\bmay\s+be\s+(?:reduced|halved|lowered)|\bor\s+less\b",
    re.IGNORECASE,
)
_ADJUSTED: Final = re.compile(
    r"\badjust(?:ed|able)\s+(?:for|to|according|by|depending|individually)\b|\b(?:individualised|individualized|titrated)\b"
    r"|\baccording\s+to\s+(?:the\s+)?(?:\w+\s+)?(?:response|age|symptoms|severity|need)",
    re.IGNORECASE,
)
_BINDING: Final = re.compile(
    r"(?:only\s+)?(?:if|when|where|unless|provided|in|at|with|for|weighing|after|before|on)\b"
    r"(?!\s+(?:night|bedtime|the\s+(?:morning|evening)))",
    re.IGNORECASE,
)
_DAILY: Final = re.compile(r"daily|an?\s+day|per\s+day|/\s?d(?:ay)?|in\s+24\s+h(?:ours)?", re.IGNORECASE)
_STRENGTH_UNITS: Final = frozenset({*MASS, "%", "[IU]", "{unit}"})
_AFTER: Final = re.compile(r"after\s", re.IGNORECASE)
_COUNTED: Final = ("increase by", "decrease by")


def points(saying: Saying) -> Iterator[Point]:
    """The doses, maxima and durations of a saying."""
    whole = scope_of(saying.text, saying.context)
    for place, phase in enumerate(saying.phases):
        if phase.drug is None:
            continue
        scope = _scope(saying, whole, place)
        if not (place and is_alternative(phase.role)) and _of_a_regimen(phase):
            yield from _dosing(saying, phase, scope, _alternatives(saying, place))
        yield from _maxima(saying, phase, scope)
        yield from _duration(saying, phase, scope)
        yield from _delay(saying, phase, scope)


def _scope(saying: Saying, whole: Scope, place: int) -> Scope:
    phase = saying.phases[place]
    at = _at(phase, "amount") or (0, 0)
    scope = narrowed(whole, saying.text, at[0], phase.population, phase.indication)
    routes = frozenset(phase.route) or scope.routes
    scope = bounded(scope, whom(saying.text, at[0]))
    stage = staged(phase.role, place, saying.context)
    if stage.startswith("step "):
        # The third step of one regimen is not the third of another that has more of them.
        stage = f"{stage} of {len(saying.phases)}"
    forms = frozenset({phase.form}) if phase.form else forms_in(saying.text)
    scope = replace(scope, routes=routes, stage=stage, forms=forms, salts=salts_near(saying.text, phase.drug))
    binds = phase.condition and phase.end != "until" and _BINDING.match(phase.condition)
    return bounded(scope, phase.condition) if binds else scope


def _of_a_regimen(phase: Phase) -> bool:
    """Whether anything is said of the amount but the drug: a bare "10 mg" is a strength as likely as a dose."""
    return any(name not in ("drug", "form", "amount") for name in phase.spans)


def _alternatives(saying: Saying, place: int) -> list[Extent]:
    """The amounts between which the source leaves the choice with that of the phase at `place` ("10 or 20 mg")."""
    following = takewhile(lambda p: is_alternative(p.role), saying.phases[place + 1 :])
    found = (extent(p.amount, _at(p, "amount")) for p in following if p.drug == saying.phases[place].drug)
    return [e for e in found if e]


def _dosing(saying: Saying, phase: Phase, scope: Scope, others: list[Extent]) -> Iterator[Point]:
    amount = extent(phase.amount, _at(phase, "amount"))
    for other in others:
        if amount and other.unit == amount.unit and amount.low is not None and amount.high is not None:
            lows, highs = (amount.low, other.low), (amount.high, other.high)
            amount = replace(
                amount,
                low=min(n for n in lows if n is not None),
                high=max(n for n in highs if n is not None),
                at=(min(amount.at[0], other.at[0]), max(amount.at[1], other.at[1])),
            )
    often = _rhythm(saying.text, phase)
    if phase.role in _COUNTED or (amount is None and often is None):
        return
    if amount:
        amount = _opened(saying, amount)
    role = f"{scope.stage} " if scope.stage in ("maintenance", "loading") else ""
    role = "starting " if scope.stage == "start" else role
    if _is_for_something(scope):
        yield _point(saying, phase, ("dose", phase.per or ""), scope, Dosing(role, amount, often))


def _is_for_something(scope: Scope) -> bool:
    """Whether it is told for what or for whom: two doses of a drug with neither may be for two things."""
    return bool(scope.conditions or scope.bands or scope.groups != {"general"} or scope.bounds)


def _opened(saying: Saying, amount: Extent) -> Extent:
    """With what the sentence, or the one after it, says of more or less being needed."""
    told = f"{saying.text} {saying.after}"
    adjusted = bool(_ADJUSTED.search(told))
    held = measures(saying.text)
    strengths = {f"{plain(m.low)} {m.unit}" for m in held if m.unit in _STRENGTH_UNITS and m.low is not None}
    strengths |= set(re.findall(r"\b1\s?:\s?1[0, ]*000\b", saying.text))
    return replace(
        amount,
        open_up=adjusted or bool(_MORE.search(told)) or amount.high is None,
        open_down=adjusted or bool(_LESS.search(told)) or amount.low is None,
        strengths=frozenset(strengths),
    )


def _rhythm(text: str, phase: Phase) -> Rhythm | None:
    at = _at(phase, "period", "times", "period_unit")
    found = rhythm(phase.times, phase.period, phase.period_unit, at)
    if found is None or at is None:
        return found
    plain_day = bool(_DAILY.fullmatch(text[at[0] : at[1]].strip()))
    return replace(found, divided=phase.divided is not None, plain=plain_day)


def _maxima(saying: Saying, phase: Phase, scope: Scope) -> Iterator[Point]:
    for name, what in (("maximum_dose", "maximum single dose"), ("maximum_per_period", "maximum dose per period")):
        value = extent(getattr(phase, name), _at(phase, name))
        if value and value.high is not None:
            value = replace(value, low=value.high)
            loose = replace(scope, stage="", bounds=scope.bounds if scope.bounds_of_value else frozenset())
            yield _point(saying, phase, (name, phase.per or ""), loose, Extents(what, (value,)))


def _duration(saying: Saying, phase: Phase, scope: Scope) -> Iterator[Point]:
    value = extent(phase.duration, _at(phase, "duration"))
    if value and value.unit in ("s", "mo"):
        role = "" if scope.stage == "dose" else f"{scope.stage} "
        yield _point(saying, phase, ("duration",), scope, Extents(f"{role}duration", (value,)))


def _delay(saying: Saying, phase: Phase, scope: Scope) -> Iterator[Point]:
    """After what time the same amount is given ("a second dose after 5 minutes")."""
    at, amount = _at(phase, "condition"), extent(phase.amount, _at(phase, "amount"))
    match = _AFTER.match(phase.condition or "")
    held = [m for m in measures(saying.text) if at and at[0] <= m.start < at[1]]
    if match is None or amount is None or len(held) != 1 or held[0].unit not in TIME_UNITS:
        return
    value = extent(Amount(_text(held[0].low), _text(held[0].high), held[0].unit), (held[0].start, held[0].end))
    if value:
        key = ("delay", str(amount.low), str(amount.high), amount.unit)
        free = replace(scope, bounds=frozenset(), bounds_of_value=False)
        yield _point(saying, phase, key, free, Extents("time before the dose", (value,)))


def _text(value: Decimal | None) -> str | None:
    return None if value is None else plain(value)


def _point(saying: Saying, phase: Phase, key: tuple[str, ...], scope: Scope, content: Dosing | Extents) -> Point:
    drug = str(phase.drug)
    about = f"{{what}} of {drug}{{whom}}"
    return Point(saying, (*key, drug), about, drug, scope, content)


def _at(phase: Phase, *names: str) -> Range | None:
    return next((phase.spans[n] for n in names if n in phase.spans), None)
