"""A dose that is said without the ceiling that its source sets for it (the clinical rules, section 6)."""

from __future__ import annotations

from collections.abc import Sequence

from curbside.regimens.compare import fields_within, restrictions_dropped
from curbside.regimens.grammar import parse
from curbside.types import Phase

_CEILINGS = frozenset({"maximum_dose", "maximum_per_period"})


def ceiling_left_out(claim: str, evidence: Sequence[str]) -> str | None:
    """The words of the maximum that the evidence sets for a dose of the claim and that the claim leaves out, or None.

    A dose that some sentence of the evidence gives without a maximum is said whole.
    """
    text = " ".join(evidence)
    given = [p for p in parse(text).phases if p.amount]
    for mine in (p for p in parse(claim).phases if p.amount):
        same = [p for p in given if not fields_within(mine, p)]
        missing = [_CEILINGS & set(restrictions_dropped(mine, p)) for p in same]
        if same and all(missing):
            return _words(text, same[0], min(missing[0]))
    return None


def _words(text: str, phase: Phase, field: str) -> str:
    start, end = phase.spans[field]
    return text[start:end]
