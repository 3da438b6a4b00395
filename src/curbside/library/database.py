"""The database file of a library: connections, transactions and the schema.

SQLite in WAL mode, so that readers go on while one program writes. Every writing transaction begins with
BEGIN IMMEDIATE: one that read first and wrote later could meet another writer half-way and fail at once instead of
waiting for it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import ConnectionPoolEntry

from curbside.errors import LibraryError
from curbside.library.schema import HEAD
from curbside.library.sqlite import BUSY_SECONDS, use_wal

FILE = "library.sqlite"
MIGRATIONS = Path(__file__).parent / "migrations"


class Database:
    """The connections to one library file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.engine = _engine(path)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that sees one state of the library, whatever others write meanwhile.

        Raises LibraryError where the file cannot be read.
        """
        with self._told(), self.engine.begin() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that holds the write lock from its beginning; all of it is kept or nothing.

        Raises LibraryError where another program holds the lock for longer than `BUSY_SECONDS`.
        """
        with self._told(), self.engine.connect().execution_options(write=True) as connection, connection.begin():
            yield connection

    def migrate(self, create: bool) -> None:
        """Bring the schema up to date; Alembic is imported only where there is something to do.

        Raises LibraryError where the file is no library, or where a newer Curbside made it.
        """
        with self.reading() as connection:
            found = _revision(connection)
        if found == HEAD:
            return
        if found is None and not create:
            raise LibraryError(f"{self.path} holds no library; `curbside init` makes one.")
        with self.writing() as connection:
            if _revision(connection) != HEAD:
                _upgrade(connection, self.path)

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except (DBAPIError, sqlite3.Error) as error:
            raise LibraryError(f"The library {self.path} cannot be used: {_advice(error)}.") from error


def _advice(error: Exception) -> str:
    reason = str(error.orig if isinstance(error, DBAPIError) else error)
    if "locked" in reason:
        return f"another program has been writing to it for {BUSY_SECONDS:.0f} seconds; try again"
    return reason


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


def _revision(connection: Connection) -> str | None:
    made = connection.execute(text("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'")).first()
    row: Any = connection.execute(text("SELECT version_num FROM alembic_version")).first() if made else None
    return str(row[0]) if row else None


def _upgrade(connection: Connection, path: Path) -> None:
    from alembic import command
    from alembic.config import Config
    from alembic.util.exc import CommandError

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, "head")
    except CommandError as error:
        raise LibraryError(f"The library {path} was made by a newer Curbside; update this one ({error}).") from error
