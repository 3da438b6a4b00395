"""What the makers of hostile inputs share."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from io import BufferedReader, RawIOBase
from typing import BinaryIO, cast


@dataclass(frozen=True, slots=True)
class Sample:
    """A good input, invented. sources, marks: how many of each a reader must find in it."""

    name: str
    raw: bytes = field(repr=False)
    sources: int = 1
    marks: int = 0


@dataclass(frozen=True, slots=True)
class Lures:
    """What hostile inputs try to open: a file whose text must never come out, and an address that nobody may ask."""

    file: str = "file:///etc/passwd"
    http: str = "http://127.0.0.1:9/lure"


LURES = Lures()


@dataclass(slots=True)
class Endless:
    """`before`, `filling` again and again up to `size` bytes, then `after`; never held whole.

    largest_read: the most bytes that were asked for at once through the buffer, for tests.
    """

    before: bytes
    filling: bytes
    size: int
    after: bytes
    largest_read: int = 0

    def opened(self) -> BinaryIO:
        """A new stream at its first byte."""
        return cast(BinaryIO, _Watched(_Filled(self), self))


class _Filled(RawIOBase):
    def __init__(self, whole: Endless) -> None:
        self._whole = whole
        self._block = whole.filling * (65_536 // len(whole.filling) + 2)
        self._at = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        piece = self._piece(min(len(buffer), 65_536))
        buffer[: len(piece)] = piece
        self._at += len(piece)
        return len(piece)

    def _piece(self, most: int) -> bytes:
        whole, at = self._whole, self._at
        if at < len(whole.before):
            return whole.before[at : at + most]
        at -= len(whole.before)
        if at < whole.size:
            start = at % len(whole.filling)
            return self._block[start : start + min(most, whole.size - at)]
        at -= whole.size
        return whole.after[at : at + most]


class _Watched(BufferedReader):
    def __init__(self, raw: RawIOBase, whole: Endless) -> None:
        super().__init__(raw)
        self._whole = whole

    def read(self, size: int | None = -1, /) -> bytes:
        piece = super().read(size)
        self._whole.largest_read = max(self._whole.largest_read, len(piece))
        return piece

    def readline(self, size: int | None = -1, /) -> bytes:
        piece = super().readline(size)
        self._whole.largest_read = max(self._whole.largest_read, len(piece))
        return piece


Maker = Callable[[random.Random, Sample, Lures], tuple[str, bytes | Endless]]
