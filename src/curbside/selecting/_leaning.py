"""Which way a conclusion leans on a question of many words, by named traits of its clauses and their learned weights.

The weights (`language/data/direction_weights.json`) are those of a logistic regression that `evals/train_direction.py`
fits: the log odds of "yes" against "no" change by the weight of a trait times the trait.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from importlib import resources
from typing import Final

from curbside.selecting._about import is_about, names_outcome, near
from curbside.selecting._claim import Claim, pattern
from curbside.selecting._finding import Clause, clauses, weighed

_SAID: Final = ("hedge", "recommend", "limit", "mixed")
_TELLING: Final = ("recommend", "finding", "rise", "fall", "alike")
_BASE: Final = 0.1


def leaning(claim: Claim, sentences: Sequence[str], own: bool = False) -> float:
    """The log odds that one source's sentences say yes rather than no to `claim`; 0 where they settle nothing.

    own: whether the source's title is the claim, so that its sentences are about it.
    """
    if not concerns(claim, sentences, own):
        return 0.0
    total = log_odds(traits(claim, sentences))
    return total if total < 0 or bears_out(claim, sentences) else 0.0


def concerns(claim: Claim, sentences: Sequence[str], own: bool = False) -> bool:
    """Whether one source's sentences are about the claim, and no clause nearest to it leaves it open or speaks of
    something else."""
    if not own and not is_about(claim, " ".join(sentences)):
        return False
    closest = _closest(_clauses(claim, sentences))
    return bool(closest) and not any(c.open or c.aside for c in closest)


def bears_out(claim: Claim, sentences: Sequence[str]) -> bool:
    """Whether one source's sentences can say yes: they name the outcome, and a clause on the claim tells a finding."""
    found = _clauses(claim, sentences)
    tells = any(c.sign > 0 and not _only_done(c.text) for c in found) or any(
        _tells(claim, c.text) for c in _closest(found)
    )
    return tells and names_outcome(claim, " ".join(sentences))


def log_odds(found: dict[str, float]) -> float:
    """What the learned weights make of traits: above 0 for yes."""
    intercept, weights = _weights()
    return intercept + sum(weights[name] * value for name, value in found.items())


def traits(claim: Claim, sentences: Sequence[str]) -> dict[str, float]:
    """The traits of one source's sentences towards `claim`, each from 0 to 1. "nearest" is the first of the clauses
    with the most of the claim's words."""
    found = _clauses(claim, sentences)
    if not found:
        return {}
    nearest, first = max(found, key=lambda c: c.near), found[0]
    text = " ".join(sentences)
    return {
        **_by_rules(weighed(claim, sentences), nearest, first),
        "nearest clause negated": float(_negated(nearest)),
        "first clause negated": float(_negated(first)),
        "share negated": _share_negated(found),
        "nearest clause has words for": float(_has("for", claim.kind, nearest.text)),
        "nearest clause has words against": float(_has("against", claim.kind, nearest.text)),
        **{f"nearest clause: {what}": float(_has("traits", what, nearest.text)) for what in _SAID},
        "nearest clause: alike, unasked": float(claim.kind != "same" and _has("traits", "alike", nearest.text)),
        "calls for study": float(_has("open", "study", text)),
        "leaves something open": float(_has("open", "phrases", text)),
        "share of claim spoken of": near(claim, text),
        "asks for sameness": float(claim.kind == "same"),
        "asks for need": float(claim.kind == "need"),
    }


def _clauses(claim: Claim, sentences: Sequence[str]) -> list[Clause]:
    return [clause for s in sentences for clause in clauses(claim, s)]


def _closest(found: Sequence[Clause]) -> list[Clause]:
    return [c for c in found if c.near == max(other.near for other in found)]


def _by_rules(total: float, nearest: Clause, first: Clause) -> dict[str, float]:
    """What the rules for findings say of all the sentences, of the nearest clause and of the first."""
    signs = {"all by rules": (total > 0) - (total < 0), "nearest by rules": nearest.sign, "first by rules": first.sign}
    return {
        f"{name}: {way}": float(max(0.0, sign * turn))
        for name, sign in signs.items()
        for way, turn in (("for", 1), ("against", -1))
    }


def _has(table: str, key: str, text: str) -> bool:
    return bool(pattern(table, key).search(text))


def _negated(clause: Clause) -> bool:
    return _has("null", "phrases", pattern("null", "harmless").sub(" ", clause.text))


def _share_negated(found: Sequence[Clause]) -> float:
    """The share of negated clauses, each counted by how much of the claim it speaks of."""
    return sum(_BASE + c.near for c in found if _negated(c)) / sum(_BASE + c.near for c in found)


def _tells(claim: Claim, text: str) -> bool:
    """Whether a clause reports something, and does not only name what the claim is about."""
    return _has("for", claim.kind, text) or any(_has("traits", what, text) for what in _TELLING)


def _only_done(text: str) -> bool:
    """Whether a clause says what a study did, and nothing that it found."""
    return _has("traits", "done", text) and not any(_has("traits", what, text) for what in _TELLING)


@cache
def _weights() -> tuple[float, dict[str, float]]:
    path = resources.files("curbside.language") / "data" / "direction_weights.json"
    learned = json.loads(path.read_text(encoding="utf-8"))
    return learned["intercept"], learned["weights"]
