"""The text of a paragraph: runs, symbols, fields, formulas, notes; tracked changes read as accepted.

Elements are those of WordprocessingML (ECMA-376 part 1, 17.3.3 run content, 17.13.5 revisions, 17.16 fields).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from typing import Final

from lxml import etree

from curbside.sources.docx.formulas import MATH, formula
from curbside.sources.docx.opening import W
from curbside.sources.docx.styles import Look, Styles
from curbside.sources.docx.symbols import UNKNOWN, is_symbolic, meant
from curbside.sources.docx.telling import Telling
from curbside.sources.html.inline import BREAK, SOFT_HYPHEN
from curbside.sources.raised import lowered, raised

LONGEST_INSTRUCTION: Final = 2_000
DEEPEST_FIELD: Final = 50
HIDDEN: Final = "text that readers of the document do not see"
STRUCK: Final = "text that is struck through"
DELETED: Final = "text that a tracked change deletes"
CONTENTS: Final = "tables of contents and indexes"
_MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_WP: Final = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_LISTS: Final = ("TOC", "INDEX", "TOA")
_SYMBOL_FIELD = re.compile(
    r"SYMBOL\s+(0x[0-9a-f]{1,4}|\d{1,5})(?:.*?\\f\s+\"?([^\"\\]+?)\"?\s*(?:\\|$))?", re.IGNORECASE
)
_PLAIN: Final = {
    f"{W}tab": " ",
    f"{W}ptab": " ",
    f"{W}cr": BREAK,
    f"{W}noBreakHyphen": "\u2011",
    f"{W}softHyphen": "",
}
_SKIPPED: Final = frozenset(
    {f"{W}pPr", f"{W}rPr", f"{W}sdtPr", f"{W}sdtEndPr", f"{W}instrText", f"{W}delInstrText", f"{_MC}Fallback"}
)
_OBJECTS: Final = frozenset({f"{W}drawing", f"{W}pict", f"{W}object"})
_NOTES: Final = {f"{W}footnoteReference": "footnotes", f"{W}endnoteReference": "endnotes"}
_CONTROL = re.compile("[\x00-\x08\x0e-\x1d\x1f\x7f]")


@dataclass(slots=True)
class Field:
    """A field that is open: its instruction, and whether its result has begun."""

    instruction: str = ""
    result: bool = False

    def add(self, text: str) -> None:
        """More of the instruction."""
        if len(self.instruction) < LONGEST_INSTRUCTION:
            self.instruction += text

    @property
    def skipped(self) -> bool:
        """Whether what it stands for is left out: its own instruction, and lists made of the document itself."""
        return not self.result or self.instruction.strip().upper().startswith(_LISTS)


@dataclass(slots=True)
class Said:
    """The text of a paragraph (breaks are `BREAK`), the notes that it refers to, and the text boxes that hang in it."""

    text: str
    notes: list[tuple[str, str]]
    boxes: list[etree._Element]


@dataclass(slots=True)
class Runs:
    """Reads paragraphs of one document. fields: those that are open; they may go over several paragraphs."""

    styles: Styles
    telling: Telling
    balanced: bool = True
    fields: list[Field] = field(default_factory=list)

    def said(self, paragraph: etree._Element, style: str, behind: str | None) -> Said:
        """What a paragraph says. style: its id; behind: the colour of its ground, None where it is not known."""
        pieces: list[tuple[int, str]] = []
        found = Said("", [], [])
        self._walk(paragraph, style, behind, pieces, found)
        found.text = SOFT_HYPHEN.sub("", _joined(pieces))
        return found

    def _walk(
        self, root: etree._Element, style: str, behind: str | None, pieces: list[tuple[int, str]], found: Said
    ) -> None:
        for child in root:
            tag = child.tag
            if not isinstance(tag, str) or tag in _SKIPPED:
                continue
            if tag in (f"{W}del", f"{W}moveFrom"):
                self.telling.changes += 1
                self.telling.left(DELETED, "".join(_texts(child)))
                self._fields_in(child)
            elif tag == f"{W}r":
                self._run(child, self.styles.look(child.find(f"{W}rPr"), style, behind), pieces, found)
            elif tag in MATH:
                self._add(pieces, Look(), formula(child))
            elif tag == f"{W}fldSimple":
                self.fields.append(Field(child.get(f"{W}instr", ""), True))
                self._walk(child, style, behind, pieces, found)
                self.fields.pop()
            else:
                self.telling.changes += tag in (f"{W}ins", f"{W}moveTo")
                self._walk(child, style, behind, pieces, found)

    def _run(self, run: etree._Element, look: Look, pieces: list[tuple[int, str]], found: Said) -> None:
        for child in run:
            tag = child.tag
            if tag == f"{W}t":
                self._text(pieces, look, child.text or "")
            elif tag in _PLAIN:
                self._add(pieces, look, _PLAIN[tag])
            elif tag in _NOTES:
                if not look.hidden:
                    found.notes.append((_NOTES[tag], child.get(f"{W}id", "")))
            elif tag in _OBJECTS or tag == f"{_MC}AlternateContent":
                self._object(child, found)
            else:
                self._rare(child, look, pieces, found)

    def _rare(self, child: etree._Element, look: Look, pieces: list[tuple[int, str]], found: Said) -> None:
        tag = child.tag
        if tag == f"{W}br":
            self._add(pieces, look, " " if child.get(f"{W}type") in ("page", "column") else BREAK)
        elif tag == f"{W}sym":
            self._symbol(pieces, look, child.get(f"{W}char", ""), child.get(f"{W}font"))
        elif tag == f"{W}fldChar":
            self._field(child.get(f"{W}fldCharType"), pieces, look)
        elif tag == f"{W}instrText" and self.fields and not self.fields[-1].result:
            self.fields[-1].add(child.text or "")
        elif tag == f"{W}ruby":
            base = child.find(f"{W}rubyBase")
            self._walk(child if base is None else base, "", None, pieces, found)

    def _text(self, pieces: list[tuple[int, str]], look: Look, text: str) -> None:
        font = look.font if is_symbolic(look.font) or text.isascii() else look.wide
        shown = meant(text, font)
        self._unknown(shown.count(UNKNOWN) - text.count(UNKNOWN), font)
        self._add(pieces, look, _CONTROL.sub("", shown.replace(BREAK, " ")))

    def _symbol(self, pieces: list[tuple[int, str]], look: Look, code: str, font: str | None) -> None:
        try:
            shown = meant(chr(int(code, 16)), font)
        except (ValueError, OverflowError):
            shown = UNKNOWN
        self._unknown(shown.count(UNKNOWN), font)
        self._add(pieces, look, shown if shown.isprintable() else UNKNOWN)

    def _unknown(self, count: int, font: str | None) -> None:
        if count > 0:
            name = font or "that is not named"
            self.telling.fonts[name] = self.telling.fonts.get(name, 0) + count

    def _add(self, pieces: list[tuple[int, str]], look: Look, text: str) -> None:
        if not text:
            return
        if self.balanced and any(f.skipped for f in self.fields):
            if any(f.result for f in self.fields) and text.strip():
                self.telling.joined(CONTENTS, text)
        elif look.hidden:
            if text.strip():
                self.telling.left(f"{HIDDEN} ({look.hidden})", text)
        elif look.struck:
            if text.strip():
                self.telling.left(STRUCK, text)
        else:
            pieces.append((look.raised, text))

    def _field(self, kind: str | None, pieces: list[tuple[int, str]], look: Look) -> None:
        if kind == "begin":
            self.fields.append(Field())
        elif kind == "separate" and self.fields:
            self.fields[-1].result = True
        elif kind == "end" and self.fields:
            ended = self.fields.pop()
            instruction = ended.instruction.strip()
            symbol = _SYMBOL_FIELD.match(instruction)
            if symbol and not ended.result:
                self._symbol(pieces, look, f"{int(symbol[1], 0):x}", symbol[2] or "Symbol")
            elif instruction.upper().startswith("EQ "):
                self._add(pieces, look, UNKNOWN)
                self.telling.left("formulas of the old kind (EQ fields)", instruction)

    def _fields_in(self, deleted: etree._Element) -> None:
        """Keep count of the fields that begin or end in what is deleted."""
        for mark in deleted.iter(f"{W}fldChar"):
            self._field(mark.get(f"{W}fldCharType"), [], Look())

    def _object(self, element: etree._Element, found: Said) -> None:
        choice = element.find(f"{_MC}Choice")
        chosen = element if choice is None else choice
        boxes = [box for box in chosen.iter(f"{W}txbxContent") if not _within(box, chosen)]
        found.boxes += boxes
        if boxes:
            return
        described = next((d for d in chosen.iter(f"{_WP}docPr")), None)
        said = "" if described is None else described.get("descr") or ""
        self.telling.left("images, drawings and charts", said)


def _within(box: etree._Element, outer: etree._Element) -> bool:
    """Whether a text box stands in another, or in the second form of what has two."""
    for above in box.iterancestors():
        if above is outer:
            return False
        if above.tag in (f"{W}txbxContent", f"{_MC}Fallback"):
            return True
    return False


def _joined(pieces: list[tuple[int, str]]) -> str:
    merged = [(up, "".join(text for _, text in group)) for up, group in groupby(pieces, itemgetter(0))]
    parts: list[str] = []
    for index, (up, text) in enumerate(merged):
        before = parts[-1][-1:] if parts else ""
        after = merged[index + 1][1][:1] if index + 1 < len(merged) else ""
        parts.append(text if not up else raised(text) if up > 0 else lowered(text, before, after))
    return "".join(parts)


def _texts(element: etree._Element) -> Iterator[str]:
    return (found.text or "" for found in element.iter(f"{W}t", f"{W}delText"))


def balanced(body: etree._Element) -> bool:
    """Whether each field that begins also ends, and they stand in each other no deeper than `DEEPEST_FIELD`."""
    open_fields = 0
    for mark in body.iter(f"{W}fldChar"):
        open_fields += {"begin": 1, "end": -1}.get(mark.get(f"{W}fldCharType", ""), 0)
        if not 0 <= open_fields <= DEEPEST_FIELD:
            return False
    return open_fields == 0
