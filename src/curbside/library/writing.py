"""Writing versions: what is new, what changed, and the rows that follow from it.

Everything here runs inside one writing transaction that the caller holds; nobody else writes meanwhile.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import Connection, delete, exists, insert, select, update

from curbside.library import marking, schema
from curbside.library.cutting import Cut, cut
from curbside.library.outcomes import Put as Put
from curbside.library.outcomes import What
from curbside.library.records import metadata_json, sha256
from curbside.library.times import utc_now
from curbside.types import Mark, Source, Status


@dataclass(frozen=True, slots=True)
class Entry:
    """A source to be stored, with the status that it has itself. names: as `naming.names_of`.

    work: the name of its work, where that is not its id; `curbside.library.joining` stores it. made: how it is cut, if
    that is worked out already.
    """

    source: Source
    names: Mapping[str, bool]
    work: str | None = None
    made: Cut | None = None

    @property
    def cut(self) -> Cut:
        """How the source is cut."""
        return self.made or cut(self.source)


@dataclass(frozen=True, slots=True)
class _Kept:
    key: int
    metadata_hash: str
    units_hash: str
    raw_hash: str
    origin: str | None
    original: str | None
    own_status: str | None


@dataclass(slots=True)
class _Batch:
    now: str
    current: dict[str, str | None]
    versions: dict[tuple[str, str], _Kept]
    marks: dict[str, list[Mark]]
    new_sources: list[dict[str, Any]] = field(default_factory=list)
    new_versions: list[tuple[Source, Cut, dict[str, Any]]] = field(default_factory=list)
    new_names: list[Entry] = field(default_factory=list)
    old_names: list[Entry] = field(default_factory=list)
    changes: list[dict[str, Any]] = field(default_factory=list)

    def change(self, source: Source, what: What) -> None:
        row = {"source_id": source.id, "content_hash": source.content_hash, "what": what.value, "at": self.now}
        self.changes.append(row)


def store(connection: Connection, entries: Sequence[Entry]) -> list[Put]:
    """Store entries with ids of their own each, in order; the status in force is worked out here."""
    if not entries:
        return []
    batch = _known(connection, entries)
    outcomes = [_put(connection, batch, entry) for entry in entries]
    if batch.new_sources:
        connection.execute(insert(schema.sources), batch.new_sources)
    if batch.new_versions:
        _insert_versions(connection, batch.new_versions)
    _rename(connection, batch)
    if batch.changes:
        connection.execute(insert(schema.changes), batch.changes)
    return outcomes


def remove(connection: Connection, source_id: str, said_by: str | None = None) -> None:
    """Take the source out of what is current and delete those of its versions that nothing cites."""
    connection.execute(
        update(schema.sources).where(schema.sources.c.id == source_id).values(content_hash=None, work=None)
    )
    for table in (schema.names, schema.parts):
        connection.execute(delete(table).where(table.c.source_id == source_id))
    row = {
        "source_id": source_id,
        "content_hash": None,
        "what": What.REMOVED.value,
        "at": utc_now(),
        "said_by": said_by,
    }
    connection.execute(insert(schema.changes), [row])
    prune(connection, source_id)


def prune(connection: Connection, source_id: str | None = None) -> int:
    """Delete versions that are neither current nor cited by a saved answer, and say how many."""
    version, source, citation = schema.versions, schema.sources, schema.citations
    is_current = exists().where(source.c.id == version.c.source_id, source.c.content_hash == version.c.content_hash)
    is_cited = exists().where(
        citation.c.source_id == version.c.source_id, citation.c.content_hash == version.c.content_hash
    )
    doomed = delete(version).where(~is_current, ~is_cited)
    if source_id is not None:
        doomed = doomed.where(version.c.source_id == source_id)
    return connection.execute(doomed).rowcount


def _known(connection: Connection, entries: Sequence[Entry]) -> _Batch:
    ids = [entry.source.id for entry in entries]
    source, version = schema.sources, schema.versions
    current = select(source.c.id, source.c.content_hash).where(source.c.id.in_(ids))
    found = {row.id: row.content_hash for row in connection.execute(current)}
    columns = (
        version.c.source_id,
        version.c.content_hash,
        version.c.key,
        version.c.metadata_hash,
        version.c.units_hash,
        version.c.raw_hash,
        version.c.origin,
        version.c.original,
        version.c.own_status,
    )
    kept: Iterable[Any] = ()
    if found:
        kept = connection.execute(select(*columns).where(version.c.source_id.in_(list(found))))
    return _Batch(
        now=utc_now(),
        current=found,
        versions={(row[0], row[1]): _Kept(*row[2:]) for row in kept},
        marks=marking.on_names(connection, (name for entry in entries for name in entry.names)),
    )


def _put(connection: Connection, batch: _Batch, entry: Entry) -> Put:
    source, own = entry.source, None
    if batch.marks:
        marks = marking.of_source(entry.names, batch.marks)
        now = marking.in_force(source.status, marks)
        if now != source.status:
            source, own = replace(source, status=now), source.status
    made = entry.cut
    row = _version_row(source, made, own, batch.now)
    kept = batch.versions.get((source.id, source.content_hash))
    was = batch.current.get(source.id)
    if kept is None:
        batch.new_versions.append((source, made, row))
    else:
        changed = _rewrite(connection, kept, made, row)
        if was == source.content_hash:
            return _same_version(batch, entry, changed)
    _make_current(connection, batch, entry)
    what = What.UPDATED if was is not None else What.ADDED
    batch.change(source, what)
    return Put(what.value)


def _same_version(batch: _Batch, entry: Entry, changed: What | None) -> Put:
    if changed is None:
        return Put.UNCHANGED
    batch.old_names.append(entry)
    batch.change(entry.source, changed)
    return Put.UPDATED


def _make_current(connection: Connection, batch: _Batch, entry: Entry) -> None:
    source = entry.source
    if source.id in batch.current:
        table = schema.sources
        new = update(table).where(table.c.id == source.id).values(content_hash=source.content_hash)
        connection.execute(new)
    else:
        batch.new_sources.append({"id": source.id, "content_hash": source.content_hash})
    (batch.old_names if batch.current.get(source.id) else batch.new_names).append(entry)


def _rewrite(connection: Connection, kept: _Kept, made: Cut, row: dict[str, Any]) -> What | None:
    units_changed = kept.units_hash != row["units_hash"]
    metadata_changed = kept.metadata_hash != row["metadata_hash"]
    aside = ("raw_hash", "origin", "original", "own_status")
    if not units_changed and not metadata_changed and all(getattr(kept, name) == row[name] for name in aside):
        return None
    new = {name: value for name, value in row.items() if name not in ("text", "added_at")}
    connection.execute(update(schema.versions).where(schema.versions.c.key == kept.key).values(new))
    if units_changed:
        connection.execute(delete(schema.passages).where(schema.passages.c.version == kept.key))
        _insert_passages(connection, [(kept.key, made)])
        return What.UPDATED
    return What.STATUS if metadata_changed else None


def _version_row(source: Source, made: Cut, own: Status | None, now: str) -> dict[str, Any]:
    metadata = metadata_json(source)
    return {
        "source_id": source.id,
        "content_hash": source.content_hash,
        "text": source.text,
        "metadata": metadata,
        "metadata_hash": sha256(metadata),
        "units": made.units,
        "units_hash": made.units_hash,
        "raw_hash": source.raw_hash,
        "origin": source.where,
        "extractor": source.extractor,
        "original": source.original,
        "own_status": None if own is None else marking.status_json(own),
        "added_at": now,
        "characters": made.counts.characters,
        "sections": made.counts.sections,
        "sentences": made.counts.sentences,
    }


def _insert_versions(connection: Connection, new: Sequence[tuple[Source, Cut, dict[str, Any]]]) -> None:
    connection.execute(insert(schema.versions), [row for _, _, row in new])
    version = schema.versions
    stored = select(version.c.source_id, version.c.content_hash, version.c.key)
    stored = stored.where(version.c.source_id.in_([source.id for source, _, _ in new]))
    keys = {(row[0], row[1]): row[2] for row in connection.execute(stored)}
    _insert_passages(connection, [(keys[source.id, source.content_hash], made) for source, made, _ in new])


def _insert_passages(connection: Connection, parts: Sequence[tuple[int, Cut]]) -> None:
    passages = [{"version": key, **row} for key, made in parts for row in made.passages]
    if passages:
        connection.execute(insert(schema.passages), passages)


def rename(connection: Connection, entry: Entry) -> None:
    """Make the names of a stored source those of `entry`, whatever they were."""
    _take_names(connection, [entry])
    _insert_names(connection, [entry])


def _rename(connection: Connection, batch: _Batch) -> None:
    if batch.old_names:
        _take_names(connection, batch.old_names)
    _insert_names(connection, batch.new_names + batch.old_names)


def _insert_names(connection: Connection, entries: Sequence[Entry]) -> None:
    rows = [
        {"name": name, "source_id": entry.source.id, "joins": joins}
        for entry in entries
        for name, joins in entry.names.items()
    ]
    if rows:
        connection.execute(insert(schema.names), rows)


def _take_names(connection: Connection, entries: Sequence[Entry]) -> None:
    table = schema.names
    connection.execute(delete(table).where(table.c.source_id.in_([entry.source.id for entry in entries])))
