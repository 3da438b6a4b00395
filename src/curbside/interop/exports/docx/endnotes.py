"""End notes in a Word file, which python-docx does not write.

After ECMA-376 (Office Open XML), part 1, 17.11: a part of its own holds the notes, of which the first two are the
separators; the settings name these; a run in the text refers to a note by its id.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from lxml import etree

W: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.endnotes+xml"
_RELATION: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/endnotes"
_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
_SEPARATORS: Final = ((-1, "separator"), (0, "continuationSeparator"))


def w(name: str, parent: Any = None, **attributes: str) -> Any:
    """An element of WordprocessingML; attributes are of its namespace."""
    made = etree.Element(f"{{{W}}}{name}") if parent is None else etree.SubElement(parent, f"{{{W}}}{name}")
    for key, value in attributes.items():
        made.set(f"{{{W}}}{key}", value)
    return made


def add(document: Any, notes: Iterable[tuple[int, str, str]]) -> None:
    """Add the part with the notes (id from 1, quoted words, what stands after them) to a python-docx document."""
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    root = etree.Element(f"{{{W}}}endnotes", nsmap={"w": W})
    for number, kind in _SEPARATORS:
        note = w("endnote", root, type=kind, id=str(number))
        w(kind, w("r", w("p", note)))
    for number, quote, after in notes:
        _note(root, number, quote, after)
    blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    package = document.part.package
    document.part.relate_to(Part(PackURI("/word/endnotes.xml"), _TYPE, blob, package), _RELATION)
    _settings(document.settings.element)


def _note(root: Any, number: int, quote: str, after: str) -> None:
    paragraph = w("p", w("endnote", root, id=str(number)))
    run = w("r", paragraph)
    w("vertAlign", w("rPr", run), val="superscript")
    w("endnoteRef", run)
    _text(paragraph, f" {quote} ", size="17")
    _text(paragraph, after, size="16", colour="555555")


def _text(paragraph: Any, words: str, size: str, colour: str = "") -> None:
    run = w("r", paragraph)
    properties = w("rPr", run)
    if colour:
        w("color", properties, val=colour)
    w("sz", properties, val=size)
    text = w("t", run)
    text.set(_SPACE, "preserve")
    text.text = words


def _settings(settings: Any) -> None:
    """Name the separators and number the notes 1, 2, 3; the element stands before `w:compat` in the schema's order."""
    properties = w("endnotePr")
    w("numFmt", properties, val="decimal")
    for number, _ in _SEPARATORS:
        w("endnote", properties, id=str(number))
    after = settings.find(f"{{{W}}}compat")
    if after is None:
        settings.append(properties)
    else:
        after.addprevious(properties)


def reference(paragraph: Any, number: int) -> None:
    """A raised mark in a python-docx paragraph that leads to the note of that id."""
    run = w("r", paragraph._p)
    w("vertAlign", w("rPr", run), val="superscript")
    w("endnoteReference", run, id=str(number))
