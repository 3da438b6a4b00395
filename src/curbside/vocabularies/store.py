"""The vocabularies of a home folder: one SQLite file each in `vocabularies/`, read where it lies, never changed.

A newer edition is written beside the file in use and replaces it in one step, so that no reader waits and a stop at any
moment leaves the old one. Nothing is read into memory but what a text names.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from curbside.errors import InputError, UsageError
from curbside.vocabularies import draft
from curbside.vocabularies.base import Kind, Scope
from curbside.vocabularies.formats import Given, checked_name
from curbside.vocabularies.lines import opened
from curbside.vocabularies.looking import Found, Mention, mentions
from curbside.vocabularies.words import words

FOLDER: Final = "vocabularies"
ENDING: Final = ".sqlite"
_AT_ONCE: Final = 500

__all__ = ["ENDING", "FOLDER", "Loaded", "Mention", "Sense", "Vocabularies", "VocabularyInfo"]


@dataclass(frozen=True, slots=True)
class VocabularyInfo:
    """A vocabulary that is loaded. edition: None where its files do not say; left: names that could not be kept."""

    name: str
    kind: str
    edition: str | None
    files: tuple[str, ...]
    concepts: int
    names: int
    relations: int
    left: int
    loaded: str
    bytes: int


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load did: "added", "replaced" or "unchanged"."""

    what: str
    info: VocabularyInfo


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


class Vocabularies:
    """The vocabularies of a home folder. Threads may share it; what another process loads is seen at once."""

    def __init__(self, home: Path) -> None:
        """Open those of `home`; there may be none. Nothing is made until something is loaded."""
        self.folder = home / FOLDER
        self._lock = threading.Lock()
        self._open: dict[str, tuple[tuple[int, int, int], sqlite3.Connection]] = {}

    def close(self) -> None:
        """Let go of the files."""
        with self._lock:
            while self._open:
                self._open.popitem()[1][1].close()

    def __enter__(self) -> Vocabularies:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def load(self, files: Given) -> Loaded:
        """Put a vocabulary in, or in the place of the one of its name; the same files again change nothing.

        Raises InputError for a file that cannot be read; what was loaded before stays.
        """
        before = next((info for info in self.infos() if info.name == files.name), None)
        digest = _digest(files)
        if before is not None and self._about(files.name).get("digest") == digest:
            return Loaded("unchanged", before)
        about = {
            "name": files.name,
            "kind": files.kind,
            "edition": files.edition,
            "files": "\n".join(part.path.name for part in files.parts),
            "digest": digest,
            "loaded": datetime.now(UTC).isoformat(timespec="seconds"),
        }
        self.folder.mkdir(parents=True, exist_ok=True)
        draft.write(self._path(files.name), files.pieces(), about)
        info = next(info for info in self.infos() if info.name == files.name)
        return Loaded("replaced" if before else "added", info)

    def infos(self) -> tuple[VocabularyInfo, ...]:
        """Those that are loaded, by name. Raises InputError for a file that is none of ours."""
        return tuple(self._info(name) for name in self._names())

    def remove(self, name: str) -> None:
        """Take a vocabulary away. Raises UsageError where there is none of that name."""
        path = self._path(checked_name(name))
        if not path.is_file():
            names = sorted(_states(self.folder))
            known = f"loaded are: {', '.join(names)}" if names else "none is loaded"
            raise UsageError(f"There is no vocabulary {name!r}; {known}.")
        path.unlink()

    def find(self, text: str) -> tuple[Mention, ...]:
        """The names in `text`, longest first, none overlapping, each with every concept that has it."""
        found = words(text)
        with self._lock, self._told():
            known = {name: _looked_up(connection, found) for name, connection in self._connections().items()}
        return mentions(text, found, known)

    def sense(self, found: Found) -> Sense:
        """The concept behind a mention, with its names and its neighbours.

        Without any where an edition that does not have it has taken the place of the one that was looked in.
        """
        with self._lock, self._told():
            opened = self._open.get(found.vocabulary)
            sense = _sense(found.vocabulary, opened[1], found.code) if opened else None
            return sense or Sense(found.vocabulary, found.code, Kind.OTHER, ())

    def _info(self, name: str) -> VocabularyInfo:
        about = self._about(name)
        return VocabularyInfo(
            name=name,
            kind=str(about["kind"]),
            edition=about.get("edition"),
            files=tuple(str(about["files"]).split("\n")),
            concepts=int(about["concepts"] or 0),
            names=int(about["names"] or 0),
            relations=int(about["relations"] or 0),
            left=int(about["left"] or 0),
            loaded=str(about["loaded"]),
            bytes=self._path(name).stat().st_size,
        )

    def _about(self, name: str) -> dict[str, str | None]:
        with self._lock:
            return dict(self._connections()[name].execute("SELECT name, value FROM about").fetchall())

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            advice = "`curbside vocabularies list` names those that are loaded; load them again"
            raise InputError(str(self.folder), f"a vocabulary cannot be read ({error}); {advice}") from error

    def _path(self, name: str) -> Path:
        return self.folder / f"{name}{ENDING}"

    def _names(self) -> list[str]:
        with self._lock:
            return sorted(self._connections())

    def _connections(self) -> dict[str, sqlite3.Connection]:
        """An open connection to each file, anew where the file is another one than when it was opened."""
        states = _states(self.folder)
        for name in [name for name, (state, _) in self._open.items() if states.get(name) != state]:
            self._open.pop(name)[1].close()
        for name in states.keys() - self._open.keys():
            try:
                self._open[name] = (states[name], _connected(self._path(name)))
            except InputError:
                # Another process may have removed it since the folder was read.
                if self._path(name).exists():
                    raise
        return {name: connection for name, (_, connection) in sorted(self._open.items())}


def _states(folder: Path) -> dict[str, tuple[int, int, int]]:
    try:
        entries = [(e.name.removesuffix(ENDING), e.stat()) for e in os.scandir(folder) if e.name.endswith(ENDING)]
    except FileNotFoundError:
        return {}
    return {name: (found.st_ino, found.st_mtime_ns, found.st_size) for name, found in entries}


def _connected(path: Path) -> sqlite3.Connection:
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


def _digest(files: Given) -> str:
    digest = hashlib.sha256(f"{draft.FORMAT}\0{files.kind}\0{files.edition}".encode())
    for part in files.parts:
        with opened(part.path) as stream:
            digest.update(b"\0" + part.path.name.encode("utf-8", "surrogateescape") + b"\0")
            while piece := stream.read(1 << 20):
                digest.update(piece)
    return digest.hexdigest()


def _looked_up(connection: sqlite3.Connection, found: Sequence[Any]) -> dict[str, list[tuple[str, str, bool]]]:
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


def _sense(vocabulary: str, connection: sqlite3.Connection, code: str) -> Sense | None:
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
