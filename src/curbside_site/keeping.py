"""Backups: one file with all that cannot be made again, copied while the site runs; and putting it back.

What is copied of SQLite is one state of each database (its online backup). The site is copied before the library: the
site names versions of sources and saved answers, which a library never deletes, so that whatever the copy of the site
names is in the later copy of the library. The index, compiled files and logs are left out; the index is made again.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import IO, Final

from curbside import __version__
from curbside.errors import InputError, UsageError
from curbside.library.database import FILE as LIBRARY
from curbside.library.schema import HEAD
from curbside.retrieval.embedded.index import FOLDER as INDEX
from curbside.settings import Settings
from curbside_site.configuring import DATABASE_FILE

MANIFEST: Final = "backup.json"
FORMAT: Final = 1
_LEFT_OUT: Final = (INDEX, "static")
_CHUNK: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Kept:
    """What a backup holds. elsewhere: databases in PostgreSQL, which its own tools copy."""

    files: int
    size: int
    elsewhere: tuple[str, ...] = ()


def backup(settings: Settings, file: Path, *, site_in_postgresql: bool) -> Kept:
    """Write a backup of a home folder. Raises UsageError where the file exists or the home has nothing to keep."""
    home = settings.home
    if file.exists():
        raise UsageError(f"{file} exists; a backup is never written over another file.")
    elsewhere = tuple(
        name for name, there in (("site", site_in_postgresql), ("library", settings.database_url is not None)) if there
    )
    if not elsewhere and not (home / LIBRARY).is_file() and not (home / DATABASE_FILE).is_file():
        raise UsageError(f"{home} has neither a library nor a site.")
    draft = file.with_name(file.name + ".part")
    rows: dict[str, dict[str, object]] = {}
    try:
        with zipfile.ZipFile(draft, "x", zipfile.ZIP_DEFLATED, allowZip64=True) as out:
            for name, path in _parts(home, elsewhere):
                with path:
                    rows[name] = _add(out, name, path)
            about = {
                "format": FORMAT,
                "curbside": __version__,
                "library_schema": HEAD,
                "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
                "elsewhere": list(elsewhere),
                "files": rows,
            }
            out.writestr(MANIFEST, json.dumps(about, indent=1))
        draft.chmod(0o600)
        draft.rename(file)
    finally:
        draft.unlink(missing_ok=True)
    return Kept(len(rows), file.stat().st_size, elsewhere)


def _parts(home: Path, elsewhere: tuple[str, ...]) -> Iterator[tuple[str, IO[bytes]]]:
    """The parts by name, the site first, then the library, then the files."""
    for name, what in ((DATABASE_FILE, "site"), (LIBRARY, "library")):
        if what not in elsewhere and (home / name).is_file():
            yield name, _copy_of(home / name)
    for path in sorted(p for p in home.rglob("*") if p.is_file()):
        name = path.relative_to(home)
        database = name.parts[0].startswith((DATABASE_FILE, LIBRARY))
        if name.parts[0] not in _LEFT_OUT and not database and not path.name.endswith((".part", ".new", ".lock")):
            yield name.as_posix(), path.open("rb")


def _copy_of(database: Path) -> IO[bytes]:
    """One state of an SQLite database, whoever writes meanwhile."""
    copy = tempfile.NamedTemporaryFile(prefix="curbside-backup-")  # noqa: SIM115  (whoever gets it closes it)
    with (
        closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as source,
        closing(sqlite3.connect(copy.name)) as target,
    ):
        source.backup(target)
        target.execute("PRAGMA journal_mode=DELETE")
    copy.seek(0)
    return copy


def _add(out: zipfile.ZipFile, name: str, stream: IO[bytes]) -> dict[str, object]:
    digest, size = hashlib.sha256(), 0
    with out.open(name, "w", force_zip64=True) as target:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
            size += len(chunk)
            target.write(chunk)
    return {"sha256": digest.hexdigest(), "bytes": size}


def restore(file: Path, home: Path) -> Kept:
    """Put a backup into a home folder that has neither a library nor a site; all of it is checked before any is used.

    Raises UsageError where the home is in use, InputError where the file is no backup, damaged, or of a later version.
    """
    if any((home / name).exists() for name in (LIBRARY, DATABASE_FILE)):
        raise UsageError(f"{home} has a library or a site already; a backup is put into an empty home.")
    home.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="restoring-", dir=home) as folder:
        about = _unpacked(file, Path(folder))
        for name in about["files"]:
            to = home / name
            to.parent.mkdir(parents=True, exist_ok=True)
            shutil.move(Path(folder) / name, to)
    return Kept(len(about["files"]), file.stat().st_size, tuple(about["elsewhere"]))


def _unpacked(file: Path, folder: Path) -> dict[str, list[str]]:
    try:
        with zipfile.ZipFile(file) as archive:
            about = json.loads(archive.read(MANIFEST))
            if about.get("format") != FORMAT:
                raise InputError(str(file), f"is a backup of the format {about.get('format')}, and this reads {FORMAT}")
            if about["library_schema"] > HEAD:
                raise InputError(str(file), f"was made by Curbside {about['curbside']}, which is newer than this one")
            for name, row in about["files"].items():
                _unpack(archive, file, name, row["sha256"], folder)
    except (OSError, zipfile.BadZipFile, KeyError, ValueError, AttributeError) as error:
        raise InputError(str(file), f"cannot be read as a backup: {error}") from error
    return {"files": list(about["files"]), "elsewhere": about["elsewhere"]}


def _unpack(archive: zipfile.ZipFile, file: Path, name: str, sha256: str, folder: Path) -> None:
    parts = PurePosixPath(name)
    if parts.is_absolute() or ".." in parts.parts or "\\" in name or not parts.parts:
        raise InputError(str(file), f"holds a file that would lie outside the home: {name}")
    to = folder / name
    to.parent.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256()
    with archive.open(name) as source, to.open("wb") as target:
        to.chmod(0o600)
        while chunk := source.read(_CHUNK):
            digest.update(chunk)
            target.write(chunk)
    if digest.hexdigest() != sha256:
        raise InputError(str(file), f"{name} in it is damaged")
