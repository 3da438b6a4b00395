"""One way of writing characters and words: for comparing texts, never for showing them."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

import snowballstemmer

_INVISIBLE: Final = re.compile("(?<![0-9.,])[\u00ad\u200b-\u200d\u2060\ufeff\u00ae\u2122]+(?![0-9.,])")
_GROUPED: Final = re.compile("(?<=[0-9])[\u2007\u2008\u2009\u202f](?=[0-9]{3}(?![0-9]))")
_NOUGHTS: Final = re.compile(r"(?<![0-9.,])([0-9]{1,3})((?: 000)+)(?![0-9.,])")
_VIT: Final = re.compile(r"\bvit\.?(?= ?B-?[0-9])", re.IGNORECASE)
_B12: Final = re.compile(
    r"\b((?:vitamin|vit\.?) )?B[ -]12\b(?![.,/%-]?[0-9])"
    r"(?(1)|(?=[.,;:)]|\Z| (?:deficien|level|inject|status|supplement|replace|"
    r"concentration|therap|treatment|tablet|is |was |and |or |in |with )))",
    re.IGNORECASE,
)
_GROUP_BEFORE: Final = re.compile(
    r"\b(?:groups?|arms?|types?|hepatitis|cohorts?|grade|plan|class|stage|drug|option)[ -]\Z", re.IGNORECASE
)
_BRACKETS: Final = re.compile(r"\[([^\[\]]*[^\[\]0-9,;\s-][^\[\]]*)\]")
_RAISED: Final = re.compile("(?<=[0-9])[⁰¹²³⁴⁵⁶⁷⁸⁹]+")
_AFTER_LETTER: Final = re.compile("(?<=[^\\W\\d_])(?:[⁰¹²³⁴⁵⁶⁷⁸⁹]+|[₀₁₂₃₄₅₆₇₈₉]+)")
_PLAIN_DIGITS: Final = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉", "0123456789" * 2)
_CHARACTERS: Final = str.maketrans(
    dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d", "-")
    | dict.fromkeys("\u2018\u2019\u201b\u02bc\u00b4`", "'")
    | dict.fromkeys("\u201c\u201d\u201e\u00ab\u00bb", '"')
    | {"\u03bc": "µ", "≧": "≥", "≦": "≤", "⩾": "≥", "⩽": "≤", "·": "."}
)
_SPELLINGS: Final = {
    "judgement": "judgment",
    "grey": "gray",
    "mould": "mold",
    "practise": "practice",
    "practised": "practiced",
    "fulfil": "fulfill",
    "fulfils": "fulfills",
    "enrol": "enroll",
    "enrolment": "enrollment",
    "ageing": "aging",
}
_STEMMER: Final = snowballstemmer.stemmer("english")


def normalise(text: str) -> str:
    """`text` with one sort of dash, quote, bracket and space; numbers and words stay.

    Invisible characters go where no digit is near. Raised digits after a digit are powers ("10^9"), raised and lowered
    ones after a letter are plain ("m2", "B12"); others stay as they are, since they are no digits of a number.
    """
    text = unicodedata.normalize("NFC", text).translate(_CHARACTERS)
    text = _GROUPED.sub(",", _INVISIBLE.sub("", text))
    text = _RAISED.sub(lambda m: "^" + m[0].translate(_PLAIN_DIGITS), text)
    text = _AFTER_LETTER.sub(lambda m: m[0].translate(_PLAIN_DIGITS), text)
    text = _BRACKETS.sub(r"(\1)", re.sub(r"[^\S\n]+", " ", text)).strip()
    text = _NOUGHTS.sub(lambda m: m[1] + m[2].replace(" ", ","), text)
    text = _B12.sub(_joined_b12, _VIT.sub(_spelt_out, text))
    letters = [c for c in text if c.isalpha()]
    return text.lower() if len(letters) > 8 and not any(c.islower() for c in letters) else text


def _spelt_out(match: re.Match[str]) -> str:
    return f"{match[0][0]}itamin"


def _joined_b12(match: re.Match[str]) -> str:
    """ "B12" for "B 12", but not of "12 people of group B"."""
    lettered = not match[1] and _GROUP_BEFORE.search(match.string[: match.start()])
    return match[0] if lettered else f"{match[1] or ''}{match[0][len(match[1] or '')]}12"


@lru_cache(maxsize=16_384)
def stem(word: str) -> str:
    """The stem of one word in American spelling, for likeness only."""
    return str(_STEMMER.stemWord(american(word.lower())))


@lru_cache(maxsize=16_384)
def american(word: str) -> str:
    """One lower-case word with the differences between British and American spelling taken out.

    The result is a key, not always a word: both spellings come out alike.
    """
    if word in _SPELLINGS:
        return _SPELLINGS[word]
    if len(word) < 5 or not word.isalpha():
        return word
    word = word.replace("leuco", "leuko").replace("aluminium", "aluminum")
    word = word.replace("ae", "e").replace("oe", "e").replace("sulph", "sulf")
    if word not in ("hours", "yours", "fours"):
        word = re.sub(r"our(?=s?$|ed$|ing$|able$|al$|ite$|ful$|less$)", "or", word)
    word = re.sub(r"(?<=[a-z]{3})is(?=(?:e|ed|es|er|ers|ing|ation|ations)$)", "iz", word)
    word = re.sub(r"ys(?=(?:e|ed|es|ing)$)", "yz", word)
    word = re.sub(r"ll(?=(?:ed|ing|er|ers)$)", "l", word)
    return re.sub(r"tre(?=s?$)", "ter", word)
