"""What is read from the library, one function a question; each runs inside a transaction that the caller holds."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import Connection, Row, Select, and_, func, select, text, tuple_

from curbside.errors import SourceNotFound
from curbside.library import schema
from curbside.library.naming import BY_ID, name_of
from curbside.library.outcomes import What
from curbside.library.passages import passage_from
from curbside.library.records import units_from
from curbside.types import Identifier, Passage, Unit

PAGE = 400
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Change:
    """One entry of the change feed. content_hash: None where the source was removed. at: UTC.

    said_by: who withdrew it, where somebody did.
    """

    sequence: int
    source: str
    content_hash: str | None
    what: What
    at: str
    said_by: str | None = None


@dataclass(frozen=True, slots=True)
class Version:
    """One stored version of a source. cited_by: how many saved answers rest on it."""

    content_hash: str
    added_at: str
    current: bool
    cited_by: int


@dataclass(frozen=True, slots=True)
class Known:
    """What is current of a record, without its text.

    extractor, raw_hash: of the record that gave the text. records: (extractor, hash of the record's own bytes) of all
    records of that id.
    """

    content_hash: str
    metadata_hash: str
    extractor: str
    raw_hash: str
    records: frozenset[tuple[str, str]]

    def has(self, extractor: str, raw_hash: str) -> bool:
        """Whether the record with these bytes was read by that extractor already and is what is stored."""
        return (extractor, raw_hash) in self.records


def chunks(items: Iterable[T], size: int = PAGE) -> Iterator[list[T]]:
    """`items` in lists of at most `size`."""
    rest = iter(items)
    while chunk := list(islice(rest, size)):
        yield chunk


def version_row(connection: Connection, source_id: str, content_hash: str | None) -> Row[Any]:
    """The row of a version (of the current one where there is no hash).

    The id may be that of any record of a work. Raises SourceNotFound.
    """
    version = schema.versions
    found = select(version).where(version.c.source_id == source_id)
    if content_hash is None:
        found = found.join(schema.sources, is_current())
    else:
        found = found.where(version.c.content_hash == content_hash)
    row = connection.execute(found).first()
    if row is not None:
        return row
    other = resolve(connection, source_id)
    if other is None or other == source_id:
        raise SourceNotFound(source_id, content_hash)
    return version_row(connection, other, content_hash)


def resolve(connection: Connection, source_id: str) -> str | None:
    """The id of the current source that `source_id` names: its own, or of the work that it is a record of."""
    table = schema.sources
    own = select(table.c.id).where(table.c.id == source_id, table.c.content_hash.is_not(None))
    if connection.execute(own).first() is not None:
        return source_id
    name = schema.names
    scheme, _, value = source_id.partition(":")
    by_name = name_of(Identifier(BY_ID[scheme], value)) if scheme in BY_ID else ""
    for condition in (name.c.name == f"id:{source_id}", and_(name.c.name == by_name, name.c.joins)):
        found = connection.execute(select(name.c.source_id).where(condition).limit(2)).scalars().all()
        if len(found) == 1:
            return str(found[0])
    return None


def aliases(connection: Connection, source_id: str) -> tuple[str, ...]:
    """The other ids of the records of a source, sorted."""
    table = schema.parts
    found = select(table.c.record_id).where(table.c.source_id == source_id, table.c.record_id != source_id).distinct()
    return tuple(sorted(connection.execute(found).scalars()))


def known(connection: Connection, ids: Sequence[str]) -> dict[str, Known]:
    """What is current of the records of these ids, by id; those that are not there are left out."""
    version, part = schema.versions, schema.parts
    columns = (version.c.content_hash, version.c.metadata_hash, version.c.extractor, version.c.raw_hash)
    found = select(version.c.source_id, *columns).join(schema.sources, is_current())
    rows = connection.execute(found.where(schema.sources.c.id.in_(ids)))
    single = {row[0]: Known(row[1], row[2], row[3], row[4], frozenset({(row[3], row[4])})) for row in rows}
    records: dict[str, set[tuple[str, str]]] = {}
    works: dict[str, Known] = {}
    of_works = select(part.c.record_id, part.c.extractor, part.c.raw_hash, *columns)
    of_works = of_works.join(version, version.c.source_id == part.c.source_id).join(schema.sources, is_current())
    for one in connection.execute(of_works.where(part.c.record_id.in_(ids))):
        records.setdefault(one[0], set()).add((one[1], one[2]))
        works[one[0]] = Known(one[3], one[4], one[5], one[6], frozenset(records[one[0]]))
    return single | works


def current_rows(connection: Connection, ids: Sequence[str]) -> Sequence[Row[Any]]:
    """The rows of the current versions of those of `ids` that are there, in the order of the ids."""
    found = select(schema.versions).join(schema.sources, is_current()).where(schema.sources.c.id.in_(ids))
    return connection.execute(found.order_by(schema.sources.c.id)).all()


def light_rows(connection: Connection, after: str, limit: int = PAGE) -> Sequence[Row[Any]]:
    """The next rows of current versions in the order of their ids, without texts and units."""
    columns = [column for column in schema.versions.c if column.name not in ("text", "units")]
    found = select(*columns).join(schema.sources, is_current()).where(schema.sources.c.id > after)
    return connection.execute(found.order_by(schema.sources.c.id).limit(limit)).all()


def count_current(connection: Connection) -> int:
    """How many sources have a current version."""
    versions = schema.versions.join(schema.sources, is_current())
    return int(connection.execute(select(func.count()).select_from(versions)).scalar_one())


def described_rows(connection: Connection, ids: Sequence[str]) -> Sequence[Row[Any]]:
    """The rows of the current versions of those of `ids` that are there, without texts and units."""
    columns = [column for column in schema.versions.c if column.name not in ("text", "units")]
    found = select(*columns).join(schema.sources, is_current()).where(schema.sources.c.id.in_(ids))
    return connection.execute(found).all()


def mentioning(connection: Connection, word: str) -> Sequence[Row[Any]]:
    """The rows of the current versions whose description holds `word`, in any case, without texts and units."""
    version = schema.versions
    columns = [column for column in version.c if column.name not in ("text", "units")]
    found = select(*columns).join(schema.sources, is_current())
    found = found.where(func.lower(version.c.metadata).contains(word.lower(), autoescape=True))
    return connection.execute(found.order_by(schema.sources.c.id)).all()


class UnitCache:
    """The units of the versions that were read last, by the hash of what is stored of them."""

    def __init__(self, size: int = 1024) -> None:
        self._size = size
        self._kept: dict[str, tuple[Unit, ...]] = {}
        self._lock = threading.Lock()

    def of(self, rows: Iterable[Row[Any]]) -> dict[int, tuple[Unit, ...]]:
        """The units of rows of `versions`, by key."""
        kept = self._kept
        found = {}
        for row in rows:
            units = kept.get(row.units_hash)
            if units is None:
                units = units_from(row.units)
                self._keep(row.units_hash, units)
            found[row.key] = units
        return found

    def _keep(self, units_hash: str, units: tuple[Unit, ...]) -> None:
        with self._lock:
            self._kept[units_hash] = units
            while len(self._kept) > self._size:
                del self._kept[next(iter(self._kept))]


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
    named = select(version.c.key, version.c.source_id, version.c.content_hash).join(schema.sources, is_current())
    named = named.where(schema.sources.c.id.in_(sorted({place[0] for place in places})))
    keys = {(row.source_id, row.content_hash): row.key for row in connection.execute(named)}
    wanted = {(keys[place[:2]], place[2]): place for place in places if place[:2] in keys}
    if not wanted:
        return {}
    # Joined, since for a pair of columns "in" a list SQLite reads every passage of the library; and as text, since
    # SQLAlchemy takes longer to write such a list than the database to find what is in it.
    pairs = ", ".join(f"({int(version)}, {int(ordinal)})" for version, ordinal in sorted(wanted))
    named_pairs = f"WITH wanted (version, ordinal) AS (VALUES {pairs})"
    same = "passages.version = wanted.version AND passages.ordinal = wanted.ordinal"
    stored = text(f"{named_pairs} SELECT passages.* FROM wanted JOIN passages ON {same}").columns(*passage.c)
    rows = ((wanted[row.version, row.ordinal], row) for row in connection.execute(stored))
    return {place: passage_from(row, place[0], place[1]) for place, row in rows}


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
    # A work has one name here, whichever of its records came first and gave it its id.
    work = func.coalesce(schema.sources.c.work, version.c.source_id)
    columns = (work, version.c.content_hash, version.c.metadata_hash, version.c.units_hash)
    digest = hashlib.sha256()
    rows = connection.execute(
        select(*columns).join(schema.sources, is_current()).order_by(work, version.c.content_hash)
    )
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
