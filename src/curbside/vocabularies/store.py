"""The vocabularies of a home folder: one SQLite file each in `vocabularies/`, read where it lies, never changed.

A newer edition is written beside the file in use and replaces it in one step, so that no reader waits and a stop at any
moment leaves the old one. Nothing is read into memory but what a text names.
"""

from __future__ import annotations

import hashlib
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from curbside.errors import InputError, UsageError
from curbside.vocabularies import draft
from curbside.vocabularies.base import Kind
from curbside.vocabularies.formats import Given, checked_name
from curbside.vocabularies.lines import opened
from curbside.vocabularies.looking import Found, Mention, mentions
from curbside.vocabularies.reading import ENDING, Sense, State, connected, looked_up, sense_of, states
from curbside.vocabularies.words import words

FOLDER: Final = "vocabularies"

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


class Vocabularies:
    """The vocabularies of a home folder. Threads may share it; what another process loads is seen at once."""

    def __init__(self, home: Path) -> None:
        """Open those of `home`; there may be none. Nothing is made until something is loaded."""
        self.folder = home / FOLDER
        self._lock = threading.Lock()
        self._open: dict[str, tuple[State, sqlite3.Connection]] = {}

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
            names = sorted(states(self.folder))
            known = f"loaded are: {', '.join(names)}" if names else "none is loaded"
            raise UsageError(f"There is no vocabulary {name!r}; {known}.")
        path.unlink()

    def find(self, text: str) -> tuple[Mention, ...]:
        """The names in `text`, longest first, none overlapping, each with every concept that has it."""
        found = words(text)
        with self._lock, self._told():
            known = {name: looked_up(connection, found) for name, connection in self._connections().items()}
        return mentions(text, found, known)

    def sense(self, found: Found) -> Sense:
        """The concept behind a mention, with its names and its neighbours.

        Without any where an edition that does not have it has taken the place of the one that was looked in.
        """
        with self._lock, self._told():
            opened = self._open.get(found.vocabulary)
            sense = sense_of(found.vocabulary, opened[1], found.code) if opened else None
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
        there = states(self.folder)
        for name in [name for name, (state, _) in self._open.items() if there.get(name) != state]:
            self._open.pop(name)[1].close()
        for name in there.keys() - self._open.keys():
            try:
                self._open[name] = (there[name], connected(self._path(name)))
            except InputError:
                # Another process may have removed it since the folder was read.
                if self._path(name).exists():
                    raise
        return {name: connection for name, (_, connection) in sorted(self._open.items())}


def _digest(files: Given) -> str:
    digest = hashlib.sha256(f"{draft.FORMAT}\0{files.kind}\0{files.edition}".encode())
    for part in files.parts:
        with opened(part.path) as stream:
            digest.update(b"\0" + part.path.name.encode("utf-8", "surrogateescape") + b"\0")
            while piece := stream.read(1 << 20):
                digest.update(piece)
    return digest.hexdigest()
