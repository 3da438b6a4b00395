"""What may not stand in a model's words, whatever else they say: links, markup, references, ids, unsafe notation.

The gates compare words and values; they look through much of what divides these. So a sign that no plain sentence
needs may stand in a statement only where its quotes have it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Final

from curbside.composing.tolerant import MOST_CHARACTERS
from curbside.language.notation import lint
from curbside.types import Reason

GATE: Final = "form"
_PLAIN: Final = frozenset(" .,;:()-\u2010\u2011\u2012\u2013\u2014%'\u2018\u2019\"\u201c\u201d/+")
_LINK: Final = re.compile(r"\b[a-z][a-z0-9+.-]*://|\bwww\.|\b(?:mailto|javascript|data|tel):", re.IGNORECASE)
_HOST: Final = re.compile(r"\b[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|info|io|gov|edu|uk|eu|de|jp|health)\b", re.IGNORECASE)
_MARKUP: Final = re.compile(r"<[A-Za-z/!?]|&#?\w+;|\]\(|```")
_ID: Final = re.compile(
    r"\b(?:PMID|PMCID|PMC\d|DOI|NCT\d|ISRCTN|ISBN|NBK\d)|\b10\.\d{4,9}/|\b(?:starter|pmid|spl|doi|file):\S",
    re.IGNORECASE,
)
_REFERENCE: Final = re.compile(r"\[\s*\d|\bet al\b|\b(?:19|20)\d\d[;:]\s?\d+[(:]|\((?:[A-Z][\w-]+,? )+(?:19|20)\d\d\)")
_FAULTS: Final = (
    ("a link", _LINK),
    ("an address", _HOST),
    ("markup", _MARKUP),
    ("an id", _ID),
    ("a reference", _REFERENCE),
)
_MARKS: Final = re.compile(r"(?:\s*\[\d+(?:\s*[,;]\s*\d+)*\])+\s*(?=[.;]?\s*$)")


def without_marks(text: str, numbers: Iterable[int]) -> str:
    """The text without the numbers of its own evidence at its end: they were asked for beside it, not in it."""
    found = _MARKS.search(text)
    known = set(numbers)
    if found and {int(n) for n in re.findall(r"\d+", found.group())} <= known:
        return text[: found.start()] + text[found.end() :]
    return text


def form(text: str, quotes: Sequence[str]) -> Reason:
    """Whether `text` is a plain sentence; fails on what is none, where no quote that it rests on has it too."""
    if len(text) > MOST_CHARACTERS:
        return _failed((), f"is longer than {MOST_CHARACTERS} characters")
    for what, pattern in _FAULTS:
        for found in pattern.finditer(text):
            if not any(found.group() in quote for quote in quotes):
                return _failed((found.group(),), f"holds {what}, which no quote has")
    strange = tuple(dict.fromkeys(c for c in text if not _is_plain(c) and not any(c in quote for quote in quotes)))
    if strange:
        named = ", ".join(unicodedata.name(c, "a control character").lower() for c in strange[:3])
        return _failed(strange[:3], f"holds {named}, which no quote has")
    unsafe = [f.word for f in lint(text) if not any(f.word in quote for quote in quotes)]
    if unsafe:
        return _failed(tuple(unsafe), "holds unsafe notation: " + ", ".join(unsafe))
    return Reason(GATE, True)


def _is_plain(character: str) -> bool:
    return character in _PLAIN or (character.isalnum() and character.isascii())


def _failed(words: tuple[str, ...], message: str) -> Reason:
    return Reason(GATE, False, words, f"the statement {message}")
