"""What is measured or examined in a patient: "serum potassium", "platelet count", "blood pressure", as words name it.

The list is `data/measured.tsv`: preferred name, broader name, synonyms. Names are matched as whole words, longest
first, whatever their case but for those of two letters, which must be written in capitals or as listed ("Hb").
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Final

_LETTERS: Final = 3


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
    pattern, names = _names()
    found = []
    for match in pattern.finditer(text):
        words = " ".join(re.split(r"[\s-]+", match[0]))
        concept, written = names[words.lower()]
        if len(words) > _LETTERS or words in written or words.isupper():
            found.append(Measured(concept, match.start(), match.end(), match[0]))
    return tuple(found)


@cache
def _names() -> tuple[re.Pattern[str], dict[str, tuple[str, frozenset[str]]]]:
    """One pattern of all names, and by name in lower case its concept and how it is written in the list."""
    names: dict[str, tuple[str, frozenset[str]]] = {}
    path = resources.files("curbside.language") / "data" / "measured.tsv"
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        concept, _, others = [*(cell.strip() for cell in line.split("\t")), "", ""][:3]
        for name in (concept, *(o.strip() for o in others.split("|") if o.strip())):
            plain = name.replace("-", " ")
            known, written = names.get(plain.lower(), (concept, frozenset()))
            names[plain.lower()] = (known, written | {plain})
    longest = sorted(names, key=len, reverse=True)
    words = "|".join(re.escape(n).replace(r"\ ", r"[\s-]+") for n in longest)
    return re.compile(rf"(?<![\w-])(?:{words})(?![\w]|-\w)", re.IGNORECASE), names
