"""A library in PostgreSQL, in a schema of its own.

One program writes at a time: a writing transaction takes an advisory lock, which PostgreSQL gives back after the
transaction has become visible or was undone. So the numbers of the change feed become visible in their order. The
transaction reads what is committed (READ COMMITTED), since a snapshot that was taken before the lock could be older
than what the writer before it wrote. A reading transaction sees one snapshot (REPEATABLE READ) and cannot write.

A commit that was acknowledged is on the server's disk: where the server's `synchronous_commit` is off, it is turned on
for our transactions. What only the server's owner decides (`fsync`) stays theirs.
"""

from __future__ import annotations

import hashlib
import re
from typing import Any, Final

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import ConnectionPoolEntry

from curbside.errors import LibraryError
from curbside.library.address import Address
from curbside.library.database import Database
from curbside.library.sqlite import BUSY_SECONDS

IDLE_SECONDS: Final = 600.0
LOCK_NOT_AVAILABLE: Final = "55P03"
_SET: Final = text(
    "SELECT set_config('lock_timeout', :wait, true), set_config('idle_in_transaction_session_timeout', :idle, true), "
    "set_config('synchronous_commit', replace(current_setting('synchronous_commit'), 'off', 'on'), true)"
)
_PREFIX: Final = re.compile(r"connection (?:failed|is bad): ")
# The server, not the client, must notice that a writer's machine went away: its lock is held until then.
_SESSION: Final = "SET tcp_keepalives_idle = 60; SET tcp_keepalives_interval = 10; SET tcp_keepalives_count = 6"


class Postgres(Database):
    """The connections to one library in PostgreSQL.

    Raises LibraryError where the extra "postgres" is not installed.
    """

    def __init__(self, address: Address) -> None:
        engine = _engine(address)
        reader = engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        super().__init__(str(address), reader, engine.execution_options(isolation_level="READ COMMITTED"))
        self._address = address
        self._key = _lock_key(address.schema)

    def _has_table(self, connection: Connection) -> bool:
        return connection.execute(text("SELECT to_regclass('alembic_version')")).scalar() is not None

    def _lock(self, connection: Connection) -> None:
        wait, idle = (f"{seconds * 1000:.0f}ms" for seconds in (BUSY_SECONDS, IDLE_SECONDS))
        connection.execute(_SET, {"wait": wait, "idle": idle})
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": self._key})

    def _make_room(self, connection: Connection) -> None:
        encoding = connection.execute(text("SHOW server_encoding")).scalar()
        if encoding != "UTF8":
            raise LibraryError(
                f"A library needs a database in UTF-8; {self.where} is in {encoding}: "
                "CREATE DATABASE curbside TEMPLATE template0 ENCODING 'UTF8' makes one."
            )
        connection.execute(text(f'CREATE SCHEMA IF NOT EXISTS "{self._address.schema}"'))

    def _told(self, error: DBAPIError) -> LibraryError:
        code = getattr(error.orig, "sqlstate", None)
        reason = self._address.hidden(_one_line(str(error.orig)))
        if code == LOCK_NOT_AVAILABLE:
            reason = f"another program has been writing to it for {BUSY_SECONDS:.0f} seconds; try again"
        elif error.connection_invalidated:
            return LibraryError(
                f"The connection to {self.where} was lost ({reason}); a step that was under way then is kept whole or "
                "not at all, and doing it again does no harm."
            )
        elif error.statement is None:
            return LibraryError(f"The library cannot be reached in {self.where}: {reason}.")
        return LibraryError(f"The library in {self.where} cannot be used: {reason}.")


def _engine(address: Address) -> Engine:
    try:
        engine = create_engine(address.url, pool_pre_ping=True, hide_parameters=True)
    except ImportError as error:
        raise LibraryError(
            'A library in PostgreSQL needs the extra "postgres": pip install "curbside[postgres]".'
        ) from error

    def prepare(connection: Any, _entry: ConnectionPoolEntry) -> None:
        connection.autocommit = True
        connection.execute(f'SET search_path TO "{address.schema}"; {_SESSION}')
        connection.autocommit = False

    event.listen(engine, "connect", prepare, insert=True)
    return engine


def _lock_key(schema: str) -> int:
    """The key of the write lock, a signed number of 64 bits: advisory locks are of a database, not of a schema."""
    digest = hashlib.sha256(f"curbside library {schema}".encode()).digest()
    return int.from_bytes(digest[:8], "big", signed=True)


def _one_line(message: str) -> str:
    """What libpq says, without its advice on the lines that follow."""
    lines = message.strip().splitlines() or ["no reason given"]
    return _PREFIX.sub("", " ".join(lines[0].split())).rstrip(".")
