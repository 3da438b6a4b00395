"""The files of vocabularies as they are read: opening one, the names that a text may have, a concept with its names."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from curbside.errors import InputError
from curbside.vocabularies import draft
from curbside.vocabularies.base import Kind, Scope
from curbside.vocabularies.words import Word

ENDING: Final = ".sqlite"
_AT_ONCE: Final = 500
State = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Sense:
    """A concept with all that a search may be widened by.

    names: its exact names, the preferred one first. brands, ingredients, parts, broader: the preferred names of the
    concepts so related. narrow: its narrow names and the preferred names of narrower concepts.
    """

    vocabulary: str
    code: str
    kind: Kind
    names: tuple[str, ...]
    brands: tuple[str, ...] = ()
    ingredients: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    narrow: tuple[str, ...] = ()
    broader: tuple[str, ...] = ()


def states(folder: Path) -> dict[str, State]:
    """Which files there are, by name, with what tells one from another that took its place."""
    try:
        entries = [(e.name.removesuffix(ENDING), e.stat()) for e in os.scandir(folder) if e.name.endswith(ENDING)]
    except FileNotFoundError:
        return {}
    return {name: (found.st_ino, found.st_mtime_ns, found.st_size) for name, found in entries}


def connected(path: Path) -> sqlite3.Connection:
    """A connection that only reads. Raises InputError where the file is none of ours or of another format."""
    advice = f"`curbside vocabularies remove {path.name.removesuffix(ENDING)}` takes it away, then load it again"
    # Immutable: the file is never changed, only replaced, so SQLite need not look for locks.
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)
    try:
        about = dict(connection.execute("SELECT name, value FROM about").fetchall())
    except sqlite3.DatabaseError as error:
        connection.close()
        raise InputError(str(path), f"is no vocabulary ({error}); {advice}") from error
    if about.get("format") != draft.FORMAT:
        connection.close()
        raise InputError(str(path), f"was loaded by another version of Curbside; {advice}")
    return connection


def looked_up(connection: sqlite3.Connection, found: Sequence[Word]) -> dict[str, list[tuple[str, str, bool]]]:
    """The exact names that begin with a word of the text: by key, (code of the concept, name, whether short)."""
    starts = {word.key for word in found if word.whole}
    longest = dict(_rows(connection, "SELECT word, longest FROM firsts WHERE word IN", starts))
    keys = {
        " ".join(w.key for w in found[i : i + n])
        for i, word in enumerate(found)
        if word.whole
        for n in range(1, longest.get(word.key, 0) + 1)
    }
    by_key: dict[str, list[tuple[str, str, bool]]] = {}
    chosen = (
        "SELECT n.key, c.code, n.name, n.short FROM names n JOIN concepts c ON c.id = n.concept"
        " WHERE n.scope = 'exact' AND n.key IN"
    )
    for key, code, name, short in _rows(connection, chosen, keys):
        by_key.setdefault(key, []).append((code, name, bool(short)))
    return by_key


def _rows(connection: sqlite3.Connection, statement: str, values: Iterable[object]) -> list[tuple[Any, ...]]:
    wanted, rows = list(values), []
    for at in range(0, len(wanted), _AT_ONCE):
        batch = wanted[at : at + _AT_ONCE]
        rows += connection.execute(f"{statement} ({','.join('?' * len(batch))})", batch).fetchall()
    return rows


def sense_of(vocabulary: str, connection: sqlite3.Connection, code: str) -> Sense | None:
    """The concept of that code, None where there is none."""
    row = connection.execute("SELECT id, name, kind FROM concepts WHERE code = ?", (code,)).fetchone()
    if row is None:
        return None
    concept, preferred, kind = row
    own = connection.execute("SELECT name, scope FROM names WHERE concept = ? ORDER BY name", (concept,)).fetchall()
    related = connection.execute(
        "SELECT r.relation, c.name FROM relations r JOIN concepts c ON c.id = r.other WHERE r.concept = ?"
        " ORDER BY r.relation, c.name",
        (concept,),
    ).fetchall()
    exact = [name for name, scope in own if scope == Scope.EXACT]
    narrow = [name for name, scope in own if scope == Scope.NARROW]

    def of(relation: str) -> tuple[str, ...]:
        return tuple(name for found, name in related if found == relation)

    return Sense(
        vocabulary=vocabulary,
        code=code,
        kind=Kind(kind),
        names=tuple(dict.fromkeys((preferred, *exact))),
        brands=of("brand"),
        ingredients=of("ingredient"),
        parts=of("part"),
        narrow=tuple(dict.fromkeys((*narrow, *of("narrower")))),
        broader=of("broader"),
    )
