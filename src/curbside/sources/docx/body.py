"""The blocks of a document, in the order of its body, written into a builder."""

from __future__ import annotations

from typing import Final

from lxml import etree

from curbside.sources.building import TextBuilder
from curbside.sources.docx import tables
from curbside.sources.docx.notes import Notes
from curbside.sources.docx.numbering import Entry, Numbering
from curbside.sources.docx.opening import W
from curbside.sources.docx.runs import CONTENTS, DELETED, Runs, Said
from curbside.sources.docx.styles import Styles, is_on, number, shade, style_of, value
from curbside.sources.docx.telling import Telling
from curbside.sources.html.inline import BREAK, paragraphs
from curbside.sources.xml import line

PAGE: Final = "FFFFFF"
_MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_GALLERIES: Final = frozenset({"table of contents", "table of figures", "bibliographies"})
_CHUNK: Final = "parts of other formats (altChunk)"


class Body:
    """Writes blocks. first: the first title or heading."""

    def __init__(self, builder: TextBuilder, styles: Styles, numbering: Numbering, runs: Runs, notes: Notes) -> None:
        self.builder = builder
        self.styles = styles
        self.numbering = numbering
        self.runs = runs
        self.notes = notes
        self.first: str | None = None
        self._list: str | None = None
        self._indents: list[int] = []
        self._held: list[Said] = []
        self._tables = 0

    @property
    def telling(self) -> Telling:
        """Where what is left out is told."""
        return self.runs.telling

    def write(self, root: etree._Element, behind: str | None) -> None:
        """The blocks in `root`; behind: the colour of their ground."""
        for child in root:
            tag = child.tag
            if tag == f"{W}p":
                self._paragraph(child, behind)
            elif tag == f"{W}tbl":
                self._table(child, behind)
            elif tag == f"{W}sdt":
                if not self._is_made(child):
                    content = child.find(f"{W}sdtContent")
                    self.write(child if content is None else content, behind)
            elif tag == f"{W}altChunk":
                self.telling.left(_CHUNK)
            elif tag in (f"{W}del", f"{W}moveFrom"):
                self.telling.changes += 1
                self.telling.left(DELETED, tables.words(child))
            elif tag in (f"{W}customXml", f"{W}ins", f"{W}moveTo", f"{W}smartTag", f"{_MC}AlternateContent"):
                choice = child.find(f"{_MC}Choice")
                self.write(child if choice is None else choice, behind)

    def end(self) -> None:
        """Write what is still held back."""
        if self._held:
            self._put(None, "", Said("", [], []))
        self._write_notes()

    def _paragraph(self, paragraph: etree._Element, behind: str | None) -> None:
        properties = paragraph.find(f"{W}pPr")
        style = style_of(properties)
        name = self.styles.name(style)
        if name.startswith(("toc ", "table of figures", "index ")) and name != "toc heading":
            self.telling.joined(CONTENTS, tables.words(paragraph))
            self.runs.said(paragraph, style, behind)
            return
        ground = shade(properties) or self._styled_ground(properties) or behind
        said = self.runs.said(paragraph, style, ground)
        mark = None if properties is None else properties.find(f"{W}rPr/{W}del")
        if mark is not None:
            self.telling.changes += 1
            self._held.append(said)
        else:
            self._put(properties, style, said)
        for box in said.boxes:
            self.builder.end_list()
            self.write(box, None)

    def _styled_ground(self, properties: etree._Element | None) -> str | None:
        found = self.styles.paragraph(properties, f"{W}shd")
        fill = "" if found is None else found.get(f"{W}fill", "")
        return fill.upper() if len(fill) == 6 else None

    def _put(self, properties: etree._Element | None, style: str, said: Said) -> None:
        held, self._held = self._held, []
        text = "".join([*(s.text for s in held), said.text])
        notes = [note for s in held for note in s.notes] + said.notes
        level = self._level(properties, style)
        entry = None if level is not None else self.numbering.entry(properties)
        if level is not None:
            self._heading(line(text.replace(BREAK, " ")), level)
        elif entry is not None:
            self._item(text, entry)
        elif line(text.replace(BREAK, " ")):
            self._plain(text)
        self.notes.wanted += notes

    def _item(self, text: str, entry: Entry) -> None:
        """An entry of a list; it belongs to the nearest entry before it that stands further to the left."""
        if not line(text.replace(BREAK, " ")):
            return
        while self._indents and self._indents[-1] >= entry.indent:
            self._indents.pop()
        depth = len(self._indents)
        if not depth and self._list not in (None, entry.list):
            self.builder.end_list()
        self._list = entry.list
        self._indents.append(entry.indent)
        for one, bulleted in paragraphs(text):
            self.builder.item(one, depth + (1 if bulleted else 0))

    def _no_list(self) -> None:
        self._list = None
        self._indents.clear()

    def _plain(self, text: str) -> None:
        found = paragraphs(text)
        if found and not found[0][1]:
            self._no_list()
            self._write_notes()
        for one, bulleted in found:
            if bulleted:
                self.builder.item(one)
            else:
                self.builder.paragraph(one)

    def _heading(self, text: str, level: int) -> None:
        if text:
            self._no_list()
            self._write_notes()
            self.first = self.first or text
            self.builder.heading(text, level)

    def _level(self, properties: etree._Element | None, style: str) -> int | None:
        own = None if properties is None else properties.find(f"{W}outlineLvl")
        given = number(value(own))
        if given is not None:
            return given + 1 + int(self.styles.titled) if 0 <= given < 9 else None
        return self.styles.level(style)

    def _write_notes(self) -> None:
        for text in self.notes.taken(self.runs):
            self.builder.paragraph(text, note=True)

    def _table(self, table: etree._Element, behind: str | None) -> None:
        reading = tables.Reading(self.styles, self.numbering, self.runs, behind)
        if tables.is_layout(table, self.styles):
            for cell in table.iterfind(f"{W}tr/{W}tc"):
                self.write(cell, reading.ground(cell))
            return
        self._no_list()
        self._tables += 1
        name = str(self._tables)
        found = reading.read(table)
        self.builder.table(found.rows, found.headers, name=name)
        self.notes.wanted += found.notes
        self._write_notes()
        if found.inner:
            self.telling.others.append(f"table {name} has tables in its cells; they stand after it")
        if not found.spread:
            self.telling.others.append(f"table {name} has more merged cells than can be repeated")
        for inner in found.inner:
            self._table(inner, behind)
        for box in found.boxes:
            self.write(box, None)

    def _is_made(self, control: etree._Element) -> bool:
        """Whether a content control holds a list made of the document itself."""
        gallery = control.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
        if value(gallery).lower() not in _GALLERIES - {"bibliographies"}:
            return False
        self.telling.joined(CONTENTS, tables.words(control))
        return not is_on(control.find(f"{W}sdtPr/{W}temporary"))
