"""The records in an openFDA file, one after the other, none held but the one that is read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final, cast

from curbside.errors import InputError
from curbside.sources import _json
from curbside.sources.base import Input

_CHUNK: Final = 1 << 16
_MARK = re.compile(rb'["\[\]{}]')
_IN_TEXT = re.compile(rb'["\\]')
_LONGEST_KEY: Final = 64
LONGEST: Final = 10_000_000
LONGEST_HEAD: Final = 1_000_000


def results_of(stream: BinaryIO, given: Input) -> Iterator[tuple[str, _json.Piece]]:
    """Where each record stands, and its bytes; the stream is at its first byte.

    Raises InputError where the file is cut off, or has none.
    """
    within = _Results(stream, given.where)
    if within.found():
        yield from _numbered(_json.entries(cast(BinaryIO, within), given.where, LONGEST), given.where, "record")
        return
    if "results" in _json.leading_keys(given.head):
        raise InputError(given.where, "has no list of results")
    with given.stream() as again:
        yield from _lines_or_one(again, given)


def _lines_or_one(stream: BinaryIO, given: Input) -> Iterator[tuple[str, _json.Piece]]:
    """JSON lines where the first line is a whole object; else the file is one."""
    pieces = _json.lines(stream, given.where, LONGEST)
    first = next(pieces, None)
    if first is None:
        raise InputError(given.where, "is empty")
    if first.raw is None or first.raw.endswith(b"}"):
        yield f"{given.where}, line {first.number}", first
        yield from _numbered(pieces, given.where, "line")
    else:
        yield given.where, _json.Piece(1, given.bytes(LONGEST).removeprefix(b"\xef\xbb\xbf"))


def _numbered(pieces: Iterator[_json.Piece], where: str, what: str) -> Iterator[tuple[str, _json.Piece]]:
    yield from ((f"{where}, {what} {piece.number}", piece) for piece in pieces)


@dataclass(slots=True)
class _Results:
    """A stream of the list that another stream is, or that is the value of "results" in its one object.

    depth: of brackets and braces; base: that of the list, 0 before it begins. since: bytes since an entry ended.
    """

    stream: BinaryIO
    where: str
    depth: int = 0
    base: int = 0
    quoted: bool = False
    escaped: bool = False
    ended: bool = False
    key: bytes = b""
    held: bytes = b""
    since: int = 0

    def found(self) -> bool:
        """Read as far as the list begins; False where the object has none within `LONGEST_HEAD` bytes."""
        while not self.base and not self.ended and self.since < LONGEST_HEAD:
            if not self._filled():
                return False
        return self.base > 0

    def read(self, size: int = -1) -> bytes:
        """The next bytes of the list, b"" at its end; at most a chunk, whatever `size` is.

        Raises InputError where an entry is longer than `LONGEST`: what is so long is not searched for its end.
        """
        while not self.held and not self.ended and self._filled():
            pass
        if self.base and self.since > LONGEST + _CHUNK:
            raise InputError(
                self.where, f"has a record longer than {LONGEST // 1_000_000} MB, or one that is not closed"
            )
        given, self.held = self.held, b""
        return given

    def _filled(self) -> bool:
        chunk = self.stream.read(_CHUNK)
        self.since += len(chunk)
        self.held = self._kept(chunk)
        return bool(chunk)

    def _kept(self, chunk: bytes) -> bytes:
        """The part of `chunk` that is in the list."""
        at, begin = 0, 0 if self.base else len(chunk)
        while at < len(chunk):
            if self.quoted:
                at = self._in_text(chunk, at)
                continue
            mark = _MARK.search(chunk, at)
            if mark is None:
                break
            at = mark.end()
            if self._marked(mark[0]):
                begin = mark.start()
            if self.ended:
                return chunk[begin:at]
        return chunk[begin:]

    def _in_text(self, chunk: bytes, at: int) -> int:
        if self.escaped:
            self.escaped = False
            return at + 1
        mark = _IN_TEXT.search(chunk, at)
        end = mark.start() if mark else len(chunk)
        if self.depth == 1:
            self.key = (self.key + chunk[at:end])[:_LONGEST_KEY]
        if mark is None:
            return end
        self.escaped = mark[0] == b"\\"
        self.quoted = self.escaped
        return mark.end()

    def _marked(self, mark: bytes) -> bool:
        """Follow the depth; whether the list begins here."""
        if mark == b'"':
            self.quoted = True
            self.key = b"" if self.depth == 1 else self.key
            return False
        named = self.depth == 0 or (self.depth == 1 and self.key == b"results")
        begins = mark == b"[" and named and not self.base
        self.depth += 1 if mark in b"[{" else -1
        if begins:
            self.base = self.depth
        if self.depth <= self.base:
            self.since = 0
        self.ended = self.depth < self.base or (self.depth <= 0 and not self.base)
        return begins
