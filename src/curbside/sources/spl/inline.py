"""The text within a paragraph, item or cell of a label: raised characters, line breaks, footnotes, pictures.

Footnote marks are those of the FDA's style sheet for tables ("*", "†", "‡", "§", "¶"), then the same doubled, in tables
and elsewhere: the numbers that the style sheet gives to footnotes outside tables would run into a dose.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from curbside.sources.building import line_of
from curbside.sources.mathml import MATH, math_of
from curbside.sources.raised import lowered, raised
from curbside.sources.spl.tree import attribute, clean, local

MARKS: Final = "*†‡§¶#"
BREAK: Final = "\n"
BULLET: Final = "• "
_SPACES = re.compile(r"\s+")
_PLAIN: Final = frozenset({"content", "linkhtml", "span", "b", "i", "u", "em", "strong", "a", "colgroup", "col"})
_APART: Final = frozenset(
    {
        "paragraph",
        "list",
        "item",
        "table",
        "thead",
        "tbody",
        "tfoot",
        "tr",
        "caption",
        "text",
        "p",
        "div",
        "ul",
        "ol",
        "li",
    }
)
_CELLS: Final = frozenset({"td", "th"})
_ITEMS: Final = frozenset({"item", "li"})
_LONGEST_END: Final = 20
_ENDED = re.compile(r"[.!?:;][)\]\"'”’*†‡§¶#]*$")


@dataclass(slots=True)
class Inline:
    """Turns elements into lines of text; keeps what stands elsewhere until it is asked for.

    footnotes: mark and text, in order, still to be written. pictures: ids of the pictures met, still to be told.
    seen: what to say of the label in the end, with counts ("picture", "footnote", "unknown NAME", ...).
    """

    footnotes: list[tuple[str, str]] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)
    seen: Counter[str] = field(default_factory=Counter)
    _marks: dict[str, str] = field(default_factory=dict)
    _count: int = 0

    def new_scope(self) -> int:
        """Count footnote marks from the first again; gives what `old_scope` takes."""
        before, self._count = self._count, 0
        return before

    def old_scope(self, before: int) -> None:
        """Go on counting where `new_scope` left off."""
        self._count = before

    def announce(self, element: etree._Element) -> None:
        """Give their marks to the footnotes in `element` that have an ID, so that a reference may stand before them."""
        for note in element.iter("{*}footnote"):
            self._mark(note.get("ID") or note.get("id"))

    def text(self, element: etree._Element) -> str:
        """What is in `element` (without its tail); line breaks are `BREAK`, other white space is single spaces."""
        parts: list[str] = [spaced(element.text)]
        for child in element:
            self.child(child, parts)
            parts.append(spaced(child.tail))
        return "".join(parts)

    def child(self, element: etree._Element, parts: list[str]) -> None:
        """Add one inline element to `parts`, without its tail."""
        name = local(element)
        if name == "br":
            parts += [BREAK, self.text(element)]
        elif name in ("sup", "sub"):
            parts.append(self._shifted(element, name, parts))
        elif name == MATH:
            self.seen["formula"] += 1
            parts.append(f" {math_of(element)} ")
        elif name == "footnote":
            parts.append(self._footnote(element))
        elif name == "footnoteref":
            parts += [self._reference(element), self.text(element)]
        else:
            self._other(element, name, parts)

    def one_line(self, element: etree._Element) -> str:
        """What is in `element` on one line."""
        return line_of(self.text(element))

    def taken_footnotes(self) -> list[str]:
        """The footnotes still to be written, each after its mark; they are written once."""
        written = [f"{mark} {text}" for mark, text in self.footnotes]
        self.footnotes.clear()
        return written

    def taken_pictures(self) -> list[str]:
        """The ids of the pictures still to be told; each is told once."""
        ids = [name for name in dict.fromkeys(self.pictures) if name]
        self.pictures.clear()
        return ids

    def note(self, element: etree._Element, known: Collection[str]) -> None:
        """Count a picture, or an element that is neither in `known` nor commonly inline and holds text."""
        name = local(element)
        if name == "rendermultimedia":
            self.seen["picture"] += 1
            self.pictures += [attribute(element, "referencedObject") or attribute(element, "referencedobject") or ""]
        elif name not in known and name not in _PLAIN and any(str(t).strip() for t in element.itertext()):
            self.seen[f"unknown {name}"] += 1

    def _other(self, element: etree._Element, name: str, parts: list[str]) -> None:
        inner = self.text(element)
        if name in _APART:
            parts += [BREAK, BULLET if name in _ITEMS and inner.strip() else "", inner, BREAK]
        elif name in _CELLS:
            parts += [" ", inner, " "]
        else:
            self.note(element, known=_PLAIN)
            parts.append(inner)

    def _shifted(self, element: etree._Element, name: str, parts: list[str]) -> str:
        inner = self.text(element).replace(BREAK, " ")
        if not inner.strip() or set(inner.strip()) <= set(MARKS + ", "):
            return inner
        before = next((part[-1] for part in reversed(parts) if part), "")
        return raised(inner) if name == "sup" else lowered(inner, before, (element.tail or "")[:1])

    def _footnote(self, element: etree._Element) -> str:
        mark = self._mark(element.get("ID") or element.get("id"))
        self.seen["footnote"] += 1
        text = self.one_line(element)
        if text:
            self.footnotes.append((mark, text))
        return mark

    def _reference(self, element: etree._Element) -> str:
        mark = self._marks.get(element.get("IDREF") or element.get("idref") or "")
        if mark is None:
            self.seen["lost reference"] += 1
        return mark or ""

    def _mark(self, name: str | None) -> str:
        if name and name in self._marks:
            return self._marks[name]
        times, which = divmod(self._count, len(MARKS))
        self._count += 1
        mark = MARKS[which] * min(times + 1, len(MARKS))
        if name:
            self._marks[name] = mark
        return mark


def lines_of(text: str) -> list[str]:
    """The paragraphs in what `Inline.text` gives.

    A line break parts two of them where a blank line or the end of a sentence stands before it; elsewhere it may be in
    the middle of a sentence, and a sentence is never cut.
    """
    found: list[list[str]] = []
    blank = True
    for part in text.split(BREAK):
        bare = line_of(part)
        if not bare:
            blank = True
            continue
        if found and not blank and not _ENDED.search(found[-1][-1][-_LONGEST_END:]):
            found[-1].append(bare)
        else:
            found.append([bare])
        blank = False
    return [" ".join(parts) for parts in found]


def spaced(text: str | None) -> str:
    """`text` with a single space for each run of white space: a new line in a file is no line break."""
    return _SPACES.sub(" ", clean(text)) if text else ""
