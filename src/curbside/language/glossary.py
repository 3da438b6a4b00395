"""Words of medicine in plain words: our own glossary, `data/glossary.toml`, each entry with the page that was read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from curbside.language.notices import load


@dataclass(frozen=True, slots=True)
class Term:
    """An entry. name: what it is of. words: how it is written. plain: the explanation. source: the page's address."""

    name: str
    words: tuple[str, ...]
    plain: str
    source: str


@cache
def terms() -> tuple[Term, ...]:
    """All entries, in the order of the file."""
    return tuple(Term(t["name"], tuple(t["words"]), t["plain"], t["source"]) for t in load("glossary.toml")["term"])


@cache
def _pattern() -> tuple[re.Pattern[str], dict[str, Term]]:
    by_word = {word.lower(): term for term in terms() for word in term.words}
    longest = sorted((w for t in terms() for w in t.words), key=len, reverse=True)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(_written, longest))})(?![\w-])"), by_word


def _written(word: str) -> str:
    """A word in any case; an abbreviation in capitals alone."""
    return re.escape(word) if word.isupper() else f"(?i:{re.escape(word)})"


def found(text: str) -> Iterator[tuple[Term, str]]:
    """The entries for words of `text`, each once, with the word as it stands there; the longest word decides."""
    pattern, by_word = _pattern()
    seen = set()
    for match in pattern.finditer(text):
        term = by_word[match.group().lower()]
        if term.name not in seen:
            seen.add(term.name)
            yield term, match.group()
