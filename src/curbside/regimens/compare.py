"""Whether two phases say the same, and whether one says only what the other says.

Amounts are compared after conversion, ranges as ranges. What the evidence leaves unstated does not support a claim.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from curbside.language import lexicon
from curbside.language.frequencies import Frequency, same_frequency
from curbside.language.measures import measures
from curbside.language.units import base
from curbside.regimens.fields import is_time_of_day
from curbside.regimens.roles import named
from curbside.types import Amount, Phase

FIELDS: Final = (
    "drug",
    "form",
    "amount",
    "per",
    "route",
    "times",
    "period",
    "duration",
    "count",
    "end",
    "condition",
    "divided",
    "as_needed",
    "maximum_dose",
    "maximum_per_period",
    "indication",
    "population",
    "role",
)
RESTRICTIONS: Final = (
    "condition",
    "population",
    "indication",
    "as_needed",
    "per",
    "divided",
    "maximum_dose",
    "maximum_per_period",
)
_LEFT_OUT: Final = frozenset("for as long there is are the a an of be being occurring continues has been".split())
_NEGATION: Final = re.compile(r"\b(?:without|no|not|except|excluding)\s+(?:\w+\s+){0,2}\Z", re.IGNORECASE)
_NUMBER_WORDS: Final = {
    word: str(value)
    for value, word in enumerate("one two three four five six seven eight nine ten eleven twelve".split(), 1)
}


def same_phase(a: Phase, b: Phase) -> bool:
    """Whether both state the same fields with the same values, wherever they were read."""
    return not fields_within(a, b) and not fields_within(b, a)


def fields_within(claim: Phase, evidence: Phase) -> tuple[str, ...]:
    """The fields that `claim` states and `evidence` does not state equally; () where the claim is contained.

    A claim may name fewer of several routes between which the evidence leaves the choice, and fewer of the groups that
    it is for. Whether the claim leaves out a condition is told by `restrictions_dropped`.
    """
    return tuple(name for name in FIELDS if _stated(claim, name) and not _within(name, claim, evidence))


def restrictions_dropped(claim: Phase, evidence: Phase) -> tuple[str, ...]:
    """The fields that narrow the evidence (a condition, a maximum, "per kg") and that `claim` does not state."""
    return tuple(n for n in RESTRICTIONS if _narrows(evidence, n) and not _stated(claim, n))


def _narrows(phase: Phase, name: str) -> bool:
    return _stated(phase, name) and not (name == "condition" and is_time_of_day(phase.condition or ""))


def _stated(phase: Phase, name: str) -> bool:
    return bool(_role(phase) if name == "role" else getattr(phase, name))


def _role(phase: Phase) -> str | None:
    """The part that a phase plays; how it is joined to the one before, and "usual", are no claim of their own."""
    name = named(phase.role)
    return None if name == "usual" else name


def _within(name: str, claim: Phase, evidence: Phase) -> bool:
    if not _stated(evidence, name):
        return False
    mine, other = getattr(claim, name), getattr(evidence, name)
    if name == "role":
        return _role(claim) == _role(evidence)
    if name == "amount" and (claim.role == "increase by") != (evidence.role == "increase by"):
        return False
    if name in ("amount", "duration", "maximum_dose", "maximum_per_period"):
        return same_amount(mine, other)
    if name in ("times", "period"):
        return _same_timing(claim, evidence) if name == "period" else _same_times(claim, evidence)
    if name == "route":
        return set(mine) <= set(other)
    if name == "population":
        return _population_within(mine, other)
    if name == "indication":
        return indication_key(mine) == indication_key(other)
    if name == "condition":
        return _words(mine) == _words(other)
    return bool(mine == other) or (isinstance(mine, str) and mine.lower() == str(other).lower())


def same_amount(a: Amount, b: Amount) -> bool:
    """Whether two amounts are equal after conversion; an open end ("at least 1 mg") equals only an open one."""
    return _converted(a) == _converted(b)


def _converted(amount: Amount) -> tuple[Decimal | None, Decimal | None, str]:
    numerator, slash, rest = amount.unit.partition("/")
    factor, unit = base(numerator)
    low = None if amount.low is None else Decimal(amount.low) * factor
    high = None if amount.high is None else Decimal(amount.high) * factor
    return low, high, unit + slash + rest


def _frequency(phase: Phase) -> Frequency:
    return Frequency(0, 0, phase.times, phase.period, phase.period_unit, "", None)


def _same_timing(a: Phase, b: Phase) -> bool:
    return same_frequency(_frequency(a), _frequency(b))


def _same_times(a: Phase, b: Phase) -> bool:
    return a.times == b.times


def _population_within(claim: str, evidence: str) -> bool:
    ages, other_ages = measures(claim), measures(evidence)
    if ages or other_ages:
        return _ages(claim) == _ages(evidence)
    return set(claim.lower().split(" and ")) <= set(evidence.lower().split(" and "))


def _ages(text: str) -> list[tuple[Decimal | None, Decimal | None, str, str | None]]:
    found = []
    for m in measures(text):
        factor, unit = base(m.unit)
        low = None if m.low is None else m.low * factor
        high = None if m.high is None else m.high * factor
        found.append((low, high, unit, m.comparator))
    return found


def indication_key(text: str) -> frozenset[tuple[str, bool]]:
    """The conditions that an indication names, each with whether it is ruled out ("without neurological involvement").

    Words that the lexicon does not know stand for themselves, where it knows none.
    """
    found = lexicon.find(text, "condition")
    if not found:
        return frozenset({(" ".join(text.lower().split()), False)})
    purpose = {("prevention", False)} if re.search(r"\bpr(?:evention|ophylaxis)\b", text, re.IGNORECASE) else set()
    return frozenset({(m.concept, bool(_NEGATION.search(text[: m.start]))) for m in found} | purpose)


def _words(condition: str) -> list[str]:
    words = re.findall(r"[\w.%<>≥≤]+", condition.lower())
    return [_NUMBER_WORDS.get(w, w) for w in words if w not in _LEFT_OUT]
