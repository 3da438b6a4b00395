"""Gate 3: every number with its unit, and every frequency, after conversion; a range as a range."""

from __future__ import annotations

from collections import Counter

from curbside.language.canon import canon
from curbside.types import Reason
from curbside.verifying.alignment import Alignment, words
from curbside.verifying.base import CitedText

GATE = "numbers"
_KINDS = frozenset({"measure", "frequency"})


def check(alignment: Alignment, cited: CitedText) -> Reason:
    """Fails on the quantities that the likest unit (with its context) does not have, or has less often."""
    around = (t for text in cited.context for t in canon(text).tokens)
    there = Counter(t.key for t in (*alignment.evidence, *around))
    missing = []
    for token in alignment.statement:
        if token.kind in _KINDS or _is_number(token.key):
            there[token.key] -= 1
            if there[token.key] < 0:
                missing.append(token)
    if not missing:
        return Reason(GATE, True)
    return Reason(GATE, False, words(missing), "not in the source as a quantity: " + ", ".join(words(missing)))


def _is_number(key: str) -> bool:
    return key.isdigit()
