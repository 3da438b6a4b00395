"""The markup in Europe PMC's titles and abstracts: HTML within JSON, beside "<" and "&" that are only characters.

Only the tags listed here count as markup, and only where they are whole: "p<b and c>d" loses nothing.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from typing import Final

from curbside.sources.pubmed.record import Part
from curbside.sources.raised import lowered, raised
from curbside.sources.xml import line

_HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "title"})
_BLOCKS: Final = frozenset("p br div li ul ol dl dt dd sec list list-item abstract section".split())
_INLINE: Final = frozenset("i b u em strong italic bold underline sc span small a".split())
_SHIFTED: Final = frozenset({"sup", "sub"})
_NAMES: Final = "|".join(sorted(_HEADINGS | _BLOCKS | _INLINE | _SHIFTED, key=len, reverse=True))
_ATTRIBUTE: Final = r"""\s+[\w:.-]+\s*=\s*(?:"[^"<>]*"|'[^'<>]*')"""
_TAG = re.compile(rf"<(/?)(?:jats:)?({_NAMES})((?:{_ATTRIBUTE})*)\s*/?>", re.IGNORECASE)


def line_in(text: str) -> str:
    """A title without its markup, in a line; what is raised or lowered stays so."""
    parts = parts_in(text)
    return line(" ".join(word for part in parts for word in (part.heading or "", part.text) if word))


def parts_in(text: str) -> list[Part]:
    """The paragraphs of an abstract, each under the heading that stands before it.

    Markup that is itself escaped ("&lt;i&gt;") is read as markup where there is no other.
    """
    unescaped = html.unescape(text)
    if not _TAG.search(text) and _TAG.search(unescaped):
        text = unescaped
    reading = _Reading()
    at = 0
    for tag in _TAG.finditer(text):
        reading.text(html.unescape(text[at : tag.start()]))
        reading.tag(tag[2].lower(), bool(tag[1]), html.unescape(text[tag.end() : tag.end() + 8])[:1])
        at = tag.end()
    reading.text(html.unescape(text[at:]))
    return reading.ended()


@dataclass(slots=True)
class _Reading:
    """heading: the last one. shifted: the tags that are open of `_SHIFTED`, with what stood before each."""

    parts: list[Part] = field(default_factory=list)
    heading: str | None = None
    held: list[str] = field(default_factory=list)
    shifted: list[tuple[str, list[str]]] = field(default_factory=list)

    def text(self, text: str) -> None:
        self.held.append(text)

    def tag(self, name: str, closing: bool, after: str) -> None:
        if name in _SHIFTED:
            if closing:
                self._shift(name, after)
            else:
                self.shifted.append((name, self.held))
                self.held = []
        elif name in _HEADINGS:
            self._flush(heading=closing)
        elif name in _BLOCKS:
            self._flush(heading=False)

    def ended(self) -> list[Part]:
        self._flush(heading=False)
        if self.heading is not None and not any(part.heading == self.heading for part in self.parts):
            self.parts.append(Part(None, self.heading))
        return self.parts

    def _shift(self, name: str, after: str) -> None:
        if not self.shifted or self.shifted[-1][0] != name:
            return
        _, before = self.shifted.pop()
        inner = "".join(self.held)
        last = next((piece[-1] for piece in reversed(before) if piece), "")
        self.held = [*before, raised(inner) if name == "sup" else lowered(inner, last, after)]

    def _flush(self, heading: bool) -> None:
        while self.shifted:
            self._shift(self.shifted[-1][0], "")
        said = line("".join(self.held))
        self.held = []
        if not said:
            return
        if heading:
            self._unused_heading()
            self.heading = said
        else:
            self.parts.append(Part(self.heading, said))

    def _unused_heading(self) -> None:
        if self.heading is not None and not any(part.heading == self.heading for part in self.parts):
            self.parts.append(Part(None, self.heading))
