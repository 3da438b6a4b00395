"""How likely a verdict is right."""

from __future__ import annotations

from typing import Final

from curbside.types import Outcome

_TABLE: Final[dict[Outcome, tuple[tuple[float, float], ...]]] = {
    Outcome.SUPPORTED: ((1.0, 0.97),),
    Outcome.CONTRADICTED: ((1.0, 0.6),),
    Outcome.NOT_ENOUGH: ((1.0, 0.5),),
}


def score(outcome: Outcome, overlap: float) -> float:
    """The probability, 0 to 1, that `outcome` is right where the evidence has the share `overlap` of the content."""
    return next(p for ceiling, p in _TABLE[outcome] if overlap <= ceiling)
