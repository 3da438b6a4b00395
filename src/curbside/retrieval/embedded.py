"""The index that needs nothing installed: SQLite's FTS5, in a file of its own beside the library.

Every term is written in an alphabet of a-z, 0-9 and "_" before FTS5 sees it, so that a term is one token whatever
characters it has, and no query is ever read as FTS5's syntax.

Scores are FTS5's bm25 (k1 = 1.2, b = 0.75) over the three fields with the weights in `FIELD_WEIGHTS`, its sign turned.
BM25 is a sum over the terms of the query, so the weight of a term is exact: the scores of one search for each term,
times its weight, summed. Where all weights are equal one search finds the same sum faster.
"""

from __future__ import annotations

import json
import re
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

from curbside.errors import SearchIndexError
from curbside.library.sqlite import BUSY_SECONDS, use_wal
from curbside.retrieval.base import IndexHit, IndexRow, Key, Query

FILE = "index.sqlite"
FORMAT = "fts5 1"
FIELD_WEIGHTS = (2.0, 1.5, 1.0)
MAX_TERMS = 400
_OTHER = re.compile(r"[^a-z0-9]")
_SCHEMA = (
    "CREATE TABLE state (name TEXT PRIMARY KEY, value NOT NULL)",
    "CREATE TABLE rows (id INTEGER PRIMARY KEY, source TEXT NOT NULL, content_hash TEXT NOT NULL,"
    " ordinal INTEGER NOT NULL, UNIQUE (source, content_hash, ordinal))",
    "CREATE VIRTUAL TABLE terms USING fts5 (title, heading, body, tokenize = \"ascii tokenchars '_'\")",
    "CREATE VIRTUAL TABLE frequencies USING fts5vocab (terms, row)",
    "INSERT INTO state VALUES ('format', '" + FORMAT + "'), ('stamp', ''), ('generation', 0)",
)


class EmbeddedIndex:
    """An `Index` in one SQLite file. Threads may share it: each has a connection of its own."""

    def __init__(self, path: Path, field_weights: Sequence[float] = FIELD_WEIGHTS) -> None:
        """Open the index at `path`; one that is damaged or of another format is made again, empty.

        Raises SearchIndexError where the file cannot be written, or this SQLite has no FTS5.
        """
        self.path = path
        self._weights = ", ".join(repr(float(weight)) for weight in field_weights)
        self._local = threading.local()
        self._all: list[sqlite3.Connection] = []
        self._prepare()

    @property
    def stamp(self) -> str:
        """See `Index`."""
        return str(self._state("stamp"))

    @property
    def generation(self) -> int:
        """See `Index`."""
        return int(self._state("generation"))

    def search(self, query: Query, k: int) -> list[IndexHit]:
        """See `Index`. Of more than `MAX_TERMS` terms the heaviest are used."""
        weights = sorted(query.weights().items(), key=lambda item: (-item[1], item[0]))[:MAX_TERMS]
        if not weights or k < 1:
            return []
        filters, values = _condition(query)
        matching, matched = self._matching(weights)
        found = self._all_rows(
            f"WITH scored (id, score) AS MATERIALIZED ({matching})"
            " SELECT rows.source, rows.content_hash, rows.ordinal, scored.score FROM scored JOIN rows USING (id)"
            f" {filters} ORDER BY scored.score DESC, rows.source, rows.ordinal LIMIT ?",
            [*matched, *values, k],
        )
        return [IndexHit(*row) for row in found]

    def document_frequency(self, term: str) -> int:
        """See `Index`."""
        found = self._all_rows("SELECT doc FROM frequencies WHERE term = ?", [encoded(term)])
        return int(found[0][0]) if found else 0

    def passages_count(self) -> int:
        """See `Index`."""
        return int(self._all_rows("SELECT count(*) FROM rows")[0][0])

    def keys(self) -> Iterator[Key]:
        """See `Index`."""
        found = self._all_rows("SELECT source, content_hash, ordinal FROM rows ORDER BY source, content_hash, ordinal")
        return iter([(row[0], row[1], row[2]) for row in found])

    @contextmanager
    def writing(self) -> Iterator[None]:
        """See `Index`."""
        connection = self._connection()
        with self._told():
            connection.execute("BEGIN IMMEDIATE")
            self._emptied().clear()
            try:
                yield
            except BaseException:
                connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")

    def add(self, rows: Iterable[IndexRow]) -> None:
        """See `Index`."""
        with self._told():
            connection, given = self._connection(), {row.key: row for row in rows}
            for row in given.values():
                if row.source not in self._emptied():
                    self._delete("source = ? AND content_hash = ? AND ordinal = ?", row.key)
            first = connection.execute("SELECT coalesce(max(id), 0) + 1 FROM rows").fetchone()[0]
            numbered = list(enumerate(given.values(), first))
            insert = "INSERT INTO rows (id, source, content_hash, ordinal) VALUES (?, ?, ?, ?)"
            connection.executemany(insert, ((number, *row.key) for number, row in numbered))
            insert = "INSERT INTO terms (rowid, title, heading, body) VALUES (?, ?, ?, ?)"
            connection.executemany(insert, ((number, *_fields(row)) for number, row in numbered))
            self._emptied().difference_update({row.source for row in given.values()})

    def remove(self, source_ids: Iterable[str]) -> None:
        """See `Index`."""
        with self._told():
            for source in source_ids:
                self._delete("source = ?", (source,))
                self._emptied().add(source)

    def advance(self, generation: int) -> None:
        """See `Index`."""
        self._set("generation", generation)

    def clear(self, stamp: str) -> None:
        """See `Index`."""
        with self._told():
            self._connection().execute("DELETE FROM terms")
            self._connection().execute("DELETE FROM rows")
        self._set("generation", 0)
        self._set("stamp", stamp)

    def close(self) -> None:
        """See `Index`."""
        while self._all:
            self._all.pop().close()
        self._local = threading.local()

    def _matching(self, weights: Sequence[tuple[str, float]]) -> tuple[str, list[object]]:
        score = f"-bm25(terms, {self._weights})"
        if len({weight for _, weight in weights}) == 1:
            every = " OR ".join(f'"{encoded(term)}"' for term, _ in weights)
            return f"SELECT rowid, ? * {score} FROM terms WHERE terms MATCH ?", [weights[0][1], every]
        one = f"SELECT rowid AS id, ? * {score} AS part FROM terms WHERE terms MATCH ?"
        parts = " UNION ALL ".join([one] * len(weights))
        values: list[object] = [value for term, weight in weights for value in (weight, f'"{encoded(term)}"')]
        return f"SELECT id, sum(part) FROM ({parts}) GROUP BY id", values

    def _emptied(self) -> set[str]:
        """The sources without rows since the block of `writing` began, or since rows were added for them in it."""
        found: set[str] = self._local.__dict__.setdefault("emptied", set())
        return found

    def _delete(self, condition: str, values: Sequence[object]) -> None:
        connection = self._connection()
        gone = connection.execute(f"DELETE FROM rows WHERE {condition} RETURNING id", values).fetchall()
        connection.executemany("DELETE FROM terms WHERE rowid = ?", gone)

    def _state(self, name: str) -> Any:
        return self._all_rows("SELECT value FROM state WHERE name = ?", [name])[0][0]

    def _set(self, name: str, value: object) -> None:
        with self._told():
            self._connection().execute("UPDATE state SET value = ? WHERE name = ?", (value, name))

    def _all_rows(self, statement: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        with self._told():
            return self._connection().execute(statement, values).fetchall()

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
        if _format(connection) == FORMAT:
            return
        connection.execute("BEGIN IMMEDIATE")
        try:
            if _format(connection) != FORMAT:
                for table in ("frequencies", "terms", "rows", "state"):
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
            known.execute("PRAGMA synchronous=NORMAL")
            self._local.connection = known
        return known

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            advice = "delete it, and it is made again"
            raise SearchIndexError(f"The index {self.path} cannot be used ({error}); {advice}.") from error


@lru_cache(maxsize=200_000)
def encoded(term: str) -> str:
    """`term` in the alphabet of the index, another one for every other term ("b12" as it is, "<" as "_3c_")."""
    return _OTHER.sub(lambda found: f"_{ord(found[0]):x}_", term)


def has_fts5() -> bool:
    """Whether the SQLite of this Python has full-text search."""
    with closing(sqlite3.connect(":memory:")) as connection:
        try:
            connection.execute("CREATE VIRTUAL TABLE probe USING fts5 (text)")
        except sqlite3.OperationalError:
            return False
        return True


def _fields(row: IndexRow) -> tuple[str, str, str]:
    return _joined(row.title_terms), _joined(row.heading_terms), _joined(row.body_terms)


def _joined(terms: Iterable[str]) -> str:
    return " ".join(map(encoded, terms))


def _format(connection: sqlite3.Connection) -> object:
    if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'state'").fetchone():
        return None
    found = connection.execute("SELECT value FROM state WHERE name = 'format'").fetchone()
    return found[0] if found else None


def _condition(query: Query) -> tuple[str, list[object]]:
    conditions, values = [], []
    if query.filters.only is not None:
        conditions.append("rows.source IN (SELECT value FROM json_each(?))")
        values.append(json.dumps(sorted(query.filters.only)))
    if query.filters.without:
        conditions.append("rows.source NOT IN (SELECT value FROM json_each(?))")
        values.append(json.dumps(sorted(query.filters.without)))
    return ("WHERE " + " AND ".join(conditions) if conditions else ""), list(values)
