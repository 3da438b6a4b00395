"""The database of a library: transactions, the schema, and what is said where it cannot be used.

`sqlite_file` and `postgres` have what differs between the two databases. Both keep two promises: a reading transaction
sees one state of the library, whatever others write meanwhile; a writing one has the library to itself from its
beginning to its commit. So what the change feed numbers later is never seen before what it numbers earlier.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from curbside.errors import LibraryError
from curbside.library.schema import HEAD

FILE: Final = "library.sqlite"
MIGRATIONS: Final = Path(__file__).parent / "migrations"


class Database(ABC):
    """The connections to one library. where: what messages call it."""

    def __init__(self, where: str, reader: Engine, writer: Engine) -> None:
        self.where = where
        self._reader = reader
        self._writer = writer

    @abstractmethod
    def _has_table(self, connection: Connection) -> bool:
        """Whether there is a table that says which revision the schema is of."""

    @abstractmethod
    def _lock(self, connection: Connection) -> None:
        """Wait until nobody else writes."""

    @abstractmethod
    def _make_room(self, connection: Connection) -> None:
        """Prepare for tables where there are none yet."""

    @abstractmethod
    def _told(self, error: DBAPIError) -> LibraryError:
        """What is said of an error of the driver."""

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that sees one state of the library, whatever others write meanwhile.

        Raises LibraryError where it cannot be read or reached.
        """
        with self._telling(), self._reader.begin() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that holds the write lock from its beginning; all of it is kept or nothing.

        Raises LibraryError where another program holds the lock for longer than `BUSY_SECONDS`.
        """
        with self._telling(), self._writer.begin() as connection:
            self._lock(connection)
            yield connection

    def exists(self) -> bool:
        """Whether there is a library. Raises LibraryError where that cannot be told."""
        with self.reading() as connection:
            return self._revision(connection) is not None

    def migrate(self, create: bool) -> None:
        """Bring the schema up to date; Alembic is imported only where there is something to do.

        Raises LibraryError where there is no library, or where a newer Curbside made it.
        """
        with self.reading() as connection:
            found = self._revision(connection)
        if found == HEAD:
            return
        if found is None and not create:
            raise LibraryError(f"There is no library in {self.where}; `curbside init` makes one.")
        with self.writing() as connection:
            found = self._revision(connection)
            if found is None:
                self._make_room(connection)
            if found != HEAD:
                _upgrade(connection, self.where)

    def close(self) -> None:
        """Close all connections."""
        self._writer.dispose()

    def _revision(self, connection: Connection) -> str | None:
        if not self._has_table(connection):
            return None
        row = connection.execute(text("SELECT version_num FROM alembic_version")).first()
        return str(row[0]) if row else None

    @contextmanager
    def _telling(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            raise self._told(error) from error


def _upgrade(connection: Connection, where: str) -> None:
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
        raise LibraryError(f"The library {where} was made by a newer Curbside; update this one ({error}).") from error
