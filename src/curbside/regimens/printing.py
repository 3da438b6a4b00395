"""Phases in plain words that `curbside.regimens.grammar.parse` reads back as they were.

Micrograms are written in full; indication and population are not part of the phrase, since they head a regimen.
"""

from __future__ import annotations

from typing import Final

from curbside.regimens.roles import OR, THEN, is_alternative, named
from curbside.types import Amount, Phase

NOT_STATED: Final = "not stated"
_UNIT_WORDS: Final = {
    "ug": ("microgram", "micrograms"),
    "ng": ("nanogram", "nanograms"),
    "mL": ("ml", "ml"),
    "[IU]": ("international unit", "international units"),
    "meq": ("mEq", "mEq"),
    "d": ("day", "days"),
    "wk": ("week", "weeks"),
    "mo": ("month", "months"),
    "a": ("year", "years"),
    "h": ("hour", "hours"),
    "min": ("minute", "minutes"),
}
_EVERY: Final = {"d": "daily", "wk": "weekly", "mo": "monthly", "a": "yearly", "h": "hourly", "min": "every minute"}
_A_PERIOD: Final = {"d": "a day", "wk": "a week", "mo": "a month", "a": "a year", "h": "an hour"}
_TIMES: Final = {"1": "once", "2": "twice", "3": "three times", "4": "four times"}
_ROUTES: Final = {
    "intramuscular": "intramuscularly",
    "intravenous": "intravenously",
    "subcutaneous": "subcutaneously",
    "deep subcutaneous": "deep subcutaneously",
    "intradermal": "intradermally",
    "intrathecal": "intrathecally",
    "intraosseous": "intraosseously",
    "parenteral": "parenterally",
    "oral": "by mouth",
    "sublingual": "sublingually",
    "buccal": "buccally",
    "topical": "topically",
    "transdermal": "transdermally",
    "inhaled": "by inhalation",
    "intranasal": "intranasally",
    "rectal": "rectally",
    "vaginal": "vaginally",
    "ocular": "as eye drops",
}
_OPENINGS: Final = {
    "start": "started at",
    "increase": "increased to",
    "increase by": "increased by",
    "decrease by": "decreased by",
    "reduced": "reduced to",
    "repeat": "repeated",
}
_NAMES: Final = {"usual": "the usual dose"}


def phrase(phase: Phase) -> str:
    """`phase` in words: "hydroxocobalamin 1000 micrograms intramuscularly every 2 months as maintenance"."""
    role = named(phase.role) or ""
    opening = _OPENINGS.get(role, "")
    if is_alternative(phase.role) and opening:
        opening = f"or {opening}"
    bounded = bool(phase.amount and _maximum(phase))
    # Behind a maximum it would bound that and not the dose.
    before = bounded and _condition(phase).startswith("if ")
    parts = [
        phase.role if phase.role in (THEN, OR) else "",
        phase.drug or "",
        phase.form or "",
        opening,
        dose(phase) if phase.amount else _maximum(phase),
        route(phase) if phase.route else "",
        timing(phase) if phase.period else "",
        _divided(phase),
        _length(phase),
        "as needed" if phase.as_needed else "",
        f"{_condition(phase)}," if before else "",
        f"to {_maximum(phase)}" if bounded else "",
        f"as {_NAMES.get(role, role)}" if role and not opening else "",
        "" if before else _condition(phase),
    ]
    return " ".join(part for part in parts if part)


def amount(value: Amount) -> str:
    """An amount in words: "250 to 1000 micrograms", "at least 1000 micrograms", "up to 5 mg"."""
    numerator, _, below = value.unit.partition("/")
    number = value.high if value.low is None else value.low
    ranged = value.low is not None and value.high is not None and value.low != value.high
    one = number == "1" and not ranged
    words = f"{value.low} to {value.high}" if ranged else str(number)
    opening = "up to " if value.low is None else "at least " if value.high is None else ""
    return f"{opening}{words} {_unit(numerator, one)}{'/' + below if below else ''}"


def _unit(code: str, one: bool) -> str:
    if code.startswith("{"):
        word = code.strip("{}")
        return (
            word
            if one
            else f"{word}es"
            if word.endswith("ch")
            else f"{word[:-1]}ies"
            if word.endswith("y") and word[-2] not in "aeiou"
            else f"{word}s"
        )
    return _UNIT_WORDS.get(code, (code, code))[0 if one else 1]


def dose(phase: Phase) -> str:
    """The amount with its basis ("0.01 mg/kg"), or "not stated"."""
    if phase.amount is None:
        return NOT_STATED
    return amount(phase.amount) + ("/" + phase.per.replace(".", "/") if phase.per else "")


def route(phase: Phase) -> str:
    """The routes as adverbs ("intramuscularly or intravenously"), or "not stated"."""
    return " or ".join(_ROUTES.get(name, name) for name in phase.route) or NOT_STATED


def timing(phase: Phase) -> str:
    """How often ("on alternate days", "three times a week"), or "not stated"."""
    if not (phase.times and phase.period and phase.period_unit):
        return NOT_STATED
    times, period, unit = phase.times, phase.period, phase.period_unit
    if times == "1":
        if period == "1":
            return _EVERY[unit]
        return "on alternate days" if (period, unit) == ("2", "d") else f"every {_ranged(period)} {_unit(unit, False)}"
    often = _TIMES.get(times, f"{_ranged(times)} times")
    if period == "1":
        return (
            f"{often} every minute"
            if unit == "min"
            else "twice daily"
            if (times, unit) == ("2", "d")
            else f"{often} {_A_PERIOD[unit]}"
        )
    return f"{often} every {_ranged(period)} {_unit(unit, False)}"


def _ranged(value: str) -> str:
    return value.replace("-", " to ")


def _divided(phase: Phase) -> str:
    if not phase.divided:
        return ""
    return "in divided doses" if phase.divided == "several" else f"in {_ranged(phase.divided)} divided doses"


def _length(phase: Phase) -> str:
    parts = []
    if phase.duration:
        parts.append(f"for {amount(phase.duration)}")
    if phase.count:
        parts.append(_count(phase))
    if phase.end == "lifelong":
        parts.append("lifelong")
    return " ".join(parts)


def _count(phase: Phase) -> str:
    """ "As a single dose" says beside a frequency that a dose is not divided, so that one dose is counted there."""
    if phase.count == "1":
        return "for 1 dose" if phase.period else "as a single dose"
    return f"for {phase.count} doses"


def _maximum(phase: Phase) -> str:
    parts = []
    if phase.maximum_dose:
        parts.append(f"a maximum of {_bound(phase.maximum_dose)}")
    if phase.maximum_per_period:
        parts.append(f"a maximum of {per_period(phase.maximum_per_period)}")
    return " and to ".join(parts)


def _bound(value: Amount) -> str:
    return amount(Amount(value.high, value.high, value.unit))


def per_period(value: Amount) -> str:
    """A maximum for a period: the unit "mg/d" as "mg a day"."""
    unit, _, period = value.unit.rpartition("/")
    return f"{_bound(Amount(None, value.high, unit))} {_A_PERIOD[period]}"


def _condition(phase: Phase) -> str:
    words = phase.condition or ""
    return words[:1].lower() + words[1:]
