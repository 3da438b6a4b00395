"""Abbreviations as their own document defines them: "peripheral arterial disease (PAD)", "PAD (peripheral ...)".

The algorithm of Schwartz AS, Hearst MA. A simple algorithm for identifying abbreviation definitions in biomedical
text. Pacific Symposium on Biocomputing 2003;8:451-462, with what reading clinical texts showed to be needed: square
brackets count as round ones; where the letters of the short form are the initials of the words before it, those words
are the long form ("proton pump inhibitor (PPI)", of which the shortest fit is "pump inhibitor"); a long form has no
half of a pair of brackets and no percentage in it, and begins with a letter or digit.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from curbside.language._sentences import sentences

_BRACKETED = re.compile(r"\((?P<round>[^()\[\]]{2,200}|[^()]{0,100}\[[^()]{0,100})\)|\[(?P<square>[^()\[\]]{2,200})\]")
_NO_SHORT_FORM = re.compile(r"[%=<>≤≥&#:@]|\d\s|\s\d")
_NO_LONG_FORM = re.compile(r"%|://|\d\.\d")
_PART = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_ASIDE = re.compile(r"\(([^()]*)\)")
_CLOSING = " \"'“”‘’«»"
_EDGE = " \"'“”‘’«»([{"
_CUT = re.compile(r"[;,]|\s+(?:or|see)\s+")
_WORD = re.compile(r"\S+")
_AS_WORD = re.compile(r"[^\W_]+(?:[-./’'][^\W_]+)*")
_SHORTEST, _LONGEST = 2, 10
_LOOK_BACK = 400


@dataclass(frozen=True, slots=True)
class Definition:
    """A short form and the long form that its document gives for it, with the place of the whole definition."""

    short: str
    long: str
    start: int
    end: int


def definitions(text: str) -> dict[str, str]:
    """The short forms that `text` defines, each with its long form; of several definitions the first counts."""
    found: dict[str, str] = {}
    for definition in define(text):
        found.setdefault(definition.short, definition.long)
    return found


def define(text: str) -> tuple[Definition, ...]:
    """All definitions in `text`, in order; offsets are code points."""
    if "(" not in text and "[" not in text:
        return ()
    return tuple(d for a, b in sentences(text) for d in _in_sentence(text, a, b))


def used(text: str, known: Mapping[str, str]) -> tuple[str, ...]:
    """The long forms of those short forms in `known` that stand as words in `text`, once each, in order.

    known: as `definitions` gives them for the whole document. A passage that says only "PAD" can so be found by what
    its document said that it means. A short form is looked for in its own capitals, and as its plural in -s.
    """
    found: dict[str, None] = {}
    for match in _AS_WORD.finditer(text):
        word = match[0]
        short = word if word in known else word[:-1]
        if short in known and (short == word or word.endswith("s")):
            found[known[short]] = None
    return tuple(found)


def _in_sentence(text: str, start: int, end: int) -> list[Definition]:
    found = []
    for bracket in _BRACKETED.finditer(text, start, end):
        begin = max(start, bracket.start() - _LOOK_BACK)
        definition = _outside(text, begin, bracket) or _inside(text, begin, bracket)
        if definition:
            found.append(definition)
    return found


def _outside(text: str, start: int, bracket: re.Match[str]) -> Definition | None:
    """Long form (short form)."""
    short = _CUT.split(_content(bracket))[0].strip(" \"'“”‘’")
    if not _is_short_form(short):
        return None
    words = list(_WORD.finditer(text, start, bracket.start()))[-_reach(short) :]
    if not words:
        return None
    window = _ASIDE.sub(_blank, text[words[0].start() : bracket.start()].rstrip()).rstrip(_CLOSING)
    begin = _by_initials(short, window)
    if begin is None:
        begin = best_long_form(short, window)
    if begin is None:
        return None
    long = window[begin:].lstrip(_EDGE)
    if not _plausible(short, long):
        return None
    start = words[0].start() + len(window) - len(long)
    return Definition(short, " ".join(long.split()), start, bracket.end())


def _inside(text: str, start: int, bracket: re.Match[str]) -> Definition | None:
    """Short form (long form)."""
    before = _WORD.findall(text, start, bracket.start())
    long = " ".join(_CUT.split(_content(bracket))[0].split())
    if not before or not _is_short_form(before[-1]) or len(long.split()) > _reach(before[-1]):
        return None
    short = before[-1].strip("\"'“”‘’")
    if not any(c.isupper() for c in short) or best_long_form(short, long) != 0 or not _plausible(short, long):
        return None
    return Definition(short, long, text.rindex(short, start, bracket.start()), bracket.end())


def _is_short_form(short: str) -> bool:
    """Two to ten characters, at most two words, a letter in it, a letter or digit in front; no word such as "mild".

    The paper lets "(mild)" stand for "may include low dose": small letters alone must be without a vowel here ("bd").
    """
    if _NO_SHORT_FORM.search(short):
        return False
    if short.islower() and not any(c.isdigit() for c in short) and re.search("[aeiouy]", short):
        return False
    if not _SHORTEST <= len(short) <= _LONGEST or len(short.split()) > 2:
        return False
    return short[0].isalnum() and any(c.isalpha() for c in short)


def _reach(short: str) -> int:
    """How many words a long form may have: min(|A| + 5, 2|A|), after the paper."""
    return min(len(short) + 5, len(short) * 2)


def best_long_form(short: str, window: str) -> int | None:
    """Where in `window` the shortest long form of `short` begins that ends with `window`, or None.

    From right to left each letter or digit of the short form is looked for in the window; the first one must begin a
    word there.
    """
    place = len(window)
    for index in range(len(short) - 1, -1, -1):
        wanted = short[index].lower()
        if not wanted.isalnum():
            continue
        place -= 1
        while place >= 0 and not (window[place].lower() == wanted and (index > 0 or _begins_word(window, place))):
            place -= 1
        if place < 0:
            return None
    return max(window.rfind(" ", 0, place), window.rfind("\n", 0, place), window.rfind("(", 0, place)) + 1


def _by_initials(short: str, window: str) -> int | None:
    """Where the words begin whose initials are the letters of `short`, in capitals, and that end with `window`."""
    letters = short.lower() if short.isalpha() and short.isupper() else ""
    parts = list(_PART.finditer(window))[-len(letters) :]
    if not letters or "".join(part[0][0].lower() for part in parts) != letters:
        return None
    return parts[0].start() if _begins_word(window, parts[0].start()) else None


def _blank(aside: re.Match[str]) -> str:
    """Spaces for a remark within a long form ("idiopathic (id-ee-o-PATH-ick) ..."), a short form as it stands."""
    return aside[0] if _is_short_form(aside[1]) else " " * len(aside[0])


def _content(bracket: re.Match[str]) -> str:
    return bracket["round"] or bracket["square"]


def _begins_word(window: str, place: int) -> bool:
    return place == 0 or not window[place - 1].isalnum()


def _plausible(short: str, long: str) -> bool:
    """Longer than the short form, without it, a percentage or half a bracket, and no more words than it may have."""
    words = long.split()
    held = short.lower() in (w.lower().strip(".,;:") for w in words)
    whole = all(long.count(a) == long.count(b) for a, b in ("()", "[]")) and not _NO_LONG_FORM.search(long)
    return len(long) > len(short) and whole and not held and len(words) <= _reach(short)
