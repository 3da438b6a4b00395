"""Words within a sentence that point to what it has not named before: "in this disorder", "the remaining cases".

What a demonstrative points to is taken to be there where its noun was named ("two groups ... the groups"), or where a
clause of some length stands before it ("smoking narrows the small vessels, and this effect lasts").
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

_POINTER: Final = re.compile(
    r"\b(?P<word>this|these|such an?|the remaining)\b"
    r"(?P<noun>(?: [^\W\d_][\w'’-]*){1,3})|\b(?P<group>the groups?)\b"
    r"(?! (?:of|that|which|who|with|receiving|in|given|treated|having|taking|without|aged|where|named|called)\b)",
    re.IGNORECASE,
)
_NO_NOUN: Final = re.compile(
    r"\b(?:is|are|was|were|be|been|has|have|had|may|might|can|could|should|must|will|would|do|does|did|means?|leads?"
    r"|causes?|happens?|occurs?|includes?|results? in|makes?|and|or|but|of|in|on|at|to|for|from|by|with|as|than|that"
    r"|which|who|when|if|not|also|often|usually|typically|sometimes|generally)\b.*",
    re.IGNORECASE,
)
_OF_THE_DOCUMENT: Final = re.compile(
    r"(?:study|studies|trial|trials|review|paper|article|report|analys[ei]s|series|survey|guidelines?|guidance|research"
    r"|work|document|label|leaflet|medicine|product|results?|findings?|data|observations?|hypothes[ei]s|investigation"
    r"|evidence|conclusions?|recommendations?|time|period|day|way|moment|point|stage|century|country|world|kind|sort"
    r"|regard|respect|context|setting|case|reason|website|page|section|chapter|summary|module|hand|side|words)\b",
    re.IGNORECASE,
)
_ASIDE: Final = re.compile(r"[,;:(]")
_FAR, _NEAR, _A_CLAUSE = 12, 3, 5
_A_NAME, _SHORT = 5, 2


@lru_cache(maxsize=16_384)
def points_within(text: str) -> bool:
    """Whether a noun phrase in the first words of a sentence points to something that is not named before it."""
    return any(_points(text, found) for found in _POINTER.finditer(text))


def _points(text: str, found: re.Match[str]) -> bool:
    before = text[: found.start()]
    if len(before.split()) > _FAR or _has_clause(before):
        return False
    if found["group"]:
        return "group" not in before.casefold()
    phrase = _NO_NOUN.sub("", found["noun"]).split()
    if not phrase:
        return found["word"].lower() in ("this", "these") and 0 < len(before.split()) <= _NEAR
    if any(_OF_THE_DOCUMENT.fullmatch(word) for word in phrase):
        return False
    said = before.casefold()
    return not any(word.casefold().removesuffix("s")[:_A_NAME] in said for word in phrase if len(word) > _SHORT)


def _has_clause(before: str) -> bool:
    """Whether so many words stand before the last comma, colon or bracket that they may be what is pointed to."""
    marks = [m.start() for m in _ASIDE.finditer(before)]
    return bool(marks) and len(before[: marks[-1]].split()) >= _A_CLAUSE
