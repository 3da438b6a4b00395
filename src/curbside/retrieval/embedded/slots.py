"""Which row has which slot of the vector files, in a small SQLite file beside them; its commits decide what counts."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from curbside.errors import SearchIndexError
from curbside.library.sqlite import BUSY_SECONDS, use_wal
from curbside.retrieval.base import Facets, Key

FILE = "slots.sqlite"
_FORMAT = 1
_SCHEMA = (
    "CREATE TABLE state (name TEXT PRIMARY KEY, value NOT NULL) WITHOUT ROWID",
    "CREATE TABLE versions (number INTEGER PRIMARY KEY, source TEXT NOT NULL, content_hash TEXT NOT NULL,"
    " UNIQUE (source, content_hash))",
    "CREATE TABLE slots (slot INTEGER PRIMARY KEY, version INTEGER NOT NULL, ordinal INTEGER NOT NULL,"
    " text_hash TEXT NOT NULL, UNIQUE (version, ordinal))",
    "CREATE TABLE names (facet TEXT NOT NULL, code INTEGER NOT NULL, name TEXT NOT NULL,"
    " PRIMARY KEY (facet, code), UNIQUE (facet, name)) WITHOUT ROWID",
    "CREATE TABLE topics (code INTEGER NOT NULL, slot INTEGER NOT NULL, PRIMARY KEY (code, slot)) WITHOUT ROWID",
    "CREATE INDEX topics_of ON topics (slot)",
    f"PRAGMA user_version = {_FORMAT}",
)
_JOINED = "slots JOIN versions ON versions.number = slots.version"
_KEY = "versions.source, versions.content_hash, slots.ordinal"


class Slots:
    """Keys, text hashes, codes of facets and a few values of the whole. Each thread has a connection of its own."""

    def __init__(self, folder: Path) -> None:
        """Open the file in `folder`, made where it is not there; one that cannot be read is made again.

        Raises SearchIndexError where it cannot be written.
        """
        self.path = folder / FILE
        self._local = threading.local()
        self._all: list[sqlite3.Connection] = []
        self._prepare()

    def values(self) -> dict[str, Any]:
        """The values of the whole."""
        return dict(self.rows("SELECT name, value FROM state"))

    def set(self, **values: object) -> None:
        """Set values of the whole."""
        self._many("INSERT OR REPLACE INTO state VALUES (?, ?)", list(values.items()))

    def keys(self, slots: Sequence[int]) -> dict[int, Key]:
        """The key of each of `slots` that a row has."""
        asked = f"SELECT slots.slot, {_KEY} FROM {_JOINED} WHERE slots.slot IN (SELECT value FROM json_each(?))"
        return {row[0]: (row[1], row[2], row[3]) for row in self.rows(asked, [json.dumps(list(slots))])}

    def stored(self, source: str | None = None) -> Iterator[tuple[int, Key, str]]:
        """Slot, key and text hash of all rows with a vector, or of those of one source."""
        asked = f"SELECT slots.slot, {_KEY}, slots.text_hash FROM {_JOINED}"
        found = self.rows(asked) if source is None else self.rows(f"{asked} WHERE versions.source = ?", [source])
        return ((row[0], (row[1], row[2], row[3]), row[4]) for row in found)

    def of_sources(self, ids: Iterable[str]) -> list[int]:
        """The slots of these sources."""
        asked = f"SELECT slots.slot FROM {_JOINED} WHERE versions.source IN (SELECT value FROM json_each(?))"
        return [row[0] for row in self.rows(asked, [json.dumps(sorted(ids))])]

    def of_topics(self, topics: Iterable[str]) -> list[int]:
        """The slots of rows with one of these topics."""
        asked = (
            "SELECT DISTINCT topics.slot FROM topics JOIN names USING (code)"
            " WHERE names.facet = 'topic' AND names.name IN (SELECT value FROM json_each(?))"
        )
        return [row[0] for row in self.rows(asked, [json.dumps(sorted(topics))])]

    def count(self) -> int:
        """How many rows have a vector."""
        return int(self.rows("SELECT count(*) FROM slots")[0][0])

    def codes(self, facet: str, names: Iterable[str]) -> list[int]:
        """The codes of those of `names` that any row has."""
        asked = "SELECT code FROM names WHERE facet = ? AND name IN (SELECT value FROM json_each(?))"
        return [row[0] for row in self.rows(asked, [facet, json.dumps(sorted(names))])]

    def code(self, facet: str, name: str) -> int:
        """The code of a name, new where there is none yet; those of a facet are 1, 2, 3, ..."""
        known = self.rows("SELECT code FROM names WHERE facet = ? AND name = ?", [facet, name])
        if known:
            return int(known[0][0])
        last = self.rows("SELECT coalesce(max(code), 0) FROM names WHERE facet = ?", [facet])[0][0]
        self._many("INSERT INTO names VALUES (?, ?, ?)", [(facet, last + 1, name)])
        return int(last) + 1

    def give(self, slot: int, key: Key, text_hash: str, facets: Facets) -> None:
        """Say that a row has its vector in `slot`."""
        self._many("INSERT OR IGNORE INTO versions (source, content_hash) VALUES (?, ?)", [key[:2]])
        version = "(SELECT number FROM versions WHERE source = ? AND content_hash = ?)"
        self._many(f"INSERT INTO slots VALUES (?, {version}, ?, ?)", [(slot, *key, text_hash)])
        self.name_topics(slot, facets)

    def name_topics(self, slot: int, facets: Facets) -> None:
        """Give topics to the row in `slot`, which has none."""
        self._many("INSERT INTO topics VALUES (?, ?)", [(self.code("topic", t), slot) for t in set(facets.topics)])

    def unname_topics(self, slots: Iterable[int]) -> None:
        """Take the topics from the rows in `slots`."""
        self._many("DELETE FROM topics WHERE slot = ?", [(slot,) for slot in slots])

    def free(self, slots: Sequence[int]) -> None:
        """Say that no row has these slots any more."""
        self._many("DELETE FROM slots WHERE slot = ?", [(slot,) for slot in slots])
        self.unname_topics(slots)

    def renumber(self, slots: Sequence[int]) -> None:
        """Give the rows in `slots` the slots 0, 1, 2, ... in that order; all others must be free."""
        pairs = list(enumerate(slots))
        for table in ("slots", "topics"):
            # Negative first, so that no row meets another one's number on the way.
            self._many(f"UPDATE {table} SET slot = -1 - ? WHERE slot = ?", pairs)
            self._many(f"UPDATE {table} SET slot = -1 - slot WHERE slot < 0", [()])

    def forget(self) -> None:
        """Free all slots."""
        for table in ("topics", "slots", "versions"):
            self._many(f"DELETE FROM {table}", [()])

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

    def close(self) -> None:
        """Let go of the file."""
        while self._all:
            self._all.pop().close()
        self._local = threading.local()

    def _many(self, statement: str, values: Sequence[Sequence[object]]) -> None:
        with self._told():
            self._connection().executemany(statement, values)

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
        if connection.execute("PRAGMA user_version").fetchone()[0] == _FORMAT:
            return
        connection.execute("BEGIN IMMEDIATE")
        try:
            if connection.execute("PRAGMA user_version").fetchone()[0] != _FORMAT:
                for table in ("state", "versions", "slots", "names", "topics"):
                    connection.execute(f"DROP TABLE IF EXISTS {table}")
                for statement in _SCHEMA:
                    connection.execute(statement)
            connection.execute("COMMIT")
        except BaseException:
            connection.execute("ROLLBACK")
            raise

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
