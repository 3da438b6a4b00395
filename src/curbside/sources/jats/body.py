"""The blocks of a JATS article, in reading order, into a `TextBuilder`.

Figures, tables and footnotes within a paragraph come after it; lists, quotations and boxes part it where they stand.
Acknowledgements, funding, interests and the like are notes: kept, and never quoted as evidence.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Final

from lxml import etree

from curbside.sources.jats.flow import HEADS, SECTIONS
from curbside.sources.jats.objects import Objects
from curbside.sources.xml import local

NOTES: Final = frozenset({"ack", "notes", "fn-group", "bio"})
_ADMINISTRATIVE = re.compile(
    r"(?:[\d.]+\s*)?(?:acknowled\w*|(?:disclosures?|declarations?|statements?) of .{0,40}interests?"
    r"|(?:competing|conflicts?(?: of)?|financial|declarations? of)(?: \w+){0,3} interests?.{0,20}"
    r"|disclosures?|declarations?"
    r"|funding.{0,30}|financial (?:support|disclosures?)|sources? of (?:funding|support)|grants?(?: support)?"
    r"|(?:authors?['’]?s?['’]?|author) (?:contributions?|information|details|note)s?|contributors?"
    r"|pre-publication history|publisher['’]?s note|(?:data|availability).{0,40}(?:availability|materials|statement)"
    r"|data sharing.{0,20}|supplementa(?:ry|l) .{0,40}|supporting information|additional files?"
    r"|ethic(?:s|al) (?:approval|statement).{0,50}|consent (?:for|to) (?:publication|participate).{0,30}"
    r"|provenance and peer review|transparency.{0,20})[.:]?",
    re.IGNORECASE,
)
_NOTE_TYPES: Final = frozenset(
    "coi-statement conflict ack acknowledgements financial-disclosure supported-by con supplementary-material".split()
)


class Body(Objects):
    """Writes sections, paragraphs and lists, and all else in them."""

    def block(self, element: etree._Element, level: int, note: bool = False) -> None:
        """One block of any kind."""
        name = local(element)
        if name in SECTIONS:
            self._section(element, level, note)
            return
        written = _WRITTEN.get(name)
        if written is not None:
            written(self, element, level, note)
        elif any(local(c) in _WRITTEN or local(c) in SECTIONS for c in element) and not (element.text or "").strip():
            self.blocks(element, level, note)
        else:
            self.paragraph(element, level, note)

    def _section(self, element: etree._Element, level: int, note: bool) -> None:
        title = self.titled(element)
        kinds = (element.get("sec-type") or element.get("notes-type") or "").lower().split("|")
        note = note or local(element) in NOTES or not _NOTE_TYPES.isdisjoint(kinds)
        note = note or _ADMINISTRATIVE.fullmatch(title) is not None
        name = element.get("id") or title
        if not name:
            self._under(element, title, level, note)
            return
        with self.builder.place("section", name):
            self._under(element, title, level, note)

    def _under(self, element: etree._Element, title: str, level: int, note: bool) -> None:
        if title or local(element) not in ("app-group", "fn-group"):
            self.heading(title, level)
        self.held(level, note)
        self.blocks(element, level + 1 if title else level, note)

    def listed(self, element: etree._Element, level: int, note: bool, depth: int = 0) -> None:
        """A list or list of definitions, with the lists in its items."""
        if depth == 0:
            self.builder.end_list()
        title = self.titled(element)
        if title:
            self.said(title, note)
        for item in element:
            name = local(item)
            if name in ("list-item", "def-item"):
                self._item(item, level, note, depth)
            elif name in ("list", "def-list"):
                self.listed(item, level, note, depth)
            elif name not in HEADS:
                self.block(item, level, note)
        if depth == 0:
            self.builder.end_list()

    def _item(self, item: etree._Element, level: int, note: bool, depth: int) -> None:
        text: list[str] = []
        label = self.inline.plain_label(item)
        deeper = 0
        for part in _parts(item):
            if local(part) not in ("list", "def-list"):
                text += self._flow(part)
                continue
            self._put(text, label, depth + deeper, note)
            text, label, deeper = [], "", 1
            self.listed(part, level, note, depth + 1)
        self._put(text, label, depth + deeper, note)
        self.held(level, note)

    def _flow(self, part: etree._Element) -> list[str]:
        """The text of one part of an item; a term is followed by a colon."""
        pieces = self.inline.pieces(part, frozenset({"list", "def-list"}))
        return [*pieces, ": "] if local(part) == "term" else [" ", *pieces]

    def _put(self, pieces: list[str], label: str, depth: int, note: bool) -> None:
        text = self.inline.finished(pieces).removesuffix(":") if label else self.inline.finished(pieces)
        text = f"{label} {text}" if label and text else text
        if note:
            self.said(text, note)
        else:
            self.builder.item(text, depth)


def _parts(item: etree._Element) -> Iterable[etree._Element]:
    """The paragraphs, terms, definitions and lists of an item, in order; a list within a paragraph after its text."""
    for child in item:
        if local(child) == "label":
            continue
        yield child
        if local(child) not in ("list", "def-list"):
            yield from (c for c in child if local(c) in ("list", "def-list"))


_Writer = Callable[[Body, etree._Element, int, bool], None]
_WRITTEN: Final[dict[str, _Writer]] = {
    "p": Body.paragraph,
    "list": Body.listed,
    "def-list": Body.listed,
    "fig": Body.figure,
    "table-wrap": Body.table,
    "table": Body.grid,
    "array": Body.grid,
    "boxed-text": Body.box,
    "fn": Body.footnote,
    "supplementary-material": Body.file,
    "media": Body.file,
    "graphic": Body.picture,
    "disp-formula": Body.formula,
    "alternatives": Body.chosen,
    "ref-list": Body.references,
    "permissions": Body.rights,
    "object-id": Body.left_out,
    "alt-text": Body.left_out,
    "long-desc": Body.left_out,
    "x": Body.left_out,
    "processing-meta": Body.left_out,
    **dict.fromkeys(
        "table-wrap-group fig-group table-wrap-foot disp-quote verse-group speech statement disp-formula-group"
        " chem-struct-wrap floats-group caption question question-wrap answer answer-set explanation".split(),
        Body.parted,
    ),
}
