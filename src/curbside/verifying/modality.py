"""Gate 5: a statement is no stronger than its source (the clinical rules, section 4)."""

from __future__ import annotations

from curbside.language.modality import strength_of
from curbside.types import Reason
from curbside.verifying.alignment import Alignment, words

GATE = "modality"


def check(alignment: Alignment) -> Reason:
    """Fails on words of modality that the source does not have in that place, and on hedges that were left out."""
    added = words(t for d in alignment.differences for t in d.statement if strength_of(t.key))
    hedges = words(t for d in alignment.differences if d.statement for t in d.evidence if 0 < strength_of(t.key) < 3)
    if not added and not hedges:
        return Reason(GATE, True)
    parts = [f"{what}: {', '.join(found)}" for what, found in (("added", added), ("left out", hedges)) if found]
    return Reason(GATE, False, (*added, *hedges), "; ".join(parts))
