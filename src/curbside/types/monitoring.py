"""What is watched during a treatment, when, what it should be, and what is done where it is not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Target:
    """A value to be kept or a limit. comparator: "<", "<=", ">", ">=", or None for a value or range that is aimed at.

    amount: a decimal string, or a range "2-3"; unit: UCUM, "1" for a bare number.
    """

    comparator: str | None
    amount: str
    unit: str


@dataclass(frozen=True, slots=True)
class Monitoring:
    """One step of a monitoring plan; None is "unstated". `spans` gives for each other field where it was read.

    what: what is measured, as the text words it. when: the condition or point in time, as worded; of two, joined by
    "; ", the second has the span "when:2". times, period, period_unit: `times` every `period` `period_unit`, as in a
    phase. start: the words from which a repetition runs ("then", "from 12 weeks of pregnancy"). action: what is done
    where the target is met ("stop"), as worded. Offsets in `spans` count from the start of the text that was read.
    """

    what: str
    when: str | None = None
    times: str | None = None
    period: str | None = None
    period_unit: str | None = None
    start: str | None = None
    target: Target | None = None
    action: str | None = None
    spans: Mapping[str, tuple[int, int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MonitoringStep:
    """A step of an answer's plan. id: "m1", "m2", ...; statement: the id of the statement whose quote it was read from.

    start: where that quote begins in the source's text, from which the spans of the step count.
    """

    id: str
    step: Monitoring
    statement: str
    source: str
    content_hash: str
    start: int
