"""Single words: which of them say nothing, and the one form that all ways to write a word have.

Stems are those of the English Snowball stemmer, after British and American spellings of -ae-, -oe-, sulph- and -ise
are made the same. Numbers lose thousands separators and trailing zeros.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

import snowballstemmer

STOP_WORDS: Final = frozenset(
    """a about again against all also am an and any are aren't as at be because been being both but by can can't
    cannot could couldn't did didn't do does doesn't doing don't each either for from further had hadn't has
    hasn't have haven't having he her here hers herself him himself his how i if in into is isn't it its
    itself let me my myself neither no nor not of on or other our ours ourselves own per same shall she
    should shouldn't so some such than that the their theirs them themselves then there these they this those
    through to too us very was wasn't we were weren't what when where which while who whom why will with
    won't would wouldn't you your yours yourself yourselves""".split()
)
GREEK: Final = dict(
    zip(
        "αβγδεζηθικλμνξοπρσςτυφχψω",
        """alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma sigma tau
        upsilon phi chi psi omega""".split(),
        strict=True,
    )
)
LETTERS: Final = {name: letter for letter, name in GREEK.items() if letter != "ς"}
SPELLED: Final = {
    "mcg": "microgram",
    "mcgs": "microgram",
    "ug": "microgram",
    "microg": "microgram",
    "μg": "microgram",
    "micrograms": "microgram",
    "μmol": "umol",
    "μl": "ul",
    "milligram": "mg",
    "milligrams": "mg",
    "millilitre": "ml",
    "millilitres": "ml",
    "milliliter": "ml",
    "milliliters": "ml",
}
MEASURES: Final = frozenset(
    """mg g kg mcg microgram micrograms microg ug μg ng pg ml dl l μl mmol μmol umol nmol pmol mol iu miu units
    unit meq h hr hrs hour hours min mins minute minutes s sec d day days wk week weeks month months year
    years m m2 cm mm mmhg kpa kcal mgs mcgs mls""".split()
)
_OTHERS = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "µ": "μ", "’": "'", "‐": "-", "‑": "-", "·": "-"}
)
_UNGROUPED = str.maketrans({",": None, "\u00a0": None, "\u2009": None, "\u202f": None, "·": "."})
_ISE = re.compile(r"([a-z]{3,}[bcdgklmnprtvy])is(e|ed|er|es|ing|ation|ations)$")
_LONGEST_WORD: Final = 64
_STEMMER = snowballstemmer.stemmer("english")


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """The stem of one folded word; one of up to three letters, over 64, or with a digit in it is its own stem."""
    if not 3 < len(word) <= _LONGEST_WORD or not word.isalpha():
        return word
    same = word.replace("ae", "e").replace("oe", "e").replace("sulph", "sulf")
    stemmed: str = _STEMMER.stemWord(_ISE.sub(r"\1iz\2", same))
    return stemmed


@lru_cache(maxsize=100_000)
def fold(word: str) -> str:
    """`word` in lower case without accents; hyphens and apostrophes plain; Greek letters are kept."""
    lower = word.lower().translate(_OTHERS)
    if lower.isascii():
        return lower
    parts = unicodedata.normalize("NFKD", lower)
    return "".join(c for c in parts if not unicodedata.combining(c)).translate(_OTHERS)


@lru_cache(maxsize=16_384)
def number(text: str) -> str:
    """A number without thousands separators and trailing zeros: "1,000" is "1000", "5.0" and "5·0" are "5"."""
    whole, point, part = text.translate(_UNGROUPED).partition(".")
    part = part.rstrip("0")
    return (whole or "0") + (point + part if part else "")
