"""A text as weighed words with their cues, for comparing what two texts say; coarser than the canonical tokens.

Words are stems (Porter's English stemmer), each with the weight of how rare it is, and with what it does to the sign of
a finding: raise, lower, take away, deny, or say that nothing differed.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Any, Final

from curbside.language.spelling import normalise, stem

_WORD: Final = re.compile(r"[^\W_]+(?:['’][^\W\d_]+)?|\(?-/-\)?|%|[<>≤≥]")
_PLACE: Final = "support_words.json"


@dataclass(frozen=True, slots=True)
class Word:
    """One word. weight: how rare it is, 0 for a word of grammar. cue: see `CUES`, empty for most words."""

    stem: str
    text: str
    weight: float
    cue: str


@dataclass(frozen=True, slots=True)
class Worded:
    """A text read: its words in order."""

    text: str
    words: tuple[Word, ...]

    @property
    def content(self) -> tuple[int, ...]:
        """The places of the words that weigh and turn nothing."""
        return tuple(i for i, w in enumerate(self.words) if w.weight > 0 and not w.cue)


@cache
def _data() -> dict[str, Any]:
    path = resources.files("curbside.verifying") / "data" / _PLACE
    data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return data


@cache
def _cues() -> dict[str, str]:
    return {stem(word): cue for cue, listed in _data()["cues"].items() for word in listed.split()}


@cache
def _grammar() -> frozenset[str]:
    return frozenset(_data()["grammar"].split())


@cache
def opposites() -> dict[str, frozenset[str]]:
    """Each stem with those that say the opposite of it."""
    found: dict[str, set[str]] = {}
    for pair in _data()["opposites"]:
        left, right = ({stem(w) for w in side.split()} for side in pair.split("|"))
        for a, b in ((left, right), (right, left)):
            for word in a:
                found.setdefault(word, set()).update(b)
    return {word: frozenset(others) for word, others in found.items()}


@cache
def alike() -> dict[str, frozenset[str]]:
    """Each stem with those that name the same thing."""
    found: dict[str, set[str]] = {}
    for group in _data()["alike"]:
        stems = {stem(w) for w in group.split()}
        for one in stems:
            found.setdefault(one, set()).update(stems - {one})
    return {word: frozenset(others) for word, others in found.items()}


@lru_cache(maxsize=65_536)
def _word(text: str) -> Word:
    low = text.lower().replace("’", "'")
    if low in ("-/-", "(-/-)"):
        return Word("-/-", text, 0.0, "away")
    base = "not" if low.endswith("n't") else low
    stemmed = stem(base)
    cue = _cues().get(stemmed, "")
    if base in _grammar() and not cue:
        return Word(stemmed, text, 0.0, "")
    return Word(stemmed, text, weight_of(stemmed), cue)


def weight_of(stemmed: str) -> float:
    """The weight of a stem: the logarithm of how rare it is in abstracts (`evals/train_support.py` counted)."""
    weights: dict[str, float] = _data()["weights"]
    return weights.get(stemmed, float(_data()["rarest"]))


@lru_cache(maxsize=4096)
def worded(text: str) -> Worded:
    """`text` read into words."""
    return Worded(text, tuple(_word(m[0]) for m in _WORD.finditer(normalise(text))))
