"""A monitoring plan as rows for people: what, when, limit and action, and the mark of its reference."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from curbside.cli.layout import Row
from curbside.regimens import printing
from curbside.types import Amount, Monitoring, MonitoringStep, Phase, Target

COLUMNS: Row = ("what", "when", "value and action", "")
_DIRECTIONS = {"<": "below", "<=": "at most", ">": "above", ">=": "at least", None: ""}


def rows(steps: Iterable[MonitoringStep], mark: Callable[[str], str]) -> list[Row]:
    """One row a time; things that are watched at the same times of one statement share theirs."""
    by_what: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for one in steps:
        by_what.setdefault((one.statement, one.step.what), []).append((_when(one.step), _value(one.step)))
    shared: dict[tuple[str, tuple[tuple[str, str], ...]], list[str]] = {}
    for (statement, what), times in by_what.items():
        shared.setdefault((statement, tuple(times)), []).append(what)
    found: list[Row] = []
    for (statement, together), whats in shared.items():
        for n, (when, value) in enumerate(together):
            found.append((", ".join(whats) if n == 0 else "", when, value, mark(statement) if n == 0 else ""))
    return found


def _when(step: Monitoring) -> str:
    often = printing.timing(Phase(times=step.times, period=step.period, period_unit=step.period_unit))
    told = [step.start or "", often if step.period else "", step.when or ""]
    return " ".join(t for t in told if t)


def _value(step: Monitoring) -> str:
    value = _target(step.target) if step.target else ""
    return ": ".join(t for t in (value, step.action or "") if t)


def _target(target: Target) -> str:
    low, _, high = target.amount.partition("-")
    value = printing.amount(Amount(low, high or low, target.unit))
    return " ".join(t for t in (_DIRECTIONS[target.comparator], value.removesuffix(" 1")) if t)
