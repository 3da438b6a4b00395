"""What the phases of a saying lay down: dose and interval, maximum, duration."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import takewhile
from typing import Final

from curbside.evidence.conflicts import openness
from curbside.evidence.conflicts.contents import Dosing, Extent, Extents, extent
from curbside.evidence.conflicts.courses import basis_of, course, delay, drug_of, length_in, most_of_a_course
from curbside.evidence.conflicts.rhythms import Rhythm, rhythm
from curbside.evidence.conflicts.salts import salts_near
from curbside.evidence.conflicts.sayings import Content, Point, Range, Saying
from curbside.evidence.conflicts.scopes import Scope, bounded, forms_in, narrowed, scope_of, staged, whom
from curbside.language import lexicon
from curbside.language.measures import measures
from curbside.language.numbers import plain
from curbside.language.subject import subject
from curbside.language.units import MASS, TIME_UNITS
from curbside.regimens.roles import is_alternative
from curbside.types import Phase

_BINDING: Final = re.compile(
    r"(?:only\s+)?(?:if|when|where|unless|provided|in|at|with|for|weighing|after|before|on)\b"
    r"(?!\s+(?:night|bedtime|the\s+(?:morning|evening)))",
    re.IGNORECASE,
)
_WHEN: Final = re.compile(r"(?:after|before|with|at|on)\b(?!.*\b(?:ages?|aged|old)\b)", re.IGNORECASE)
_MEAL: Final = re.compile(r"\b(?:meals?|food|breakfast|lunch|dinner|supper|milk|water)\b", re.IGNORECASE)
_DAILY: Final = re.compile(r"daily|an?\s+day|per\s+day|/\s?d(?:ay)?|in\s+24\s+h(?:ours)?", re.IGNORECASE)
_STRENGTH_UNITS: Final = frozenset({*MASS, "%", "[IU]", "{unit}"})
_FIRST: Final = re.compile(r"\b(?:start(?:s|ed|ing)?|initial(?:ly)?|first\s+dose)\b", re.IGNORECASE)
_MOST: Final = re.compile(
    r"\b(?:maximum|maximal|highest|largest|top|the\s+most|ceiling|(?:upper|dose)\s+limit|limited\s+to|capped\s+at|"
    r"not\s+exceed|(?:no|not)\s+more\s+than)\b",
    re.IGNORECASE,
)
_MOST_AFTER: Final = re.compile(
    r"[^.;,0-9]*\b(?:at\s+most|and\s+(?:no|not)\s+more|(?:is|as)\s+(?:the|an?)\s+(?:maximum|highest|largest|most|upper))\b",
    re.IGNORECASE,
)
_COUNTED: Final = ("increase by", "decrease by")


def points(saying: Saying) -> Iterator[Point]:
    """The doses, maxima and durations of a saying."""
    for place, phase in enumerate(saying.phases):
        if phase.drug is None:
            continue
        scope = _scope(saying, place)
        if _is_for_something(scope):
            yield from _dosing(saying, place, scope)
        yield from _maxima(saying, phase, scope)
        yield from _duration(saying, phase, scope)
        yield from _delay(saying, phase, scope)
    yield from _most_of_a_course(saying)
    yield from _plain_course(saying)


def amounts(saying: Saying) -> Iterator[Point]:
    """The doses and maxima of a saying alone, also those for no use and for nobody; the hour or meal restricts none."""
    for place, phase in enumerate(saying.phases):
        if phase.drug is not None:
            scope = _scope(saying, place, not _is_timing(phase.condition or ""))
            yield from _dosing(saying, place, scope)
            yield from _maxima(saying, phase, scope)


def _is_timing(condition: str) -> bool:
    """Whether a condition says no more than when a dose is taken: after so many minutes, with food."""
    held = measures(condition)
    when = all(m.unit in TIME_UNITS for m in held) if held else bool(_MEAL.search(condition))
    named = subject(condition)
    return bool(when and _WHEN.match(condition)) and not (named.conditions or named.populations or named.drugs)


def _scope(saying: Saying, place: int, bound: bool = True) -> Scope:
    phase = saying.phases[place]
    at = _at(phase, "amount") or (0, 0)
    scope = narrowed(scope_of(saying.text, saying.context), saying.text, at[0], phase.population, phase.indication)
    routes = frozenset(phase.route) or scope.routes
    scope = bounded(scope, whom(saying.text, at[0]))
    stage = "maximum" if _is_most(saying.text, phase) else staged(phase.role, place, saying.context)
    if stage.startswith("step "):
        # The third step of one regimen is not the third of another that has more of them.
        stage = f"{stage} of {len(saying.phases)}"
    forms = frozenset({phase.form}) if phase.form else forms_in(saying.text)
    scope = replace(scope, routes=routes, stage=stage, forms=forms, salts=salts_near(saying.text, phase.drug))
    binds = bound and phase.condition and phase.end != "until" and _BINDING.match(phase.condition)
    return bounded(scope, phase.condition) if binds else scope


def _of_a_regimen(phase: Phase) -> bool:
    """Whether anything is said of the amount but the drug: a bare "10 mg" is a strength as likely as a dose."""
    return any(name not in ("drug", "form", "amount") for name in phase.spans)


def _alternatives(saying: Saying, place: int) -> list[Extent]:
    """The amounts between which the source leaves the choice with that of the phase at `place` ("10 or 20 mg")."""
    following = takewhile(lambda p: is_alternative(p.role), saying.phases[place + 1 :])
    found = (extent(p.amount, _at(p, "amount")) for p in following if p.drug == saying.phases[place].drug)
    return [e for e in found if e]


def _dosing(saying: Saying, place: int, scope: Scope) -> Iterator[Point]:
    phase = saying.phases[place]
    if (place and is_alternative(phase.role)) or not _of_a_regimen(phase):
        return
    amount = extent(phase.amount, _at(phase, "amount"))
    for other in _alternatives(saying, place):
        if amount and other.unit == amount.unit and amount.low is not None and amount.high is not None:
            lows, highs = (amount.low, other.low), (amount.high, other.high)
            amount = replace(
                amount,
                low=min(n for n in lows if n is not None),
                high=max(n for n in highs if n is not None),
                at=(min(amount.at[0], other.at[0]), max(amount.at[1], other.at[1])),
            )
    often = _rhythm(saying, phase)
    if phase.role in _COUNTED or (amount is None and often is None):
        return
    if amount:
        amount = _opened(saying, amount)
    role = f"{scope.stage} " if scope.stage in ("maintenance", "loading") else ""
    role = "starting " if scope.stage == "start" else role
    yield _point(saying, phase, ("dose", phase.per or ""), scope, Dosing(role, amount, often))


def _is_for_something(scope: Scope) -> bool:
    """Whether it is told for what or for whom: two doses of a drug with neither may be for two things."""
    return bool(scope.conditions or scope.bands or scope.groups != {"general"} or scope.bounds)


def _is_most(text: str, phase: Phase) -> bool:
    """Whether the amount of a phase is the most that is given, though it is read as a dose ("40 mg daily at most")."""
    at = _at(phase, "amount")
    return at is not None and bool(_MOST.search(_led(text, at[0])) or _MOST_AFTER.match(text, at[1]))


def _led(text: str, place: int) -> str:
    """The words before a place, back to the last figure or stop."""
    return re.split(r"[.;0-9]", text[:place])[-1]


def _opened(saying: Saying, amount: Extent) -> Extent:
    """With what the sentence, or the one after it, says of more or less being needed."""
    more, less = openness.of_amount(f"{saying.text} {saying.after}")
    held = measures(saying.text)
    strengths = {f"{plain(m.low)} {m.unit}" for m in held if m.unit in _STRENGTH_UNITS and m.low is not None}
    strengths |= set(re.findall(r"\b1\s?:\s?1[0, ]*000\b", saying.text))
    return replace(
        amount,
        open_up=more or amount.high is None,
        open_down=less or amount.low is None,
        strengths=frozenset(strengths),
    )


def _rhythm(saying: Saying, phase: Phase) -> Rhythm | None:
    at = _at(phase, "period", "times", "period_unit")
    found = rhythm(phase.times, phase.period, phase.period_unit, at)
    if found is None or at is None:
        return found
    plain_day = bool(_DAILY.fullmatch(saying.text[at[0] : at[1]].strip()))
    oftener, seldomer = openness.of_rhythm(f"{saying.text} {saying.after}")
    return replace(found, divided=phase.divided is not None, plain=plain_day, oftener=oftener, seldomer=seldomer)


def _maxima(saying: Saying, phase: Phase, scope: Scope) -> Iterator[Point]:
    for name, what in (("maximum_dose", "maximum single dose"), ("maximum_per_period", "maximum dose per period")):
        value = extent(getattr(phase, name), _at(phase, name))
        if value and value.high is not None and basis_of(saying.text, value.at) is None:
            value = replace(value, low=value.high)
            stage = "start" if _FIRST.search(_led(saying.text, value.at[0])) else ""
            bounds = scope.bounds if scope.bounds_of_value else frozenset[str]()
            loose = replace(scope, stage=stage, bounds=bounds | _taken_beside(saying, phase))
            yield _point(saying, phase, (name, phase.per or ""), loose, Extents(what, (value,)))


def _taken_beside(saying: Saying, phase: Phase) -> frozenset[str]:
    """The other drugs of a sentence, none of which it doses: a maximum "in people taking" one of them is for those."""
    dosed = {p.drug for p in saying.phases}
    named = lexicon.drugs_in(saying.text)
    own = {m.concept for m in lexicon.drugs_in(phase.drug or "")} | dosed
    return frozenset(m.concept for m in named if m.concept not in own)


def _duration(saying: Saying, phase: Phase, scope: Scope) -> Iterator[Point]:
    role = "" if scope.stage == "dose" else f"{scope.stage} "
    found = course(saying, phase, role, _rhythm(saying, phase))
    if found:
        yield _point(saying, phase, ("duration",), scope, found)


def _delay(saying: Saying, phase: Phase, scope: Scope) -> Iterator[Point]:
    found = delay(saying, phase)
    if found:
        amount, value = found
        key = ("delay", str(amount.low), str(amount.high), amount.unit)
        free = replace(scope, bounds=frozenset(), bounds_of_value=False)
        yield _point(saying, phase, key, free, Extents("time before the dose", (value,)))


def _plain_course(saying: Saying) -> Iterator[Point]:
    """The length of a course told without a dose, to be held against one for life."""
    found = None if saying.phases else length_in(saying.text)
    drug = drug_of(saying.text) if found else None
    if found is None or drug is None:
        return
    scope = scope_of(saying.text, saying.context, restricted=True)
    if _is_for_something(scope):
        about = f"{{what}} of {drug}{{whom}}"
        yield Point(saying, ("duration", drug), about, drug, replace(scope, stage="dose"), found)


def _most_of_a_course(saying: Saying) -> Iterator[Point]:
    for drug, basis, value in most_of_a_course(saying.text):
        scope = replace(scope_of(saying.text, saying.context), stage="", salts=salts_near(saying.text, drug))
        about = f"{{what}} of {drug}{{whom}}"
        content = Extents(f"maximum dose per {basis}", (value,))
        yield Point(saying, ("maximum per", basis, drug), about, drug, scope, content)


def _point(saying: Saying, phase: Phase, key: tuple[str, ...], scope: Scope, content: Content) -> Point:
    drug = str(phase.drug)
    about = f"{{what}} of {drug}{{whom}}"
    return Point(saying, (*key, drug), about, drug, scope, content)


def _at(phase: Phase, *names: str) -> Range | None:
    return next((phase.spans[n] for n in names if n in phase.spans), None)
