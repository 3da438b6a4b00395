"""Opening a PDF and going through its pages with pdfminer.six, and every way in which that fails.

This module imports pdfminer.six and is itself imported late (`curbside.sources.pdf.reader`).
"""

from __future__ import annotations

import logging
import struct
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any, Final

from pdfminer.pdfdocument import PDFDocument, PDFEncryptionError, PDFPasswordIncorrect, PDFXRefFallback
from pdfminer.pdfexceptions import PDFObjectNotFound
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import PDFObjRef, resolve1
from pdfminer.psexceptions import PSException
from pdfminer.psparser import PSLiteral
from pdfminer.utils import decode_text

from curbside.errors import InputError
from curbside.sources.pdf.fonts import Fonts
from curbside.sources.pdf.marks import Painted
from curbside.sources.pdf.operators import PageInterpreter
from curbside.sources.pdf.painting import PageDevice

MOST_PAGES: Final = 20_000
MOST_NAMED: Final = 50
# What pdfminer.six raises on damaged files: its own tree (PSException), and, where an object is of another type than
# its place asks for, whatever Python raises there. Found by running it over mutilated files.
FAULTS: Final = (
    PSException,
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    OSError,
    RuntimeError,
    TypeError,
    ValueError,
    struct.error,
    zlib.error,
)


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A page that cannot be read. number: from 1."""

    number: int


@dataclass(slots=True)
class Opened:
    """A PDF that is open. title: of its information dictionary, as it stands there.

    mended: its table of objects was wrong and has been made anew. holds: what is in it besides pages, in words.
    """

    document: Any
    title: str | None
    mended: bool
    holds: list[str] = field(default_factory=list)


class _Document(PDFDocument):
    """A document in which no object is only a reference back to itself; pdfminer follows such a one for ever."""

    def getobj(self, objid: int) -> object:
        """The object, never a reference. Raises PDFObjectNotFound for one that only refers to itself."""
        found, met = super().getobj(objid), {objid}
        while isinstance(found, PDFObjRef):
            if found.objid in met:
                raise PDFObjectNotFound(objid)
            met.add(found.objid)
            found = super().getobj(found.objid)
        return found


@contextmanager
def guarded(where: str) -> Iterator[None]:
    """A block in which pdfminer.six works: what it raises becomes an InputError, what it warns of is kept silent."""
    log = logging.getLogger("pdfminer")
    level = log.level
    log.setLevel(logging.CRITICAL + 1)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except InputError as error:
        raise InputError(where, error.reason) from error
    except PDFPasswordIncorrect as error:
        raise InputError(where, "is encrypted and opens only with a password; save it without one first") from error
    except PDFEncryptionError as error:
        raise InputError(where, "is encrypted in a way that is not known; save it without encryption first") from error
    except FAULTS as error:
        raise InputError(where, "is damaged and cannot be read as a PDF") from error
    finally:
        log.setLevel(level)


def opened(raw: bytes, where: str) -> Opened:
    """Raises InputError where it is no PDF, damaged beyond use, or encrypted with a password."""
    with guarded(where):
        document = _Document(PDFParser(BytesIO(raw)))
        mended = any(isinstance(x, PDFXRefFallback) for x in document.xrefs)
        found = Opened(document, _title(document), mended)
        found.holds += _holdings(document)
        if not document.is_extractable:
            found.holds.append("a note of its owner that its text may not be copied")
    return found


def pages(found: Opened, where: str) -> Iterator[Painted | Unreadable]:
    """Each page as it is painted, in order. Raises InputError where there is none."""
    fonts = Fonts(caching=True)
    device = PageDevice(fonts)
    interpreter = PageInterpreter(fonts, device)
    with guarded(where):
        interpreter.off = _layers_off(found.document)
    number = 0
    for page in _listed(found.document, where):
        number += 1
        device.number = number
        result: Painted | Unreadable
        try:
            with guarded(where):
                result = _painted(page, interpreter, device, found)
        except InputError:
            result = Unreadable(number)
        yield result
    if not number:
        raise InputError(where, "has no pages")


def _listed(document: Any, where: str) -> Iterator[Any]:
    """The pages; where the rest of the tree cannot be read, those before it and one that is unreadable."""
    listed = PDFPage.create_pages(document)
    for number in range(MOST_PAGES):
        try:
            with guarded(where):
                page = next(listed, None)
        except InputError:
            if not number:
                raise
            yield None
            return
        if page is None:
            return
        yield page
    raise InputError(where, f"has more than {MOST_PAGES:,} pages")


def _painted(page: Any, interpreter: PageInterpreter, device: PageDevice, found: Opened) -> Painted:
    if page is None:
        raise InputError("", "is damaged")
    interpreter.process_page(page)
    turned = max(device.page.turned, key=lambda t: len(device.page.turned[t]), default=0)
    if turned in (1, 2, 3) and len(device.page.turned[turned]) > 4 * len(device.page.glyphs):
        page.rotate = (page.rotate + 90 * turned) % 360
        interpreter.process_page(page)
    _note_annotations(page, device.number, found.holds)
    return device.page


def _title(document: Any) -> str | None:
    for info in document.info:
        given = resolve1(info.get("Title"))
        if isinstance(given, bytes):
            return decode_text(given)
    return None


def _layers_off(document: Any) -> frozenset[int]:
    """The object numbers of the layers that are off in the default configuration (ISO 32000-1, 8.11.4.3)."""
    properties = _dictionary(document.catalog.get("OCProperties"))
    default = _dictionary(properties.get("D"))
    off = {ref.objid for ref in _list(default.get("OFF")) if isinstance(ref, PDFObjRef)}
    if _word(default.get("BaseState")) == "OFF":
        every = {ref.objid for ref in _list(properties.get("OCGs")) if isinstance(ref, PDFObjRef)}
        off |= every - {ref.objid for ref in _list(default.get("ON")) if isinstance(ref, PDFObjRef)}
    return frozenset(off)


def _holdings(document: Any) -> list[str]:
    """Scripts, attachments and forms of the document (ISO 32000-1, 7.7.2, 7.7.4, 12.6, 12.7), none of which is run."""
    catalog = document.catalog
    names = _dictionary(catalog.get("Names"))
    found = []
    action = _dictionary(catalog.get("OpenAction"))
    scripted = "JavaScript" in names or _word(action.get("S")) == "JavaScript" or "AA" in catalog
    if scripted:
        found.append("a script, which was not run")
    elif _word(action.get("S")) in ("Launch", "URI", "SubmitForm", "GoToR", "ImportData"):
        found.append(f"an action on opening ({_word(action.get('S'))}), which was not run")
    attached = list(_leaves(names.get("EmbeddedFiles")))
    if attached:
        found.append(f"{len(attached)} attached file{'s' * (len(attached) > 1)}, not read: {', '.join(attached[:5])}")
    form = _dictionary(catalog.get("AcroForm"))
    if _list(form.get("Fields")) or "XFA" in form:
        found.append("a form, whose fields were not read")
    return found


def _note_annotations(page: Any, number: int, holds: list[str]) -> None:
    """Say which annotations of a page hold text or files (ISO 32000-1, table 169); links and the like do not."""
    told = {"FreeText": "a note", "Text": "a comment", "FileAttachment": "an attached file", "Stamp": "a stamp"}
    kinds = {_word(_dictionary(a).get("Subtype")) for a in _list(page.annots)[:1000]}
    if len(holds) < MOST_NAMED:
        holds += [f"{words} laid over page {number}, not read" for kind, words in told.items() if kind in kinds]


def _leaves(tree: Any, depth: int = 0) -> Iterator[str]:
    """The names in a name tree (ISO 32000-1, 7.9.6)."""
    found = _dictionary(tree)
    for key in _list(found.get("Names"))[: 2 * MOST_NAMED : 2]:
        name = resolve1(key)
        yield decode_text(name) if isinstance(name, bytes) else "without a name"
    for kid in _list(found.get("Kids"))[:MOST_NAMED] if depth < 8 else ():
        yield from _leaves(kid, depth + 1)


def _dictionary(given: Any) -> dict[str, Any]:
    found = resolve1(given)
    return found if isinstance(found, dict) else {}


def _list(given: Any) -> list[Any]:
    found = resolve1(given)
    return found if isinstance(found, list) else []


def _word(given: Any) -> str | None:
    found = resolve1(given)
    return str(found.name) if isinstance(found, PSLiteral) else None
