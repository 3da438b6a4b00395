"""Records that their collection took back."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, select

from curbside.library import answers, joining, reading, schema, writing
from curbside.library.naming import is_record
from curbside.library.outcomes import Withdrawn
from curbside.sources.base import Removal


def withdraw(connection: Connection, removals: Sequence[Removal]) -> Withdrawn:
    """Take the records of these ids out of what is current; unknown ids are only counted.

    All records of an id go, whichever reader made them; what other ids a work has records of stays.
    """
    said_by = {removal.id: removal.said_by for removal in removals}
    holders = _holders(connection, list(said_by))
    for one in sorted(holders):
        if is_record(one):
            joining.take_out(connection, one, said_by[one])
        else:
            writing.remove(connection, one, said_by[one])
    touched = sorted(holders.keys() | set(holders.values()))
    return Withdrawn(tuple(sorted(holders)), len(said_by) - len(holders), answers.citing_any(connection, touched))


def _holders(connection: Connection, ids: Sequence[str]) -> dict[str, str]:
    """The current source that has each record, by the record's id; ids without one are left out."""
    name = schema.names
    found: dict[str, str] = {}
    for chunk in reading.chunks(ids):
        asked = [f"id:{one}" for one in chunk]
        rows = connection.execute(select(name.c.name, name.c.source_id).where(name.c.name.in_(asked)))
        found.update((row.name.removeprefix("id:"), row.source_id) for row in rows)
    return found
