"""Tables, figures, boxes, footnotes, files and formulae of a JATS article."""

from __future__ import annotations

from typing import Final

from lxml import etree

from curbside.sources.jats.citations import OPEN, plain
from curbside.sources.jats.flow import HEADS, Flow
from curbside.sources.jats.inline import PICTURE
from curbside.sources.jats.tables import rows_of
from curbside.sources.xml import local

_OF_CELL: Final = frozenset({"p", "list", "list-item", "def-list", "def-item", "disp-quote", "boxed-text", "fn"})


class Objects(Flow):
    """Writes what stands beside the text, each at its place."""

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
        whole = "" if parts else "".join(piece for part in pieces for piece in part)
        text = f"[{plain(whole).strip('[]() ')}]" if OPEN in whole else ""
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
            elif local(child) not in HEADS:
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


def _owner(table: etree._Element) -> etree._Element | None:
    parent = table.getparent()
    while parent is not None and local(parent) not in ("table-wrap", "td", "th"):
        parent = parent.getparent()
    return parent


def _within(element: etree._Element, name: str) -> bool:
    return any(local(e) == name for e in element.iterancestors())
