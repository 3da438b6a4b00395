"""The blocks of a JATS article, in reading order, into a `TextBuilder`.

Figures, tables and footnotes within a paragraph come after it; lists, quotations and boxes part it where they stand.
Acknowledgements, funding, interests and the like are notes: kept, and never quoted as evidence.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Final

from lxml import etree

from curbside.sources.building import TextBuilder
from curbside.sources.jats.citations import plain
from curbside.sources.jats.inline import PICTURE, Inline
from curbside.sources.jats.tables import rows_of
from curbside.sources.xml import local

SECTIONS: Final = frozenset({"sec", "app", "app-group", "ack", "notes", "glossary", "fn-group", "bio"})
NOTES: Final = frozenset({"ack", "notes", "fn-group", "bio"})
_PARTING: Final = frozenset(
    "list def-list disp-quote boxed-text verse-group preformat code speech statement array disp-formula-group question"
    " question-wrap chem-struct-wrap sec".split()
)
_HEADS: Final = frozenset({"title", "label", "sec-meta", "title-group"})
_OF_CELL: Final = frozenset({"p", "list", "list-item", "def-list", "def-item", "disp-quote", "boxed-text", "fn"})
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


class Body:
    """Writes an article's blocks. level: of the next heading, 1 outermost. note: what is written is a note."""

    def __init__(self, builder: TextBuilder, inline: Inline) -> None:
        self.builder = builder
        self.inline = inline

    def blocks(self, elements: Iterable[etree._Element], level: int, note: bool = False) -> None:
        """The blocks in order; what follows a section on its level stands under none of the section's headings."""
        after = False
        for element in elements:
            name = local(element)
            if name in _HEADS:
                continue
            if after and name not in SECTIONS:
                self.builder.close(level)
            after = name in SECTIONS
            self.block(element, level, note)

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

    def heading(self, text: str, level: int) -> None:
        """A heading; without text, the end of what stood under the last one of its level."""
        if text:
            self.builder.heading(text, level)
        else:
            self.builder.close(level)

    def said(self, text: str, note: bool) -> None:
        """A paragraph."""
        self.builder.paragraph(text, note)

    def paragraph(self, element: etree._Element, level: int, note: bool = False, before: str = "") -> None:
        """A paragraph, parted where a list or the like stands in it. before: what is put in front of its text."""
        pieces = [before, element.text or ""] if before else [element.text or ""]
        for child in element:
            if local(child) in _PARTING:
                self.said(self.inline.finished(pieces), note)
                pieces = []
                self.block(child, level, note)
            else:
                pieces += self.inline.child(child, pieces)
            pieces.append(child.tail or "")
        self.said(self.inline.finished(pieces), note)
        self.held(level, note)

    def paragraph_or_blocks(self, element: etree._Element, level: int, note: bool = False) -> None:
        """What an abstract holds: blocks, or (as in NLM 1) words that stand in no paragraph."""
        if (element.text or "").strip():
            self.paragraph(element, level, note)
        else:
            self.blocks(element, level, note)

    def held(self, level: int, note: bool) -> None:
        """What was met within a line and is to come after it."""
        waiting, self.inline.held = self.inline.held, []
        for element in waiting:
            self.block(element, level, note)

    def titled(self, element: etree._Element) -> str:
        """The label and title of a section, list or box, as one line."""
        title = next((c for c in element if local(c) == "title"), None)
        label = self.inline.plain_label(element)
        text = self.inline.text(title)
        return f"{label} {text}".strip() if label and not text.startswith(label) else text

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
            elif name not in _HEADS:
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

    def captioned(self, element: etree._Element) -> tuple[str, list[etree._Element]]:
        """The label and title of a figure or table as one line, and the paragraphs of its caption."""
        caption = next((c for c in element if local(c) == "caption"), None)
        label = self.inline.plain_label(element).rstrip(".: ")
        inside = [] if caption is None else list(caption)
        title = next((self.inline.text(c) for c in inside if local(c) == "title"), "")
        if caption is not None and (caption.text or "").strip():
            title = self.inline.text(caption)
            inside = []
        line_ = f"{label}: {title}" if label and title else label or title
        return line_, [c for c in inside if local(c) != "title"]

    def figure(self, element: etree._Element, level: int, note: bool) -> None:
        """A figure: its label, caption and legend; the picture is left out."""
        with self.builder.place("figure", self._name(element)):
            self._caption(element, level, note)
            self.blocks((c for c in element if local(c) not in ("caption", "label")), level, note)

    def _caption(self, element: etree._Element, level: int, note: bool) -> None:
        title, rest = self.captioned(element)
        label = self.inline.plain_label(element).rstrip(".: ")
        if rest and local(rest[0]) == "p" and label and title == label:
            self.paragraph(rest.pop(0), level, note, f"{title}: ")
        else:
            self.said(title, note)
        self.held(level, note)
        self.blocks(rest, level, note)

    def table(self, element: etree._Element, level: int, note: bool) -> None:
        """A table with its caption, and what stands under it."""
        tables = [t for t in element.iter() if local(t) == "table" and _owner(t) is element]
        with self.builder.place("table", self._name(element)):
            title, rest = self.captioned(element)
            said = " ".join(self.inline.text(p) for p in rest)
            label = self.inline.plain_label(element).rstrip(".: ")
            title = f"{title}{':' if title == label and label else ''} {said}".strip() if said else title
            if not tables:
                self.inline.left["tables that are pictures"] += 1
            self._grids(tables, title, note)
            self.held(level, note)
            known = ("caption", "label", "table", "alternatives")
            self.blocks((c for c in element if local(c) not in known), level, note)

    def _grids(self, tables: list[etree._Element], caption: str, note: bool) -> None:
        if not tables:
            self.said(caption, note)
        for table in tables:
            rows, headers = rows_of(table, self.cell)
            self.builder.table(rows, headers, caption)
            caption = ""

    def cell(self, element: etree._Element) -> str:
        """The text of a cell; its paragraphs and list items are parted by semicolons.

        A cell that is nothing but marks of citations keeps them, in brackets: "[46]".
        """
        pieces = self._of_cell(element)
        parts = [part for part in (self.inline.finished(p) for p in pieces) if part]
        waiting, self.inline.held = self.inline.held, []
        parts += [PICTURE for held in waiting if local(held) == "graphic"]
        parts += [self.inline.text(held) for held in waiting if local(held) != "graphic"]
        self.inline.left["pictures within a line"] += sum(1 for held in waiting if local(held) == "graphic")
        marks = "" if parts else plain("".join(piece for part in pieces for piece in part)).strip("[] \n\t")
        text = f"[{marks}]" if marks else ""
        for part in parts:
            text += f"{'' if not text else ' ' if text[-1] in '.;:,' else '; '}{part}"
        return text

    def _of_cell(self, element: etree._Element) -> list[list[str]]:
        parts: list[list[str]] = [[element.text or ""]]
        for child in element:
            if local(child) in _OF_CELL:
                parts += [*self._of_cell(child), []]
            else:
                parts[-1] += self.inline.child(child, parts[-1])
            parts[-1].append(child.tail or "")
        return parts

    def footnote(self, element: etree._Element, level: int, note: bool) -> None:
        """A footnote: its label, as its mark in the text is written, and its paragraphs."""
        label = self.inline.plain_label(element)
        before = f"[{label}] " if label[:1].isalnum() else f"{label} " if label else ""
        for child in element:
            if local(child) == "p":
                self.paragraph(child, level, note, before)
                before = ""
            elif local(child) not in _HEADS:
                self.block(child, level, note)

    def box(self, element: etree._Element, level: int, note: bool) -> None:
        """A box beside the text: what stands in it has its title as a heading."""
        title, rest = self.captioned(element)
        title = title or self.titled(element)
        with self.builder.place("element", element.get("id") or title or "box"):
            self.heading(title, level)
            self.blocks(rest, level + 1, note)
            self.blocks((c for c in element if local(c) != "caption"), level + 1, note)
        self.builder.close(level)

    def file(self, element: etree._Element, level: int, note: bool) -> None:
        """A supplementary file: what is said of it, as a note."""
        self.inline.left["supplementary files"] += local(element) == "supplementary-material" or not _within(
            element, "supplementary-material"
        )
        self._caption(element, level, True)
        self.blocks((c for c in element if local(c) not in ("caption", "label")), level, True)

    def grid(self, element: etree._Element, level: int, note: bool) -> None:
        """A table without a frame, or an array."""
        self._grids([element], "", note)
        self.held(level, note)

    def chosen(self, element: etree._Element, level: int, note: bool) -> None:
        """The first form of an object that has words."""
        forms = [c for c in element if local(c) not in ("graphic", "media")]
        self.blocks(forms[:1] or list(element)[:1], level, note)

    def formula(self, element: etree._Element, level: int, note: bool) -> None:
        """A formula that stands alone."""
        self.said(self.inline.finished(self.inline.child(element, [])), note)

    def picture(self, element: etree._Element, level: int, note: bool) -> None:
        """A picture, which is left out; what is said of it stays."""
        self.inline.left["pictures"] += 1
        self._caption(element, level, note)

    def references(self, element: etree._Element, level: int, note: bool) -> None:
        """The list of references, which is left out."""
        self.inline.left["references"] += sum(1 for r in element.iter() if local(r) == "ref")

    def rights(self, element: etree._Element, level: int, note: bool) -> None:
        """What is said of the rights in one figure or table."""
        self.blocks((c for c in element.iter() if local(c) in ("copyright-statement", "license-p", "p")), level, True)

    def left_out(self, element: etree._Element, level: int, note: bool) -> None:
        """What is no text of the article."""
        self.inline.left[local(element)] += 1

    def parted(self, element: etree._Element, level: int, note: bool) -> None:
        """A block of blocks."""
        self.blocks(element, level, note)

    def _name(self, element: etree._Element) -> str:
        return self.inline.plain_label(element) or element.get("id") or local(element)


def _parts(item: etree._Element) -> Iterable[etree._Element]:
    """The paragraphs, terms, definitions and lists of an item, in order; a list within a paragraph after its text."""
    for child in item:
        if local(child) == "label":
            continue
        yield child
        if local(child) not in ("list", "def-list"):
            yield from (c for c in child if local(c) in ("list", "def-list"))


def _owner(table: etree._Element) -> etree._Element | None:
    parent = table.getparent()
    while parent is not None and local(parent) not in ("table-wrap", "td", "th"):
        parent = parent.getparent()
    return parent


def _within(element: etree._Element, name: str) -> bool:
    return any(local(e) == name for e in element.iterancestors())


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
