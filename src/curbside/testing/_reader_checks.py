"""What must be true of everything that a reader yields, each fault as a sentence."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from curbside.language.text import content_hash
from curbside.sources._values import last_day
from curbside.sources.base import Draft, Found, Rejected, Removal, finished
from curbside.types import Identifier, Mark, Source, Status

PLACES: Final = ("page", "section", "table", "figure", "element")
SCHEMES: Final = ("pmid", "pmcid", "doi", "nbk", "setid", "nice", "url", "other", "id")
LONGEST_ID: Final = 200
LONGEST_REASON: Final = 1_000
_HASH = re.compile(r"[0-9a-f]{64}")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
_OPTIONAL: Final = ("publisher", "date", "where", "issue", "original")
_LISTS: Final = (
    "derived_from authors publication_types subjects topics other_titles keywords substances remarks".split()
)


def faults(found: Found, where: str, extractor: str) -> list[str]:
    """What is wrong with one thing that a reader yielded for the input at `where`; empty where nothing is."""
    match found:
        case Rejected():
            return list(_rejected(found, where))
        case Draft():
            return [*_source(found.source, where, extractor), *_draft(found), *_finished(found)]
        case Source():
            return [*_source(found, where, extractor), *_units(found)]
        case Mark():
            return [*_identifier(found.identifier), *_status(found.status), *_named("said_by", found.said_by)]
        case Removal():
            return [*_named("id", found.id), *_named("said_by", found.said_by)]
    return [f"yields a {type(found).__name__}, which is no Found"]


def _rejected(found: Rejected, where: str) -> Iterator[str]:
    reason = found.reason
    first = re.split(r"[\s,;:]", reason.lstrip("(\"'"), maxsplit=1)[0]
    if not found.where.startswith(where):
        yield f"a Rejected is at {found.where!r}, which does not begin with {where!r}"
    if not reason.strip() or len(reason) > LONGEST_REASON or not _is_printable(reason + found.where):
        yield f"a reason is empty, too long or not printable: {reason[:200]!r}"
    elif reason.endswith((".", "\n")):
        yield f"a reason ends in a full stop: {reason!r}"
    elif first[:1].isupper() and first[1:].islower():
        yield f"a reason begins with a capital: {reason!r}"


def _is_printable(text: str) -> bool:
    return not _CONTROL.search(text) and "\n" not in text


def _source(source: Source, where: str, extractor: str) -> Iterator[str]:
    yield from _text(source)
    yield from _known(source)
    yield from _date("date", source.date)
    yield from _status(source.status)
    for one in (*source.identifiers, *(i for r in source.related for i in r.identifiers)):
        yield from _identifier(one)
    for place in source.places:
        if not 0 <= place.start < place.end <= len(source.text) or place.kind not in PLACES or not place.name:
            yield f"{place} is not within the text, not named or of no known kind"
    if not source.id or len(source.id) > LONGEST_ID or re.search(r"\s", source.id):
        yield f"the id is {source.id!r}"
    if source.extractor != extractor:
        yield f"the extractor of a source is {source.extractor!r}, of the reader {extractor!r}"
    if not _HASH.fullmatch(source.raw_hash):
        yield f"raw_hash is {source.raw_hash!r}"
    if not source.where or not source.where.startswith(where):
        yield f"where is {source.where!r}, which does not begin with {where!r}"


def _known(source: Source) -> Iterator[str]:
    """Missing is None or an empty tuple, never an empty text."""
    yield from _named("the title", source.title)
    for name in _OPTIONAL:
        value = getattr(source, name)
        if value is not None and (not value.strip() or value != value.strip()):
            yield f"{name} is {value!r}, where missing is None"
    for name in _LISTS:
        if any(not item.strip() for item in getattr(source, name)):
            yield f"{name} has an empty entry"
    if not source.jurisdiction or not _LANGUAGE.fullmatch(source.language):
        yield f"jurisdiction is {source.jurisdiction!r}, language {source.language!r}"


def _text(source: Source) -> Iterator[str]:
    text = source.text
    control = _CONTROL.search(text)
    if control:
        yield f"the text has the control character U+{ord(control[0]):04X} at {control.start()}"
        return
    if not unicodedata.is_normalized("NFC", text) or text.startswith("\ufeff"):
        yield "the text is not in NFC"
    if source.content_hash != content_hash(text):
        yield "content_hash is not that of the text"


def _date(name: str, value: str | None) -> Iterator[str]:
    try:
        if value is not None:
            last_day(value)
    except (ValueError, AttributeError):
        yield f"{name} is {value!r}, which is no ISO date"


def _status(status: Status) -> Iterator[str]:
    yield from _date("the date of a status", status.since)
    if status.reason == "" or status.by == "":
        yield "a status has an empty text, where missing is None"


def _identifier(one: Identifier) -> Iterator[str]:
    if one.scheme not in SCHEMES or not one.value.strip() or one.value != one.value.strip():
        yield f"{one} is of no known scheme or empty"
    if one.scheme == "doi" and one.value.lower().startswith(("doi", "http")):
        yield f"{one} has its scheme in its value"


def _named(name: str, value: str) -> Iterator[str]:
    if not value.strip() or value != value.strip() or not _is_printable(value):
        yield f"{name} is {value!r}"


def _draft(found: Draft) -> Iterator[str]:
    length = len(found.source.text)
    if found.source.units:
        yield "a draft has units already"
    for number, block in enumerate(found.blocks):
        inside = [r for r in (*block.headings, *block.cells) if not 0 <= r.start < r.end <= length]
        if not 0 <= block.start < block.end <= length or inside:
            yield f"block {number} or what belongs to it is not within the text"
        if any(not 0 <= other < number for other in (*block.parents, *(() if block.lead is None else (block.lead,)))):
            yield f"block {number} has a lead-in or parent that does not stand before it"


def _finished(found: Draft) -> Iterator[str]:
    made = finished(found)
    if isinstance(made, Source):
        yield from _units(made)
    else:
        yield from _rejected(made, found.source.where or found.source.id)


def _units(source: Source) -> Iterator[str]:
    if not source.units:
        yield "a source has no unit that could be quoted"
    for unit in source.units:
        quote = source.text[unit.start : unit.end]
        if not 0 <= unit.start < unit.end <= len(source.text) or quote != quote.strip():
            yield f"the unit at {unit.start} is not within the text, or has white space around it"
        if unit.headings != tuple(source.text[r.start : r.end] for r in unit.heading_ranges):
            yield f"the headings of the unit at {unit.start} are not what the text has there"
        if any(not 0 <= r.start < r.end <= len(source.text) for r in unit.context):
            yield f"the context of the unit at {unit.start} is not within the text"
