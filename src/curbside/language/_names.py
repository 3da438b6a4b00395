"""Index terms for names that are written in parts: "B 12", "alpha blocker", "type II", "HLA-B*57:01"."""

from __future__ import annotations

import re
from typing import Final

from curbside.language._scales import Read

_ROMAN: Final = {
    word: str(value) for value, word in enumerate("i ii iii iv v vi vii viii ix x xi xii xiii xiv xv".split(), 1)
}
_HEADS: Final = {
    plural: head
    for head in ("type", "stage", "grade", "class", "factor", "phase", "category")
    for plural in (head, f"{head}s", "categories" if head == "category" else f"{head}es")
}
_ITEM: Final = r"(?:[1-9][0-9]?|[ivx]{1,5})[a-d]?(?![^\W_]|[.·:][0-9])"
_NUMBERED: Final = re.compile(
    rf"[\s-](?P<items>{_ITEM}(?:(?:\s?[-‐‑–/]\s?|\s+(?:to|or|and)\s+)(?={_ITEM}){_ITEM}){{0,5}})", re.IGNORECASE
)
_PARTED: Final = re.compile(r"(?P<number>[0-9]+|[ivx]+?)(?P<letter>[a-d]?)\Z")
_SPLIT: Final = re.compile(r"\s?[-‐‑–/]\s?|\s+(?:to|or|and)\s+", re.IGNORECASE)
_ALLELE: Final = re.compile(
    r"hla[-‐‑\s]?(?P<gene>[a-z]{1,3}[0-9]?)\s?\*?\s?(?P<group>[0-9]{2,3})(?::?(?P<protein>[0-9]{2,3}))?(?![0-9])",
    re.IGNORECASE,
)
_NEXT: Final = re.compile(r"[ \u00a0](?P<word>[^\W_]{1,20})(?!['’‐‑/·-]?[^\W_])")
_GLUE: Final = frozenset("and or of in is was were to for with by on at the as from had has are".split())
_LONGEST: Final = 5

GREEK_NAMES: Final = frozenset("alpha beta gamma delta epsilon kappa lambda sigma omega".split())
LEADS: Final = frozenset({*_HEADS, *GREEK_NAMES, "hla"})
"""Words, in lower case, with which such a name may begin."""


def at_word(text: str, start: int, word: str) -> Read:
    """The terms of the name that begins with the word of `LEADS` at `start`; none where no name does."""
    if word == "hla":
        allele = _ALLELE.match(text, start)
        if allele is None:
            return ((), start)
        return ((f"hla{allele['gene']}{allele['group']}{allele['protein'] or ''}".lower(),), allele.end())
    found = _NUMBERED.match(text, start + len(word)) if word in _HEADS else None
    if found is None:
        return ((), start)
    items = (_item(_HEADS[word], item) for item in _SPLIT.split(found["items"].lower()))
    return (tuple(item for item in items if item), found.end())


def next_word(text: str, end: int) -> str | None:
    """The word without hyphens that stands one space after `end` ("blocker" after "alpha"), unless it only joins."""
    found = _NEXT.match(text, end)
    return found["word"] if found and found["word"].lower() not in _GLUE else None


def before(text: str, start: int) -> str | None:
    """The word of one to five letters that stands before `start` with one space between ("CYP" before "2D6")."""
    if text[start - 1 : start] not in (" ", "\u00a0"):
        return None
    name = text[max(0, start - 8) : start - 1].rpartition(" ")[2].lstrip("(/,;")
    return name if name.isascii() and name.isalpha() and len(name) <= _LONGEST else None


def _item(head: str, item: str) -> str | None:
    parted = _PARTED.match(item)
    if parted is None:
        return None
    number = _ROMAN.get(parted["number"], parted["number"])
    return f"{head}#{number}{parted['letter']}" if number.isdigit() else None
