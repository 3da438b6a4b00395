"""Which originals a better extractor should be run over."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection, exists, select, union_all

from curbside.library import reading, schema
from curbside.library.naming import reader_of


def stale(connection: Connection, extractors: Mapping[str, str]) -> list[tuple[str, tuple[str, ...]]]:
    """Originals with the ids of their current records that another version of their reader made."""
    version, part = schema.versions, schema.parts
    current = set(extractors.values())
    single = select(version.c.original, version.c.source_id, version.c.extractor)
    single = single.join(schema.sources, reading.is_current()).where(
        version.c.original.is_not(None), ~exists().where(part.c.source_id == version.c.source_id)
    )
    parts = select(part.c.original, part.c.record_id, part.c.extractor).where(part.c.original.is_not(None))
    found: dict[str, set[str]] = {}
    for original, record_id, extractor in connection.execute(union_all(single, parts)):
        if extractor not in current and reader_of(extractor) in extractors:
            found.setdefault(original, set()).add(record_id)
    return [(original, tuple(sorted(found[original]))) for original in sorted(found)]
