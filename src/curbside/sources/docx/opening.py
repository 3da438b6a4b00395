"""Opening a Word file: its parts counted and measured before python-docx sees them, and nothing outside them.

A part with a document type declaration is refused (ECMA-376 part 2 forbids one), so that no entity can stand in a text.
A file of the Strict variety (ISO/IEC 29500) is rewritten with the names of the Transitional one, which python-docx
reads.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from dataclasses import dataclass, field
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

from lxml import etree

from curbside.errors import InputError
from curbside.sources.limits import Budget, bounded
from curbside.sources.xml import parsed

if TYPE_CHECKING:
    from docx.opc.part import Part

MEMBERS: Final = 20_000
LARGEST_PART: Final = 100_000_000
W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT: Final = {
    b"http://purl.oclc.org/ooxml/wordprocessingml/main": W[1:-1].encode(),
    b"http://purl.oclc.org/ooxml/officeDocument/relationships": _OFFICE.encode(),
    b"http://purl.oclc.org/ooxml/officeDocument/math": b"http://schemas.openxmlformats.org/officeDocument/2006/math",
    b"http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing": (
        b"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
    ),
}
_ADDRESS = re.compile(r"(?:file )?'?<[^<>]* at 0x[0-9a-f]+>'?")
_DOCTYPE: Final = tuple("<!DOCTYPE".encode(encoding) for encoding in ("utf-8", "utf-16-le", "utf-16-be"))
_MISSING: Final = 'needs python-docx to be read: pip install "curbside[documents]"'


@dataclass(slots=True)
class Opened:
    """body: w:body. parts: the roots of the other parts by the last word of their relationship ("footnotes").

    properties: the core properties that are set. macros: whether it holds any. page: the colour of the page, as given.
    """

    body: etree._Element
    parts: dict[str, list[etree._Element]] = field(default_factory=dict)
    properties: dict[str, str] = field(default_factory=dict)
    macros: bool = False
    page: str | None = None

    def part(self, name: str) -> etree._Element | None:
        """The first part of this relationship, None where there is none."""
        return next(iter(self.parts.get(name, ())), None)


_READ: Final = ("styles", "numbering", "footnotes", "endnotes", "comments", "header", "footer")


def opened(raw: bytes, where: str) -> Opened:
    """The parts of a Word file. Raises InputError where they cannot be read, or python-docx is not installed."""
    try:
        import docx
    except ImportError as error:
        raise InputError(where, _MISSING) from error
    members = _measured(raw, where)
    document = _loaded(docx, _transitional(raw, members), where)
    root = parsed(document.part.blob, where)
    body = root.find(f"{W}body")
    if body is None:
        raise InputError(where, "is not a Word document: it has no body")
    found = Opened(body, properties=_properties(document))
    found.macros = any(name.lower().endswith("vbaproject.bin") for name in members)
    background = root.find(f"{W}background")
    found.page = None if background is None else background.get(f"{W}color")
    for relation in document.part.rels.values():
        name = (relation.reltype or "").rpartition("/")[2]
        if name in _READ and not relation.is_external:
            part: Part = relation.target_part
            found.parts.setdefault(name, []).append(parsed(part.blob, f"{where}: {str(part.partname).lstrip('/')}"))
    return found


def _measured(raw: bytes, where: str) -> dict[str, bytes]:
    """The XML parts, and the names of the others with nothing, after all have been decompressed within bounds."""
    members: dict[str, bytes] = {}
    try:
        with zipfile.ZipFile(BytesIO(raw)) as archive:
            entries = archive.infolist()
            _check_names(entries, where)
            budget = Budget(where, lambda: len(raw))
            for entry in entries:
                members[entry.filename] = _member(archive, entry, where, budget)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError, zlib.error) as error:
        raise InputError(where, f"is a damaged Word file: {_said(error)}") from error
    if not any(name.lower() == "[content_types].xml" for name in members):
        raise InputError(where, "is not a Word document: it has no list of its parts")
    return members


def _check_names(entries: list[zipfile.ZipInfo], where: str) -> None:
    if len(entries) > MEMBERS:
        raise InputError(where, f"has {len(entries):,} parts, more than a Word file has use for")
    seen: set[str] = set()
    for entry in entries:
        name = entry.filename.lower()
        if entry.flag_bits & 1:
            raise InputError(where, "is protected by a password; save it without one")
        if name in seen:
            raise InputError(where, f"has two parts of the name {entry.filename}")
        seen.add(name)


def _member(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, where: str, budget: Budget) -> bytes:
    told = f"{where}: {entry.filename}"
    xml = entry.filename.lower().endswith((".xml", ".rels"))
    with archive.open(entry) as compressed, bounded(compressed, told, budget) as stream:  # type: ignore[arg-type]
        kept, total = [], 0
        while piece := stream.read(1 << 20):
            total += len(piece)
            if total > LARGEST_PART:
                raise InputError(told, f"is larger than {LARGEST_PART // 1_000_000} MB")
            if xml:
                kept.append(piece)
    content = b"".join(kept)
    if xml and any(mark in content for mark in _DOCTYPE):
        raise InputError(told, "has a document type declaration, which no part of a Word file may have")
    return content


def _transitional(raw: bytes, members: dict[str, bytes]) -> bytes:
    strict = next(iter(_STRICT))
    if not any(strict in content for content in members.values()):
        return raw
    made = BytesIO()
    with zipfile.ZipFile(BytesIO(raw)) as before, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as after:
        for name, content in members.items():
            for old, new in _STRICT.items():
                content = content.replace(old, new)
            after.writestr(name, content or before.read(name))
    return made.getvalue()


def _loaded(docx: Any, raw: bytes, where: str) -> Any:
    """The document as python-docx opens it; what it says of a damaged package is of many kinds."""
    try:
        return docx.Document(BytesIO(raw))
    except etree.XMLSyntaxError as error:
        raise InputError(where, f"is a damaged Word file: {_said(error)}") from error
    except (docx.opc.exceptions.OpcError, docx.exceptions.PythonDocxError, KeyError, ValueError) as error:
        raise InputError(where, f"is not a Word document: {_said(error)}") from error
    except (
        LookupError,
        AttributeError,
        TypeError,
        AssertionError,
        OSError,
        RecursionError,
        NotImplementedError,
    ) as error:
        raise InputError(where, f"is a damaged Word file: {_said(error)}") from error


def _properties(document: Any) -> dict[str, str]:
    names = ("title", "author", "language", "keywords", "created", "modified")
    try:
        core = document.core_properties
        return {name: str(value) for name in names if (value := getattr(core, name))}
    except (ValueError, LookupError, AttributeError, TypeError):
        return {}


def _said(error: Exception) -> str:
    text = _ADDRESS.sub("it", str(error.args[0])) if error.args else type(error).__name__
    return text.strip(" .\n").replace("\n", " ")[:160] or type(error).__name__
