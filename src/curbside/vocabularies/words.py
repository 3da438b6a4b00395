"""The words by which names are found in a text: what the index cannot tell apart is one key here too.

A key is made of stems, so that "tumours" finds "Tumor"; digits are words of their own, so that "B12" finds "B 12".
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from curbside.language.tokens import fold, stem

LONGEST: Final = 16
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?|\d+")
_GAP = re.compile(r"(?:[ \t\n\u00a0\u2009\u202f]{1,2}|, ?| ?/ ?|[-‐‑–.'’])?")
_SHORT: Final = 8
_VOWEL = re.compile("[aeiouy]")


@dataclass(frozen=True, slots=True)
class Word:
    """A word at [start, end). whole: whether no letter or digit touches its start; ends: whether none its end."""

    key: str
    start: int
    end: int
    whole: bool
    ends: bool


def words(text: str) -> list[Word]:
    """The words of `text`, in order."""
    return [
        Word(
            _key(m[0]),
            m.start(),
            m.end(),
            not text[m.start() - 1 : m.start()].isalnum(),
            not text[m.end() : m.end() + 1].isalnum(),
        )
        for m in _WORD.finditer(text)
    ]


def key_of(name: str) -> tuple[str, ...]:
    """The key of a name; () where it has no word or more than `LONGEST`."""
    keys = tuple(_key(m[0]) for m in _WORD.finditer(name))
    return keys if len(keys) <= LONGEST else ()


def joined(text: str, before: Word, after: Word) -> bool:
    """Whether the two words may be of one name: a space, hyphen, comma, slash or full stop between them, or nothing."""
    return _GAP.fullmatch(text, before.end, after.start) is not None


def is_short(name: str) -> bool:
    """Whether a name looks like an abbreviation: a word of up to 8 characters with two capitals ("AF", "HbA1c")."""
    return len(name) <= _SHORT and " " not in name and sum(c.isupper() for c in name) >= 2


def reads_as_short(name: str, surface: str, shouting: bool) -> bool:
    """Whether `surface`, as a text has it, is the abbreviation `name`: in its own capitals, or as its plural ("DVTs").

    In small letters, or in a text that is all capitals, only what no English word looks like: without a vowel ("dvt").
    """
    bare = surface[:-1] if surface.endswith("s") and not name.endswith("s") else surface
    if name in (surface, bare) and not shouting:
        return True
    return bare.lower() == name.lower() and (bare.islower() or shouting) and not _VOWEL.search(bare.lower())


@lru_cache(maxsize=100_000)
def _key(word: str) -> str:
    if len(word) > 2 and word[-1] == "s" and word[:-1].isupper():
        word = word[:-1]
    return stem(fold(word).removesuffix("'s"))
