"""A line of text as it is put together from the pieces of a page: powers stay powers, and lines may be broken."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from curbside.sources.html.tree import tag_of
from curbside.sources.mathml import MATH, math_of
from curbside.sources.raised import lowered, raised
from curbside.sources.xml import line

BREAK: Final = "\x1e"
DEEPEST_FORMULA: Final = 100
RAISED: Final = {"sup": True, "sub": False}
_SPECIAL: Final = frozenset({*RAISED, "br", MATH})
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
SOFT_HYPHEN = re.compile(r"(?<=[^\W\d_])\u00ad+(?=[^\W\d_])")
_BULLET = re.compile(r"(?:[•◦▪▫‣·●○■□⁃∙]\s*|[*–—-]\s+(?=[^\W\d_]))(?=\S)")
_NUMBERED = re.compile(r"(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)]\s+\S")
_ENDED = re.compile(r"[.!?:;][\"'”’)\]]*$")


@dataclass(slots=True)
class Line:
    """Collects text; what is raised or lowered is collected by itself until it ends."""

    _parts: list[list[str]] = field(default_factory=lambda: [[]])

    def add(self, text: str | None, kept: bool = False) -> None:
        """More text; kept: its line breaks are those of the page (pre)."""
        if text:
            if not text.isprintable() and _CONTROL.search(text):
                text = _CONTROL.sub("", text)
            self._parts[-1].append(text.replace("\n", BREAK) if kept else text)

    def broken(self) -> None:
        """The line is broken here (br)."""
        self._parts[-1].append(BREAK if len(self._parts) == 1 else " ")

    def opened(self) -> None:
        """A superscript or subscript begins."""
        self._parts.append([])

    def closed(self, up: bool, after: str | None) -> None:
        """It ends; after: the text that follows it."""
        if len(self._parts) > 1:
            inner = "".join(self._parts.pop())
            before = next((part[-1] for part in reversed(self._parts[-1]) if part), "")
            self._parts[-1].append(raised(inner) if up else lowered(inner, before, (after or "")[:1]))

    def taken(self) -> str:
        """All that was collected, and begin anew. Breaks are `BREAK`."""
        if len(self._parts) > 1:
            self._parts[-1].append(" ")
            return ""
        text = "".join(self._parts[0])
        self._parts[0].clear()
        return SOFT_HYPHEN.sub("", text) if "\u00ad" in text else text


def piece(inline: Line, event: str, element: etree._Element, kept: bool = False) -> bool:
    """Take `element` as part of a line; whether what is in it is done with."""
    tag = tag_of(element)
    if tag not in _SPECIAL:
        if event == "start":
            inline.add(element.text, kept)
        return False
    if tag in RAISED:
        if event == "start":
            inline.opened()
        else:
            inline.closed(RAISED[tag], element.tail)
    elif tag == "br" and event == "start":
        inline.broken()
    elif tag == MATH and event == "start":
        shallow = _depth(element) < DEEPEST_FORMULA
        inline.add(math_of(element) if shallow else "".join(str(t) for t in element.itertext()))
        return True
    if event == "start":
        inline.add(element.text, kept)
    return False


def paragraphs(text: str) -> list[tuple[str, bool]]:
    """The paragraphs in a text with breaks, and whether each is an entry of a list by the bullet in front of it.

    A break divides where it is doubled, after the end of a sentence and before a bullet or number; else the lines are
    one sentence that must not be cut.
    """
    if BREAK not in text:
        return [_unbulleted(line(text))]
    found: list[list[str]] = []
    empty = True
    for one in (line(part) for part in text.split(BREAK)):
        if one and (empty or _ENDED.search(found[-1][-1][-9:]) or _BULLET.match(one) or _NUMBERED.match(one)):
            found.append([one])
        elif one:
            found[-1].append(one)
        empty = not one
    return [_unbulleted(" ".join(lines)) for lines in found]


def _unbulleted(text: str) -> tuple[str, bool]:
    mark = _BULLET.match(text)
    return (text[mark.end() :], True) if mark else (text, False)


def _depth(element: etree._Element) -> int:
    depth = deepest = 0
    for event, _ in etree.iterwalk(element, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    return deepest
