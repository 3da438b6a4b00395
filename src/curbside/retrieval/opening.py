"""Opening a home folder: the library with the starter library in it, and the index in step with it."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import curbside
from curbside import __version__
from curbside.errors import LibraryError
from curbside.library import Library, starter
from curbside.library.database import FILE as LIBRARY_FILE
from curbside.retrieval.base import Index
from curbside.retrieval.embedded.index import FOLDER, EmbeddedIndex
from curbside.retrieval.sync import sync

STARTER = Path(curbside.__file__).parent / "starter"


@dataclass(frozen=True, slots=True)
class Building:
    """The library is about to be built, or to get a newer starter library."""

    home: Path


@dataclass(frozen=True, slots=True)
class Built:
    """It is there and indexed, with that many sources of the starter library added or updated; seconds it took."""

    sources: int
    seconds: float


Progress = Callable[[Building | Built], None]


def open_home(home: Path, progress: Progress | None = None, starters: bool = True) -> tuple[Library, Index]:
    """The library and the index of `home`, made where they are not there yet.

    starters: False leaves the starter library out of a new library, for good. A build that is stopped leaves nothing
    half done, and of two at once one waits for the other. Raises LibraryError, SearchIndexError.
    """
    with ExitStack() as opened:
        library = _library(home)
        opened.callback(library.close)
        if not starters:
            starter.want_none(library)
        began, told, edition = time.monotonic(), progress or (lambda _: None), _edition()
        put = None if starter.is_loaded(library, edition) else _load_starter(library, edition, told)
        index = EmbeddedIndex(home / FOLDER)
        opened.callback(index.close)
        sync(library, index)
        if put is not None:
            told(Built(put, time.monotonic() - began))
        opened.pop_all()
        return library, index


def exists(home: Path) -> bool:
    """Whether `home` has a library."""
    return (home / LIBRARY_FILE).is_file()


def _library(home: Path) -> Library:
    try:
        return Library.open(home, create=True)
    except OSError as error:
        raise LibraryError(f"The folder {home} cannot be used: {error.strerror or error}.") from error


def _load_starter(library: Library, edition: str, progress: Progress) -> int:
    from curbside.sources.starter import starter_sources

    progress(Building(library.path.parent))
    tally = starter.load(library, list(starter_sources()), edition)
    return tally.added + tally.updated


def _edition() -> str:
    """Names the state of the starter library without reading it: its files' names, sizes and times of change."""
    files = sorted((entry.name, entry.stat()) for entry in os.scandir(STARTER) if entry.name.endswith(".md"))
    lines = [f"{name} {found.st_size} {found.st_mtime_ns}" for name, found in files]
    return hashlib.sha256("\n".join([__version__, *lines]).encode()).hexdigest()[:16]
