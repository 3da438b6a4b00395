"""A text to audit, from whatever it came in: plain text and Markdown as they are, HTML, PDF and Word by their readers.

Offsets of an audit count in `Manuscript.text`. Of plain text and Markdown that is the text itself, normalised; of other
formats what the reader of that format makes of it, with what it was not sure of as remarks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePath
from typing import Final

from curbside.auditing.page_marks import marked_page
from curbside.errors import InputError
from curbside.language.splitting import split, split_blocks
from curbside.language.text import decode, normalise
from curbside.sources.base import HEAD, Draft, Found, Input, Rejected
from curbside.sources.docx.reader import DocxReader
from curbside.sources.html.reader import HtmlReader
from curbside.sources.pdf.reader import PdfReader
from curbside.types import Unit

_MARKDOWN: Final = (".md", ".markdown")
_LOOKS_LIKE_MARKDOWN: Final = re.compile(
    r"^[ \t]{0,3}#{1,6}[ \t]|\*\*\S|^[ \t]*[-*+][ \t]+\S|^[ \t]*\|.*\||\]\(https?:", re.MULTILINE
)


@dataclass(frozen=True, slots=True)
class Manuscript:
    """text: Unicode NFC, lines ended by LF. units: its sentences, items and rows. remarks: what a reader left out.

    markup: "markdown", "plain", or "read" where a reader made the text.
    """

    name: str
    text: str
    units: tuple[Unit, ...]
    markup: str
    remarks: tuple[str, ...] = ()


def is_page(name: str, raw: bytes) -> bool:
    """Whether a file is a web page."""
    return HtmlReader().accepts(name, raw[:HEAD])


def is_document(name: str, raw: bytes) -> bool:
    """Whether a file is a PDF or a Word document."""
    return any(reader.accepts(name, raw[:HEAD]) for reader in (PdfReader(), DocxReader()))


def of_text(raw: str, name: str = "") -> Manuscript:
    """The manuscript of plain text or Markdown, by the ending of `name` or, where that is silent, by its look."""
    text = normalise(raw)
    markdown = PurePath(name).suffix.lower() in _MARKDOWN or _LOOKS_LIKE_MARKDOWN.search(text)
    markup = "markdown" if markdown else "plain"
    return Manuscript(name, text, split(text, markup), markup)


def of_page(raw: bytes, name: str) -> Manuscript:
    """The manuscript of a web page, its reference marks kept. Raises InputError where it cannot be read."""
    page = marked_page(raw, name)
    (found,) = HtmlReader().read(Input(name, PurePath(name).name, page[:HEAD], lambda: BytesIO(page)))
    return of_found(found, name)


def text_of(raw: bytes, name: str) -> str:
    """The text of a file of plain text or Markdown. Raises InputError where it is no text, or an empty one."""
    text = decode(raw, name)
    if not text.strip():
        raise InputError(name, "is empty")
    return text


def of_found(found: Found, name: str) -> Manuscript:
    """The manuscript of a document that a reader has read. Raises InputError where it could not."""
    if not isinstance(found, Draft):
        raise InputError(name, found.reason if isinstance(found, Rejected) else "is no document")
    source = found.source
    units = split_blocks(source.text, found.blocks)
    return Manuscript(name, source.text, units, "read", source.remarks)
