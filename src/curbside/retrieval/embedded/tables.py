"""A small SQLite file beside flat files; its commits decide what of them counts."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from curbside.errors import SearchIndexError
from curbside.library.sqlite import BUSY_SECONDS, use_wal

STATE = "CREATE TABLE state (name TEXT PRIMARY KEY, value NOT NULL) WITHOUT ROWID"
VERSIONS = (
    "CREATE TABLE versions (number INTEGER PRIMARY KEY, source TEXT NOT NULL, content_hash TEXT NOT NULL,"
    " UNIQUE (source, content_hash))"
)


class Tables:
    """A file with a table `state` of values of the whole, and others. Each thread has a connection of its own."""

    def __init__(self, path: Path, number: int, schema: Sequence[str]) -> None:
        """Open the file, made where it is not there; one that cannot be read is made again.

        number: of the format; a file of another one is emptied. schema: what makes its tables.
        Raises SearchIndexError where it cannot be written.
        """
        self.path = path
        self._format, self._schema = number, schema
        self._local = threading.local()
        self._all: list[sqlite3.Connection] = []
        self._prepare()

    def values(self) -> dict[str, Any]:
        """The values of the whole."""
        return dict(self.rows("SELECT name, value FROM state"))

    def set(self, **values: object) -> None:
        """Set values of the whole."""
        self.many("INSERT OR REPLACE INTO state VALUES (?, ?)", list(values.items()))

    @contextmanager
    def writing(self) -> Iterator[None]:
        """A block whose changes are seen all at once or never; one writer at a time."""
        with self._told():
            connection = self._connection()
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")

    def rows(self, statement: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """What a SELECT finds."""
        with self._told():
            return self._connection().execute(statement, values).fetchall()

    def many(self, statement: str, values: Sequence[Sequence[object]]) -> None:
        """Do a statement once for each of `values`."""
        with self._told():
            self._connection().executemany(statement, values)

    def close(self) -> None:
        """Let go of the file."""
        while self._all:
            self._all.pop().close()
        self._local = threading.local()

    def _prepare(self) -> None:
        try:
            self._make()
        except sqlite3.OperationalError as error:
            raise SearchIndexError(f"The index {self.path} cannot be used: {error}.") from error
        except sqlite3.DatabaseError:
            self.close()
            for suffix in ("", "-wal", "-shm"):
                Path(f"{self.path}{suffix}").unlink(missing_ok=True)
            with self._told():
                self._make()

    def _make(self) -> None:
        connection = self._connection()
        if self._is_made(connection):
            return
        connection.execute("BEGIN IMMEDIATE")
        try:
            if not self._is_made(connection):
                for (table,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall():
                    connection.execute(f"DROP TABLE IF EXISTS {table}")
                for statement in (*self._schema, f"PRAGMA user_version = {self._format}"):
                    connection.execute(statement)
            connection.execute("COMMIT")
        except BaseException:
            connection.execute("ROLLBACK")
            raise

    def _is_made(self, connection: sqlite3.Connection) -> bool:
        return bool(connection.execute("PRAGMA user_version").fetchone()[0] == self._format)

    def _connection(self) -> sqlite3.Connection:
        known: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if known is None:
            known = sqlite3.connect(self.path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
            self._all.append(known)
            use_wal(known)
            known.execute("PRAGMA synchronous=FULL")
            self._local.connection = known
        return known

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            advice = "delete its folder, and it is made again"
            raise SearchIndexError(f"The index {self.path} cannot be used ({error}); {advice}.") from error
