"""Opening a home folder: the library with the starter library in it, and the index in step with it."""

from __future__ import annotations

import hashlib
import os
import shutil
import time
from collections.abc import Callable
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import curbside
from curbside import __version__
from curbside.errors import LibraryError, SearchIndexError
from curbside.library import Library, starter
from curbside.retrieval.base import Index
from curbside.retrieval.embedded.index import FOLDER, EmbeddedIndex
from curbside.retrieval.sync import sync

if TYPE_CHECKING:
    from curbside.retrieval.opensearch.config import OpenSearchSettings

STARTER = Path(curbside.__file__).parent / "starter"
_BEFORE = "index.sqlite"  # what the index was before it was a folder


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


def open_home(
    home: Path, progress: Progress | None = None, starters: bool = True, database_url: str | None = None
) -> tuple[Library, Index]:
    """The library and the index of `home`, made where they are not there yet.

    starters: False leaves the starter library out of a new library, for good. database_url: as
    `Settings.database_url`. A build that is stopped leaves nothing half done, and of two at once one waits for the
    other. Raises LibraryError, SearchIndexError; UsageError where a setting names no place.
    """
    with ExitStack() as opened:
        library = _library(home, database_url)
        opened.callback(library.close)
        if not starters:
            starter.want_none(library)
        began, told, edition = time.monotonic(), progress or (lambda _: None), _edition()
        put = None if starter.is_loaded(library, edition) else _load_starter(library, edition, told)
        index = open_index(home)
        opened.callback(index.close)
        sync(library, index)
        if put is not None:
            told(Built(put, time.monotonic() - began))
        opened.pop_all()
        return library, index


def has_index(home: Path) -> bool:
    """Whether `home` has an index; one in OpenSearch is there as soon as it is opened."""
    return _cluster() is not None or (home / FOLDER).is_dir()


def drop_index(home: Path) -> None:
    """Remove the index of `home`, if there is one; the library stays.

    Raises SearchIndexError where it cannot be removed.
    """
    if _cluster() is not None:
        with closing(open_index(home)) as index, index.writing():
            index.clear("")
        return
    try:
        if (home / FOLDER).is_dir():
            shutil.rmtree(home / FOLDER)
    except OSError as error:
        raise SearchIndexError(f"The index {home / FOLDER} cannot be removed: {error.strerror}.") from error


def open_index(home: Path) -> Index:
    """The index of `home`, made empty where it is not there yet: in a folder of it, or in the OpenSearch that is set.

    Raises SearchIndexError; UsageError where a setting of OpenSearch makes no sense.
    """
    cluster = _cluster()
    if cluster is None:
        for suffix in ("", "-wal", "-shm"):
            (home / f"{_BEFORE}{suffix}").unlink(missing_ok=True)
        return EmbeddedIndex(home / FOLDER)
    from curbside.retrieval.opensearch.index import OpenSearchIndex

    return OpenSearchIndex(cluster)


def _cluster() -> OpenSearchSettings | None:
    """The OpenSearch that is set; without one, none of its code is imported, which takes time."""
    if not os.environ.get("CURBSIDE_OPENSEARCH_URL", "").strip():
        return None
    from curbside.retrieval.opensearch import config

    return config.load()


def _library(home: Path, database_url: str | None) -> Library:
    try:
        return Library.open(home, True, database_url)
    except OSError as error:
        raise LibraryError(f"The folder {home} cannot be used: {error.strerror or error}.") from error


def _load_starter(library: Library, edition: str, progress: Progress) -> int:
    from curbside.sources.starter import starter_sources

    progress(Building(library.home))
    tally = starter.load(library, list(starter_sources()), edition)
    return tally.added + tally.updated


def _edition() -> str:
    """Names the state of the starter library without reading it: its files' names, sizes and times of change."""
    files = sorted((entry.name, entry.stat()) for entry in os.scandir(STARTER) if entry.name.endswith(".md"))
    lines = [f"{name} {found.st_size} {found.st_mtime_ns}" for name, found in files]
    return hashlib.sha256("\n".join([__version__, *lines]).encode()).hexdigest()[:16]
