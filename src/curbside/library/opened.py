"""A library that is open: its connections and what it remembers of itself."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path
from typing import Self

from sqlalchemy import Connection

from curbside.errors import LibraryError
from curbside.library import facts, reading
from curbside.library.database import FILE, Database


class Opened:
    """The store of one home folder. Threads and programs may share it; close it when done (or use `with`)."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._units = reading.UnitCache()
        self._hash: tuple[int, str] | None = None

    @classmethod
    def open(cls, home: Path, create: bool = False) -> Self:
        """The library in the folder `home`.

        Raises LibraryError where there is none (unless `create`), or it cannot be read.
        """
        path = Path(home) / FILE
        if create:
            path.parent.mkdir(parents=True, exist_ok=True)
        elif not path.is_file():
            raise LibraryError(f"There is no library in {home}; `curbside init` makes one.")
        library = cls(Database(path))
        try:
            library._database.migrate(create)
        except LibraryError:
            library.close()
            raise
        return library

    @property
    def path(self) -> Path:
        """The database file."""
        return self._database.path

    @property
    def identity(self) -> str:
        """A name that no other library has, so that an index can tell whose it is."""
        known = self.fact(facts.IDENTITY)
        if known is not None:
            return known
        with self._database.writing() as connection:
            return facts.identity(connection)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._database.close()

    def fact(self, name: str) -> str | None:
        """What the library remembers of itself under `name`."""
        with self._database.reading() as connection:
            return facts.read(connection, name)

    def remember(self, name: str, value: str | None) -> None:
        """Remember `value` under `name`, or forget it where it is None."""
        with self._database.writing() as connection:
            facts.remember(connection, name, value)

    def transaction(self) -> AbstractContextManager[Connection]:
        """A writing transaction, for the few that do several things at once (`curbside.library.starter`)."""
        return self._database.writing()
