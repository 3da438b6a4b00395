"""Where the words of content of a claim are met in a sentence, and how well they cover it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final

from curbside.language.abbreviations import definitions
from curbside.verifying.wording import Word, Worded, alike, worded

_REACH: Final = 4


@dataclass(frozen=True, slots=True)
class Met:
    """Where a claim's words of content are met in a sentence.

    at: for each place in the claim the place in the sentence and how well it is met, 0 to 1. window: the sentence's
    places that are near to a met word.
    """

    at: Mapping[int, tuple[int, float]]
    window: frozenset[int]


def short_forms(evidence: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """The short forms that the evidence defines, each with the stems of its long form."""
    return _short_forms(tuple(evidence))


@lru_cache(maxsize=1024)
def _short_forms(evidence: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    found = definitions(" ".join(evidence))
    return {
        worded(short).words[0].stem: tuple(w.stem for w in worded(long).words if w.weight > 0)
        for short, long in found.items()
        if worded(short).words
    }


def places(sentence: Worded, shorts: Mapping[str, tuple[str, ...]]) -> dict[str, int]:
    """The stems that a sentence has, its short forms spelt out and its long ones shortened, with their first places."""
    found: dict[str, int] = {}
    for i, word in enumerate(sentence.words):
        found.setdefault(word.stem, i)
        for stem in shorts.get(word.stem, ()):
            found.setdefault(stem, i)
    for short, long in shorts.items():
        if long and all(stem in found for stem in long):
            found.setdefault(short, found[long[-1]])
    return found


def meet(claim: Worded, sentence: Worded, there: Mapping[str, int]) -> Met:
    """The words of content of `claim` in `sentence`."""
    at: dict[int, tuple[int, float]] = {}
    for i in claim.content:
        found = _met(claim.words[i], there)
        if found:
            at[i] = found
    near = {p + d for p, _ in at.values() for d in range(-_REACH, _REACH + 1)}
    return Met(at, frozenset(p for p in near if 0 <= p < len(sentence.words)))


def _met(word: Word, there: Mapping[str, int]) -> tuple[int, float] | None:
    if word.stem in there:
        return there[word.stem], 1.0
    other = next((there[s] for s in alike().get(word.stem, ()) if s in there), None)
    if other is not None:
        return other, 0.8
    if len(word.stem) < 5:
        return None
    for stem, place in there.items():
        if len(stem) >= 5 and _same_root(word.stem, stem):
            return place, 0.7
    return None


def _same_root(a: str, b: str) -> bool:
    n = min(len(a), len(b))
    shared = next((i for i in range(n) if a[i] != b[i]), n)
    return shared >= 5 and shared >= 0.75 * n


def covered(claim: Worded, at: Mapping[int, tuple[int, float]], least: float = 0.0) -> float:
    weighty = [i for i in claim.content if claim.words[i].weight >= least]
    whole = sum(claim.words[i].weight for i in weighty)
    return sum(claim.words[i].weight * at[i][1] for i in weighty if i in at) / whole if whole else 0.0


def together(met: Met) -> float:
    """The share of neighbouring words of the claim that stand near one another in the sentence."""
    order = sorted(met.at)
    steps = list(pairwise(order))
    near = sum(abs(met.at[a][0] - met.at[b][0]) <= 2 * (b - a) + 2 for a, b in steps)
    return near / len(steps) if steps else 0.0


def in_order(met: Met) -> float:
    """The share of pairs of met words that stand in the claim's order; a half where there is none."""
    order = [met.at[i][0] for i in sorted(met.at)]
    pairs = [(a, b) for n, a in enumerate(order) for b in order[n + 1 :] if a != b]
    return sum(a < b for a, b in pairs) / len(pairs) if pairs else 0.5
