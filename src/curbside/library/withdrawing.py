"""Records that their collection took back."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, select

from curbside.library import answers, reading, schema, writing
from curbside.library.outcomes import Withdrawn
from curbside.sources.base import Removal


def withdraw(connection: Connection, removals: Sequence[Removal]) -> Withdrawn:
    """Take the records of these ids out of what is current; unknown ids are only counted."""
    said_by = {removal.id: removal.said_by for removal in removals}
    table = schema.sources
    known: set[str] = set()
    for chunk in reading.chunks(said_by):
        found = select(table.c.id).where(table.c.id.in_(chunk), table.c.content_hash.is_not(None))
        known.update(connection.execute(found).scalars())
    gone = sorted(known)
    for one in gone:
        writing.remove(connection, one, said_by[one])
    return Withdrawn(tuple(gone), len(said_by) - len(gone), answers.citing_any(connection, gone))
