"""The references of an answer in BibTeX.

Names of people are "family, suffix, initials", groups stand in braces; titles stand in braces, so that no style
changes their capitals; what TeX would read as a command is escaped. Encoding: UTF-8.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from curbside.interop.exports import csl
from curbside.interop.exports.places import date_parts, identifier, name, pages, place
from curbside.types import Reference

_TYPES: Final = {
    "article-journal": "article",
    "chapter": "incollection",
    "report": "techreport",
    "book": "book",
    "pamphlet": "booklet",
}
_WHERE: Final = {"techreport": "institution", "book": "publisher", "incollection": "publisher"}
_ESCAPES: Final = {
    "\\": r"\textbackslash{}",
    # BibTeX counts braces, escaped or not.
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "_": r"\_",
    "%": r"\%",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}
_SPECIAL: Final = re.compile("[" + re.escape("".join(_ESCAPES)) + "]")
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
# An address is not escaped, since what reads it takes it as it is; a brace or a per cent sign of its own is encoded.
_IN_ADDRESS: Final = {"{": "%7B", "}": "%7D", "\\": "%5C", '"': "%22", " ": "%20"}


def document(references: Iterable[Reference]) -> str:
    """All references, one entry each; the key of [3] is "ref3"."""
    return "\n".join(_entry(one) for one in references)


def _entry(reference: Reference) -> str:
    source = reference.source
    where = place(source)
    kind = _TYPES.get(csl.item(reference)["type"], "misc")
    parts = date_parts(source)
    first, last = pages(where)
    fields = {
        "author": " and ".join(map(_author, source.authors)),
        "title": f"{{{_escaped(source.title.rstrip('.'))}}}",
        "journal": _escaped(where.journal),
        "booktitle": _escaped(where.book),
        _WHERE.get(kind, "howpublished"): _escaped(where.publisher),
        "year": str(parts[0]) if parts else "",
        "month": str(parts[1]) if len(parts) > 1 else "",
        "volume": where.volume,
        "number": _escaped(where.issue or str(csl.item(reference).get("number", ""))),
        "pages": f"{first}--{last}" if last else first,
        "doi": _address(identifier(source, "doi")),
        "pmid": _escaped(identifier(source, "pmid")),
        "pmcid": _escaped(identifier(source, "pmcid")),
        "url": _address(source.url or ""),
        "note": _escaped(csl.note(source)),
    }
    lines = [f"  {field} = {{{value}}}," for field, value in fields.items() if value]
    return "\n".join((f"@{kind}{{ref{reference.ref},", *lines, "}", ""))


def _author(author: str) -> str:
    known = name(author)
    if not known.given:
        return f"{{{_escaped(known.family)}}}"
    family = _escaped(known.family)
    parted = "," in family or " and " in family
    parts = (f"{{{family}}}" if parted else family, known.suffix, known.given)
    return ", ".join(part for part in parts if part)


def _escaped(raw: str) -> str:
    flat = " ".join(_CONTROL.sub(" ", raw).split())
    return _SPECIAL.sub(lambda m: _ESCAPES[m[0]], flat)


def _address(raw: str) -> str:
    return "".join(_IN_ADDRESS.get(c, c) for c in _CONTROL.sub("", raw))
