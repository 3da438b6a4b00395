"""Joining the records of one work in the database.

Where a work has one record, its version is that record. Where it has several, each is kept whole in `parts` and the
current version is made of them (`works.merged`). A new record can touch only the works that it shares a name with;
these are taken apart into their records, grouped anew (`works.works_of`), and stored.

A name that two stored works have already joins nothing (else they would be one), and a further record cannot change
that; so it is not followed, however many have it. Only where a record went, or no longer has a name, or where the works
that it touches have such a name among them, all that share these names are looked at, up to `MANY` works a name: those
left out would no longer keep it from joining.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, delete, func, insert, or_, select, update

from curbside.library import reading, schema, writing
from curbside.library.naming import is_record, names_of, reader_of
from curbside.library.outcomes import Put, What
from curbside.library.parts import Key, keep_parts, packed, records_of
from curbside.library.times import utc_now
from curbside.library.works import best_id, merged, works_of
from curbside.library.writing import Entry
from curbside.types import Source

MANY = 50


@dataclass(frozen=True, slots=True)
class _Found:
    """Records by (id, reader), and the ids of the current sources that they are of."""

    records: dict[Key, Source]
    sources: list[str]


def entangled(connection: Connection, entries: Sequence[Entry]) -> set[str]:
    """The ids of those entries that cannot simply be stored: others may be records of the same work."""
    asked = {entry.source.id: _lookup(entry) for entry in entries if is_record(entry.source.id)}
    if not asked:
        return set()
    holders = _holders(connection, {name for names in asked.values() for name in names})
    found = {one for one, names in asked.items() if any(holders.get(name, set()) - {one} for name in names)}
    there = [one for one, names in asked.items() if any(one in holders.get(name, ()) for name in names)]
    by_id = {entry.source.id: entry for entry in entries}
    return found | _of_several(connection, there) | _otherwise_read(connection, by_id, there)


def join(connection: Connection, record: Source) -> Put:
    """Put one record among the others of its work."""
    key = (record.id, reader_of(record.extractor))
    own = _component(connection, [f"id:{record.id}"], every=False).records
    if key in own and packed(own[key]) == packed(record):
        return Put.UNCHANGED
    claims = [name for name, joins in names_of(record).items() if joins]
    lost = key in own and not set(_claims(own[key])) <= set(claims)
    names = [f"id:{record.id}", *claims]
    found = _component(connection, names, every=lost)
    if not lost and _share_what_joins_nothing(connection, found.sources, claims):
        found = _component(connection, names, every=True)
    records = {**found.records, key: record}
    return _arrange(connection, found.sources, list(records.values()), record)


def take_out(connection: Connection, record_id: str, said_by: str) -> None:
    """Take the records of this id out of the work that they are in."""
    found = _component(connection, [f"id:{record_id}"], every=True)
    left = [record for key, record in found.records.items() if key[0] != record_id]
    _arrange(connection, found.sources, left, None, said_by)


def _share_what_joins_nothing(connection: Connection, sources: Sequence[str], claims: Collection[str]) -> bool:
    """Whether a name of several of `sources`, or of one and of a record with these `claims`, is of others besides."""
    within = set(sources)
    for name, holders in _holders(connection, _joining_names(connection, sources)).items():
        if holders - within and len(holders & within) + (name in claims) > 1:
            return True
    return False


def _lookup(entry: Entry) -> list[str]:
    return [name for name, joins in entry.names.items() if joins] or [f"id:{entry.source.id}"]


def _claims(source: Source) -> list[str]:
    return [name for name, joins in names_of(source).items() if joins]


def _holders(connection: Connection, names: Iterable[str]) -> dict[str, set[str]]:
    table = schema.names
    found: dict[str, set[str]] = defaultdict(set)
    for chunk in reading.chunks(names, 1000):
        rows = connection.execute(
            select(table.c.name, table.c.source_id).where(
                table.c.name.in_(chunk), or_(table.c.joins, table.c.name.like("id:%"))
            )
        )
        for row in rows:
            found[row.name].add(row.source_id)
    return found


def _of_several(connection: Connection, ids: Sequence[str]) -> set[str]:
    table = schema.parts
    if not ids:
        return set()
    return set(connection.execute(select(table.c.source_id).where(table.c.source_id.in_(ids)).distinct()).scalars())


def _otherwise_read(connection: Connection, entries: dict[str, Entry], ids: Sequence[str]) -> set[str]:
    """Those of `ids` whose current version is of another reader, or has a name that the new record has not."""
    if not ids:
        return set()
    version, name = schema.versions, schema.names
    made = select(version.c.source_id, version.c.extractor).join(schema.sources, reading.is_current())
    rows = connection.execute(made.where(schema.sources.c.id.in_(ids)))
    found = {row[0] for row in rows if reader_of(row[1]) != reader_of(entries[row[0]].source.extractor)}
    held = select(name.c.source_id, name.c.name).where(name.c.source_id.in_(ids), name.c.joins)
    return found | {row[0] for row in connection.execute(held) if not entries[row[0]].names.get(row[1])}


def _component(connection: Connection, names: Iterable[str], every: bool) -> _Found:
    """The sources that hold any of `names`, those that hold a name of theirs, and so on; and their records."""
    seen: dict[str, None] = {}
    asked: set[str] = set()
    frontier = set(names)
    while frontier:
        asked |= frontier
        new: set[str] = set()
        for holders in _holders(connection, frontier).values():
            if len(holders) <= (MANY if every else 1):
                new |= holders - seen.keys()
        seen.update(dict.fromkeys(sorted(new)))
        frontier = _joining_names(connection, new) - asked
    return _Found(records_of(connection, list(seen)), list(seen))


def _joining_names(connection: Connection, ids: Collection[str]) -> set[str]:
    table = schema.names
    found: set[str] = set()
    for chunk in reading.chunks(ids):
        rows = select(table.c.name).where(table.c.source_id.in_(chunk), table.c.joins)
        found.update(connection.execute(rows).scalars())
    return found


def _arrange(
    connection: Connection,
    before: Sequence[str],
    records: Sequence[Source],
    put: Source | None,
    said_by: str | None = None,
) -> Put:
    """Store the works of `records` in place of the sources `before`, and say what that did to the work of `put`."""
    order = _order(connection, before)
    works = {_id_of(group, order): group for group in works_of(records)}
    named = _works_named(connection, before)
    connection.execute(delete(schema.parts).where(schema.parts.c.source_id.in_(before)))
    for gone in before:
        if gone not in works:
            writing.remove(connection, gone, said_by)
    outcome = Put.UNCHANGED
    for one, group in works.items():
        entry = _entry(one, group)
        done = writing.store(connection, [entry])[0]
        writing.rename(connection, entry)
        if named.get(one) != entry.work:
            _name_work(connection, entry, tell=done is Put.UNCHANGED)
        keep_parts(connection, one, group)
        if put is not None and any(record is put for record in group):
            outcome = Put.UPDATED if done is Put.ADDED and len(group) > 1 else done
    return outcome


def _works_named(connection: Connection, ids: Sequence[str]) -> dict[str, str]:
    table = schema.sources
    rows = connection.execute(select(table.c.id, table.c.work).where(table.c.id.in_(ids), table.c.work.is_not(None)))
    return {row.id: row.work for row in rows}


def _name_work(connection: Connection, entry: Entry, tell: bool) -> None:
    """Store the name of a work; told, since it is part of the library's hash, even where nothing else changed."""
    table, source = schema.sources, entry.source
    connection.execute(update(table).where(table.c.id == source.id).values(work=entry.work))
    if tell:
        row = {"source_id": source.id, "content_hash": source.content_hash, "what": What.STATUS, "at": utc_now()}
        connection.execute(insert(schema.changes), [row])


def _order(connection: Connection, ids: Sequence[str]) -> dict[str, int]:
    version = schema.versions
    found: dict[str, int] = {}
    for chunk in reading.chunks(ids):
        first = select(version.c.source_id, func.min(version.c.key)).where(version.c.source_id.in_(chunk))
        found.update((row[0], row[1]) for row in connection.execute(first.group_by(version.c.source_id)))
    return found


def _id_of(group: Sequence[Source], order: dict[str, int]) -> str:
    """The id that came first stays."""
    there = [record.id for record in group if record.id in order]
    return min(there, key=lambda one: order[one]) if there else best_id(group)


def _entry(source_id: str, group: Sequence[Source]) -> Entry:
    names: dict[str, bool] = {}
    for record in group:
        for name, joins in names_of(record).items():
            names[name] = names.get(name, False) or joins
    work = best_id(group)
    return Entry(merged(source_id, group), names, None if work == source_id else work)
