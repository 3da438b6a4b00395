"""Writing one vocabulary into a file of its own, beside the one in use, which it then replaces in one step."""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from collections.abc import Iterable
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from curbside.errors import InputError
from curbside.vocabularies.base import LONGEST_NAME, RELATIONS, Concept, Link, Name, Piece, Place
from curbside.vocabularies.words import is_short, key_of

FORMAT: Final = "1"
_DRAFT: Final = ".new"
_STALE: Final = 86_400
_SCHEMA: Final = (
    "CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT)",
    "CREATE TABLE concepts (id INTEGER PRIMARY KEY, code TEXT NOT NULL UNIQUE, name TEXT NOT NULL, kind TEXT NOT NULL)",
    "CREATE TABLE names (key TEXT NOT NULL, concept INTEGER NOT NULL, name TEXT NOT NULL, scope TEXT NOT NULL,"
    " short INTEGER NOT NULL, PRIMARY KEY (key, concept, name)) WITHOUT ROWID",
    "CREATE TABLE relations (concept INTEGER NOT NULL, relation TEXT NOT NULL, other INTEGER NOT NULL,"
    " PRIMARY KEY (concept, relation, other)) WITHOUT ROWID",
    "CREATE TABLE firsts (word TEXT PRIMARY KEY, longest INTEGER NOT NULL) WITHOUT ROWID",
    "CREATE TEMP TABLE links (code TEXT, relation TEXT, other TEXT, by TEXT)",
    "CREATE TEMP TABLE places (number TEXT, above TEXT, code TEXT)",
)
_SETTLED: Final = (
    "CREATE INDEX temp.numbers ON places (number)",
    "CREATE INDEX labels ON concepts (name)",
    "INSERT OR IGNORE INTO relations SELECT a.id, l.relation, b.id FROM links l"
    " JOIN concepts a ON a.code = l.code JOIN concepts b ON b.code = l.other WHERE l.by = 'code' AND a.id <> b.id",
    "INSERT OR IGNORE INTO relations SELECT a.id, l.relation, b.id FROM links l"
    " JOIN concepts a ON a.name = l.code JOIN concepts b ON b.name = l.other WHERE l.by = 'name' AND a.id <> b.id",
    "INSERT OR IGNORE INTO relations SELECT a.id, 'narrower', b.id FROM places p JOIN places q ON q.number = p.above"
    " JOIN concepts a ON a.code = q.code JOIN concepts b ON b.code = p.code WHERE a.id <> b.id",
    "DROP INDEX labels",
    *(
        f"INSERT OR IGNORE INTO relations SELECT other, '{back}', concept FROM relations WHERE relation = '{there}'"
        for there, back in RELATIONS.items()
    ),
    "CREATE INDEX names_of ON names (concept, name)",
    "INSERT INTO firsts SELECT substr(key, 1, instr(key || ' ', ' ') - 1), max(length(key) - length(replace(key, ' ',"
    " '')) + 1) FROM names WHERE scope = 'exact' GROUP BY 1",
    "INSERT INTO about SELECT 'concepts', count(*) FROM concepts UNION ALL SELECT 'names', count(*) FROM names"
    " UNION ALL SELECT 'relations', count(*) FROM relations",
)


@dataclass(slots=True)
class Left:
    """What was not put in. names: too long, without a word, or of a concept that is not there."""

    names: int = 0


def write(path: Path, pieces: Iterable[Piece], about: dict[str, str | None]) -> None:
    """Write the vocabulary to `path`; a reader sees the old file or the new one, never a part of it.

    Raises InputError where a piece cannot be read, nothing is in it or the disk is full; then the file in use stays.
    """
    _clear(path)
    draft = path.with_name(f"{path.name}.{os.getpid()}-{threading.get_ident()}{_DRAFT}")
    try:
        with closing(sqlite3.connect(draft, isolation_level=None)) as connection:
            _fill(connection, pieces, about)
        with draft.open("rb") as written:
            os.fsync(written.fileno())
        draft.replace(path)
    except sqlite3.Error as error:
        raise InputError(str(path), f"cannot be written: {error}") from error
    finally:
        draft.unlink(missing_ok=True)


def _clear(path: Path) -> None:
    """Take away what a load left that was killed a day ago or earlier; a younger one may still be written."""
    for draft in path.parent.glob(f"{path.name}.*{_DRAFT}"):
        with suppress(FileNotFoundError):
            if time.time() - draft.stat().st_mtime > _STALE:
                draft.unlink()


def _fill(connection: sqlite3.Connection, pieces: Iterable[Piece], about: dict[str, str | None]) -> None:
    for statement in ("PRAGMA journal_mode=OFF", "PRAGMA synchronous=OFF", "PRAGMA cache_size=-64000", "BEGIN"):
        connection.execute(statement).close()
    for statement in _SCHEMA:
        connection.execute(statement)
    left = Left()
    for piece in pieces:
        _put(connection, piece, left)
    if not connection.execute("SELECT 1 FROM concepts").fetchone():
        raise InputError(str(about["files"]), "has no concept in it")
    for statement in _SETTLED:
        connection.execute(statement)
    rows = {**about, "format": FORMAT, "left": str(left.names)}
    connection.executemany("INSERT INTO about VALUES (?, ?)", rows.items())
    connection.execute("COMMIT")


def _put(connection: sqlite3.Connection, piece: Piece, left: Left) -> None:
    if isinstance(piece, Concept):
        insert = "INSERT OR IGNORE INTO concepts (code, name, kind) VALUES (?, ?, ?)"
        connection.execute(insert, (piece.code, piece.name, piece.kind))
        _put(connection, Name(piece.code, piece.name), left)
    elif isinstance(piece, Name):
        key = " ".join(key_of(piece.text))
        kept = bool(key) and len(piece.text) <= LONGEST_NAME
        insert = "INSERT OR IGNORE INTO names SELECT ?, id, ?, ?, ? FROM concepts WHERE code = ?"
        short = is_short(piece.text) or (piece.short and " " not in piece.text)
        values = (key, piece.text, piece.scope, short, piece.code)
        left.names += not (kept and connection.execute(insert, values).rowcount >= 0)
    elif isinstance(piece, Place):
        above = piece.number.rpartition(".")[0]
        connection.execute("INSERT INTO places VALUES (?, ?, ?)", (piece.number, above, piece.code))
    elif isinstance(piece, Link):
        row = (piece.code, piece.relation, piece.other, piece.by)
        connection.execute("INSERT INTO links VALUES (?, ?, ?, ?)", row)
