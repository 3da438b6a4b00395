"""Marks: what one document or register says of the status of another, and the status that follows.

The status in force is the gravest of the source's own and of all marks on any of its names. The order of gravity is
that of what the clinical rules (section 1) make of a status:

    retracted        never evidence: its findings are said to be unreliable
    withdrawn        never evidence: taken back by its publisher
    superseded       shown with a banner, never in a bottom line
    concern          flagged, one step down: all of it is in doubt
    correction       flagged, one step down: a part of it is known to be wrong, and which has not been read
    review overdue   flagged
    current, unknown no consequence

so that nobody's silence, and no mark that says "current", ever makes a source look better than the gravest that is
said of it. A mark goes when whoever said it says something else of the same identifier; and in a register whose
entries have numbers of their own (`REGISTERS`), a later entry that says "current" (a reinstatement) takes back the
earlier ones of the same source.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from curbside.library import reading, schema
from curbside.library.naming import is_name, name_of
from curbside.library.records import compact, metadata_json, sha256, source_from
from curbside.library.times import utc_now
from curbside.types import Identifier, Mark, State, Status

REGISTERS = frozenset({"retraction-watch"})
GRAVITY = {
    State.RETRACTED: 6,
    State.WITHDRAWN: 5,
    State.SUPERSEDED: 4,
    State.CONCERN: 3,
    State.CORRECTION: 2,
    State.REVIEW_OVERDUE: 1,
    State.CURRENT: 0,
    State.UNKNOWN: 0,
}


@dataclass(frozen=True, slots=True)
class Marked:
    """What marks did: how many were new, changed, unchanged.

    sources: ids of those whose status in force changed. answers: ids of the saved answers that cite these.
    """

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    sources: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()


def in_force(own: Status, marks: Iterable[Mark]) -> Status:
    """The gravest of `own` and `marks`; `own` where none is graver. The reason of a mark's status says who says so."""
    standing = [mark for mark in _standing(list(marks)) if GRAVITY[mark.status.state] > GRAVITY[own.state]]
    if not standing:
        return own
    gravest = max(GRAVITY[mark.status.state] for mark in standing)
    same = sorted((mark for mark in standing if GRAVITY[mark.status.state] == gravest), key=_oldest_first)
    said = same[0].status
    reason = (said.reason or said.state.value).rstrip(".")
    speakers = ", ".join(dict.fromkeys(mark.said_by for mark in same))
    by = next((mark.status.by for mark in same if mark.status.by), None)
    return Status(said.state, by, said.since, f"{reason} (said by {speakers})")


def on_names(connection: Connection, names: Iterable[str]) -> dict[str, list[Mark]]:
    """The marks by the name that they are on; a name with none is left out."""
    found: dict[str, list[Mark]] = {}
    table = schema.marks
    for chunk in reading.chunks(names, 1000):
        for row in connection.execute(select(table).where(table.c.name.in_(chunk))):
            found.setdefault(row.name, []).append(_mark_from(row))
    return found


def of_source(names: Collection[str], on: Mapping[str, Sequence[Mark]]) -> list[Mark]:
    """The marks on any of a source's `names`, without what it says itself of a name that it shares with others."""
    return [mark for name in names for mark in on.get(name, ()) if f"id:{mark.said_by}" not in names]


def mark(connection: Connection, marks: Sequence[Mark]) -> Marked:
    """Keep marks and put into force what follows for the sources that are here.

    A mark on an identifier that is too long to be a name can reach no source and is not kept.
    """
    given = {(name_of(one.identifier), one.said_by): one for one in marks if is_name(name_of(one.identifier))}
    kept = {(name, one.said_by): one for name, on in on_names(connection, {n for n, _ in given}).items() for one in on}
    new = [key for key in given if key not in kept]
    changed = [key for key in given if key in kept and kept[key].status != given[key].status]
    table = schema.marks
    for name, said_by in changed:
        connection.execute(delete(table).where(table.c.name == name, table.c.said_by == said_by))
    if new or changed:
        now = utc_now()
        connection.execute(insert(table), [_row(key, given[key], now) for key in new + changed])
    sources = put_in_force(connection, _named(connection, {name for name, _ in new + changed}))
    return Marked(len(new), len(changed), len(given) - len(new) - len(changed), sources, ())


def put_in_force(connection: Connection, ids: Sequence[str]) -> tuple[str, ...]:
    """Work out the status of current sources anew; the ids of those for which it changed."""
    changed: list[str] = []
    for chunk in reading.chunks(ids):
        names = _names(connection, chunk)
        on = on_names(connection, {name for found in names.values() for name in found})
        for row in reading.current_rows(connection, chunk):
            if _restated(connection, row, of_source(names[row.source_id], on)):
                changed.append(row.source_id)
    if changed:
        _tell(connection, changed)
    return tuple(changed)


def on_source(connection: Connection, source_id: str) -> tuple[Mark, ...]:
    """The marks on a current source, by who says them and of which identifier."""
    names = _names(connection, [source_id])[source_id]
    marks = of_source(names, on_names(connection, names))
    return tuple(sorted(marks, key=lambda one: (one.said_by, name_of(one.identifier))))


def own_status(row: Row[Any]) -> Status:
    """The status that the source itself has, whatever marks say; `row` is of `versions`."""
    return source_from(row).status if row.own_status is None else _status_from(row.own_status)


def status_json(status: Status) -> str:
    """A status for `versions.own_status`."""
    return compact([status.state.value, status.by, status.since, status.reason])


def _status_from(stored: str) -> Status:
    state, by, since, reason = json.loads(stored)
    return Status(State(state), by, since, reason)


def _standing(marks: list[Mark]) -> list[Mark]:
    return [mark for mark in marks if not any(_takes_back(later, mark) for later in marks)]


def _takes_back(later: Mark, earlier: Mark) -> bool:
    register = later.said_by.partition(":")[0]
    if register not in REGISTERS or earlier.said_by.partition(":")[0] != register:
        return False
    if later.status.state is not State.CURRENT or earlier.status.state is State.CURRENT:
        return False
    return bool(earlier.status.since and later.status.since and earlier.status.since <= later.status.since)


def _oldest_first(mark: Mark) -> tuple[str, str, str]:
    return (mark.status.since or "9999", mark.said_by, name_of(mark.identifier))


def _restated(connection: Connection, row: Row[Any], marks: list[Mark]) -> bool:
    own = own_status(row)
    source = source_from(row)
    now = in_force(own, marks)
    if now == source.status:
        return False
    metadata = metadata_json(replace(source, status=now))
    new = {
        "metadata": metadata,
        "metadata_hash": sha256(metadata),
        "own_status": None if now == own else status_json(own),
    }
    connection.execute(update(schema.versions).where(schema.versions.c.key == row.key).values(new))
    return True


def _tell(connection: Connection, ids: Sequence[str]) -> None:
    now = utc_now()
    hashes = schema.sources
    for chunk in reading.chunks(ids):
        current = connection.execute(select(hashes.c.id, hashes.c.content_hash).where(hashes.c.id.in_(chunk)))
        found = {row.id: row.content_hash for row in current}
        rows = [{"source_id": one, "content_hash": found[one], "what": "status", "at": now} for one in chunk]
        connection.execute(insert(schema.changes), rows)


def _named(connection: Connection, names: Iterable[str]) -> list[str]:
    table = schema.names
    found: set[str] = set()
    for chunk in reading.chunks(names, 1000):
        found.update(connection.execute(select(table.c.source_id).where(table.c.name.in_(chunk))).scalars())
    return sorted(found)


def _names(connection: Connection, ids: Sequence[str]) -> dict[str, list[str]]:
    table = schema.names
    found: dict[str, list[str]] = {one: [] for one in ids}
    for row in connection.execute(select(table.c.name, table.c.source_id).where(table.c.source_id.in_(ids))):
        found[row.source_id].append(row.name)
    return found


def _row(key: tuple[str, str], mark: Mark, now: str) -> dict[str, Any]:
    status = mark.status
    return {
        "name": key[0],
        "said_by": key[1],
        "scheme": mark.identifier.scheme,
        "value": mark.identifier.value,
        "state": status.state.value,
        "by": status.by,
        "since": status.since,
        "reason": status.reason,
        "at": now,
    }


def _mark_from(row: Row[Any]) -> Mark:
    status = Status(State(row.state), row.by, row.since, row.reason)
    return Mark(Identifier(row.scheme, row.value), status, row.said_by)
