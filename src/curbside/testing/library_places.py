"""Empty libraries for tests, the same tests for both databases that a library can be in.

A library in PostgreSQL is in a schema that no other test has meanwhile; schemas are emptied and used again, since
making one takes longer than most tests.
"""

from __future__ import annotations

import itertools
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Protocol

from sqlalchemy import text

from curbside.library import Library
from curbside.library.schema import metadata
from curbside.testing.postgres_server import PostgresServer


class Rooms(Protocol):
    """Where empty libraries are to be had."""

    kind: str

    def take(self, home: Path) -> str | None:
        """Make an empty library for the new folder `home`, and say its address; None where it is in the folder."""
        ...

    def give_back(self, database_url: str | None) -> None:
        """Say that the library is needed no more."""
        ...


class SqliteRooms:
    """Libraries in files."""

    kind = "sqlite"

    def __init__(self, folder: Path) -> None:
        with Library.open(folder, create=True) as library:
            self._empty = library.path

    def take(self, home: Path) -> None:
        """As `Rooms`."""
        shutil.copy(self._empty, home)

    def give_back(self, database_url: str | None) -> None:
        """As `Rooms`."""


class PostgresRooms:
    """Libraries in schemas of one server."""

    kind = "postgresql"

    def __init__(self, server: PostgresServer, folder: Path) -> None:
        self._server = server
        self._folder = folder
        self._free: list[str] = []
        self._numbers = itertools.count()

    def take(self, home: Path) -> str:
        """As `Rooms`."""
        url = self._free.pop() if self._free else self._server.url(f"test_{id(self)}_{next(self._numbers)}")
        Library.open(self._folder, create=True, database_url=url).close()
        return url

    def give_back(self, database_url: str | None) -> None:
        """As `Rooms`."""
        if database_url is None:
            return
        tables = ", ".join(f'"{table}"' for table in metadata.tables)
        with Library.open(self._folder, database_url=database_url) as library, library.transaction() as connection:
            connection.execute(text(f"TRUNCATE {tables} RESTART IDENTITY"))
        self._free.append(database_url)


class Places:
    """The libraries of one test. kind: "sqlite" or "postgresql"."""

    def __init__(self, rooms: Rooms, folder: Path) -> None:
        self.kind = rooms.kind
        self._rooms = rooms
        self._folder = folder
        self._urls: dict[str, str | None] = {}
        self._stack = ExitStack()

    def home(self, name: str = "home") -> Path:
        """The home folder of that name, with an empty library the first time."""
        home = self._folder / name
        if name not in self._urls:
            home.mkdir()
            self._urls[name] = self._rooms.take(home)
        return home

    def url(self, name: str = "home") -> str | None:
        """The address of the library of that name."""
        self.home(name)
        return self._urls[name]

    def open(self, name: str = "home") -> Library:
        """The library of that name, empty the first time; closed at the end of the test."""
        return self._stack.enter_context(Library.open(self.home(name), database_url=self.url(name)))

    @contextmanager
    def fresh(self) -> Iterator[Library]:
        """A library that no other call has; given back after the block."""
        with tempfile.TemporaryDirectory(dir=self._folder) as folder:
            url = self._rooms.take(Path(folder))
            with Library.open(Path(folder), database_url=url) as library:
                yield library
            self._rooms.give_back(url)

    def close(self) -> None:
        """Close what is open and give back all rooms."""
        self._stack.close()
        for url in self._urls.values():
            self._rooms.give_back(url)
