"""Gate 4: negation, exception, condition, direction, order in time, better and worse are those of the source."""

from __future__ import annotations

from curbside.types import Reason
from curbside.verifying.alignment import Alignment, words

GATE = "polarity"
_KINDS = frozenset({"negation", "exception", "condition", "direction", "outcome", "order", "comparison", "with"})


def check(alignment: Alignment) -> Reason:
    """Fails on the turning words that only one of the two sides has."""
    added = words(t for d in alignment.differences for t in d.statement if t.kind in _KINDS)
    dropped = words(t for d in alignment.differences for t in d.evidence if t.kind in _KINDS)
    if not added and not dropped:
        return Reason(GATE, True)
    parts = [f"{what}: {', '.join(found)}" for what, found in (("added", added), ("left out", dropped)) if found]
    return Reason(GATE, False, (*added, *dropped), "; ".join(parts))
