"""From a file to inputs: as it is, decompressed, or what an archive holds. Nothing is unpacked beside the file.

An archive in an archive is opened too (DailyMed's zips hold a zip for each label), `DEEPEST` levels down. Names in an
archive are only ever shown: no member is written under its name, and a link is not followed.
"""

from __future__ import annotations

import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from functools import partial
from io import SEEK_END
from pathlib import Path, PurePath, PurePosixPath
from typing import IO, BinaryIO, Final, TypeVar, cast

from curbside.errors import InputError
from curbside.sources.base import HEAD, Input, Rejected
from curbside.sources.limits import Budget, bounded, gunzipped, reason_of

DEEPEST: Final = 3
MEMBERS: Final = 2_000_000
LARGEST_INNER: Final = 2_000_000_000
IN_MEMORY: Final = 20_000_000
_GZIP: Final = b"\x1f\x8b"
_ZIP: Final = (b"PK\x03\x04", b"PK\x05\x06")
_OFFICE: Final = (".docx", ".docm", ".dotx", ".xlsx", ".pptx", ".epub", ".odt", ".jar")
_MEDIA: Final = tuple(
    f".{ending}"
    for ending in "avi bmp css db eps gif ico jpeg jpg js mov mp3 mp4 png svg tif tiff ttf wav webm webp wmf woff "
    "woff2".split()
)
_TAR: Final = (".tar", ".tar.gz", ".tgz")
_FAILURES: Final = (
    tarfile.TarError,
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    OverflowError,
    KeyError,
)
Opener = Callable[[], BinaryIO]
T = TypeVar("T")


def inputs(
    path: Path, where: str | None = None, watch: Callable[[BinaryIO], None] | None = None
) -> Iterator[Input | Rejected]:
    """What is to be read in the file at `path`.

    where: what to call it, by default its path. watch: is given each stream of the file that is opened, whose `tell`
    says how far it was read. Raises InputError where it cannot be opened, or is damaged midway.
    """
    called = where or str(path)
    try:
        yield from _inputs(called, PurePath(called).name, partial(_opened, path, watch), 0)
    except OSError as error:
        raise InputError(called, f"cannot be opened: {error.strerror or error}") from error


def _opened(path: Path, watch: Callable[[BinaryIO], None] | None) -> BinaryIO:
    stream = path.open("rb")
    if watch is not None:
        watch(stream)
    return stream


def _inputs(where: str, name: str, opened: Opener, depth: int) -> Iterator[Input | Rejected]:
    head = _head(opened)
    lower = name.lower()
    if lower.endswith(_TAR) and (head.startswith(_GZIP) or lower.endswith(".tar")):
        yield from _inner(where, depth, partial(_tar, opened, head.startswith(_GZIP)))
    elif head.startswith(_GZIP):
        yield from _inputs(where, _without_ending(name), partial(_gunzip, opened, where), depth)
    elif head.startswith(_ZIP) and not lower.endswith(_OFFICE) and not _is_office(opened):
        yield from _inner(where, depth, partial(_zip, opened))
    else:
        yield Input(where, name, head, opened)


def _head(opened: Opener) -> bytes:
    with opened() as stream:
        return stream.read(HEAD)


def _gunzip(opened: Opener, where: str) -> BinaryIO:
    return gunzipped(opened(), where)


def _without_ending(name: str) -> str:
    return name[: -len(".gz")] if name.lower().endswith(".gz") else name


def _is_office(opened: Opener) -> bool:
    """Whether the zip is a document (Office Open XML, OpenDocument, EPUB) under another name."""
    with ExitStack() as stack:
        try:
            names = set(stack.enter_context(zipfile.ZipFile(stack.enter_context(opened()))).namelist()[:50])
        except _FAILURES:
            return False
    return "[Content_Types].xml" in names or "mimetype" in names


def _inner(
    where: str, depth: int, members: Callable[[str, int], Iterator[Input | Rejected]]
) -> Iterator[Input | Rejected]:
    if depth >= DEEPEST:
        yield Rejected(where, f"is an archive {depth + 1} levels deep; {DEEPEST} are opened")
        return
    try:
        yield from members(where, depth)
    except InputError:
        raise
    except _FAILURES as error:
        raise InputError(where, f"is a damaged archive: {reason_of(error)}") from error


def _zip(opened: Opener, where: str, depth: int) -> Iterator[Input | Rejected]:
    with _seekable(opened, where) as stream, zipfile.ZipFile(stream) as archive:
        budget = Budget(where, partial(int, stream.seek(0, SEEK_END)))
        for info in _counted(archive.infolist(), where):
            # An empty name is no folder's, and zipfile cannot ask it.
            if is_passed_over(info.filename) or info.is_dir():
                continue
            place = f"{where}: {_shown(info.filename)}"
            if info.flag_bits & 0x1:
                yield Rejected(place, "is encrypted")
                continue
            yield from _member(place, info.filename, partial(_zip_member, archive, info, place, budget), depth)


def _seekable(opened: Opener, where: str) -> BinaryIO:
    """The bytes as a stream that can be read in any order, as a zip must be: a copy where they cannot be."""
    stream = opened()
    if stream.seekable():
        return stream
    with stream:
        return cast(BinaryIO, _spool(cast(IO[bytes], stream), where))


def _zip_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, where: str, budget: Budget) -> BinaryIO:
    try:
        stream = cast(BinaryIO, archive.open(info))
    except _FAILURES as error:
        raise InputError(where, f"cannot be opened: {reason_of(error)}") from error
    return bounded(stream, where, budget)


def _tar(opened: Opener, compressed: bool, where: str, depth: int) -> Iterator[Input | Rejected]:
    with opened() as packed:
        plain = gunzipped(packed, where) if compressed else packed
        with plain, tarfile.open(fileobj=plain, mode="r|") as archive:
            for member in _counted(archive, where):
                place = f"{where}: {_shown(member.name)}"
                if member.issym() or member.islnk():
                    yield Rejected(place, "is a link, which is not followed")
                elif member.isfile() and not is_passed_over(member.name):
                    content = archive.extractfile(member)
                    if content is not None:
                        yield from _spooled(content, place, member.name, depth)


def _spooled(content: IO[bytes], where: str, name: str, depth: int) -> Iterator[Input | Rejected]:
    """The member of a tar, which can be read only once and in order, as an input that can be opened again."""
    try:
        kept = _spool(content, where)
    except InputError as error:
        yield Rejected(error.where, error.reason)
        return
    with kept:
        yield from _member(where, name, partial(_again, cast(BinaryIO, kept)), depth)


def _spool(content: IO[bytes], where: str) -> IO[bytes]:
    kept = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - the caller closes it
    size = 0
    while piece := content.read(1 << 20):
        size += len(piece)
        if size > LARGEST_INNER:
            kept.close()
            raise InputError(where, f"is larger than {LARGEST_INNER // 1_000_000} MB")
        kept.write(piece)
    kept.seek(0)
    return cast(IO[bytes], kept)


class _Shared:
    """A view of a stream that stays open when the view is closed."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def __getattr__(self, name: str) -> object:
        return getattr(self._stream, name)

    def __enter__(self) -> _Shared:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Leave the stream open."""


def _again(stream: BinaryIO) -> BinaryIO:
    stream.seek(0)
    return cast(BinaryIO, _Shared(stream))


def _member(where: str, name: str, opened: Opener, depth: int) -> Iterator[Input | Rejected]:
    try:
        yield from _inputs(where, PurePosixPath(name).name, opened, depth + 1)
    except InputError as error:
        yield Rejected(error.where, error.reason)


def _counted(members: Iterable[T], where: str) -> Iterator[T]:
    for number, member in enumerate(members):
        if number >= MEMBERS:
            raise InputError(where, f"holds more than {MEMBERS} files and is not read further")
        yield member


def is_passed_over(name: str) -> bool:
    """Whether a file met in a folder or archive is none to read: hidden, or a picture, film, sound or style sheet."""
    parts = PurePosixPath(name).parts
    return not parts or parts[0] == "__MACOSX" or parts[-1].startswith(".") or name.lower().endswith(_MEDIA)


def _shown(name: str) -> str:
    """The name of a member as text that moves no cursor and is one line."""
    return "".join(c if c.isprintable() else "?" for c in name)[:300]
