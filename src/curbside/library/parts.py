"""The records of a work, kept whole where there is more than one."""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

from sqlalchemy import Connection, Row, insert, select

from curbside.library import reading, schema
from curbside.library.marking import own_status
from curbside.library.naming import reader_of
from curbside.library.records import compact, metadata_json, source_from, units_from, units_json
from curbside.types import Source

LEVEL = 1
Key = tuple[str, str]


def records_of(connection: Connection, ids: Sequence[str]) -> dict[Key, Source]:
    """The records that these current sources are made of, by (id, reader), each with the status that it has itself."""
    part = schema.parts
    found: dict[Key, Source] = {}
    several: set[str] = set()
    for chunk in reading.chunks(ids):
        for row in connection.execute(select(part).where(part.c.source_id.in_(chunk))):
            found[row.record_id, row.reader] = _unpacked(row.record)
            several.add(row.source_id)
        for row in reading.current_rows(connection, [one for one in chunk if one not in several]):
            found[row.source_id, reader_of(row.extractor)] = _single(row)
    return found


def _single(row: Row[Any]) -> Source:
    return replace(source_from(row, units_from(row.units), row.text), status=own_status(row))


def keep_parts(connection: Connection, source_id: str, group: Sequence[Source]) -> None:
    """Keep each record of a work, where it has more than one."""
    if len(group) < 2:
        return
    rows = [
        {
            "record_id": record.id,
            "reader": reader_of(record.extractor),
            "source_id": source_id,
            "content_hash": record.content_hash,
            "extractor": record.extractor,
            "raw_hash": record.raw_hash,
            "original": record.original,
            "record": zlib.compress(packed(record).encode(), LEVEL),
        }
        for record in group
    ]
    connection.execute(insert(schema.parts), rows)


def packed(record: Source) -> str:
    """A record as text: the same for the same record."""
    return compact(
        {
            "id": record.id,
            "text": record.text,
            "content_hash": record.content_hash,
            "metadata": metadata_json(record),
            "units": units_json(record.units),
            "raw_hash": record.raw_hash,
            "origin": record.where,
            "original": record.original,
        }
    )


def _unpacked(stored: bytes) -> Source:
    said = json.loads(zlib.decompress(stored))
    row = SimpleNamespace(**said, source_id=said["id"])
    return source_from(row, units_from(said["units"]), said["text"])
