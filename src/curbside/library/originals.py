"""The files that sources were read from, kept so that a better extractor can be run over them.

Each stands in the folder `originals` beside the database under its SHA-256; what is not compressed already is kept as
gzip, level 1. A file is written under another name, forced to disk and renamed, so that what has the right name is
whole; renaming, telling the database and deleting happen under the library's write lock.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import time
import uuid
import zlib
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from sqlalchemy import Connection, delete, exists, insert, or_, select, union

from curbside.errors import LibraryError
from curbside.library import reading, schema
from curbside.library.times import utc_now

FOLDER = "originals"
PIECE = 1 << 20
LEVEL = 1
ABANDONED_SECONDS = 24 * 3600.0
_PART = ".part"
_PACKED = (b"\x1f\x8b", b"PK\x03\x04", b"BZh", b"\xfd7zXZ\x00", b"7z\xbc\xaf\x27\x1c", b"\x28\xb5\x2f\xfd", b"%PDF-")


@dataclass(frozen=True, slots=True)
class Original:
    """A kept file. name, where: of the file as it was first given. bytes: its own size; stored_bytes: on disk."""

    sha256: str
    name: str
    where: str
    bytes: int
    stored_bytes: int
    added_at: str


@dataclass(frozen=True, slots=True)
class Pruned:
    """How many files were deleted, and how many bytes they had on disk."""

    files: int = 0
    stored_bytes: int = 0


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy that has no right name yet."""

    path: Path
    sha256: str
    bytes: int
    packed: bool


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file's bytes."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def copied(folder: Path, stream: BinaryIO) -> Copy:
    """Copy what is left of `stream` into `folder`, forced to disk."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{uuid.uuid4().hex}{_PART}"
    try:
        with path.open("xb") as file:
            copy = _copy(stream, file, path)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return copy


def settle(connection: Connection, folder: Path, copy: Copy, name: str, where: str) -> None:
    """Give a copy its right name and tell the database of it, where it has no such file."""
    target = folder / copy.sha256
    if is_kept(connection, folder, copy.sha256):
        copy.path.unlink()
        return
    stored = copy.path.stat().st_size
    copy.path.replace(target)
    _force(folder)
    connection.execute(delete(schema.originals).where(schema.originals.c.sha256 == copy.sha256))
    row = {
        "sha256": copy.sha256,
        "name": name,
        "where": where,
        "bytes": copy.bytes,
        "stored_bytes": stored,
        "packed": copy.packed,
        "added_at": utc_now(),
    }
    connection.execute(insert(schema.originals), [row])


def is_kept(connection: Connection, folder: Path, sha256: str) -> bool:
    """Whether the database knows the file and it stands there in its full length."""
    table = schema.originals
    stored = connection.execute(select(table.c.stored_bytes).where(table.c.sha256 == sha256)).scalar()
    path = folder / sha256
    return stored is not None and path.is_file() and path.stat().st_size == stored


def opened(connection: Connection, folder: Path, sha256: str) -> BinaryIO:
    """The bytes of a kept file, checked against its hash before any of them is handed out.

    Raises LibraryError where it is not there or damaged.
    """
    row = connection.execute(select(schema.originals).where(schema.originals.c.sha256 == sha256)).first()
    if row is None:
        raise LibraryError(f"The library keeps no original {sha256[:12]}.")
    path = folder / sha256
    said = f"The original {sha256[:12]} ({row.name})"
    try:
        with _stream(path, row.packed) as stream:
            found = _digest(stream)
        if found == sha256:
            return _stream(path, row.packed)
    except FileNotFoundError as error:
        raise LibraryError(f"{said} is missing; {path} is not there.") from error
    except (OSError, EOFError, zlib.error) as error:
        raise LibraryError(f"{said} cannot be read from {path}: {error}.") from error
    raise LibraryError(f"{said} is damaged; the bytes of {path} no longer fit its hash.")


def page(connection: Connection, after: str) -> list[Original]:
    """The next originals in the order of their hashes."""
    table = schema.originals
    columns = (table.c.sha256, table.c.name, table.c.where, table.c.bytes, table.c.stored_bytes, table.c.added_at)
    found = select(*columns).where(table.c.sha256 > after).order_by(table.c.sha256).limit(reading.PAGE)
    return [Original(*row) for row in connection.execute(found)]


def read_from(connection: Connection, sha256: str) -> tuple[str, ...]:
    """The ids of the records of current sources that were read from an original."""
    version, part = schema.versions, schema.parts
    single = ~exists().where(part.c.source_id == version.c.source_id)
    found = select(version.c.source_id).join(schema.sources, reading.is_current())
    found = found.where(version.c.original == sha256, single)
    of_works = select(part.c.record_id).where(part.c.original == sha256)
    return tuple(sorted(connection.execute(union(found, of_works)).scalars()))


def prune(connection: Connection) -> int:
    """Forget the originals that no current or cited version names and no load is in the middle of; how many."""
    kept, version, source, citation, load = (
        schema.originals,
        schema.versions,
        schema.sources,
        schema.citations,
        schema.loads,
    )
    is_current = exists().where(source.c.id == version.c.source_id, source.c.content_hash == version.c.content_hash)
    is_cited = exists().where(
        citation.c.source_id == version.c.source_id, citation.c.content_hash == version.c.content_hash
    )
    doomed = select(kept.c.sha256).where(
        ~exists().where(version.c.original == kept.c.sha256, or_(is_current, is_cited)),
        ~exists().where(schema.parts.c.original == kept.c.sha256),
        ~exists().where(load.c.original == kept.c.sha256, ~load.c.finished),
    )
    hashes = list(connection.execute(doomed).scalars())
    for chunk in reading.chunks(hashes):
        connection.execute(delete(kept).where(kept.c.sha256.in_(chunk)))
    return len(hashes)


def sweep(connection: Connection, folder: Path) -> Pruned:
    """Delete the files that the database does not know, and copies that were given up a day ago."""
    files = stored = 0
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if _is_waste(connection, path):
            stored += path.stat().st_size
            files += 1
            path.unlink()
    return Pruned(files, stored)


def _is_waste(connection: Connection, path: Path) -> bool:
    if path.name.endswith(_PART):
        return time.time() - path.stat().st_mtime > ABANDONED_SECONDS
    table = schema.originals
    return connection.execute(select(table.c.sha256).where(table.c.sha256 == path.name)).first() is None


def _copy(stream: BinaryIO, file: BinaryIO, path: Path) -> Copy:
    head = stream.read(PIECE)
    digest = hashlib.sha256()
    size = 0
    packed = not head.startswith(_PACKED)
    with _target(file, packed) as target:
        while head:
            digest.update(head)
            size += len(head)
            target.write(head)
            head = stream.read(PIECE)
    return Copy(path, digest.hexdigest(), size, packed)


def _target(file: BinaryIO, packed: bool) -> AbstractContextManager[BinaryIO]:
    if packed:
        return cast(
            AbstractContextManager[BinaryIO],
            gzip.GzipFile(filename="", mode="wb", compresslevel=LEVEL, fileobj=file, mtime=0),
        )
    return nullcontext(file)


def _digest(stream: BinaryIO) -> str:
    digest = hashlib.sha256()
    while piece := stream.read(PIECE):
        digest.update(piece)
    return digest.hexdigest()


def _stream(path: Path, packed: bool) -> BinaryIO:
    return cast(BinaryIO, gzip.open(path, "rb")) if packed else path.open("rb")


def _force(folder: Path) -> None:
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
