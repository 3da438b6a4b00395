"""Conflicts between sources: set side by side, never averaged, none dropped (the clinical rules, section 5).

No conflict is: another population, phase or indication; an amount within the other's range; a label that says that
more may be needed. An interval within a wider one is a conflict all the same: "every two months" and "every two to
three months" tell a prescriber two things.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from curbside.language.subject import Subject, subject
from curbside.types import Phase, Source

_MORE = re.compile(r"higher doses? may be|more may be needed|adjusted for|or more\b", re.IGNORECASE)
_HARM = re.compile(
    r"\b(?:mask|precipitat|worsen|exacerbat|accelerat|deplet|aggravat)(?:s|es|ed|ing|e)?\b|\bmasking\b", re.IGNORECASE
)
_DENIAL = re.compile(
    r"\b(?:does|do|did) not (?:support|account|worsen|exacerbate|mask|show)|\bno evidence\b|\black of\b|\bnot support|"
    r"\bsupports? the safety\b",
    re.IGNORECASE,
)
_YOUNG = frozenset({"children", "infants", "neonates", "adolescents"})
_UG = {"ug": Decimal(1), "mg": Decimal(1000), "g": Decimal(1000000), "ng": Decimal("0.001")}
_HOURS = {"min": Decimal(1) / 60, "h": Decimal(1), "d": Decimal(24), "wk": Decimal(168)}
_MONTHS = {"mo": Decimal(1), "a": Decimal(12)}


@dataclass(frozen=True, slots=True)
class Saying:
    """What one source says in one sentence. key: any name by which the caller knows it."""

    key: str
    source: Source
    text: str
    phases: tuple[Phase, ...] = ()

    @property
    def subject(self) -> Subject:
        """What the sentence speaks of."""
        return subject(self.text)


@dataclass(frozen=True, slots=True)
class Side:
    """A saying's part in a dispute: the value as the source has it."""

    saying: Saying
    value: str


@dataclass(frozen=True, slots=True)
class Dispute:
    """Sources that disagree. about: one phrase."""

    about: str
    sides: tuple[Side, ...]


def disputes(sayings: Iterable[Saying]) -> tuple[Dispute, ...]:
    """All disputes among `sayings`, each with all of its sides."""
    found = tuple(sayings)
    return (*_regimens(found), *_harms(found))


def _regimens(sayings: tuple[Saying, ...]) -> tuple[Dispute, ...]:
    sides: dict[str, dict[str, Side]] = {}
    dosed = [s for s in sayings if s.phases]
    for a, b in combinations(dosed, 2):
        if a.source.id == b.source.id or not _comparable(a, b):
            continue
        for mine, yours in _paired(a, b):
            what = _difference(mine, yours)
            if what:
                name = f"{what} of {mine.drug}{_for(a.subject)}"
                group = sides.setdefault(name, {})
                group.setdefault(a.key, Side(a, _value(a, mine, what)))
                group.setdefault(b.key, Side(b, _value(b, yours, what)))
    return tuple(Dispute(about, tuple(group.values())) for about, group in sides.items())


def _comparable(a: Saying, b: Saying) -> bool:
    """Same indication and population, and neither says that more may be needed."""
    mine, yours = a.subject, b.subject
    if mine.conditions != yours.conditions or mine.absent != yours.absent:
        return False
    populations = (mine.populations, yours.populations)
    if all(populations) and not (mine.populations & yours.populations):
        return False
    if any(p and p <= _YOUNG for p in populations) and populations[0] != populations[1]:
        return False
    return not (_MORE.search(a.text) or _MORE.search(b.text))


def _paired(a: Saying, b: Saying) -> list[tuple[Phase, Phase]]:
    """Phases of the same drug, route and role: maintenance with maintenance, the first with the first."""
    pairs = [(x, y) for x in a.phases for y in b.phases if x.role == y.role == "maintenance"]
    if "maintenance" not in (a.phases[0].role, b.phases[0].role):
        pairs.append((a.phases[0], b.phases[0]))
    return [(x, y) for x, y in pairs if x.drug and x.drug == y.drug and _routes_meet(x, y) and x.per == y.per]


def _routes_meet(a: Phase, b: Phase) -> bool:
    return not a.route or not b.route or bool(set(a.route) & set(b.route))


def _difference(a: Phase, b: Phase) -> str | None:
    role = "maintenance " if a.role == b.role == "maintenance" else ""
    mine, yours = _interval(a), _interval(b)
    if mine and yours and mine[0] == yours[0]:
        if not _as_often(a.times, mine[1], b.times, yours[1]):
            return f"{role}interval"
    elif mine != yours:
        return None
    low, high = _range(a), _range(b)
    apart = low and high and low[0] == high[0] and not (_within(low[1], high[1]) or _within(high[1], low[1]))
    return f"{role}dose" if apart else None


def _interval(phase: Phase) -> tuple[str, tuple[Decimal, ...]] | None:
    """The period in hours or, since a month has no fixed number of days, in months."""
    if phase.period is None or phase.period_unit is None:
        return None
    for unit, factors in (("h", _HOURS), ("mo", _MONTHS)):
        if phase.period_unit in factors:
            return unit, tuple(Decimal(p) * factors[phase.period_unit] for p in phase.period.split("-"))
    return phase.period_unit, tuple(Decimal(p) for p in phase.period.split("-"))


def _as_often(
    a_times: str | None, a_period: tuple[Decimal, ...], b_times: str | None, b_period: tuple[Decimal, ...]
) -> bool:
    """Whether both are equally often: "twice daily" and "every 12 hours" do not disagree."""
    if (a_times, a_period) == (b_times, b_period) or not (a_times and b_times):
        return a_period == b_period
    if "-" in a_times + b_times or len(a_period) != 1 or len(b_period) != 1:
        return False
    return Decimal(a_times) * b_period[0] == Decimal(b_times) * a_period[0]


def _range(phase: Phase) -> tuple[str, tuple[Decimal, Decimal]] | None:
    """The amount from low to high, masses in micrograms; other units are compared with their like alone."""
    amount = phase.amount
    if amount is None or amount.high is None:
        return None
    factor = _UG.get(amount.unit, Decimal(1))
    unit = "ug" if amount.unit in _UG else amount.unit
    return unit, (Decimal(amount.low or "0") * factor, Decimal(amount.high) * factor)


def _within(a: tuple[Decimal, Decimal], b: tuple[Decimal, Decimal]) -> bool:
    return b[0] <= a[0] and a[1] <= b[1]


def _value(saying: Saying, phase: Phase, what: str) -> str:
    fields = ("period", "times", "period_unit") if what.endswith("interval") else ("amount",)
    span = next((phase.spans[f] for f in fields if f in phase.spans), None)
    return saying.text[span[0] : span[1]] if span else saying.text


def _for(about: Subject) -> str:
    return f" for {' with '.join(sorted(about.conditions))}" if about.conditions else ""


def _harms(sayings: tuple[Saying, ...]) -> tuple[Dispute, ...]:
    """Whether a drug does a harm: said by one source, denied by another, on a shared drug and condition."""
    groups: dict[str, tuple[str, dict[str, Side]]] = {}
    stances = [(s, denied) for s in sayings if (denied := stance(s.text)) is not None]
    for (a, a_denies), (b, b_denies) in combinations(stances, 2):
        drugs, conditions = a.subject.drugs & b.subject.drugs, a.subject.conditions & b.subject.conditions
        if a_denies == b_denies or a.source.id == b.source.id or not drugs or not conditions:
            continue
        drug = min(drugs)
        _, sides = groups.setdefault(drug, (f"whether {drug} masks or worsens {min(conditions)}", {}))
        for saying, denies in ((a, a_denies), (b, b_denies)):
            sides.setdefault(saying.key, Side(saying, "denied or not supported" if denies else "asserted"))
    return tuple(Dispute(about, tuple(sides.values())) for about, sides in groups.values())


def stance(text: str) -> bool | None:
    """What a text says of a harm: True where it is denied, False where it is asserted, None where there is none."""
    if not _HARM.search(text):
        return None
    return bool(_DENIAL.search(text))
