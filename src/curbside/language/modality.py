"""How strongly a text says something: must, should, may; and the words that leave no exception.

The order of strength is that of the clinical rules, section 4: words may be weakened by who restates them, never
strengthened; "must, never, always, mandatory, lifelong" stand only where a quotation has the word.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

_LEVELS: Final = {
    4: "must mandatory required requires require obligatory compulsory essential shall necessary imperative",
    3: "should recommend recommends recommended recommendation need needs needed ought indicated "
    "offer offered advise advised preferred preferable",
    2: "may might can could suggest suggests suggested consider considers considered considering reasonable advisable "
    "possible possibly optional option unclear perhaps",
    1: "unlikely probably likely seldom rarely sometimes often usually",
}
_ABSOLUTES: Final = (
    "must never always mandatory lifelong life-long forever indefinitely every all none only entirely completely "
    "definitely certainly guaranteed guarantees proven proves prove cure cures cured permanently invariably "
    "universally obligatory absolutely essential"
).split()
_STRENGTH: Final = {word: level for level, words in _LEVELS.items() for word in words.split()}
_ABSOLUTE: Final = frozenset(_ABSOLUTES)
_WORD: Final = re.compile(r"life-long|[^\W_]+")
_FOR_LIFE: Final = re.compile(r"\bfor\s+life\b|\blife[-\s]long\b|\blifelong\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Modal:
    """A word of modality at [start, end) of the text.

    strength: 4 must, 3 should, 2 may, 1 hedges of likelihood; 5 where the word leaves no exception ("never", "always").
    """

    strength: int
    start: int
    end: int
    text: str


@lru_cache(maxsize=4096)
def modals(text: str) -> tuple[Modal, ...]:
    """The words of modality of `text` in order."""
    found = ((m, strength_of(m[0])) for m in _WORD.finditer(text))
    return tuple(Modal(strength, m.start(), m.end(), m[0]) for m, strength in found if strength)


def strength_of(word: str) -> int:
    """The strength of one word in any case, 0 where it is none of modality."""
    word = word.lower()
    return 5 if word in _ABSOLUTE else _STRENGTH.get(word, 0)


def absolutes(text: str) -> tuple[str, ...]:
    """The words of `text` that leave no exception, in lower case ("lifelong" also for "for life")."""
    words = [m.text.lower() for m in modals(text) if m.strength == 5]
    if _FOR_LIFE.search(text) and "lifelong" not in words:
        words.append("lifelong")
    return tuple("lifelong" if w == "life-long" else w for w in words)
