"""The words that decided a judgement, and its reasons in sentences."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from curbside.types import Outcome, Reason
from curbside.verifying.meeting import Met, meet, places, short_forms
from curbside.verifying.signs import parting
from curbside.verifying.wording import Worded, worded

_MOST: Final = 6


def decisive(claim: str, evidence: Sequence[str], deciding: Sequence[int], outcome: Outcome) -> tuple[str, ...]:
    """The words of the claim that decided: those met, those that say otherwise, or those that nothing speaks of."""
    mine, shorts = worded(claim), short_forms(evidence)
    read = [worded(evidence[i]) for i in deciding] or [worded(text) for text in evidence]
    met = [meet(mine, sentence, places(sentence, shorts)) for sentence in read]
    everywhere = {i for m in met for i in m.at}
    if outcome is Outcome.SUPPORTED:
        return _heaviest(mine, [i for i in mine.content if i in everywhere])
    if outcome is Outcome.CONTRADICTED:
        return _turned(mine, read, met) or _heaviest(mine, [i for i in mine.content if i in everywhere])
    return _heaviest(mine, [i for i in mine.content if i not in everywhere])


def _turned(mine: Worded, read: Sequence[Worded], met: Sequence[Met]) -> tuple[str, ...]:
    found = {i for sentence, m in zip(read, met, strict=True) for i in parting(mine, sentence, m)}
    return tuple(mine.words[i].text for i in sorted(found))


def _heaviest(mine: Worded, at: Sequence[int]) -> tuple[str, ...]:
    kept = sorted(at, key=lambda i: -mine.words[i].weight)[:_MOST]
    return tuple(dict.fromkeys(mine.words[i].text for i in sorted(kept)))


def explained(outcome: Outcome, said: Sequence[str], bars: Sequence[Reason]) -> tuple[str, ...]:
    """The reasons, one sentence each, the gates' first."""
    told = [f"{bar.gate}: {bar.message}" for bar in bars]
    named = ", ".join(said)
    if outcome is Outcome.SUPPORTED:
        told.append(f"support: the evidence says it in other words; it speaks of {named}")
    elif outcome is Outcome.CONTRADICTED:
        told.append(f"contradiction: the evidence says otherwise; look at {named}")
    elif named:
        told.append(f"support: the evidence does not speak of {named}")
    else:
        told.append("support: the evidence speaks of the same things but does not say this")
    return tuple(told)
