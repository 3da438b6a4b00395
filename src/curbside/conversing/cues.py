"""How a question leans on the one before it, by its words."""

from __future__ import annotations

import re
from typing import Final

_LEANS: Final = re.compile(
    r"^\W*(?:and|or|but|so|then|what about|how about|what if|if|also|same|likewise|only|in|for|with|without|by|during"
    r"|after|as|i (?:mean|meant)|meant|no|not|sorry|rather|instead|correction|ok(?:ay)?|thanks?|thank you|please|why"
    r"|why not|how so|how long|how often|how much|when|since when|until when|is there more|more|anything else)\b",
    re.IGNORECASE,
)
_POINTS: Final = re.compile(
    r"\b(?:it|its|this|that|these|those|them|they|their|she|he|her|his|him|same|instead|also|too|either|otherwise|then"
    r"|one|ones"
    r"|the (?:drug|doses?|medicine|treatment|injections?|tablets?|course|patient|maintenance|latter|former|other|first"
    r"|second)\b(?!\s+(?:of|for|in|with)\b))\b",
    re.IGNORECASE,
)
_CORRECTS: Final = re.compile(r"^\W*(?:i (?:mean|meant)|meant|no\b|not\b|sorry|correction|rather)", re.IGNORECASE)
_BESIDES: Final = re.compile(
    r"(?<!patients )(?<!people )(?<!adults )(?<!those )(?<!women )(?<!men )(?<!children )"
    r"\b(?:with|without|plus|as well as|together with|if|who (?:has|have|also has)|and also|also has|having)\b"
    r"(?:\s+(?!(?:in|for)\b)[\w-]+){0,4}\s*$",
    re.IGNORECASE,
)
_ABOUT: Final = re.compile(
    r"\b(?:of|for|in|with|about|treat|cause[sd]?|causing|diagnose|prevent|have|has)\s+(?:(?:the|an?|my|acute|chronic|severe"
    r"|mild|adult|early|new)\s+)*(?P<word>[a-z][\w'-]{3,})",
    re.IGNORECASE,
)
_ASKS_ANEW: Final = re.compile(
    r"^\W*(?:what|which|how|who|tell me|explain|treatment|management|therapy|diagnosis|causes?|symptoms?|prognosis"
    r"|first|is there|are there|can you|could you)\b",
    re.IGNORECASE,
)
_BARE: Final = re.compile(
    r"^\W*(?:(?:and|at|with|if|of|for|it is|is)\s+)*(?P<value>\d{1,4}(?:\.\d+)?)\W*$", re.IGNORECASE
)
_WORD: Final = re.compile(r"[^\W\d_]+")
_FEW: Final = 3


def leans(text: str) -> bool:
    """Whether it is no question by itself: it begins as a continuation, or has but few words."""
    return bool(_LEANS.search(text)) or len(_WORD.findall(text)) <= _FEW


def points(text: str) -> bool:
    """Whether it points to something that was named before ("it", "the dose", "instead")."""
    return bool(_POINTS.search(text))


def corrects(text: str) -> bool:
    """Whether it takes something back ("I meant ...", "not ...")."""
    return bool(_CORRECTS.search(text))


def stands_beside(text: str, start: int) -> bool:
    """Whether what is named at `start` comes on top of what was named before ("and with ...", "what if there are")."""
    return bool(_BESIDES.search(text[:start]))


def rejected(text: str, start: int) -> bool:
    """Whether what is named at `start` is what is taken back ("not X", "instead of X")."""
    return bool(re.search(r"\b(?:not|no|instead of|rather than)\s+(?:the\s+)?$", text[:start], re.IGNORECASE))


def asks_anew(text: str) -> bool:
    """Whether it begins as a question by itself does ("What is ...", "Treatment of ...")."""
    return bool(_ASKS_ANEW.search(text))


def bare_value(text: str) -> str | None:
    """The number of a question that is nothing else ("and at 28?"): another value of what was measured before."""
    found = _BARE.match(text)
    return found["value"] if found else None


def subjects(text: str) -> tuple[str, ...]:
    """Words that stand where a question says what it is about ("the treatment of ...")."""
    return tuple(m["word"].lower() for m in _ABOUT.finditer(text))
