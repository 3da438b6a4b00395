"""What is measured or examined in a patient: "serum potassium", "platelet count", "blood pressure", as words name it.

The list is `data/measured.tsv`: preferred name, broader name, synonyms. Names are matched as whole words, longest
first, whatever their case but for those of two letters, which must be written in capitals or as listed ("Hb").
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from itertools import pairwise
from typing import Final

_LETTERS: Final = 3
_WORD: Final = re.compile(r"[^\W_]+(?:'[^\W_]+)?")
_GAP: Final = re.compile(r"(?:\s|-|&)+")


@dataclass(frozen=True, slots=True)
class Measured:
    """A name of something measured at [start, end) of the text; concept: the preferred name."""

    concept: str
    start: int
    end: int
    text: str


@lru_cache(maxsize=16_384)
def measured(text: str) -> tuple[Measured, ...]:
    """What `text` names that can be measured, in order, none overlapping."""
    names, longest = _names()
    places = [(m.start(), m.end(), m[0].lower()) for m in _WORD.finditer(text)]
    found: list[Measured] = []
    after = 0
    for i, (start, _, word) in enumerate(places):
        for n in range(min(longest.get(word, 0), len(places) - i) if i >= after else 0, 0, -1):
            end = places[i + n - 1][1]
            known = names.get(tuple(p[2] for p in places[i : i + n]))
            if known and _joined(text, places[i : i + n]) and _written(text, start, end, known[1]):
                found.append(Measured(known[0], start, end, text[start:end]))
                after = i + n
                break
    return tuple(found)


def _joined(text: str, places: list[tuple[int, int, str]]) -> bool:
    """Whether only spaces and hyphens stand between the words."""
    return all(_GAP.fullmatch(text[a[1] : b[0]]) for a, b in pairwise(places))


def _written(text: str, start: int, end: int, listed: frozenset[str]) -> bool:
    """Whether a name stands as a word of its own, a short one in capitals or as it is listed."""
    words = text[start:end]
    alone = text[start - 1 : start] != "-" and not re.match(r"-\w", text[end : end + 2])
    return alone and (len(words) > _LETTERS or words in listed or words.isupper())


@cache
def _names() -> tuple[dict[tuple[str, ...], tuple[str, frozenset[str]]], dict[str, int]]:
    """By the words of a name its concept and how it is written in the list; by first word how many words most have."""
    names: dict[tuple[str, ...], tuple[str, frozenset[str]]] = {}
    longest: dict[str, int] = {}
    path = resources.files("curbside.language") / "data" / "measured.tsv"
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        concept, _, others = [*(cell.strip() for cell in line.split("\t")), "", ""][:3]
        for name in (concept, *(o.strip() for o in others.split("|") if o.strip())):
            key = tuple(w.lower() for w in _WORD.findall(name))
            known, written = names.get(key, (concept, frozenset()))
            names[key] = (known, written | {name})
            longest[key[0]] = max(longest.get(key[0], 0), len(key))
    return names, longest
