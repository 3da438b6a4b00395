"""Clinical abbreviations and their long forms, from a list: for finding, never for saying.

`data/abbreviations.tsv` has them, with the words that decide between several long forms of one abbreviation ("PE") and
where each was read. A long form that is guessed wrong costs a search; so where nothing decides, none is given.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final

from curbside.language.tokens import content_words, terms

_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_PAIRS: Final = frozenset("af bp hf tb".split())
# Small letters that are another word: "ms" and "mg" are units, "all" is everything.
_OTHER_WORDS: Final = frozenset(
    "ace aids all art cad cap coc fap gist hap hit ice nash pad pep pet prep pud tens".split()
)


@dataclass(frozen=True, slots=True)
class Listed:
    """A line of the list. deciding: words of which one must stand in the text; source: where it was read."""

    short: str
    long: str
    deciding: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class Expansion:
    """What a text says at [start, end) and another way to write it.

    is_long: whether `written` is the long form, else it is the abbreviation; sure: whether that means nothing else.
    """

    start: int
    end: int
    text: str
    written: str
    is_long: bool
    sure: bool = True


@cache
def listed() -> tuple[Listed, ...]:
    """The list, as it stands in the file."""
    path = resources.files("curbside.language") / "data" / "abbreviations.tsv"
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]
    return tuple(
        Listed(short, long, tuple(d for d in deciding.split("|") if d), s) for short, long, deciding, s in rows
    )


def expansions(text: str) -> tuple[Expansion, ...]:
    """The abbreviations of `text` with their long forms, then its long forms with their abbreviations."""
    return (*_long_forms(text), *_short_forms(text))


def long_form(short: str, text: str) -> str | None:
    """What the listed abbreviation `short` stands for in `text`; None where the list has none or nothing decides."""
    lines = _by_short().get(short, ())
    said = frozenset(terms(text)) - frozenset(terms(short))
    decided = [line for line in lines if any(_has(said, word) for word in line.deciding)]
    fitting = decided or [line for line in lines if not line.deciding]
    return fitting[0].long if len(fitting) == 1 else None


def _long_forms(text: str) -> list[Expansion]:
    found, shouting = [], text.isupper()
    for match in _WORD.finditer(text):
        short = _listed_as(match[0], shouting)
        long = long_form(short, text) if short else None
        if long:
            found.append(Expansion(match.start(), match.end(), match[0], long, is_long=True))
    return found


def _short_forms(text: str) -> list[Expansion]:
    words, found = content_words(text), []
    for at, (first, start, _) in enumerate(words):
        for stems, lines in _by_first().get(first, ()):
            run = words[at : at + len(stems)]
            if tuple(stem for stem, _, _ in run) == stems:
                end = run[-1][2]
                found += [_shortened(text, start, end, line) for line in lines]
    return found


def _shortened(text: str, start: int, end: int, line: Listed) -> Expansion:
    return Expansion(start, end, text[start:end], line.short, is_long=False, sure=len(_by_short()[line.short]) == 1)


def _listed_as(word: str, shouting: bool) -> str | None:
    """The listed abbreviation that a word is, also as a plural, in small letters or in a text that is all capitals."""
    for bare in (word, word[:-1]) if word[-1] in "sS" else (word,):
        small = bare.lower()
        if bare in _by_short() and not shouting:
            return bare
        readable = (bare.islower() or shouting) and (len(small) > 2 or small in _PAIRS)
        if readable and small not in _OTHER_WORDS and small in _by_small():
            return _by_small()[small]
    return None


def _has(said: frozenset[str], word: str) -> bool:
    own = frozenset(terms(word))
    return bool(own) and own <= said


@cache
def _by_short() -> dict[str, tuple[Listed, ...]]:
    found: dict[str, tuple[Listed, ...]] = {}
    for line in listed():
        found[line.short] = (*found.get(line.short, ()), line)
    return found


@cache
def _by_small() -> dict[str, str]:
    return {short.lower(): short for short in _by_short()}


@cache
def _by_first() -> dict[str, tuple[tuple[tuple[str, ...], tuple[Listed, ...]], ...]]:
    """The long forms by their first stem."""
    grouped: dict[tuple[str, ...], tuple[Listed, ...]] = {}
    for line in listed():
        stems = tuple(stem for stem, _, _ in content_words(line.long))
        grouped[stems] = (*grouped.get(stems, ()), line)
    found: dict[str, tuple[tuple[tuple[str, ...], tuple[Listed, ...]], ...]] = {}
    for stems, lines in grouped.items():
        found[stems[0]] = (*found.get(stems[0], ()), (stems, lines))
    return found
