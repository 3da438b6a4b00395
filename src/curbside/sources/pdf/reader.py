"""PDF files: text by pages, with headings, lists, footnotes and tables, and without what a reader cannot see.

The bytes are read with pdfminer.six, in Python alone; nothing is drawn, and nothing in the file is run.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import PurePath
from typing import TYPE_CHECKING, Final

from curbside.errors import InputError
from curbside.language.text import normalise
from curbside.sources.base import Draft, Found, Input
from curbside.sources.building import line_of
from curbside.sources.pdf.flow import Text, flow
from curbside.sources.pdf.furniture import running
from curbside.sources.pdf.headings import body_of
from curbside.sources.pdf.joining import Words
from curbside.sources.pdf.pages import PageText, page_text
from curbside.sources.pdf.remarks import remarks
from curbside.sources.pdf.writing import Writer

if TYPE_CHECKING:
    from curbside.sources.pdf.opening import Opened

MARK: Final = b"%PDF-"
MOST_UNDEFINED: Final = 0.2
LONGEST_TITLE: Final = 200
NEEDED: Final = 'needs the extra "documents": pip install "curbside[documents]"'
_PROGRAM = re.compile(
    r"^microsoft (?:word|powerpoint|excel)\b"
    r"|^\(?(?:untitled|anonymous|unknown|none|title|document\d*|presentation\d*|slide \d+)\)?$"
    r"|\.(?:docx?|pdf|indd|qxp|qxd|pptx?|xlsx?|tex|dvi|rtf|odt|pub|fm|pages|txt|html?)$",
    re.IGNORECASE,
)


class PdfReader:
    """Reads a PDF as one source whose kind, publisher, date, jurisdiction and status are unknown.

    The dates and names in a PDF's own description are those of the file and its maker, not of the document.
    """

    name = "pdf"
    extractor = "pdf/1"

    def accepts(self, name: str, head: bytes) -> bool:
        """Whether "%PDF-" stands in the first 1024 bytes (ISO 32000-1, annex H.3, note 13)."""
        return MARK in head[:1024]

    def read(self, given: Input) -> Iterator[Found]:
        """The draft of the file.

        Raises InputError where it is damaged, encrypted or a scan, and where the extra "documents" is not installed.
        """
        yield _draft(given.bytes(), given, self.extractor)


def _draft(raw: bytes, given: Input, extractor: str) -> Draft:
    try:
        from curbside.sources.pdf import opening
    except ImportError as error:
        raise InputError(given.where, NEEDED) from error
    start = raw.find(MARK, 0, 1024 + len(MARK))
    file = opening.opened(raw[start:] if start > 0 else raw, given.where)
    pages: list[PageText] = []
    unreadable: list[int] = []
    for page in opening.pages(file, given.where):
        if isinstance(page, opening.Unreadable):
            unreadable.append(page.number)
        else:
            pages.append(page_text(page))
    _check(pages, unreadable, given.where)
    return _written(raw, given, extractor, file, pages, unreadable)


def _written(
    raw: bytes, given: Input, extractor: str, file: Opened, pages: Sequence[PageText], unreadable: Sequence[int]
) -> Draft:
    left_out = running({p.number: (p.height, p.lines) for p in pages})
    lines = [line for page in pages for line in page.lines]
    words = Words()
    words.learn(lines)
    pieces = list(flow(pages, left_out, body_of(lines), words))
    writer = Writer(words, (p.number for p in pages if not p.certain))
    writer.write(pieces)
    digest = hashlib.sha256(raw).hexdigest()
    draft = writer.draft(f"file:{digest[:16]}", given.where, extractor, digest)
    title = _own_title(file.title) or _largest(pieces, pages) or PurePath(given.name).name
    tables = {p.pages[0] for p in pieces if p.table is not None}
    told = remarks(pages, unreadable, tables, left_out, file.mended, file.holds)
    return replace(draft, source=replace(draft.source, title=title, remarks=told))


def _check(pages: Sequence[PageText], unreadable: Sequence[int], where: str) -> None:
    """Raise InputError where there is no text, or none that can be trusted."""
    letters = sum(p.letters for p in pages)
    if not letters:
        if not pages:
            raise InputError(where, "is damaged: none of its pages can be read")
        if any(p.hidden for p in pages):
            raise InputError(where, "has no text that readers can see")
        if any(p.picture for p in pages):
            raise InputError(where, "has no text layer (it is a scan); run OCR on it first")
        raise InputError(where, "has no text" + (f"; {len(unreadable)} pages cannot be read" if unreadable else ""))
    if sum(p.undefined for p in pages) > MOST_UNDEFINED * letters:
        raise InputError(where, "has fonts that do not say which letters they show; run OCR on it first")


def _own_title(given: str | None) -> str | None:
    """The title in the file's description, where it is not what a program puts there by itself."""
    if given is None:
        return None
    title = line_of("".join(c if c.isprintable() else " " for c in normalise(given)))
    sensible = len(title) > 3 and sum(c.isalpha() for c in title) > len(title) / 2 and not _PROGRAM.search(title)
    return title[:LONGEST_TITLE] if sensible and "\ufffd" not in title else None


def _largest(pieces: Sequence[Text], pages: Sequence[PageText]) -> str | None:
    """The first of the largest headings of the first page; None where it has none."""
    first = pages[0].number if pages else 1
    found = [p for p in pieces if p.style is not None and p.pages[0] == first]
    best = max(found, key=lambda p: p.style[0] if p.style else 0.0, default=None)
    return best.text[:LONGEST_TITLE] if best else None
