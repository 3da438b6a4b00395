"""What a yes-or-no question claims: the part that is asked, what is asked of it, and whether it is put negatively."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from curbside.language import notices, tokens

_PARTS: Final = re.compile(r"[:?!]+\s*|\.\s+|;\s+|\s*--+\s*|\s[-–—]\s")
_PREDICATE: Final = re.compile(
    r"\s*(?:$|,|(?:in|for|to|when|as|at|after|during|with|if|before|or|and)\b)", re.IGNORECASE
)
# "Is X right, Y not tolerated?" and "Is X given if Y is not tolerated?" are put positively: the case is no claim.
_CASE: Final = re.compile(r",\s|\b(?:if|when|where|because|since|in whom|who)\b", re.IGNORECASE)
_UN: Final = re.compile(
    r"\b(?:un|in)(?=(?:necessary|needed|reliable|effective|suitable|appropriate|sufficient|adequate)\b)", re.IGNORECASE
)
_CONTENT: Final = re.compile(r"[^\W\d_]{2,}")


@dataclass(frozen=True, slots=True)
class Claim:
    """The claim of a yes-or-no question.

    text: the question; part: the clause that asks, from its auxiliary where it has one; auxiliary: in lower case, or ""
    (a title, "Rotator cuff tear: an occupational disease?"); kind: a key of [kinds] in `directions.toml`; negated:
    whether "yes" means that something is not so; words: the stems of what it speaks of.
    """

    text: str
    part: str
    auxiliary: str
    kind: str
    negated: bool
    words: frozenset[str]


@cache
def pattern(table: str, key: str) -> re.Pattern[str]:
    """The expressions of one list in `language/data/directions.toml` as one; one that never fits for a missing list."""
    listed = notices.load("directions.toml")[table].get(key)
    return re.compile(rf"\b(?:{'|'.join(listed)})(?!\w)" if listed else r"(?!)", re.IGNORECASE)


@lru_cache(maxsize=256)
def claim_of(question: str) -> Claim | None:
    """The claim of `question`, or None where it is no yes-or-no question ("What ...?", nothing)."""
    text = " ".join(question.split())
    parts = [p for p in (piece.strip(" ,.") for piece in _PARTS.split(text)) if _CONTENT.search(p)]
    if not parts:
        return None
    part, auxiliary = _asking(parts)
    if (not auxiliary and pattern("asked", "open").match(part)) or pattern("asked", "unclear").search(part):
        return None
    turned = (m for m in pattern("asked", "turned").finditer(part) if _PREDICATE.match(part, m.end()))
    negated = len(pattern("asked", "negated").findall(_CASE.split(part)[0])) + len(list(turned))
    return Claim(text, part, auxiliary, _kind(part), negated % 2 == 1, stems(text))


def _asking(parts: list[str]) -> tuple[str, str]:
    """The last part that begins with an auxiliary, or has one after a comma; else the last part and ""."""
    auxiliary = pattern("asked", "auxiliary")
    for part in reversed(parts):
        for piece in (part, *(part[m.end() :] for m in re.finditer(r",\s+(?:and\s+|so\s+)?", part))):
            if m := auxiliary.match(piece):
                return piece, m[0].lower()
    return parts[-1], ""


def _kind(part: str) -> str:
    """What is asked: of the kinds whose words the part has, the first in the order of the file."""
    kinds: dict[str, list[str]] = notices.load("directions.toml")["kinds"]
    return next(kind for kind in kinds if pattern("kinds", kind).search(_UN.sub("", part)))


@lru_cache(maxsize=4096)
def stems(text: str) -> frozenset[str]:
    """The stems of the words of `text` that say something."""
    return frozenset(word for word, _, _ in tokens.content_words(text))
