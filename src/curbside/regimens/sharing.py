"""What the last of doses joined by "and" says for all ("adults 20 mg and elderly 10 mg of testolol at night")."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from curbside.regimens.fields import is_time_of_day
from curbside.regimens.setting import with_field
from curbside.types import Phase

_HOW = ("period", "duration", "count", "end", "per", "divided", "role", "maximum_dose", "maximum_per_period")


_TOGETHER: Final = re.compile(r"\b(?:each|all|both)\b", re.IGNORECASE)


def is_bare(phase: Phase) -> bool:
    """Whether a phase says an amount and nothing of how it is given."""
    return phase.amount is not None and not any(getattr(phase, name) for name in _HOW)


def shared(text: str, bare: Sequence[Phase], last: Phase) -> list[Phase]:
    """`bare` with the frequency of `last`, its time of day, and its drug where they name none; [] where it has none.

    How long it is given is shared only where the text says so ("each twice daily for 7 days").
    """
    if last.period is None or last.role is not None or not all(is_bare(p) for p in bare):
        return []
    given, often = last.spans.get("amount", (0, 0)), last.spans.get("period", (0, 0))
    together = _TOGETHER.search(text, given[1], often[0]) is not None
    return [_with(phase, last, together) for phase in bare]


def _with(phase: Phase, last: Phase, together: bool) -> Phase:
    names = ["times", "period", "period_unit"]
    if together:
        names += [name for name in ("duration", "end") if getattr(last, name)]
    if phase.condition is None and is_time_of_day(last.condition or ""):
        names.append("condition")
    if phase.drug is None:
        names += ["drug", "form"]
    if not phase.route:
        names.append("route")
    for name in names:
        key = next((k for k in last.spans if k.removeprefix("context:") == name), None)
        if key is not None:
            prefix = "context:" if key.startswith("context:") else ""
            phase = with_field(phase, name, getattr(last, name), last.spans[key], prefix)
    return phase
