"""How many years of schooling a text asks for, by two published formulas.

- Flesch-Kincaid grade level: 0.39 words per sentence + 11.8 syllables per word - 15.59. Kincaid JP, Fishburne RP,
  Rogers RL, Chissom BS. Derivation of new readability formulas (Automated Readability Index, Fog Count and Flesch
  Reading Ease Formula) for Navy enlisted personnel. Research Branch Report 8-75, Naval Technical Training Command,
  1975.
- Coleman-Liau index: 0.0588 L - 0.296 S - 15.8, with L letters or digits and S sentences per 100 words. Coleman M,
  Liau TL. A computer readability formula designed for machine scoring. Journal of Applied Psychology 1975;60(2):283-4.

Both say how long words and sentences are, and nothing of whether a reader understands them.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from curbside.language.splitting import sentences

EASY: Final = 8.0
"""The highest reading grade of a text for patients (the clinical rules, section 8)."""

_WORD = re.compile(r"[^\W_]+(?:['’.,-][^\W_]+)*")
_BREAK = re.compile(r"\n\s*\n|\n(?=\s*(?:[-*•]|\d+[.)])\s)")
_VOWELS = re.compile(r"[aeiouyàâäéèêëîïôöùûü]+")
_APART = re.compile(
    r"(?<![cstgx])i[ao]|ium|iest|iet|[aeiou]ing$|eo(?!u|p)|ua(?!r)|uou|[^aeiouy]ism$|[^q]uity|ya|oe[fx]|scien|(?<=cr)eat(?!ur)"
    r"|(?<!g)uid(?!e)|ea$"
)
_UNUSUAL = {
    "every": 2,
    "everything": 3,
    "people": 2,
    "recipe": 3,
    "diabetes": 4,
    "ion": 2,
    "something": 2,
    "somebody": 3,
}


def syllables(word: str) -> int:
    """The syllables of an English word, estimated from its spelling; a number counts as one."""
    return sum(_syllables(part) for part in re.split(r"[-'’.,]", word.lower()) if part) or 1


def _syllables(part: str) -> int:
    if part in _UNUSUAL:
        return _UNUSUAL[part]
    if not part.isalpha():
        return 1
    groups = len(_VOWELS.findall(part)) + len(_APART.findall(part))
    return max(groups - (len(part) > 2 and _ends_silent(part)), 1)


def _ends_silent(part: str) -> bool:
    """Whether the last written vowel is silent: in "dose", "tubes", "named"; not in "table", "doses", "needed"."""
    if part.endswith("e"):
        return not re.search(r"(?:[aeiouy]|[^aeiouyrw]l)e$", part)
    if part.endswith("es"):
        return not re.search(r"(?:[aeiouysxzcg]|sh|ch|[^aeiouyrw]l)es$", part)
    return part.endswith("ed") and not re.search(r"(?:[td]|[aeiouy])ed$", part)


@lru_cache(maxsize=16_384)
def is_easy(text: str) -> bool:
    """Whether both formulas put `text` at `EASY` or below."""
    return max(grade(text)) <= EASY


def _sentences(text: str) -> int:
    return sum(len(sentences(part)) for part in _BREAK.split(text) if _WORD.search(part))


def flesch_kincaid(words: int, sentence_count: int, syllable_count: int) -> float:
    """The grade from the three counts; all above 0."""
    return 0.39 * words / sentence_count + 11.8 * syllable_count / words - 15.59


def coleman_liau(words: int, sentence_count: int, letters: int) -> float:
    """The grade from the three counts; words above 0, letters with digits."""
    return 5.88 * letters / words - 29.6 * sentence_count / words - 15.8


def grade(text: str) -> tuple[float, float]:
    """The Flesch-Kincaid grade and the Coleman-Liau index of `text`; (0.0, 0.0) where it has no words."""
    words = _WORD.findall(text)
    if not words:
        return 0.0, 0.0
    count = max(_sentences(text), 1)
    letters = sum(c.isalnum() for word in words for c in word)
    return (
        flesch_kincaid(len(words), count, sum(map(syllables, words))),
        coleman_liau(len(words), count, letters),
    )
