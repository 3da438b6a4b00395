"""Folding passages that say the same in the same words: a study as abstract and full text, a label of two companies.

Two passages are folded where nearly all that the shorter one says stands in the longer one, word for word, and both
have the same numbers: a label of 5 mg tablets is no copy of that of 10 mg tablets, however alike the sentences are.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from curbside.language.tokens import terms
from curbside.types import Hit

SHINGLE = 3
CONTAINED = 0.9
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Folded:
    """A hit, and those after it that say the same, in their order."""

    hit: Hit
    others: tuple[Hit, ...] = ()


def folded(hits: Sequence[Hit], texts: Sequence[str]) -> list[Folded]:
    """`hits`, each with its text at the same place of `texts`, without those that say what one before them says.

    Containment of shingles of three terms: Broder 1997, On the resemblance and containment of documents. A hit is
    never folded into one of the same source, whose passages are different places of it.
    """
    kept: list[tuple[Hit, frozenset[tuple[str, ...]], list[Hit]]] = []
    for hit, text in zip(hits, texts, strict=True):
        said = _shingles(text)
        same = next((others for first, its, others in kept if _is_copy(first, its, hit, said)), None)
        if same is None:
            kept.append((hit, said, []))
        else:
            same.append(hit)
    return [Folded(first, tuple(others)) for first, _, others in kept]


def _is_copy(one: Hit, its: frozenset[tuple[str, ...]], other: Hit, said: frozenset[tuple[str, ...]]) -> bool:
    shorter = min(len(its), len(said))
    if one.passage.source == other.passage.source or not shorter or len(its & said) < CONTAINED * shorter:
        return False
    return _numbers(its) == _numbers(said)


def _shingles(text: str) -> frozenset[tuple[str, ...]]:
    words = terms(text)
    return (
        frozenset(tuple(words[at : at + SHINGLE]) for at in range(max(len(words) - SHINGLE + 1, 1)))
        if words
        else frozenset()
    )


def _numbers(shingles: frozenset[tuple[str, ...]]) -> frozenset[str]:
    return frozenset(word for shingle in shingles for word in shingle if _NUMBER.search(word))
