"""Doses in a claim against the doses of the sources: which field of a regimen is another there.

A swap is told only where the rest of the phase stands in a source: the same drug, amount and indication at another
frequency, the same amount, frequency and indication with another drug, and so on. Amounts are compared after
conversion; an amount within the source's range, and an interval within the source's, agree with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from curbside.auditing.faults import Fault, FaultKind
from curbside.auditing.finding import Found
from curbside.auditing.profile import Profile, covered, kin, other_condition, other_population, special
from curbside.language import lexicon
from curbside.language.units import base
from curbside.regimens.roles import STEPWISE
from curbside.types import Amount, Phase

_MINUTES = {"min": 1, "h": 60, "d": 1440, "wk": 10080}
_MONTHS = {"mo": 1, "a": 12}
_TOPIC = 0.45
_YOUNG = frozenset({"children", "infants", "neonates", "adolescents"})
_KINDS = {
    "drug": FaultKind.DRUG_SWAPPED,
    "amount": FaultKind.NUMBER_OR_UNIT,
    "frequency": FaultKind.FREQUENCY_SWAPPED,
    "route": FaultKind.ROUTE_SWAPPED,
}
OF_A_DOSE = frozenset(_KINDS.values())


@dataclass(frozen=True, slots=True)
class _Pair:
    """A phase of the claim beside one of a unit: the fields that agree and those that do not."""

    claim: Phase
    there: Phase
    found: Found
    agree: frozenset[str]
    differ: frozenset[str]
    condition: bool
    other: tuple[FaultKind, ...]
    topic: float
    aged: bool


def dosed(phase: Phase) -> bool:
    """Whether a phase says how much."""
    return phase.amount is not None


def dose_faults(mine: Profile, found: tuple[Found, ...]) -> tuple[Fault, ...]:
    """What in the claim's doses is another in the sources; () where every phase stands in a source as it is."""
    faults: list[Fault] = []
    for phase in mine.phases:
        if dosed(phase) and phase.role not in STEPWISE:
            faults += _phase_faults(mine, _with_drug(phase, mine), found)
    return tuple(faults)


def agrees(mine: Profile, found: Found) -> bool:
    """Whether every dose of the claim stands in this unit, for its condition and population."""
    phases = [_with_drug(p, mine) for p in mine.phases if dosed(p)]
    return bool(phases) and all(
        any(not p.differ and not p.other and {"drug", "amount"} <= p.agree for p in _pairs(mine, phase, [found]))
        for phase in phases
    )


def _with_drug(phase: Phase, mine: Profile) -> Phase:
    return replace(phase, drug=next(iter(mine.drugs))) if phase.drug is None and len(mine.drugs) == 1 else phase


def _phase_faults(mine: Profile, phase: Phase, found: Iterable[Found]) -> list[Fault]:
    pairs = _pairs(mine, phase, found)
    whole = [p for p in pairs if not p.differ and {"drug", "amount"} <= p.agree]
    if any(not p.other for p in whole):
        return []
    same_age = [p for p in pairs if p.differ == {"amount"} and not p.other and p.aged and "drug" in p.agree]
    if whole and not same_age:
        best = max(whole, key=_nearness)
        return [
            _other_fault(kind, mine, best)
            for kind in best.other
            if best.condition or best.topic >= _TOPIC or kind is FaultKind.POPULATION_SWAPPED
        ]
    near = same_age or [p for p in pairs if _tells(p) or _is_its_regimen(mine, p)]
    if not near:
        return []
    best = max(near, key=_nearness)
    return [
        _swap_fault(field, mine, best) for field in ("amount", "drug", "frequency", "route") if field in best.differ
    ]


def _pairs(mine: Profile, phase: Phase, found: Iterable[Found]) -> list[_Pair]:
    return [_pair(mine, phase, q, f) for f in found for q in f.said.phases if dosed(q) and q.role not in STEPWISE]


def _pair(mine: Profile, claim: Phase, there: Phase, found: Found) -> _Pair:
    unit = found.said
    drug = there.drug or (next(iter(unit.drugs)) if len(unit.drugs) == 1 else None)
    told: dict[str, bool] = {}
    if claim.drug and drug and (claim.drug == drug or (_is_listed(claim.drug) and _is_listed(drug))):
        told["drug"] = _one_drug(claim.drug, drug)
    if claim.amount and there.amount:
        told["amount"] = claim.per == there.per and _within(claim.amount, there.amount)
    if claim.period and there.period:
        told["frequency"] = _as_often(claim, there)
    if _same_total(claim, there):
        told["amount"] = told["frequency"] = True
    if claim.route and there.route:
        told["route"] = bool(set(claim.route) & set(there.route)) or kin(
            frozenset(claim.route), frozenset(there.route), "route"
        )
    other = []
    ages, there_ages = _ages(mine), _ages(unit)
    if other_population(mine, unit) or (ages and there_ages and not ages & there_ages):
        other.append(FaultKind.POPULATION_SWAPPED)
    if other_condition(mine, unit):
        other.append(FaultKind.INDICATION_SWAPPED)
    shared = bool(mine.conditions & unit.conditions) or kin(mine.conditions, unit.conditions)
    agree = frozenset(k for k, v in told.items() if v)
    return _Pair(
        claim,
        there,
        found,
        agree,
        frozenset(told) - agree,
        shared,
        tuple(other),
        covered(mine, unit),
        bool(ages & there_ages),
    )


def _ages(said: Profile) -> frozenset[str]:
    """The ages in years or months that a text on children, or on ages, names."""
    if not (said.populations & _YOUNG or re.search(r"\bage[ds]?\b", f"{said.text} {said.context}", re.IGNORECASE)):
        return frozenset()
    return frozenset(t.key for t in said.tokens if t.kind == "measure" and re.search(r"years?|months?", t.text))


def _age_words(said: Profile) -> tuple[str, ...]:
    ages = _ages(said)
    return tuple(t.text for t in said.tokens if t.key in ages)


def _is_listed(drug: str) -> bool:
    """Whether a name is that of a drug for certain, and not by its place in the sentence alone."""
    return bool(lexicon.drugs_in(drug))


def _one_drug(a: str, b: str) -> bool:
    """A group's name in a source ("vitamin B12") does not stand against a drug of the group."""
    return a == b or lexicon.group_of(a) == b or lexicon.group_of(b) == a


def _tells(pair: _Pair) -> bool:
    """Whether a pair that differs shows a swap rather than another regimen."""
    if FaultKind.INDICATION_SWAPPED in pair.other or FaultKind.POPULATION_SWAPPED in pair.other:
        return False
    on_topic = pair.condition or pair.topic >= _TOPIC
    if pair.differ == {"drug"}:
        return on_topic and "amount" in pair.agree and bool({"frequency", "route"} & pair.agree)
    if "drug" not in pair.agree:
        return False
    if pair.differ == {"amount"}:
        return on_topic or {"frequency", "route"} <= pair.agree
    if len(pair.differ) == 1:
        return "amount" in pair.agree and (on_topic or len(pair.agree) >= 3)
    return pair.differ == {"amount", "frequency"} and pair.condition and pair.topic >= _TOPIC and "route" in pair.agree


def _is_its_regimen(mine: Profile, pair: _Pair) -> bool:
    """Whether a unit has the whole regimen of two or more phases, each amount as often, of another drug."""
    phases = [p for p in mine.phases if dosed(p)]
    if pair.differ != {"drug"} or len(phases) < 2 or FaultKind.INDICATION_SWAPPED in pair.other:
        return False
    beside = [[q for q in _pairs(mine, p, [pair.found]) if {"amount", "frequency"} <= q.agree] for p in phases]
    return all(beside)


def _nearness(pair: _Pair) -> tuple[float, ...]:
    return (-len(pair.differ), -len(pair.other), pair.condition, len(pair.agree), pair.topic, pair.found.overlap)


def _other_fault(kind: FaultKind, mine: Profile, pair: _Pair) -> Fault:
    if kind is FaultKind.POPULATION_SWAPPED:
        said = special(mine.populations) or mine.populations
        there = _age_words(pair.found.said) or tuple(sorted(pair.found.said.populations))
        words, what = _age_words(mine) or tuple(sorted(said)), f"the source gives this dose to {_named(there)}"
    else:
        words = tuple(sorted(mine.own.conditions | mine.absent))
        what = f"the source gives this dose for {_for(pair.found.said)}"
    return Fault(kind, words, f"{what}, not for {_named(words)}", pair.found, against=True)


def _for(unit: Profile) -> str:
    without = f" without {_named(unit.absent)}" if unit.absent else ""
    return f"{_named(unit.conditions)}{without}"


def _named(names: Iterable[str]) -> str:
    return ", ".join(sorted(names)) or "nothing that is named"


def _swap_fault(field: str, mine: Profile, pair: _Pair) -> Fault:
    said, there = _shown(field, mine.text, pair.claim), _shown(field, pair.found.said.text, pair.there)
    if field == "drug":
        there = pair.there.drug or _named(pair.found.said.drugs)
        said = pair.claim.drug or said
        return Fault(_KINDS[field], (said,), f"the source gives this dose of {there}, not of {said}", pair.found, True)
    drug = pair.claim.drug or "the drug"
    return Fault(_KINDS[field], (said,), f"the text has {said} for {drug}; the source has {there}", pair.found, True)


def _shown(field: str, text: str, phase: Phase) -> str:
    """The words of a field where it was read in the text itself, else its value."""
    for name in {"amount": ("amount",), "frequency": ("period", "times"), "route": ("route",), "drug": ("drug",)}[
        field
    ]:
        span = phase.spans.get(name)
        if span and text[span[0] : span[1]].strip():
            return " ".join(text[span[0] : span[1]].split())
    if field == "amount" and phase.amount:
        ends = dict.fromkeys(e for e in (phase.amount.low, phase.amount.high) if e)
        return f"{' to '.join(ends)} {phase.amount.unit}"
    return {"route": ", ".join(phase.route), "drug": phase.drug or ""}.get(
        field, f"{phase.times} every {phase.period} {phase.period_unit}"
    )


def _ends(amount: Amount) -> tuple[Decimal, Decimal, str]:
    factor, unit = base(amount.unit)
    low, high = (Decimal(e) if e else None for e in (amount.low, amount.high))
    low = low if low is not None else high if high is not None else Decimal(0)
    return low * factor, (high if high is not None else low) * factor, unit


def _within(claim: Amount, there: Amount) -> bool:
    a, b = _ends(claim), _ends(there)
    return a[2] == b[2] and b[0] <= a[0] and a[1] <= b[1]


def _as_often(claim: Phase, there: Phase) -> bool:
    a, b = _rate(claim), _rate(there)
    if a is None or b is None:
        return True
    return a[2] == b[2] and b[0] <= a[0] and a[1] <= b[1]


def _same_total(claim: Phase, there: Phase) -> bool:
    """Whether a divided dose of a period and its parts come to the same ("1500 mg a day in three doses", "500 mg three
    times a day").
    """
    rates = _rate(claim), _rate(there)
    if not (claim.amount and there.amount and all(rates) and (claim.divided or there.divided)):
        return False
    (low, high, unit), (there_low, there_high, there_unit) = _ends(claim.amount), _ends(there.amount)
    mine, yours = rates
    if mine is None or yours is None or unit != there_unit or mine[2] != yours[2] or claim.per != there.per:
        return False
    return there_low / yours[1] <= low / mine[1] and high / mine[0] <= there_high / yours[0]


def _rate(phase: Phase) -> tuple[Decimal, Decimal, str] | None:
    """The interval between two doses, shortest and longest, in minutes or months."""
    unit = phase.period_unit or ""
    factor = _MINUTES.get(unit) or _MONTHS.get(unit)
    if not factor or not phase.period:
        return None
    periods = [Decimal(p) * factor for p in phase.period.split("-")]
    times = [Decimal(t) for t in (phase.times or "1").split("-")]
    return min(periods) / max(times), max(periods) / min(times), "min" if unit in _MINUTES else "mo"
