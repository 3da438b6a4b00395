"""What is read from the library, one function a question; each runs inside a transaction that the caller holds."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import Connection, Row, Select, and_, func, select, tuple_

from curbside.errors import SourceNotFound
from curbside.library import schema
from curbside.library.passages import passage_from
from curbside.library.records import unit_from
from curbside.library.writing import What
from curbside.types import Passage, Unit

PAGE = 400
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Change:
    """One entry of the change feed. content_hash: None where the source was removed. at: UTC."""

    sequence: int
    source: str
    content_hash: str | None
    what: What
    at: str


@dataclass(frozen=True, slots=True)
class Version:
    """One stored version of a source. cited_by: how many saved answers rest on it."""

    content_hash: str
    added_at: str
    current: bool
    cited_by: int


def chunks(items: Iterable[T], size: int = PAGE) -> Iterator[list[T]]:
    """`items` in lists of at most `size`."""
    rest = iter(items)
    while chunk := list(islice(rest, size)):
        yield chunk


def version_row(connection: Connection, source_id: str, content_hash: str | None) -> Row[Any]:
    """The row of a version (of the current one where there is no hash).

    Raises SourceNotFound.
    """
    version = schema.versions
    found = select(version).where(version.c.source_id == source_id)
    if content_hash is None:
        found = found.join(schema.sources, is_current())
    else:
        found = found.where(version.c.content_hash == content_hash)
    row = connection.execute(found).first()
    if row is None:
        raise SourceNotFound(source_id, content_hash)
    return row


def current_rows(connection: Connection, ids: Sequence[str]) -> Sequence[Row[Any]]:
    """The rows of the current versions of those of `ids` that are there."""
    found = select(schema.versions).join(schema.sources, is_current()).where(schema.sources.c.id.in_(ids))
    return connection.execute(found).all()


def light_rows(connection: Connection, after: str, limit: int = PAGE) -> Sequence[Row[Any]]:
    """The next rows of current versions in the order of their ids, without the texts."""
    columns = [column for column in schema.versions.c if column.name != "text"]
    found = select(*columns).join(schema.sources, is_current()).where(schema.sources.c.id > after)
    return connection.execute(found.order_by(schema.sources.c.id).limit(limit)).all()


class UnitCache:
    """The units of the versions that were read last.

    An entry counts only with the hash of the units that the transaction at hand sees, so it is never out of date.
    """

    def __init__(self, size: int = 1024) -> None:
        self._size = size
        self._kept: dict[int, tuple[str, tuple[Unit, ...]]] = {}

    def of(self, connection: Connection, wanted: Mapping[int, str]) -> dict[int, tuple[Unit, ...]]:
        """The units of versions; `wanted` has the hash of the units by the key of the version."""
        kept = self._kept
        known = {key: kept[key][1] for key, digest in wanted.items() if key in kept and kept[key][0] == digest}
        missing = [key for key in wanted if key not in known]
        if missing:
            read = _units_of(connection, missing)
            newest = {key: (wanted[key], units) for key, units in read.items()}
            # A new dict each time: other threads go on with the one that they hold.
            self._kept = dict(list({**kept, **newest}.items())[-self._size :])
            known.update(read)
        return known


def _units_of(connection: Connection, keys: Sequence[int]) -> dict[int, tuple[Unit, ...]]:
    table = schema.units
    rows = connection.execute(select(table).where(table.c.version.in_(keys)).order_by(table.c.version, table.c.ordinal))
    units: dict[int, list[Unit]] = {key: [] for key in keys}
    for row in rows:
        units[row.version].append(unit_from(row))
    return {key: tuple(found) for key, found in units.items()}


def passages_of_versions(
    connection: Connection, pairs: Sequence[tuple[str, str]]
) -> dict[tuple[str, str], tuple[Passage, ...]]:
    """The passages of versions, in order, by (source id, content hash); unknown versions are left out."""
    version, passage = schema.versions, schema.passages
    named = select(version.c.key, version.c.source_id, version.c.content_hash)
    named = named.where(tuple_(version.c.source_id, version.c.content_hash).in_(list(pairs)))
    keys = {row.key: (row.source_id, row.content_hash) for row in connection.execute(named)}
    found: dict[tuple[str, str], list[Passage]] = {pair: [] for pair in keys.values()}
    stored = select(passage).where(passage.c.version.in_(list(keys))).order_by(passage.c.version, passage.c.ordinal)
    for row in connection.execute(stored):
        found[keys[row.version]].append(passage_from(row, *keys[row.version]))
    return {pair: tuple(passages) for pair, passages in found.items()}


def current_passages(
    connection: Connection, places: Sequence[tuple[str, str, int]]
) -> dict[tuple[str, str, int], Passage]:
    """Passages by source id, content hash and ordinal; those that are not of a current version are left out."""
    version, passage = schema.versions, schema.passages
    wanted = set(places)
    found = (
        select(version.c.source_id, version.c.content_hash, passage)
        .join(schema.sources, is_current())
        .join(passage, passage.c.version == version.c.key)
        .where(tuple_(version.c.source_id, passage.c.ordinal).in_(sorted({(p[0], p[2]) for p in wanted})))
    )
    rows = {(row.source_id, row.content_hash, row.ordinal): row for row in connection.execute(found)}
    return {place: passage_from(row, place[0], place[1]) for place, row in rows.items() if place in wanted}


def change_rows(connection: Connection, since: int, limit: int = PAGE) -> Sequence[Row[Any]]:
    """The next entries of the feed after the sequence number `since`."""
    table = schema.changes
    found = select(table).where(table.c.sequence > since).order_by(table.c.sequence).limit(limit)
    return connection.execute(found).all()


def last_change(connection: Connection) -> int:
    """The sequence number of the newest change, 0 in an empty library."""
    return connection.execute(select(func.max(schema.changes.c.sequence))).scalar() or 0


def hash_of_all(connection: Connection) -> str:
    """One hash over what is current: ids, texts, what is said of them and how they are cut into units."""
    version = schema.versions
    columns = (version.c.source_id, version.c.content_hash, version.c.metadata_hash, version.c.units_hash)
    digest = hashlib.sha256()
    rows = connection.execute(select(*columns).join(schema.sources, is_current()).order_by(version.c.source_id))
    for row in rows:
        digest.update("\t".join(row).encode() + b"\n")
    return digest.hexdigest()


def versions_of(connection: Connection, source_id: str) -> tuple[Version, ...]:
    """All stored versions, oldest first.

    Raises SourceNotFound.
    """
    version, citation, source = schema.versions, schema.citations, schema.sources
    cited: Select[Any] = (
        select(func.count())
        .select_from(citation)
        .where(citation.c.source_id == version.c.source_id, citation.c.content_hash == version.c.content_hash)
    )
    found = (
        select(version.c.content_hash, version.c.added_at, source.c.id, cited.correlate(version).scalar_subquery())
        .outerjoin(source, is_current())
        .where(version.c.source_id == source_id)
        .order_by(version.c.key)
    )
    rows = connection.execute(found).all()
    if not rows:
        raise SourceNotFound(source_id)
    return tuple(Version(row[0], row[1], row[2] is not None, row[3]) for row in rows)


def is_current() -> Any:
    """The condition that a version is its source's current one."""
    version, source = schema.versions, schema.sources
    return and_(source.c.id == version.c.source_id, source.c.content_hash == version.c.content_hash)
