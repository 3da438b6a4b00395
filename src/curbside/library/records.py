"""Between a `Source` and the rows that keep it: nothing is lost on the way there and back."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from curbside.errors import InputError
from curbside.library.outline import outline
from curbside.types import (
    Identifier,
    Kind,
    Licence,
    Place,
    Related,
    Seen,
    Source,
    State,
    Status,
    TextIs,
    TextRange,
    Unit,
    UnitKind,
)


@dataclass(frozen=True, slots=True)
class Counts:
    """How long a version is: code points, headings with something under them, units that may be quoted."""

    characters: int
    sections: int
    sentences: int


def check(source: Source) -> None:
    """Raise InputError where `source` contradicts itself: its hash, its text's form, or the bounds of its units."""
    where = source.where or source.id
    if not source.id.strip():
        raise InputError(where, "the source has an empty id")
    if not unicodedata.is_normalized("NFC", source.text):
        raise InputError(where, "the text is not in Unicode NFC")
    if _digest(source.text, where) != source.content_hash:
        raise InputError(where, "the content hash is not the SHA-256 of the text")
    for number, unit in enumerate(source.units):
        ranges = (TextRange(unit.start, unit.end), *unit.heading_ranges, *unit.context)
        if any(not 0 <= r.start <= r.end <= len(source.text) for r in ranges) or unit.start == unit.end:
            raise InputError(where, f"unit {number} is empty or lies outside the text")


def metadata_json(source: Source) -> str:
    """All that is said of the version, except its text, its units and where its bytes came from."""
    fields = {
        "kind": source.kind.value,
        "title": source.title,
        "publisher": source.publisher,
        "date": source.date,
        "jurisdiction": source.jurisdiction,
        "identifiers": [[i.scheme, i.value] for i in source.identifiers],
        "status": [source.status.state.value, source.status.by, source.status.since, source.status.reason],
        "licence": [getattr(source.licence, name) for name in ("name", "show", "quote", "export", "send")],
        "text_is": source.text_is.value,
        "seen": source.seen.value,
        "derived_from": source.derived_from,
        "authors": source.authors,
        "language": source.language,
        "publication_types": source.publication_types,
        "subjects": source.subjects,
        "topics": source.topics,
        "extractor": source.extractor,
        "issue": source.issue,
        "other_titles": source.other_titles,
        "keywords": source.keywords,
        "substances": source.substances,
        "related": [_related_row(one) for one in source.related],
        "places": [[p.start, p.end, p.kind, p.name, p.certain] for p in source.places],
        "remarks": source.remarks,
        "original": source.original,
    }
    return compact(fields)


def _related_row(related: Related) -> list[object]:
    return [related.relation, [[i.scheme, i.value] for i in related.identifiers], related.citation]


def _related_from(row: list[Any]) -> Related:
    return Related(row[0], tuple(Identifier(scheme, value) for scheme, value in row[1]), row[2])


def source_from(row: Any, units: tuple[Unit, ...] = (), text: str = "") -> Source:
    """The Source of a row of `versions`; light (no text, no units) unless they are given."""
    said = json.loads(row.metadata)
    state, by, since, reason = said["status"]
    return Source(
        id=row.source_id,
        text=text,
        content_hash=row.content_hash,
        kind=Kind(said["kind"]),
        title=said["title"],
        publisher=said["publisher"],
        date=said["date"],
        jurisdiction=said["jurisdiction"],
        identifiers=tuple(Identifier(scheme, value) for scheme, value in said["identifiers"]),
        status=Status(State(state), by, since, reason),
        licence=Licence(*said["licence"]),
        text_is=TextIs(said["text_is"]),
        seen=Seen(said["seen"]),
        derived_from=tuple(said["derived_from"]),
        authors=tuple(said["authors"]),
        language=said["language"],
        publication_types=tuple(said["publication_types"]),
        subjects=tuple(said["subjects"]),
        topics=tuple(said["topics"]),
        units=units,
        raw_hash=row.raw_hash,
        extractor=said["extractor"],
        where=row.origin,
        issue=said.get("issue"),
        other_titles=tuple(said.get("other_titles", ())),
        keywords=tuple(said.get("keywords", ())),
        substances=tuple(said.get("substances", ())),
        related=tuple(_related_from(one) for one in said.get("related", ())),
        places=tuple(Place(*place) for place in said.get("places", ())),
        remarks=tuple(said.get("remarks", ())),
        original=said.get("original"),
    )


def unit_rows(units: Iterable[Unit]) -> list[dict[str, Any]]:
    """The rows of `units`, without the key of their version."""
    return [
        {
            "ordinal": number,
            "start": unit.start,
            "end": unit.end,
            "kind": unit.kind.value,
            "headings": compact(unit.headings),
            "heading_ranges": compact([(r.start, r.end) for r in unit.heading_ranges]),
            "context": compact([(r.start, r.end) for r in unit.context]),
        }
        for number, unit in enumerate(units)
    ]


def unit_from(row: Any) -> Unit:
    """The Unit of a row of `units`."""
    return Unit(
        start=row.start,
        end=row.end,
        kind=UnitKind(row.kind),
        headings=tuple(json.loads(row.headings)),
        heading_ranges=tuple(TextRange(start, end) for start, end in json.loads(row.heading_ranges)),
        context=tuple(TextRange(start, end) for start, end in json.loads(row.context)),
    )


def counts(source: Source) -> Counts:
    """Count what `sources list` shows."""
    sentences = sum(unit.kind is not UnitKind.NOTE for unit in source.units)
    return Counts(len(source.text), len(outline(source.units)), sentences)


def sha256(text: str) -> str:
    """The SHA-256 of the UTF-8 of `text`, in lower-case hex."""
    return hashlib.sha256(text.encode()).hexdigest()


def compact(value: object) -> str:
    """`value` as JSON, the same text for the same value."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def _digest(text: str, where: str) -> str:
    try:
        return sha256(text)
    except UnicodeEncodeError as error:
        raise InputError(where, "the text has half a surrogate pair, which is no character") from error
