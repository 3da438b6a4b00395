"""Sections as openFDA has them, each one run of text, put back into each other where one stands within another.

openFDA repeats a subsection that has a code of its own within its parent, and gives tables twice: run together in the
text, and as markup. Each is written once here, at its place, found by its characters without white space.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final, Generic, TypeVar

SHORTEST: Final = 30
MOST: Final = 400
LONGEST: Final = 2_000_000
_BLANK = re.compile(r"\s+")

Item = TypeVar("Item")


@dataclass(slots=True)
class Part(Generic[Item]):
    """A run of text. item: what it is. inner: what stands in it; begin, end: where it stands in the outer text.

    bare: the text without white space, "" where it is longer than `LONGEST`; first, last: as begin and end, in that of
    the outer part.
    """

    item: Item
    text: str
    begin: int = 0
    end: int = 0
    first: int = 0
    last: int = 0
    inner: list[Part[Item]] = field(default_factory=list)
    bare: str = ""
    _positions: array[int] | None = None

    def __post_init__(self) -> None:
        self.bare = _BLANK.sub("", self.text) if len(self.text) <= LONGEST else ""

    def pieces(self) -> list[str | Part[Item]]:
        """The text between the inner parts, and those, in order."""
        found: list[str | Part[Item]] = []
        at = 0
        for part in sorted(self.inner, key=lambda p: p.begin):
            found += [self.text[at : part.begin], part]
            at = part.end
        return [*found, self.text[at:]]

    def takes(self, other: Part[Item]) -> bool:
        """Put `other` at its first free place in the text; False where there is none."""
        length = len(other.bare)
        start = self.bare.find(other.bare)
        while start >= 0:
            in_the_way = [p.last for p in self.inner if p.first < start + length and start < p.last]
            if not in_the_way:
                self._put(other, start, start + length)
                return True
            start = self.bare.find(other.bare, max(in_the_way))
        return False

    def _put(self, other: Part[Item], first: int, last: int) -> None:
        if self._positions is None:
            self._positions = array("I", (at for at, c in enumerate(self.text) if not _BLANK.match(c)))
        other.first, other.last = first, last
        other.begin, other.end = self._positions[first], self._positions[last - 1] + 1
        self.inner.append(other)


def nested(parts: Iterable[Part[Item]]) -> list[Part[Item]]:
    """The parts that stand in no other, in the given order; the others are within them.

    Parts of fewer than `SHORTEST` characters stay where they are, since they may stand anywhere; so do all where there
    are more than `MOST`.
    """
    given = list(parts)
    if len(given) > MOST:
        return given
    placed: list[Part[Item]] = []
    top: set[int] = set()
    for part in sorted(given, key=lambda p: -len(p.bare)):
        if len(part.bare) < SHORTEST or not within(placed, part):
            top.add(id(part))
        placed.append(part)
    return [part for part in given if id(part) in top]


def within(placed: list[Part[Item]], part: Part[Item]) -> bool:
    """Put `part` into the shortest of `placed` that has room for it; False where none has."""
    if not part.bare:
        return False
    return any(outer.takes(part) for outer in sorted(placed, key=lambda p: len(p.bare)))
