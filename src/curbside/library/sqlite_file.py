"""A library in a file of the home folder.

SQLite in WAL mode, so that readers go on while one program writes. Every writing transaction begins with
BEGIN IMMEDIATE: one that read first and wrote later could meet another writer half-way and fail at once instead of
waiting for it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, create_engine, event, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import ConnectionPoolEntry

from curbside.errors import LibraryError
from curbside.library.database import Database
from curbside.library.sqlite import BUSY_SECONDS, use_wal


class SqliteFile(Database):
    """The connections to one library file."""

    def __init__(self, path: Path) -> None:
        engine = _engine(path)
        super().__init__(str(path), engine, engine.execution_options(write=True))
        self._path = path

    def exists(self) -> bool:
        """Whether the file is there."""
        return self._path.is_file()

    def _has_table(self, connection: Connection) -> bool:
        found = text("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'")
        return connection.execute(found).first() is not None

    def _lock(self, connection: Connection) -> None:
        """Nothing more: BEGIN IMMEDIATE took the lock."""

    def _make_room(self, connection: Connection) -> None:
        """Nothing: a file has one room."""

    @contextmanager
    def _telling(self) -> Iterator[None]:
        try:
            with super()._telling():
                yield
        except sqlite3.Error as error:
            # `use_wal` runs before SQLAlchemy has a connection that it could speak for.
            raise self._said(str(error)) from error

    def _told(self, error: DBAPIError) -> LibraryError:
        return self._said(str(error.orig))

    def _said(self, reason: str) -> LibraryError:
        if "locked" in reason:
            reason = f"another program has been writing to it for {BUSY_SECONDS:.0f} seconds; try again"
        return LibraryError(f"The library {self.where} cannot be used: {reason}.")


def _engine(path: Path) -> Engine:
    engine = create_engine(URL.create("sqlite", database=str(path)), connect_args={"timeout": BUSY_SECONDS})
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
    connection.isolation_level = None
    use_wal(connection)
    cursor = connection.cursor()
    for pragma in ("synchronous=FULL", "foreign_keys=ON", "cache_size=-32000"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    immediate = connection.get_execution_options().get("write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")
