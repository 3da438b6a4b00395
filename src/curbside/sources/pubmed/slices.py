"""A file of many records cut into its records before any of it is parsed.

So a damaged record takes no other with it, each is parsed with no DOCTYPE of the file's making, its line is known
exactly, and its hash is that of its own bytes. Only a plain file is cut (`outline`): in UTF-8, with no internal subset
and no attributes on its root; `curbside.sources.xml.events` reads the others.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final

from curbside.errors import InputError
from curbside.sources.base import Rejected
from curbside.sources.xml import LONGEST_RECORD

_CHUNK: Final = 1 << 18
_LONGEST_MARK: Final = 64
_PROLOG = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?P<xml><\?xml\s[^<>]*\?>)?(?:\s|<!--(?:(?!-->).)*-->)*(?P<doctype><!DOCTYPE\s[^<>\[\]]*>)?"
    rb"(?:\s|<!--(?:(?!-->).)*-->)*<(?P<root>\w+)\s*>",
    re.DOTALL,
)
_ENCODING = re.compile(rb"""encoding\s*=\s*["']([^"']*)["']""")
_START = re.compile(rb"<([A-Za-z][\w.-]*)(?=[\s/>])")
_SPACE = re.compile(rb"\s*")
_SKIPPED: Final = ((b"<!--", b"-->"), (b"<?", b"?>"))
_HIDES: Final = ((b"<!--", b"-->"), (b"<![CDATA[", b"]]>"))
_REFERENCES: Final = (b"<ReferenceList>", b"</ReferenceList>")
_DOCTYPE: Final = b'<!DOCTYPE record SYSTEM "pubmed.dtd">'


@dataclass(frozen=True, slots=True)
class Outline:
    """What stands before the records. doctype: put before each, so that entities of the DTD are told from faults."""

    start: int
    root: str
    doctype: bytes


@dataclass(frozen=True, slots=True)
class Slice:
    """A record's own bytes and the line of the file on which it begins. plain: it has no comment or CDATA section."""

    tag: str
    raw: bytes
    line: int
    plain: bool

    @property
    def kept(self) -> bytes:
        """The bytes without the reference list, which is not kept and may be most of a record."""
        start = self.raw.find(_REFERENCES[0]) if self.plain else -1
        end = self.raw.rfind(_REFERENCES[1]) + len(_REFERENCES[1])
        return self.raw[:start] + self.raw[end:] if 0 <= start < end else self.raw


def outline(head: bytes) -> Outline | None:
    """Where the records begin in a file with these first bytes; None where it is not to be cut."""
    found = _PROLOG.match(head)
    if found is None:
        return None
    named = _ENCODING.search(found["xml"] or b"")
    if named and named[1].lower().replace(b"_", b"-") not in (b"utf-8", b"utf8"):
        return None
    return Outline(found.end(), found["root"].decode("ascii", "replace"), _DOCTYPE if found["doctype"] else b"")


def slices(stream: BinaryIO, where: str, plan: Outline, tags: Collection[str]) -> Iterator[Slice | Rejected]:
    """The records in order; Rejected for what stands between them and is none.

    Raises InputError where the file ends before its root does, or a record is longer than `LONGEST_RECORD`.
    """
    return _Cutter(stream, where, plan, tags).cut()


class _Cutter:
    def __init__(self, stream: BinaryIO, where: str, plan: Outline, tags: Collection[str]) -> None:
        self._stream, self._where = stream, where
        self._tags = frozenset(tags)
        self._end = b"</" + plan.root.encode()
        self._held = b""
        self._at = 0
        self._line = 1
        while len(self._held) < plan.start and self._more():
            pass
        self._take(plan.start)

    def cut(self) -> Iterator[Slice | Rejected]:
        while True:
            self._skip()
            if self._starts(self._end):
                return
            found = self._tag()
            if found not in self._tags:
                yield self._stray(found)
                continue
            line = self._line
            length, plain = self._length(found.encode())
            yield Slice(found, self._take(length), line, plain)

    def _more(self) -> bool:
        """Read on, and forget what has been taken; False at the end of the file."""
        piece = self._stream.read(_CHUNK)
        self._held = self._held[self._at :] + piece
        self._at = 0
        if len(self._held) > LONGEST_RECORD:
            reason = f"has a record, or what is none, of more than {LONGEST_RECORD:,} bytes"
            raise InputError(f"{self._where}, line {self._line}", reason)
        return bool(piece)

    def _take(self, length: int) -> bytes:
        taken = self._held[self._at : self._at + length]
        self._at += len(taken)
        self._line += taken.count(b"\n")
        return taken

    def _starts(self, mark: bytes) -> bool:
        while len(self._held) - self._at < len(mark) and self._more():
            pass
        return self._held.startswith(mark, self._at)

    def _find(self, mark: bytes, start: int) -> int:
        """Where `mark` stands after `start`, both from the place reached. Raises InputError where it does not."""
        found = self._held.find(mark, self._at + start)
        while found < 0:
            searched = max(start, len(self._held) - self._at - len(mark) + 1)
            if not self._more():
                raise self._cut_off(mark)
            found = self._held.find(mark, self._at + searched)
        return found - self._at

    def _skip(self) -> None:
        """Go over white space, comments and processing instructions."""
        while True:
            self._take(_space(self._held, self._at))
            if self._at == len(self._held):
                if not self._more():
                    raise self._cut_off(self._end + b">")
                continue
            over = next((last for first, last in _SKIPPED if self._starts(first)), None)
            if over is None:
                return
            self._take(self._find(over, 2) + len(over))

    def _tag(self) -> str:
        """The name of the element that begins here, "" where none does."""
        while len(self._held) - self._at < 64 and self._more():
            pass
        found = _START.match(self._held, self._at)
        return found[1].decode("ascii", "replace") if found else ""

    def _length(self, tag: bytes) -> tuple[int, bool]:
        """How long the element that begins here is, its end tag included, and whether it is plain."""
        end = self._find(b">", 0) + 1
        if self._held.startswith(b"/>", self._at + end - 2):
            return end, True
        mark = b"</" + tag
        while True:
            found = self._find(mark, end)
            end = self._find(b">", found + len(mark)) + 1
            plain = self._held.find(b"<!", self._at, self._at + found) < 0
            closed = not self._held[self._at + found + len(mark) : self._at + end - 1].strip()
            if closed and (plain or not self._hidden(found)):
                return end, plain

    def _hidden(self, end: int) -> bool:
        """Whether the place `end` stands within a comment or a CDATA section."""
        return any(_hides(self._held, self._at, self._at + end, *pair) for pair in _HIDES)

    def _stray(self, tag: str) -> Rejected:
        """Go on to the next element that may be a record, and tell what was passed over.

        Raises InputError where the file ends without one.
        """
        where, begun = f"{self._where}, line {self._line}", 1
        marks = (self._end, *(b"<" + name.encode() for name in self._tags))
        while True:
            ends = [at for mark in marks if (at := self._held.find(mark, self._at + begun)) >= 0]
            if ends:
                self._take(min(ends) - self._at)
                return Rejected(where, f"has {f'<{tag}>' if tag else 'something'} where a record should begin")
            self._take(max(0, len(self._held) - self._at - _LONGEST_MARK))
            begun = 0
            if not self._more():
                raise self._cut_off(self._end + b">")

    def _cut_off(self, missing: bytes) -> InputError:
        name = missing.decode("ascii", "replace")
        return InputError(f"{self._where}, line {self._line}", f"ends too early: {name} is missing")


def _space(held: bytes, at: int) -> int:
    found = _SPACE.match(held, at)
    return found.end() - at if found else 0


def _hides(held: bytes, start: int, end: int, opens: bytes, closes: bytes) -> bool:
    """Whether `end` stands within a comment, or within a CDATA section."""
    opened = held.find(opens, start, end)
    while opened >= 0:
        closed = held.find(closes, opened + len(opens), end)
        if closed < 0:
            return True
        opened = held.find(opens, closed, end)
    return False
