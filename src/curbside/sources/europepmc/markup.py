"""The markup in Europe PMC's titles and abstracts: HTML within JSON, beside "<" and "&" that are only characters.

Only the tags listed here count as markup, and only where they are whole: "p<b and c>d" loses nothing.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from typing import Final

from curbside.sources.raised import lowered, raised
from curbside.sources.xml import line

_HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "title"})
_BLOCKS: Final = frozenset("p br div li ul ol dl dt dd sec list list-item abstract section".split())
_INLINE: Final = frozenset("i b u em strong italic bold underline sc span small a".split())
_SHIFTED: Final = frozenset({"sup", "sub"})
_NAMES: Final = "|".join(sorted(_HEADINGS | _BLOCKS | _INLINE | _SHIFTED, key=len, reverse=True))
_ATTRIBUTE: Final = r"""\s+[\w:.-]+\s*=\s*(?:"[^"<>]*"|'[^'<>]*')"""
_TAG = re.compile(rf"<(/?)(?:jats:)?({_NAMES})((?:{_ATTRIBUTE})*)(?:\s*/)?>", re.IGNORECASE)
_PAIR = re.compile(rf"<((?:jats:)?(?:{_NAMES}))>[^<]*</\1>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Section:
    """The paragraphs under one heading; heading: None for those before the first."""

    heading: str | None
    paragraphs: tuple[str, ...]


def line_in(text: str) -> str:
    """A title without its markup, in a line; what is raised or lowered stays so."""
    return line(" ".join(" ".join((one.heading or "", *one.paragraphs)) for one in sections_in(text)))


def sections_in(text: str) -> tuple[Section, ...]:
    """The paragraphs of an abstract, under the headings that stand before them; a heading may have none.

    Where there are only headings, they are the paragraphs. Markup that is itself escaped ("&lt;i&gt;x&lt;/i&gt;") is
    read as markup where there is no other, and only in pairs.
    """
    unescaped = html.unescape(text)
    if not _TAG.search(text) and _PAIR.search(unescaped):
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
    """heading, paragraphs: of the section at hand. shifted: the open tags of `_SHIFTED`, with what was before each."""

    sections: list[Section] = field(default_factory=list)
    heading: str | None = None
    paragraphs: list[str] = field(default_factory=list)
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
        elif name in _HEADINGS and closing:
            said = self._said()
            if said:
                self._end_section()
                self.heading = said
        elif name in _HEADINGS or name in _BLOCKS:
            self._end_paragraph()

    def ended(self) -> tuple[Section, ...]:
        self._end_paragraph()
        self._end_section()
        if any(section.paragraphs for section in self.sections):
            return tuple(self.sections)
        only = tuple(section.heading for section in self.sections if section.heading)
        return (Section(None, only),) if only else ()

    def _shift(self, name: str, after: str) -> None:
        if not self.shifted or self.shifted[-1][0] != name:
            return
        _, before = self.shifted.pop()
        inner = "".join(self.held)
        last = next((piece[-1] for piece in reversed(before) if piece), "")
        self.held = [*before, raised(inner) if name == "sup" else lowered(inner, last, after)]

    def _said(self) -> str:
        while self.shifted:
            self._shift(self.shifted[-1][0], "")
        said = line("".join(self.held))
        self.held = []
        return said

    def _end_paragraph(self) -> None:
        said = self._said()
        if said:
            self.paragraphs.append(said)

    def _end_section(self) -> None:
        if self.heading is not None or self.paragraphs:
            self.sections.append(Section(self.heading, tuple(self.paragraphs)))
        self.heading, self.paragraphs = None, []
