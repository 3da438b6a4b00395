"""Patterns that are kept as data: regular expressions in TOML, put together from named words.

Compiling them all costs far more than one question takes to answer, and most questions have none of their words. So an
alternative is compiled only when a text comes that has what each of its matches must have: its needles
(`data/needles.json`, worked out from the patterns by `tests/unit/language/needles.py`). A pattern that is not in that
file is compiled at its first search, so that a file that is behind costs time and changes no result.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from hashlib import blake2b
from importlib import resources

Needles = tuple[tuple[str, ...], ...]

_NAME = re.compile(r"~([A-Z]+)")
_MARKS = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|[()|]")
_DIGIT = re.compile(r"\d")
_STRAIGHT = str.maketrans(
    {"’": "'", "‘": "'", "ʼ": "'", "´": "'", "“": '"', "”": '"', "\u00a0": " ", "\n": " ", "\t": " "}
)
# The four characters beyond ASCII that match an ASCII letter where case is ignored (documentation of `re.IGNORECASE`).
_LETTERS = str.maketrans({"\u0130": "i", "\u0131": "i", "\u017f": "s", "\u212a": "k"})


def straight(text: str) -> str:
    """`text` with straight quotation marks and plain spaces, offset by offset the same."""
    return text.translate(_STRAIGHT)


@lru_cache(maxsize=512)
def folded(text: str) -> str:
    """`text` as needles are looked for in it: in small letters, with 0 for every digit."""
    return _DIGIT.sub("0", text.translate(_LETTERS).lower())


def expand(pattern: str, words: Mapping[str, str]) -> str:
    """`pattern` with every `~NAME` replaced by the alternatives called `name`, also inside of those.

    Raises KeyError where a name is not among the words.
    """
    while _NAME.search(pattern):
        pattern = _NAME.sub(lambda m: words[m[1].lower()], pattern)
    return pattern


class Lazy:
    """A regular expression that is compiled when a text first has its needles.

    needles: of each group one must stand in the folded text, or the pattern cannot match; by default those of the file.
    """

    __slots__ = ("_compiled", "flags", "needles", "source")

    def __init__(self, source: str, flags: int = 0, needles: Needles | None = None) -> None:
        self.source = source
        self.flags = flags
        self.needles = _needles().get(key(source, flags), ()) if needles is None else needles
        self._compiled: re.Pattern[str] | None = None

    def search(self, text: str, pos: int = 0, endpos: int = sys.maxsize) -> re.Match[str] | None:
        """As `re.Pattern.search`."""
        return self._pattern().search(text, pos, endpos) if self._possible(text) else None

    def match(self, text: str, pos: int = 0, endpos: int = sys.maxsize) -> re.Match[str] | None:
        """As `re.Pattern.match`."""
        return self._pattern().match(text, pos, endpos) if self._possible(text) else None

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """As `re.Pattern.finditer`."""
        return self._pattern().finditer(text) if self._possible(text) else iter(())

    def _possible(self, text: str) -> bool:
        return not self.needles or has_needles(folded(text), self.needles)

    def _pattern(self) -> re.Pattern[str]:
        if self._compiled is None:
            self._compiled = re.compile(self.source, self.flags)
        return self._compiled


class AnyOf:
    """Alternatives, each compiled by itself, that find what one pattern of them all, in this order, would find.

    For `finditer` none of them may match an empty text.
    """

    __slots__ = ("alternatives",)

    def __init__(self, alternatives: Iterable[Lazy]) -> None:
        self.alternatives = tuple(alternatives)

    def search(self, text: str, pos: int = 0) -> re.Match[str] | None:
        """The leftmost match; of several that start there, that of the first alternative."""
        found = None
        for alternative in self.alternatives:
            match = alternative.search(text, pos)
            if match and (found is None or match.start() < found.start()):
                found = match
        return found

    def match(self, text: str) -> re.Match[str] | None:
        """The match of the first alternative that matches at the start."""
        return next((match for a in self.alternatives if (match := a.match(text))), None)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """The matches from left to right, none overlapping."""
        match = self.search(text)
        while match:
            yield match
            match = self.search(text, match.end())


class Several:
    """Lazy patterns of which most match no text: those that may are found by one look for all of their needles."""

    __slots__ = ("_always", "_having", "_needles", "patterns")

    def __init__(self, patterns: Iterable[Lazy]) -> None:
        self.patterns = tuple(patterns)
        self._having: dict[str, list[int]] = {}
        for number, pattern in enumerate(self.patterns):
            for needle in pattern.needles[0] if pattern.needles else ():
                self._having.setdefault(needle, []).append(number)
        self._needles = tuple(self._having)
        self._always = tuple(number for number, pattern in enumerate(self.patterns) if not pattern.needles)

    def possible(self, text: str) -> list[int]:
        """The numbers of those that may match somewhere in `text`, in order."""
        plain = folded(text)
        there = {number for needle in self._needles if needle in plain for number in self._having[needle]}
        there.update(self._always)
        return [n for n in sorted(there) if has_needles(plain, self.patterns[n].needles[1:])]

    def first(self, text: str) -> int | None:
        """The number of the first pattern that matches somewhere in `text`."""
        return next((n for n in self.possible(text) if self.patterns[n].search(text)), None)


def has_needles(plain: str, needles: Needles) -> bool:
    """Whether the folded text `plain` has one of every group."""
    for group in needles:
        for needle in group:
            if needle in plain:
                break
        else:
            return False
    return True


def any_of(patterns: Iterable[str], words: Mapping[str, str], whole: bool = False) -> AnyOf:
    """What finds any of `patterns`, whatever the case; where `whole`, between word boundaries.

    With no patterns it matches nothing.
    """
    sources = [part for pattern in patterns for part in branches(expand(pattern, words))]
    return AnyOf(Lazy(rf"(?<!\w)(?:{s})(?!\w)" if whole else s, re.IGNORECASE) for s in sources)


def branches(pattern: str) -> list[str]:
    """The alternatives of a pattern at its outermost level, in order."""
    parts, depth, start = [], 0, 0
    for mark in _MARKS.finditer(pattern):
        sign = mark.group()
        if sign == "|" and depth == 0:
            parts.append(pattern[start : mark.start()])
            start = mark.end()
        depth += (sign == "(") - (sign == ")")
    return [*parts, pattern[start:]]


def key(source: str, flags: int) -> str:
    """Under what the needles of a pattern are kept."""
    return blake2b(f"{int(flags)}:{source}".encode(), digest_size=8).hexdigest()


@cache
def _needles() -> dict[str, Needles]:
    text = (resources.files("curbside.language") / "data" / "needles.json").read_text(encoding="utf-8")
    return {name: tuple(map(tuple, groups)) for name, groups in json.loads(text).items()}
