"""Streams that say no: to compressed data that expands without end, and to more bytes than a format has use for."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from io import BufferedReader, RawIOBase
from typing import BinaryIO, cast

from curbside.errors import InputError

RATIO = 200
FREE = 50_000_000
MOST = 20_000_000_000
LONGEST_REASON = 200


@dataclass(slots=True)
class Budget:
    """How many bytes may still come out of compressed data: `RATIO` times what `compressed` says was read of it.

    The first `FREE` bytes are not counted. Several streams of one archive share a budget.
    """

    where: str
    compressed: Callable[[], int]
    spent: int = 0

    def spend(self, count: int) -> None:
        """Raises InputError where there is more than that."""
        self.spent += count
        if self.spent > max(FREE, RATIO * self.compressed()):
            raise InputError(self.where, f"expands to more than {RATIO} times its size and is not read further")


class Bounded(RawIOBase):
    """A stream of which at most `MOST` bytes are given out, and every failure to decompress is one InputError."""

    def __init__(self, stream: BinaryIO, where: str, budget: Budget, beneath: BinaryIO | None = None) -> None:
        self._stream, self._where, self._budget, self._beneath = stream, where, budget, beneath
        self._given = 0

    def readable(self) -> bool:
        """True."""
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        """Read at most as much as fits. Raises InputError."""
        try:
            piece = self._stream.read(len(buffer))
        except EOFError as error:
            raise InputError(self._where, "ends before its compressed data does: it was cut off") from error
        except (zlib.error, gzip.BadGzipFile, OSError, ValueError, NotImplementedError, RuntimeError) as error:
            raise InputError(self._where, f"cannot be decompressed: {reason_of(error)}") from error
        self._given += len(piece)
        self._budget.spend(len(piece))
        if self._given > MOST:
            raise InputError(self._where, f"is larger than {MOST // 1_000_000_000} GB")
        buffer[: len(piece)] = piece
        return len(piece)

    def close(self) -> None:
        """Close the streams beneath too."""
        if not self.closed:
            self._stream.close()
            if self._beneath is not None:
                self._beneath.close()
        super().close()


def bounded(stream: BinaryIO, where: str, budget: Budget, beneath: BinaryIO | None = None) -> BinaryIO:
    """`stream` behind `Bounded`, with a buffer. beneath: what is to be closed with it."""
    return cast(BinaryIO, BufferedReader(Bounded(stream, where, budget, beneath), 1 << 16))


def gunzipped(stream: BinaryIO, where: str) -> BinaryIO:
    """The gzip data in `stream`, decompressed as it is read."""
    counted = _Counting(stream)
    unpacked = cast(BinaryIO, gzip.GzipFile(fileobj=cast(BinaryIO, counted)))
    # GzipFile leaves open what it was given.
    return bounded(unpacked, where, Budget(where, lambda: counted.count), stream)


class _Counting:
    """A stream that knows how much was read of it."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.count = 0

    def read(self, size: int = -1) -> bytes:
        piece = self._stream.read(size)
        self.count += len(piece)
        return piece


def reason_of(error: Exception) -> str:
    """What `error` says, as the end of a sentence: printable, on one line, not long."""
    said = "".join(c if c.isprintable() else "?" for c in str(error).replace("\n", " "))
    return said[:LONGEST_REASON].rstrip(". ") or type(error).__name__
