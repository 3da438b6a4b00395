"""How far the reading of an original has come: kept in the transaction that stores what was read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update

from curbside.library import schema
from curbside.library.outcomes import Tally
from curbside.library.times import utc_now
from curbside.sources.base import Rejected


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """How far an original has been read by one extractor.

    original: its SHA-256. done: how many of the reader's results are stored, from the first. finished: whether these
    are all. What follows is counted by the library, over all batches so far, and is not read where a checkpoint is
    given to it. rejected: in order.
    """

    original: str
    extractor: str
    done: int
    finished: bool = False
    added: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: tuple[Rejected, ...] = ()


def read(connection: Connection, original: str, extractor: str) -> Checkpoint | None:
    """The checkpoint of an original and extractor; None where nothing of it was stored yet."""
    load, rejection = schema.loads, schema.rejections
    row = connection.execute(select(load).where(load.c.original == original, load.c.extractor == extractor)).first()
    if row is None:
        return None
    found = select(rejection.c.where, rejection.c.reason).where(
        rejection.c.original == original, rejection.c.extractor == extractor
    )
    rejected = tuple(Rejected(*one) for one in connection.execute(found.order_by(rejection.c.ordinal)))
    return Checkpoint(original, extractor, row.done, row.finished, row.added, row.updated, row.unchanged, rejected)


def write(connection: Connection, reached: Checkpoint, tally: Tally, rejected: Sequence[Rejected]) -> None:
    """Keep that `reached` was reached by a batch with this tally."""
    load = schema.loads
    which = (load.c.original == reached.original, load.c.extractor == reached.extractor)
    row = connection.execute(select(load).where(*which)).first()
    now = utc_now()
    counted: dict[str, Any] = {
        "done": reached.done,
        "finished": reached.finished,
        "added": tally.added + (row.added if row else 0),
        "updated": tally.updated + (row.updated if row else 0),
        "unchanged": tally.unchanged + (row.unchanged if row else 0),
        "at": now,
    }
    if row is None:
        key = {"original": reached.original, "extractor": reached.extractor, "started_at": now}
        connection.execute(insert(load), [key | counted])
    else:
        connection.execute(update(load).where(*which).values(counted))
    _reject(connection, reached, rejected)


def forget(connection: Connection, original: str, extractor: str) -> None:
    """Forget a checkpoint, so that the original is read from its first record again."""
    for table in (schema.rejections, schema.loads):
        connection.execute(delete(table).where(table.c.original == original, table.c.extractor == extractor))


def _reject(connection: Connection, reached: Checkpoint, rejected: Sequence[Rejected]) -> None:
    if not rejected:
        return
    table = schema.rejections
    which = (table.c.original == reached.original, table.c.extractor == reached.extractor)
    last = connection.execute(select(func.max(table.c.ordinal)).where(*which)).scalar()
    first = 0 if last is None else last + 1
    rows = [
        {
            "original": reached.original,
            "extractor": reached.extractor,
            "ordinal": first + number,
            "where": one.where,
            "reason": one.reason,
        }
        for number, one in enumerate(rejected)
    ]
    connection.execute(insert(table), rows)
