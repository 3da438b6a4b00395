"""From the words of a text and what vocabularies have for them to mentions: the longest names, none overlapping."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from curbside.vocabularies.words import LONGEST, Word, joined, reads_as_short

Rows = Mapping[str, Sequence[tuple[str, str, bool]]]


@dataclass(frozen=True, slots=True)
class Found:
    """A concept of a vocabulary, by its code, which another edition has too. name: the name of it that a text has."""

    vocabulary: str
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Mention:
    """A name at [start, end) of a text. short: whether it is read as an abbreviation. found: all that have it."""

    start: int
    end: int
    text: str
    short: bool
    found: tuple[Found, ...]


def mentions(text: str, words: Sequence[Word], known: Mapping[str, Rows]) -> tuple[Mention, ...]:
    """The longest names from left to right. known: by vocabulary, what its names are by key."""
    taken: list[Mention] = []
    lengths = _lengths(known)
    shouting, at = text.isupper(), 0
    while at < len(words):
        step, most = 1, _reach(text, words, at)
        for count in (n for n in lengths.get(words[at].key, ()) if n <= most):
            mention = _mention(text, words[at : at + count], known, shouting)
            if mention is not None:
                taken.append(mention)
                step = count
                break
        at += step
    return tuple(taken)


def _lengths(known: Mapping[str, Rows]) -> dict[str, list[int]]:
    """By first word, how many words the names have that were found, the longest first."""
    found: dict[str, set[int]] = {}
    for key in {key for rows in known.values() for key in rows}:
        found.setdefault(key.partition(" ")[0], set()).add(key.count(" ") + 1)
    return {word: sorted(counts, reverse=True) for word, counts in found.items()}


def _reach(text: str, words: Sequence[Word], at: int) -> int:
    """How many words from this one on may be of one name; 0 where it stands within a word."""
    if not words[at].whole:
        return 0
    run = words[at : at + LONGEST]
    gaps = (joined(text, before, after) for before, after in pairwise(run))
    return 1 + next((n for n, fits in enumerate(gaps) if not fits), len(run) - 1)


def _mention(text: str, run: Sequence[Word], known: Mapping[str, Rows], shouting: bool) -> Mention | None:
    if not run[-1].ends:
        return None
    key, start, end = " ".join(word.key for word in run), run[0].start, run[-1].end
    surface = text[start:end]
    fitting = {
        (vocabulary, code): (name, short)
        for vocabulary, rows in known.items()
        for code, name, short in rows.get(key, ())
        if not short or reads_as_short(name, surface, shouting)
    }
    if not fitting:
        return None
    found = tuple(Found(vocabulary, code, name) for (vocabulary, code), (name, _) in sorted(fitting.items()))
    return Mention(start, end, surface, all(short for _, short in fitting.values()), found)
