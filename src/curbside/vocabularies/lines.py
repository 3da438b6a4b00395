"""The lines of a text file as they are read: UTF-8, numbered, none too long, decompressed where the file is gzip."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final

from curbside.errors import InputError
from curbside.sources.building import line_of
from curbside.sources.limits import gunzipped

LONGEST_LINE: Final = 1_000_000
_GZIP: Final = b"\x1f\x8b"
_BOM: Final = b"\xef\xbb\xbf"


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """The bytes of the file, decompressed where it is gzip.

    Raises InputError where it cannot be opened or is an archive of several files.
    """
    try:
        stream = path.open("rb")
    except OSError as error:
        raise InputError(str(path), f"cannot be opened: {error.strerror or error}") from error
    with stream:
        head = stream.read(4)
        stream.seek(0)
        if head.startswith(b"PK\x03\x04"):
            raise InputError(str(path), "is a zip archive; unpack it and give the files in it")
        if not head.startswith(_GZIP):
            yield stream
            return
        with gunzipped(stream, str(path)) as plain:
            yield plain


def lines(path: Path) -> Iterator[tuple[int, str]]:
    """The lines that are not blank, numbered from 1, without their ends.

    Raises InputError, with the line, for what is no UTF-8, has a character that no text has, or is too long.
    """
    with opened(path) as stream:
        number = 0
        while raw := stream.readline(LONGEST_LINE + 1):
            number += 1
            if number == 1:
                raw = raw.removeprefix(_BOM)
            text = _decoded(raw, place(path, number))
            if text.strip():
                yield number, text


def place(path: Path, number: int) -> str:
    """How an error names a line."""
    return f"{path}, line {number}"


def cell(text: str) -> str:
    """A cell as it is stored: one line in NFC, without quotation marks around it."""
    bare = line_of(text)
    if len(bare) > 1 and bare[0] == bare[-1] == '"':
        bare = bare[1:-1].replace('""', '"')
    return line_of(bare)


def _decoded(raw: bytes, where: str) -> str:
    if len(raw) > LONGEST_LINE:
        raise InputError(where, f"is longer than {LONGEST_LINE // 1_000_000} MB")
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError(where, "is not UTF-8; save the file as UTF-8") from error
    if "\0" in text:
        raise InputError(where, "is not text: it has the control character U+0000")
    return text.rstrip("\r\n")
