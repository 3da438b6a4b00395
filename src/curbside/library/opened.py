"""A library that is open: its connections and what it remembers of itself."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path
from typing import Self

from sqlalchemy import Connection

from curbside.errors import LibraryError
from curbside.library import facts, reading
from curbside.library.database import FILE, Database
from curbside.library.places import database_of


class Opened:
    """The store of one home folder. Threads and programs may share it; close it when done (or use `with`)."""

    def __init__(self, home: Path, database: Database) -> None:
        self._home = home
        self._database = database
        self._units = reading.UnitCache()
        self._hash: tuple[int, str] | None = None

    @classmethod
    def open(cls, home: Path, create: bool = False, database_url: str | None = None) -> Self:
        """The library of the folder `home`: in a file there, or in the PostgreSQL database of that address.

        database_url: as `Settings.database_url`; None for the file. Raises LibraryError where there is no library
        (unless `create`), or it cannot be read or reached; UsageError where the address is none.
        """
        home = Path(home)
        database = database_of(home, database_url)
        try:
            if create:
                home.mkdir(parents=True, exist_ok=True)
            elif not database.exists():
                raise LibraryError(f"There is no library in {_place(home, database)}; `curbside init` makes one.")
            database.migrate(create)
        except BaseException:
            database.close()
            raise
        return cls(home, database)

    @classmethod
    def exists(cls, home: Path, database_url: str | None = None) -> bool:
        """Whether `home` has a library; database_url as for `open`.

        Raises LibraryError where the database cannot be reached, UsageError where the address is none.
        """
        database = database_of(Path(home), database_url)
        try:
            return database.exists()
        finally:
            database.close()

    @property
    def home(self) -> Path:
        """The home folder: settings, index and kept originals are there, wherever the library is."""
        return self._home

    @property
    def where(self) -> str:
        """What messages call the place of the library: the file, or the database without a password."""
        return self._database.where

    @property
    def path(self) -> Path:
        """The file of a library that is in no database of its own."""
        return self._home / FILE

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


def _place(home: Path, database: Database) -> str:
    return str(home) if database.where == str(home / FILE) else database.where
