"""Gate 2: what belongs together stands together: drug, quantity, route, frequency, population, direction."""

from __future__ import annotations

from curbside.language.canon import Token
from curbside.types import Reason
from curbside.verifying.alignment import CRITICAL, Alignment, words

GATE = "binding"
_NAMES = frozenset({"drug", "route", "population"})


def check(alignment: Alignment) -> Reason:
    """Fails on drugs, quantities, routes, populations and directions that are not where the source has them."""
    loose = [t for d in alignment.differences for t in d.statement if t.kind in CRITICAL]
    lost = [t for d in alignment.differences if d.statement for t in d.evidence if t.kind in _NAMES]
    if not loose and not lost:
        return Reason(GATE, True)
    return Reason(GATE, False, words((*loose, *lost)), _message(loose, lost))


def _message(loose: list[Token], lost: list[Token]) -> str:
    said = "the source does not say in that place: " + ", ".join(words(loose)) if loose else ""
    left = "the source says there: " + ", ".join(words(lost)) if lost else ""
    return "; ".join(part for part in (said, left) if part)
