"""Sentences that set against each other the options between which a question chooses ("A versus B in C?")."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from curbside.language.tokens import content_words

_BETWEEN: Final = r"versus|vs|rather than|compared (?:with|to)"
_OPTIONS: Final = re.compile(rf"\b(?:{_BETWEEN}|or)\b\.?", re.IGNORECASE)
_AGAINST: Final = re.compile(rf"\b(?:{_BETWEEN}|than)\b", re.IGNORECASE)
_ENDS: Final = re.compile(
    r"\b(?:in|for|with|after|before|during|when|if|as|at|of|on|to|by|is|are|should|does|do|which)\b|[,;:?]",
    re.IGNORECASE,
)
_NEAR: Final = 4


@lru_cache(maxsize=4096)
def compares(question: str, text: str) -> bool:
    """Whether a sentence tells the two options of a question apart: one stands right before "versus", "than" or
    "compared with", and the other right after it."""
    if len(places := list(_OPTIONS.finditer(question))) != 1:
        return False
    at = places[0]
    one = _stems(_ENDS.split(question[: at.start()])[-1])[-_NEAR:]
    other = _stems(_ENDS.split(question[at.end() :])[0])[:_NEAR]
    return bool(one and other) and _sets_apart(frozenset(one), frozenset(other), text)


def _sets_apart(one: frozenset[str], other: frozenset[str], text: str) -> bool:
    for m in _AGAINST.finditer(text):
        left, right = frozenset(_stems(text[: m.start()])[-_NEAR:]), frozenset(_stems(text[m.end() :])[:_NEAR])
        if (one & left and other & right) or (other & left and one & right):
            return True
    return False


def _stems(text: str) -> list[str]:
    return [stem for stem, _, _ in content_words(text)]
