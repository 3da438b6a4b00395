"""Criteria and monitoring plans as rows of words for people, in a terminal and on pages alike."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from curbside.language.patient_measures import spoken
from curbside.regimens import printing
from curbside.regimens.criteria.judging import missing
from curbside.types import Amount, Criterion, Member, Monitoring, MonitoringStep, Phase, Target

Row = tuple[str, str, str, str]

CRITERIA: Final[Row] = ("criterion", "threshold", "value", "verdict")
MONITORING: Final[Row] = ("what", "when", "value and action", "")
_BOUNDS: Final = {"<": "below {}", "<=": "{} or less", ">": "above {}", ">=": "{} or more", "=": "{}"}
_DIRECTIONS: Final = {"<": "below", "<=": "at most", ">": "above", ">=": "at least", None: ""}


def counted(criterion: Criterion) -> str:
    """How many of its members must hold: "2 of 3 must hold, and what is marked *"."""
    told = f"{criterion.needed} of {criterion.of} must hold"
    told += ", and what is marked *" if any(m.required for m in criterion.members) else ""
    return f"{told} (the sentence names this as an exception)" if criterion.unless else told


def members(criterion: Criterion, mark: str) -> list[Row]:
    """One row a member under CRITERIA; `mark` stands after each threshold."""
    return [
        (f"{m.quantity}{' *' if m.required else ''}", f"{threshold(m)} {mark}".strip(), value(m), str(m.verdict))
        for m in criterion.members
    ]


def lacking(criterion: Criterion) -> str:
    """What is not given, "" where nothing is missing."""
    found = missing(criterion.members)
    return f"Not given: {'; '.join(found)}." if found else ""


def notes(criterion: Criterion) -> list[str]:
    """What must be known of the verdicts, each thing once."""
    worked = (f"Value of {m.quantity}: {m.calculated}." for m in criterion.members if m.calculated)
    said = (m.note for m in criterion.members if m.note)
    return list(dict.fromkeys((*worked, *said, *((criterion.note,) if criterion.note else ()))))


def threshold(member: Member) -> str:
    """A threshold in words: "1.5 mg/dL or more"."""
    if member.comparator == "is":
        return member.threshold
    amount = f"{member.threshold.replace('-', ' to ')} {spoken(member.unit)}".strip()
    return _BOUNDS.get(member.comparator, "{}").format(amount)


def value(member: Member) -> str:
    """The patient's value as it may be shown; a dash where there is none."""
    if member.value is None:
        return "-"
    masked = " " in member.value
    unit = "" if masked or member.comparator == "is" else spoken(member.value_unit or "")
    return f"{member.value} {unit}".strip() + (" (worked out)" if member.calculated else "")


def monitoring(steps: Iterable[MonitoringStep], mark: Callable[[str], str]) -> list[Row]:
    """One row a time under MONITORING; things watched at the same times of one statement share theirs.

    mark: of a statement by its id.
    """
    by_what: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for one in steps:
        by_what.setdefault((one.statement, one.step.what), []).append((_when(one.step), _value(one.step)))
    shared: dict[tuple[str, tuple[tuple[str, str], ...]], list[str]] = {}
    for (statement, what), times in by_what.items():
        shared.setdefault((statement, tuple(times)), []).append(what)
    found: list[Row] = []
    for (statement, together), whats in shared.items():
        for n, (when, action) in enumerate(together):
            found.append((", ".join(whats) if n == 0 else "", when, action, mark(statement) if n == 0 else ""))
    return found


def _when(step: Monitoring) -> str:
    often = printing.timing(Phase(times=step.times, period=step.period, period_unit=step.period_unit))
    told = [step.start or "", often if step.period else "", step.when or ""]
    return " ".join(t for t in told if t)


def _value(step: Monitoring) -> str:
    aimed = _target(step.target) if step.target else ""
    return ": ".join(t for t in (aimed, step.action or "") if t)


def _target(target: Target) -> str:
    low, _, high = target.amount.partition("-")
    amount = printing.amount(Amount(low, high or low, target.unit))
    return " ".join(t for t in (_DIRECTIONS[target.comparator], amount.removesuffix(" 1")) if t)
