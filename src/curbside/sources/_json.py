"""Records in JSON: one object a line, or the entries of one list, none held that is longer than a limit.

The grammar is RFC 8259; what it leaves open is refused here: a name given twice, NaN and Infinity, half a surrogate
pair, another encoding than UTF-8.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, BinaryIO, Final, NoReturn

from curbside.errors import InputError
from curbside.sources.base import Rejected

LONGEST: Final = 20_000_000
DEEPEST: Final = 100
MOST_MARKS: Final = 200_000
MOST_DIGITS: Final = 18
MOST_BLANK: Final = 1_000_000
LONGEST_REASON: Final = 500
_CHUNK: Final = 1 << 16
# What holds no end of an entry: whole texts, and all but brackets (and, next to the list's own, but commas).
_RUN = re.compile(rb'(?:[^"\[\]{}]++|"[^"\\]*+(?:\\[\s\S][^"\\]*+)*+")++')
_RUN_IN_LIST = re.compile(rb'(?:[^"\[\]{},]++|"[^"\\]*+(?:\\[\s\S][^"\\]*+)*+")++')
_IN_TEXT = re.compile(rb'[^"\\]*+(?:\\[\s\S][^"\\]*+)*+')
_KEY = re.compile(r'\s*"((?:[^"\\]|\\.)*)"\s*:\s*')
_COMMA = re.compile(r"\s*,")
_MISFIT = re.compile("[\x00-\x08\x0e-\x1b\x7f\ud800-\udfff]")
_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


@dataclass(frozen=True, slots=True)
class Piece:
    """A line or an entry of a list. number: from 1. raw: its bytes, None where it is longer than the limit."""

    number: int
    raw: bytes | None

    def told(self, longest: int, what: str) -> str:
        """The sentence on a piece that is too long."""
        return f"the {what} is longer than {longest / 1e6:g} MB"


def lines(stream: BinaryIO, where: str, longest: int = LONGEST) -> Iterator[Piece]:
    """The lines that are not blank, without their ends.

    Raises InputError where the stream begins with a mark of UTF-16 or UTF-32, or has more than `MOST_BLANK` blank lines
    together.
    """
    number = blank = 0
    while line := stream.readline(longest + 1):
        number += 1
        if len(line) > longest and not line.endswith(b"\n"):
            while (more := stream.readline(_CHUNK)) and not more.endswith(b"\n"):
                pass
            yield Piece(number, None)
            continue
        bare = (_unmarked(line, where) if number == 1 else line).strip()
        blank = 0 if bare else blank + 1
        if bare:
            yield Piece(number, bare)
        elif blank > MOST_BLANK:
            raise InputError(where, f"has more than {MOST_BLANK:,} blank lines together, up to line {number}")


def _unmarked(first: bytes, where: str) -> bytes:
    if first.startswith(_WIDE):
        raise InputError(where, "is not UTF-8 but UTF-16 or UTF-32; save the file as UTF-8")
    return first.removeprefix(codecs.BOM_UTF8)


def entries(stream: BinaryIO, where: str, longest: int = LONGEST) -> Iterator[Piece]:
    """The entries of the one list that the stream holds.

    Raises InputError where it is no list, is not closed, has an empty entry, goes on after its end, is nested
    deeper than `DEEPEST`, or has an entry with more than `MOST_MARKS` brackets.
    """
    scan = _Scan(where, longest)
    chunk = _unmarked(stream.read(_CHUNK), where)
    while chunk:
        yield from scan.fed(chunk)
        chunk = stream.read(_CHUNK)
    if scan.depth or not scan.number:
        raise InputError(where, "is cut off: its list is not closed" if scan.depth else "is empty")


@dataclass(slots=True)
class _Scan:
    """Where the reading of a list stands. number: of the entry that is being read; depth: 1 within the list."""

    where: str
    longest: int
    number: int = 0
    depth: int = 0
    quoted: bool = False
    escaped: bool = False
    too_long: bool = False
    marks: int = 0
    held: bytearray = field(default_factory=bytearray)

    def fed(self, chunk: bytes) -> Iterator[Piece]:
        at = self._opened(chunk) if not self.number else 0
        while at < len(chunk):
            if self.quoted:
                at = self._within_text(chunk, at)
                continue
            run = (_RUN_IN_LIST if self.depth == 1 else _RUN).match(chunk, at) if self.depth else None
            end = run.end() if run else at
            self._keep(chunk[at:end] if self.depth else chunk[at:])
            at = end if self.depth else len(chunk)
            if at < len(chunk):
                at += 1
                yield from self._marked(chunk[at - 1 : at])

    def _opened(self, chunk: bytes) -> int:
        bare = chunk.lstrip()
        if not bare:
            return len(chunk)
        if not bare.startswith(b"["):
            raise InputError(self.where, "is no JSON list: it does not begin with [")
        self.number = self.depth = 1
        return len(chunk) - len(bare) + 1

    def _within_text(self, chunk: bytes, at: int) -> int:
        if self.escaped:
            self.escaped = False
            self._keep(chunk[at : at + 1])
            return at + 1
        run = _IN_TEXT.match(chunk, at)
        end = run.end() if run else at
        mark = chunk[end : end + 1]
        self._keep(chunk[at : end + 1])
        self.escaped, self.quoted = mark == b"\\", mark != b'"'
        return end + 1

    def _keep(self, piece: bytes) -> None:
        if not self.depth and piece.strip():
            raise InputError(self.where, "something follows the end of its list")
        self.too_long = self.too_long or len(self.held) + len(piece) > self.longest
        if self.too_long:
            self.held.clear()
        else:
            self.held += piece

    def _marked(self, mark: bytes) -> Iterator[Piece]:
        self.quoted = mark == b'"'
        self.marks += mark in b"[]{}"
        if self.marks > MOST_MARKS:
            raise InputError(self.where, f"record {self.number} has more than {MOST_MARKS:,} brackets")
        self.depth += (mark in b"[{") - (mark in b"]}")
        if self.depth > DEEPEST:
            raise InputError(self.where, f"record {self.number} is nested deeper than {DEEPEST} levels")
        if self.depth == 0:
            yield from self._ended(last=True)
        elif self.depth == 1 and mark == b",":
            yield from self._ended(last=False)
        else:
            self._keep(mark)

    def _ended(self, last: bool) -> Iterator[Piece]:
        raw = bytes(self.held).strip()
        if raw or self.too_long:
            yield Piece(self.number, None if self.too_long else raw)
        elif not (last and self.number == 1):
            raise InputError(self.where, f"record {self.number} is empty")
        self.held.clear()
        self.too_long, self.marks = False, 0
        self.number += 1


def parsed(raw: bytes, where: str) -> dict[str, Any]:
    """The object in `raw`: texts, whole numbers (int), other numbers (text), true, false, None, lists, objects.

    Raises InputError where it is no single object, or has what the module refuses.
    """
    try:
        found = json.loads(
            raw.decode("utf-8"),
            object_pairs_hook=lambda pairs: _object(pairs, where),
            parse_constant=lambda name: _refused(where, f"has {name}, which is no JSON number"),
            parse_float=str,
            parse_int=lambda digits: _whole(digits, where),
        )
    except UnicodeDecodeError as error:
        byte = raw[error.start]
        raise InputError(where, f"is not UTF-8: byte {error.start} (0x{byte:02X}) does not fit") from error
    except json.JSONDecodeError as error:
        reason = f"{error.msg[:1].lower()}{error.msg[1:]}"
        raise InputError(where, f"is not valid JSON: {reason}, at character {error.pos + 1}") from error
    except RecursionError as error:
        raise InputError(where, "is nested too deeply") from error
    if not isinstance(found, dict):
        raise InputError(where, f"is {a_name(found)}, not an object in braces")
    return found


def _object(pairs: list[tuple[str, Any]], where: str) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        _refused(where, f"the field {shown(twice)} is given twice")
    return found


def _whole(digits: str, where: str) -> int:
    if len(digits) > MOST_DIGITS:
        _refused(where, f"has a number of {len(digits)} digits; {MOST_DIGITS} are the most")
    return int(digits)


def _refused(where: str, reason: str) -> NoReturn:
    raise InputError(where, reason)


def a_name(value: object) -> str:
    """What `value` is, in words: "a text", "a number", "a list", ..."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true or false"
    names = {str: "a text", int: "a number", list: "a list", dict: "an object"}
    return names[type(value)]


def shown(name: str) -> str:
    """`name` in quotation marks for a message, cut at 60 characters."""
    return repr(name if len(name) <= 60 else f"{name[:60]}...")


def told(where: str, error: InputError) -> Rejected:
    """The rejection of the record at `where`; a reason that quotes a very long value is cut."""
    reason = error.reason
    return Rejected(where, reason if len(reason) <= LONGEST_REASON else f"{reason[:LONGEST_REASON]} (cut)")


def misfit(text: str) -> str | None:
    """What in `text` cannot stand in a source: a control character or half a surrogate pair; None where all can."""
    found = _MISFIT.search(text)
    if found is None:
        return None
    what = "half of a surrogate pair," if ord(found[0]) >= 0xD800 else "the control character"
    return f"has {what} U+{ord(found[0]):04X}"


def leading_keys(head: bytes) -> frozenset[str]:
    """The names in the first object of `head`, which may be cut anywhere; empty where it does not begin with one."""
    text = head.removeprefix(codecs.BOM_UTF8).decode("utf-8", "ignore").lstrip()
    text = text.removeprefix("[").lstrip()
    if not text.startswith("{"):
        return frozenset()
    found: set[str] = set()
    at, decoder = 1, json.JSONDecoder()
    while key := _KEY.match(text, at):
        found.add(key[1])
        try:
            _, at = decoder.raw_decode(text, key.end())
        except (ValueError, RecursionError):
            break
        comma = _COMMA.match(text, at)
        if comma is None:
            break
        at = comma.end()
    return frozenset(found)
