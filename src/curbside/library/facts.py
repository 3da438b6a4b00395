"""What the library remembers of itself, by name."""

from __future__ import annotations

import uuid

from sqlalchemy import Connection, delete, insert, select

from curbside.library import schema

IDENTITY = "identity"


def read(connection: Connection, name: str) -> str | None:
    """The value of `name`, or None."""
    return connection.execute(select(schema.facts.c.value).where(schema.facts.c.name == name)).scalar()


def remember(connection: Connection, name: str, value: str | None) -> None:
    """Set `name` to `value`; None forgets it."""
    connection.execute(delete(schema.facts).where(schema.facts.c.name == name))
    if value is not None:
        connection.execute(insert(schema.facts), [{"name": name, "value": value}])


def identity(connection: Connection) -> str:
    """The library's own name, given to it now where it has none; the caller holds the write lock."""
    known = read(connection, IDENTITY)
    if known is None:
        known = uuid.uuid4().hex
        remember(connection, IDENTITY, known)
    return known
