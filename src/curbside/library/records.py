"""Between a `Source` and the rows that keep it: nothing is lost on the way there and back."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

from curbside.errors import InputError
from curbside.library.outline import outline
from curbside.types import (
    Identifier,
    Kind,
    Licence,
    Place,
    Related,
    Seen,
    Signs,
    Source,
    State,
    Status,
    TextIs,
    TextRange,
    Unit,
    UnitKind,
)

LONGEST_ID: Final = 500
_KINDS = (UnitKind.SENTENCE, UnitKind.LIST_ITEM, UnitKind.TABLE_ROW, UnitKind.NOTE)
_KIND_NUMBERS = {kind: number for number, kind in enumerate(_KINDS)}
_ORDERED = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
_SORTED = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True)


@dataclass(frozen=True, slots=True)
class Counts:
    """How long a version is: code points, headings with something under them, units that may be quoted."""

    characters: int
    sections: int
    sentences: int


def check(source: Source) -> None:
    """Raise InputError where `source` contradicts itself: its hash, its text's form, or the bounds of its units.

    So it does for an id that is longer than `LONGEST_ID`: no index of a database takes a key of any length.
    """
    where = source.where or source.id
    if not source.id.strip():
        raise InputError(where, "the source has an empty id")
    if len(source.id.encode(errors="replace")) > LONGEST_ID:
        raise InputError(where, f"the id is longer than {LONGEST_ID} bytes")
    if not unicodedata.is_normalized("NFC", source.text):
        raise InputError(where, "the text is not in Unicode NFC")
    if _digest(source.text, where) != source.content_hash:
        raise InputError(where, "the content hash is not the SHA-256 of the text")
    length = len(source.text)
    for number, unit in enumerate(source.units):
        if not 0 <= unit.start < unit.end <= length or not _within((*unit.heading_ranges, *unit.context), length):
            raise InputError(where, f"unit {number} is empty or lies outside the text")


def _within(ranges: tuple[TextRange, ...], length: int) -> bool:
    return all(0 <= place.start <= place.end <= length for place in ranges)


def metadata_json(source: Source) -> str:
    """All that is said of the version, except its text, its units and where its bytes came from.

    A field that the first schema did not know is there only where it says something: what was stored then stays equal.
    """
    fields: dict[str, object] = {
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
    }
    later = {
        "issue": source.issue,
        "other_titles": source.other_titles,
        "keywords": source.keywords,
        "substances": source.substances,
        "related": [_related_row(one) for one in source.related],
        "places": [[p.start, p.end, p.kind, p.name, p.certain] for p in source.places],
        "remarks": source.remarks,
        "signs": _signs_row(source.signs),
    }
    fields.update((name, value) for name, value in later.items() if value is not None and value not in ((), []))
    return compact(fields)


def _signs_row(signs: Signs | None) -> list[object] | None:
    return None if signs is None else [signs.rules, signs.text, signs.ranges]


def _signs_from(row: list[Any] | None) -> Signs | None:
    return None if row is None else Signs(row[0], row[1], tuple((a, b, prompt) for a, b, prompt in row[2]))


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
        original=row.original,
        signs=_signs_from(said.get("signs")),
    )


def units_json(units: Iterable[Unit]) -> str:
    """`units` as JSON: the heading paths with where they stand, once each, and a row of numbers a unit.

    A row is start, end, number of the kind, number of the path, and the bounds of the context, in pairs.
    """
    paths: dict[tuple[tuple[str, ...], tuple[TextRange, ...]], int] = {}
    cut = []
    for path, run in groupby(units, key=lambda unit: (unit.headings, unit.heading_ranges)):
        number = paths.setdefault(path, len(paths))
        for unit in run:
            row = [unit.start, unit.end, _KIND_NUMBERS[unit.kind], number]
            for place in unit.context:
                row += (place.start, place.end)
            cut.append(row)
    written = [[headings, [(r.start, r.end) for r in ranges]] for headings, ranges in paths]
    return _ORDERED.encode([written, cut])


def units_from(stored: str) -> tuple[Unit, ...]:
    """The units of what `units_json` wrote."""
    paths, cut = json.loads(stored)
    read = [(tuple(headings), tuple(TextRange(*bounds) for bounds in ranges)) for headings, ranges in paths]
    return tuple(
        Unit(
            row[0],
            row[1],
            _KINDS[row[2]],
            read[row[3]][0],
            read[row[3]][1],
            # Most units have no context, and a source may have hundreds of units.
            tuple(map(TextRange, row[4::2], row[5::2])) if len(row) > 4 else (),
        )
        for row in cut
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
    return _SORTED.encode(value)


def _digest(text: str, where: str) -> str:
    try:
        return sha256(text)
    except UnicodeEncodeError as error:
        raise InputError(where, "the text has half a surrogate pair, which is no character") from error
