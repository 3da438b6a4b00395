"""Putting sources into the library: what is new, what changed, and the rows that follow from it.

Everything here runs inside one writing transaction that the caller holds; nobody else writes meanwhile.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, delete, exists, insert, select, update

from curbside.errors import InputError
from curbside.library import schema
from curbside.library.passages import passage_rows
from curbside.library.records import check, compact, counts, metadata_json, sha256, unit_rows
from curbside.types import Source


class Put(StrEnum):
    """What putting a source did."""

    ADDED = "added"
    UPDATED = "updated"
    UNCHANGED = "unchanged"


class What(StrEnum):
    """What a change of the feed is about. status: what is said of a version changed, not its text or units."""

    ADDED = "added"
    UPDATED = "updated"
    STATUS = "status"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Tally:
    """How many sources were added, updated, unchanged; and those that contradicted themselves and were left out."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: tuple[InputError, ...] = ()

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.added + other.added,
            self.updated + other.updated,
            self.unchanged + other.unchanged,
            self.rejected + other.rejected,
        )


@dataclass(frozen=True, slots=True)
class _Kept:
    key: int
    metadata_hash: str
    units_hash: str
    raw_hash: str
    origin: str | None


@dataclass(slots=True)
class _Batch:
    now: str
    current: dict[str, str | None]
    versions: dict[tuple[str, str], _Kept]
    new_sources: list[dict[str, Any]] = field(default_factory=list)
    new_versions: list[tuple[Source, dict[str, Any]]] = field(default_factory=list)
    changes: list[dict[str, Any]] = field(default_factory=list)

    def change(self, source: Source, what: What) -> None:
        row = {"source_id": source.id, "content_hash": source.content_hash, "what": what.value, "at": self.now}
        self.changes.append(row)


def write(connection: Connection, sources: Sequence[Source]) -> list[Put]:
    """Put `sources`, in order; the answer is in the same order.

    Raises InputError where a source contradicts itself (nothing of the transaction should be kept then).
    """
    for source in sources:
        check(source)
    outcomes: list[Put] = []
    for run in _without_repeats(sources):
        outcomes += _write_run(connection, run)
    return outcomes


def sorted_out(sources: Sequence[Source]) -> tuple[list[Source], list[InputError]]:
    """The sources that are sound, and what is wrong with the others."""
    good, rejected = [], []
    for source in sources:
        try:
            check(source)
        except InputError as error:
            rejected.append(error)
        else:
            good.append(source)
    return good, rejected


def remove(connection: Connection, source_id: str) -> None:
    """Take the source out of what is current and delete those of its versions that nothing cites."""
    connection.execute(update(schema.sources).where(schema.sources.c.id == source_id).values(content_hash=None))
    row = {"source_id": source_id, "content_hash": None, "what": What.REMOVED.value, "at": utc_now()}
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


def utc_now() -> str:
    """The time as the library writes it."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def tally(outcomes: Iterable[Put], rejected: Iterable[InputError] = ()) -> Tally:
    """Count outcomes."""
    found = Counter(outcomes)
    return Tally(found[Put.ADDED], found[Put.UPDATED], found[Put.UNCHANGED], tuple(rejected))


def _without_repeats(sources: Sequence[Source]) -> Iterator[list[Source]]:
    run: dict[str, Source] = {}
    for source in sources:
        if source.id in run:
            yield list(run.values())
            run = {}
        run[source.id] = source
    if run:
        yield list(run.values())


def _write_run(connection: Connection, run: Sequence[Source]) -> list[Put]:
    batch = _known(connection, [source.id for source in run])
    outcomes = [_put(connection, batch, source) for source in run]
    if batch.new_sources:
        connection.execute(insert(schema.sources), batch.new_sources)
    if batch.new_versions:
        _insert_versions(connection, batch.new_versions)
    if batch.changes:
        connection.execute(insert(schema.changes), batch.changes)
    return outcomes


def _known(connection: Connection, ids: Sequence[str]) -> _Batch:
    source, version = schema.sources, schema.versions
    current = select(source.c.id, source.c.content_hash).where(source.c.id.in_(ids))
    kept = select(
        version.c.source_id,
        version.c.content_hash,
        version.c.key,
        version.c.metadata_hash,
        version.c.units_hash,
        version.c.raw_hash,
        version.c.origin,
    ).where(version.c.source_id.in_(ids))
    return _Batch(
        now=utc_now(),
        current={row.id: row.content_hash for row in connection.execute(current)},
        versions={(row[0], row[1]): _Kept(*row[2:]) for row in connection.execute(kept)},
    )


def _put(connection: Connection, batch: _Batch, source: Source) -> Put:
    row = _version_row(source, batch.now)
    kept = batch.versions.get((source.id, source.content_hash))
    was = batch.current.get(source.id)
    if kept is None:
        batch.new_versions.append((source, row))
        what = What.UPDATED if was is not None else What.ADDED
    else:
        what_changed = _rewrite(connection, kept, source, row)
        if was == source.content_hash:
            if what_changed is not None:
                batch.change(source, what_changed)
            return Put.UPDATED if what_changed is not None else Put.UNCHANGED
        what = What.UPDATED if was is not None else What.ADDED
    _make_current(connection, batch, source)
    batch.change(source, what)
    return Put(what.value)


def _make_current(connection: Connection, batch: _Batch, source: Source) -> None:
    if source.id in batch.current:
        table = schema.sources
        new = update(table).where(table.c.id == source.id).values(content_hash=source.content_hash)
        connection.execute(new)
    else:
        batch.new_sources.append({"id": source.id, "content_hash": source.content_hash})


def _rewrite(connection: Connection, kept: _Kept, source: Source, row: dict[str, Any]) -> What | None:
    units_changed = kept.units_hash != row["units_hash"]
    metadata_changed = kept.metadata_hash != row["metadata_hash"]
    came_from = (kept.raw_hash, kept.origin)
    if not units_changed and not metadata_changed and came_from == (row["raw_hash"], row["origin"]):
        return None
    new = {name: value for name, value in row.items() if name not in ("text", "added_at")}
    connection.execute(update(schema.versions).where(schema.versions.c.key == kept.key).values(new))
    if units_changed:
        for table in (schema.units, schema.passages):
            connection.execute(delete(table).where(table.c.version == kept.key))
        _insert_parts(connection, [(kept.key, source)])
        return What.UPDATED
    return What.STATUS if metadata_changed else None


def _version_row(source: Source, now: str) -> dict[str, Any]:
    metadata = metadata_json(source)
    return {
        "source_id": source.id,
        "content_hash": source.content_hash,
        "text": source.text,
        "metadata": metadata,
        "metadata_hash": sha256(metadata),
        "units_hash": sha256(compact(unit_rows(source.units))),
        "raw_hash": source.raw_hash,
        "origin": source.where,
        "added_at": now,
        **asdict(counts(source)),
    }


def _insert_versions(connection: Connection, new: Sequence[tuple[Source, dict[str, Any]]]) -> None:
    statement = insert(schema.versions).returning(schema.versions.c.key, sort_by_parameter_order=True)
    keys = connection.execute(statement, [row for _, row in new]).scalars().all()
    _insert_parts(connection, [(key, source) for key, (source, _) in zip(keys, new, strict=True)])


def _insert_parts(connection: Connection, parts: Sequence[tuple[int, Source]]) -> None:
    units = [{"version": key, **row} for key, source in parts for row in unit_rows(source.units)]
    passages = [{"version": key, **row} for key, source in parts for row in passage_rows(source)]
    if units:
        connection.execute(insert(schema.units), units)
    if passages:
        connection.execute(insert(schema.passages), passages)
