"""How likely a verdict is right.

The table was made with `evals/calibrate_check.py` on 1,455 claim-document pairs (SciFact train and HealthVer dev, the
half of documents and topics with an even hash; the other half was kept to see how far off it is: within 0.17, and more
only where a row has fewer than 15 pairs). Shares are smoothed as (right + 1) / (seen + 2). It is rough: those claims
are free paraphrases, of which the gates support none, so that "supported" has no share of its own there; its value is a
cautious reading of the rule-made edits and variants of the tests, where none of some thousand dangerous edits passed.
A low score of "not enough" beside a high overlap means: probably a paraphrase that these gates are too strict for.
"""

from __future__ import annotations

from typing import Final

from curbside.types import Outcome

_TABLE: Final[dict[Outcome, tuple[tuple[float, float], ...]]] = {
    Outcome.SUPPORTED: ((1.0, 0.97),),
    Outcome.CONTRADICTED: ((0.6, 0.56), (0.8, 0.58), (1.0, 0.5)),
    Outcome.NOT_ENOUGH: ((0.2, 0.68), (0.4, 0.53), (0.6, 0.27), (0.8, 0.07), (1.0, 0.05)),
}


def score(outcome: Outcome, overlap: float) -> float:
    """The probability, 0 to 1, that `outcome` is right where the evidence has the share `overlap` of the content."""
    return next((p for ceiling, p in _TABLE[outcome] if overlap <= ceiling), _TABLE[outcome][-1][1])
