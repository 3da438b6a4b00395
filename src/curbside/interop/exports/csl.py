"""The references of an answer as CSL-JSON, the metadata that citation processors read.

Shape after the JSON schema of the Citation Style Language (citation-style-language/schema, schemas/input/csl-data.json,
read at commit 00412663): `type` and `id` are required and no field may be there that the schema does not name. What has
no field of its own (status, whether the text is a summary) stands in `note`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from curbside.interop.exports.places import date_parts, identifier, name, place
from curbside.types import Kind, Reference, Source, State, TextIs

Item = dict[str, Any]
_TYPES: Final = {
    Kind.GUIDELINE: "report",
    Kind.PROTOCOL: "report",
    Kind.EVIDENCE_REVIEW: "report",
    Kind.LABEL: "document",
    Kind.FORMULARY: "book",
    Kind.PATIENT_LEAFLET: "pamphlet",
}
_TEXT: Final = frozenset(
    "title container-title publisher volume issue page number DOI PMID PMCID URL language genre note".split()
) | {"jurisdiction"}
_KINDS: Final = frozenset("article article-journal book chapter document pamphlet report webpage".split())
_NAMED: Final = frozenset("family given suffix literal".split())


def items(references: Iterable[Reference]) -> list[Item]:
    """One item a reference, in their order; `id` is its number in the answer."""
    return [item(r) for r in references]


def item(reference: Reference) -> Item:
    """A reference as an item; what is not known of it is left out."""
    source = reference.source
    where = place(source)
    parts = date_parts(source)
    made: Item = {
        "id": str(reference.ref),
        "type": _type(source, bool(where.journal), bool(where.book)),
        "title": source.title.rstrip("."),
        "author": [_author(a) for a in source.authors],
        "container-title": where.journal or where.book,
        "publisher": where.publisher,
        "volume": where.volume,
        "issue": where.issue,
        "page": where.pages,
        "issued": {"date-parts": [list(parts)]} if parts else None,
        "DOI": identifier(source, "doi"),
        "PMID": identifier(source, "pmid"),
        "PMCID": identifier(source, "pmcid"),
        "number": _number(source),
        "URL": source.url or "",
        "language": source.language,
        "genre": str(source.kind),
        "jurisdiction": "" if source.jurisdiction == "unknown" else source.jurisdiction,
        "note": note(source),
    }
    return {field: value for field, value in made.items() if value}


def _number(source: Source) -> str:
    set_id = identifier(source, "setid")
    return identifier(source, "nice") or identifier(source, "nbk") or (f"Set id {set_id}" if set_id else "")


def _type(source: Source, in_journal: bool, in_book: bool) -> str:
    if in_journal:
        return "article-journal"
    if in_book:
        return "chapter"
    return _TYPES.get(source.kind, "webpage" if source.url else "document")


def _author(author: str) -> Item:
    known = name(author)
    if not known.given:
        return {"literal": known.family}
    found = {"family": known.family, "given": known.given, "suffix": known.suffix}
    return {field: value for field, value in found.items() if value}


def note(source: Source) -> str:
    """What a reader of the list must know of a source: its status, and that its text here is a summary."""
    state = source.status
    told = []
    if state.state not in (State.CURRENT, State.UNKNOWN):
        by = f" by {state.by}" if state.by and state.state is State.SUPERSEDED else ""
        told.append(f"Status: {state.state}{by}")
    if source.text_is is TextIs.SUMMARY:
        told.append("Quoted from a summary of this source, not its wording")
    return ". ".join(told)


def faults(found: object) -> list[str]:
    """What in a list of items is not as the schema says, each with its place; an empty list where all is well."""
    if not isinstance(found, list):
        return ["the list is no list"]
    told = []
    for n, one in enumerate(found):
        told += [f"item {n}: {fault}" for fault in (_faults(one) if isinstance(one, Mapping) else ["no object"])]
    ids = [one.get("id") for one in found if isinstance(one, Mapping)]
    return told + (["two items have one id"] if len(set(map(str, ids))) != len(ids) else [])


def _faults(one: Mapping[str, Any]) -> list[str]:
    told = [f"{field!r} is missing" for field in ("id", "type") if field not in one]
    return told + [f"{field!r} does not fit" for field, value in one.items() if not _fits(field, value)]


def _fits(field: str, value: object) -> bool:
    if field == "type":
        return isinstance(value, str) and value in _KINDS
    if field == "author":
        return isinstance(value, list) and all(map(_is_name, value))
    if field == "issued":
        return _is_date(value)
    return isinstance(value, str) and (field == "id" or field in _TEXT)


def _is_name(value: object) -> bool:
    return isinstance(value, Mapping) and set(value) <= _NAMED and all(isinstance(v, str) for v in value.values())


def _is_date(value: object) -> bool:
    if not isinstance(value, Mapping) or set(value) != {"date-parts"}:
        return False
    dates = value["date-parts"]
    return isinstance(dates, list) and 1 <= len(dates) <= 2 and all(map(_is_day, dates))


def _is_day(value: object) -> bool:
    return isinstance(value, list) and 1 <= len(value) <= 3 and all(isinstance(n, int) for n in value)
