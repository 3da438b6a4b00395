"""Words for the index and for overlap scores: folded, stemmed, and with clinical tokens kept whole.

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
_ACRONYMS: Final = frozenset({"WHO", "US", "IT", "ALL"})
_LETTERED: Final = frozenset({"vitamin", "hepatitis", "influenza", "type", "group", "factor", "grade", "class"})
_GREEK: Final = dict(
    zip(
        "αβγδεζηθικλμνξοπρσςτυφχψω",
        """alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma sigma tau
        upsilon phi chi psi omega""".split(),
        strict=True,
    )
)
_SPELLED: Final = {
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
_MEASURES: Final = frozenset(
    """mg g kg mcg microgram micrograms microg ug μg ng pg ml dl l μl mmol μmol umol nmol pmol mol iu miu units
    unit meq h hr hrs hour hours min mins minute minutes s sec d day days wk week weeks month months year
    years m m2 cm mm mmhg kpa kcal mgs mcgs mls""".split()
)
_UNIT = "|".join(sorted(_MEASURES, key=lambda m: (-len(m), m)))
_TOKEN = re.compile(
    r"(?P<plain>(?<![^\W_])[a-z]{2,}(?![^\W_]|['’‐‑/·-]))"
    r"|(?P<section>\b\d+(?:\.\d+){2,}\b)"
    rf"|(?<![^\W_])(?P<dose>\d+(?:\.\d+)?)(?P<unit>(?:{_UNIT})(?:/(?:{_UNIT}))*)(?![^\W_])"
    r"|(?<![^\W_])(?P<number>\d{1,3}(?:[,\u2009\u202f]\d{3})+(?:\.\d+)?(?!\d)|\d+\.\d+|\d+(?![-‐‑][^\W\d_])|(?<!\.)\.\d+)"
    r"(?![^\W_])"
    r"|(?P<word>[^\W_]+(?:['’][^\W\d_]+)?(?:[-‐‑/·][^\W_]+(?:['’][^\W\d_]+)?)*)",
    re.IGNORECASE,
)
_HYPHENS = re.compile(r"[-‐‑·]")
_LONE_GREEK = re.compile(r"(?<![α-ω])[α-ω](?![α-ω])")
_OTHERS = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "µ": "μ", "’": "'", "‐": "-", "‑": "-", "·": "-"}
)
_ISE = re.compile(r"([a-z]{3,}[bcdgklmnprtvy])is(e|ed|er|es|ing|ation|ations)$")
_LONGEST_WORD: Final = 64
_MOST_PARTS: Final = 8
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


def number(text: str) -> str:
    """A number without thousands separators and trailing zeros: "1,000" is "1000", "5.0" is "5", ".5" is "0.5"."""
    whole, point, part = re.sub(r"[,\u2009\u202f]", "", text).partition(".")
    part = part.rstrip("0")
    return (whole or "0") + (point + part if part else "")


def terms(text: str) -> list[str]:
    """The index terms of `text`, in order, with repeats.

    A hyphenated word gives itself, itself without hyphens and its parts; "mg/dl" itself and its parts; a Greek letter
    itself and its name.
    """
    made: list[str] = []
    found: list[tuple[str, int, int]] = []
    shouting = text.isupper()
    for match in _TOKEN.finditer(text):
        plain = _plain(match[0]) if match.lastgroup == "plain" else None
        if plain is None:
            before = len(found)
            _take(match, found, shouting)
            for word, _, _ in found[before:]:
                made += _variants(word)
        elif plain:
            found.append((plain, *match.span()))
            made += _variants(plain)
    return made


def content_words(text: str) -> list[tuple[str, int, int]]:
    """(stem, start, end) of each word of `text` that is no stop word; code points of `text`, end exclusive.

    A hyphenated word with a digit in it ("CHA2DS2-VASc", "B-12") is one word without its hyphens, others are parted;
    Greek letters are named.
    """
    return [
        (stem(_named(part)), s, e) for word, start, end in _words(text) for part, s, e in _parts(word, text, start, end)
    ]


def _words(text: str) -> list[tuple[str, int, int]]:
    """Folded words, numbers and measures; words with a hyphen are whole, those with a slash only where a measure."""
    found: list[tuple[str, int, int]] = []
    shouting = text.isupper()
    for match in _TOKEN.finditer(text):
        plain = _plain(match[0]) if match.lastgroup == "plain" else None
        if plain is None:
            _take(match, found, shouting)
        elif plain:
            found.append((plain, *match.span()))
    return found


@lru_cache(maxsize=100_000)
def _plain(word: str) -> str | None:
    """What `_take` would find in a word as most are, "dose" or "Dose": "" for a stop word. None for any other word."""
    if not (word.isascii() and word[1:].islower()):
        return None
    lower = word.lower()
    return "" if lower in STOP_WORDS else _SPELLED.get(lower, lower)


def _take(match: re.Match[str], found: list[tuple[str, int, int]], shouting: bool) -> None:
    kind = match.lastgroup
    if kind == "number":
        found.append((number(match[0]), *match.span()))
    elif kind == "unit":
        found.append((number(match["dose"]), *match.span("dose")))
        found.append((_measure(fold(match["unit"])), *match.span("unit")))
    elif kind == "section":
        found.append((match[0], *match.span()))
    else:
        _take_word(match, found, shouting)


def _take_word(match: re.Match[str], found: list[tuple[str, int, int]], shouting: bool) -> None:
    whole = match[0]
    folded = fold(whole)
    if "/" in whole and all(p in _MEASURES for p in folded.split("/")):
        found.append((_measure(folded), *match.span()))
        return
    at = match.start()
    for piece in whole.split("/"):
        word = fold(piece).removesuffix("'s").removesuffix("'")
        lettered = len(word) == 1 and bool(found) and found[-1][0] in _LETTERED
        if word not in STOP_WORDS or lettered or (piece in _ACRONYMS and not shouting):
            found.append((_SPELLED.get(word, word), at, at + len(piece)))
        at += len(piece) + 1


def _measure(folded: str) -> str:
    return "/".join(_SPELLED.get(p, p) for p in folded.split("/"))


@lru_cache(maxsize=100_000)
def _variants(word: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*_forms(word), *_forms(_named(word)))))


def _forms(word: str) -> tuple[str, ...]:
    if "/" in word:
        return (word, *word.split("/"))
    if "-" not in word:
        return (stem(word),)
    parts = word.split("-")
    measured = any(p in _MEASURES for p in parts)
    kept = [stem(p) for p in parts if p and p not in STOP_WORDS and (measured or not p.isdigit())]
    if len(parts) > _MOST_PARTS:
        return tuple(kept)
    return ("-".join([*parts[:-1], stem(parts[-1])]), stem(word.replace("-", "")), *kept)


def _named(word: str) -> str:
    return word if word.isascii() else _LONE_GREEK.sub(lambda m: _GREEK[m[0]], word)


def _parts(word: str, text: str, start: int, end: int) -> list[tuple[str, int, int]]:
    if "-" not in word:
        return [(word, start, end)]
    pieces = word.split("-")
    if any(c.isdigit() for c in word) and not any(p in _MEASURES for p in pieces):
        return [(word.replace("-", ""), start, end)]
    found, at = [], start
    for piece in _HYPHENS.split(text[start:end]):
        folded = fold(piece).removesuffix("'s")
        if folded and folded not in STOP_WORDS:
            found.append((_SPELLED.get(folded, folded), at, at + len(piece)))
        at += len(piece) + 1
    return found
