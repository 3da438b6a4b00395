"""The body of an answer, piece by piece: counted, timed, and expanded no further than allowed."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from typing import BinaryIO, Final

import urllib3

PIECE: Final = 65_536
_GZIP: Final = 16 + zlib.MAX_WBITS


class BodyError(Exception):
    """A body that was not received. problem: what the service did; passes: whether asking again may help."""

    def __init__(self, problem: str, passes: bool = True) -> None:
        super().__init__(problem)
        self.problem = problem
        self.passes = passes


def written(
    response: urllib3.BaseHTTPResponse, to: BinaryIO, largest: int, seconds: float, clock: Callable[[], float]
) -> None:
    """Write the body to `to`, from its beginning, without its compression.

    largest: bytes in the end. seconds: in which it must be complete, by `clock`. Raises BodyError, and what urllib3
    raises for a connection that breaks or a body that is shorter than it was said to be.
    """
    ends = clock() + seconds
    encoding = response.headers.get("Content-Encoding", "identity").strip().lower()
    if encoding not in ("identity", "gzip", "x-gzip", ""):
        raise BodyError(f"sent an answer compressed as {encoding[:20]!r}, which was not asked for")
    to.seek(0)
    to.truncate()
    sink = _Sink(to, largest, zlib.decompressobj(_GZIP) if encoding.endswith("gzip") else None)
    declared = response.headers.get("Content-Length", "")
    if sink.expanding is None and declared.isdigit() and int(declared) > largest:
        raise _too_large(largest)
    while piece := response.read1(PIECE):
        if clock() > ends:
            raise BodyError(f"sent its answer so slowly that it was not complete after {seconds:,.0f} seconds")
        sink.take(piece)
    sink.finish()


class _Sink:
    def __init__(self, to: BinaryIO, largest: int, expanding: zlib._Decompress | None) -> None:
        self._to, self._largest, self.expanding = to, largest, expanding
        self._count = 0

    def take(self, piece: bytes) -> None:
        if self.expanding is None:
            self._put(piece)
            return
        while piece:
            try:
                self._put(self.expanding.decompress(piece, PIECE))
            except zlib.error:
                raise BodyError("sent an answer that cannot be decompressed") from None
            piece = self.expanding.unconsumed_tail

    def finish(self) -> None:
        if self.expanding is not None and not self.expanding.eof:
            raise BodyError("sent compressed data that ends too early")

    def _put(self, piece: bytes) -> None:
        self._count += len(piece)
        if self._count > self._largest:
            raise _too_large(self._largest)
        self._to.write(piece)


def _too_large(largest: int) -> BodyError:
    return BodyError(f"sent more than {largest / 1_000_000:,.0f} MB", passes=False)
