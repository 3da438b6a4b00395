"""The references of an answer in RIS, the tagged format that reference managers read.

After the RIS format specification (Reference Manager, "RIS Format Specifications"): a tag of two characters, two
spaces, a dash and a space; TY first, ER last; a line a tag, ended by carriage return and line feed; no asterisk in
names of authors and journals.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from curbside.interop.exports import csl
from curbside.interop.exports.places import date_parts, identifier, name, pages, place
from curbside.types import Reference, Source

END: Final = "\r\n"
_TYPES: Final = {
    "article-journal": "JOUR",
    "chapter": "CHAP",
    "report": "RPRT",
    "book": "BOOK",
    "pamphlet": "PAMP",
    "webpage": "ELEC",
}
_BREAKS: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


def document(references: Iterable[Reference]) -> str:
    """All references, one record each."""
    return "".join(f"{tag}  - {value}{END}" for one in references for tag, value in (*_record(one), ("ER", "")))


def _record(reference: Reference) -> Iterator[tuple[str, str]]:
    source = reference.source
    where = place(source)
    first, last = pages(where)
    yield "TY", _TYPES.get(csl.item(reference)["type"], "GEN")
    yield "ID", str(reference.ref)
    for author in source.authors:
        yield "AU", _clean(_author(author), starless=True)
    told = (
        ("TI", source.title),
        ("T2", _clean(where.journal or where.book, starless=True)),
        ("PB", where.publisher),
        *_dates(source),
        ("VL", where.volume),
        ("IS", where.issue),
        ("SP", first),
        ("EP", last),
        ("DO", identifier(source, "doi")),
        ("AN", _accession(source)),
        ("UR", source.url or ""),
        ("LA", source.language),
        ("N1", csl.note(source)),
    )
    yield from ((tag, _clean(value)) for tag, value in told if value)


def _author(author: str) -> str:
    known = name(author)
    return ", ".join(part for part in (known.family, known.given, known.suffix) if part)


def _dates(source: Source) -> tuple[tuple[str, str], ...]:
    parts = date_parts(source)
    if not parts:
        return ()
    padded = [f"{parts[0]:04}", *(f"{n:02}" for n in parts[1:]), "", ""]
    return (("PY", padded[0]), ("DA", f"{'/'.join(padded[:3])}/"))


def _accession(source: Source) -> str:
    pmid, pmcid = identifier(source, "pmid"), identifier(source, "pmcid")
    return pmid or pmcid or str(csl.item(Reference(0, source)).get("number", ""))


def _clean(raw: str, starless: bool = False) -> str:
    line = " ".join(_BREAKS.sub(" ", raw).split())
    return line.replace("*", "") if starless else line
