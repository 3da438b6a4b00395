"""The records of a CSV file (RFC 4180), read piece by piece, where a quotation mark may stand open by mistake.

A record ends at the first line end with an even number of quotation marks before it. Where that takes too many lines,
each of them is read as a record of its own, so that one open quotation mark does not swallow what follows.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final

from curbside.errors import InputError

LONGEST_LINE: Final = 1_000_000
MOST_LINES: Final = 200
MOST_BLANK: Final = 1_000_000
OPEN: Final = "has a quotation mark that is not closed"
_CHUNK: Final = 1 << 16
_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


@dataclass(frozen=True, slots=True)
class Record:
    """One row. line: where it begins, from 1. cells: empty where there is a fault, which is then one sentence."""

    line: int
    cells: tuple[str, ...]
    fault: str | None = None


def records(stream: BinaryIO, where: str, width_matters: bool = True) -> Iterator[Record]:
    """The records, blank lines left out. UTF-8; a byte that does not fit is the lone surrogate U+DC80 to U+DCFF.

    width_matters: a record of several lines with another number of cells than the first record is read again line by
    line. Raises InputError where the file is UTF-16, or has more than `MOST_BLANK` blank lines together.
    """
    width: int | None = None
    for held in _groups(stream, where):
        whole = _parsed(held)
        odd = width_matters and width is not None and len(whole.cells) not in (width, width - 1)
        if len(held) > 1 and (whole.fault or odd):
            yield from (_parsed([line]) for line in held if line[1] is None or line[1].strip())
            continue
        width = width or len(whole.cells)
        yield whole


def _groups(stream: BinaryIO, where: str) -> Iterator[list[tuple[int, str | None]]]:
    """The lines of each record, with their numbers; a line that is too long is None."""
    held: list[tuple[int, str | None]] = []
    quotes = size = blank = 0
    for number, line in _lines(stream, where):
        blank = blank + 1 if line is not None and not line.strip() else 0
        if blank > MOST_BLANK:
            raise InputError(where, f"has more than {MOST_BLANK:,} blank lines together, up to line {number}")
        if not held and blank:
            continue
        held.append((number, line))
        quotes += line.count('"') if line else 0
        size += len(line) if line else 0
        if line is None or quotes % 2 == 0 or len(held) >= MOST_LINES or size > LONGEST_LINE:
            yield held
            held, quotes, size = [], 0, 0
    if held:
        yield held


def _lines(stream: BinaryIO, where: str) -> Iterator[tuple[int, str | None]]:
    number = 0
    while raw := stream.readline(LONGEST_LINE + 1):
        number += 1
        if number == 1 and raw.startswith(_WIDE):
            raise InputError(where, "is not UTF-8 but UTF-16 or UTF-32; save the file as UTF-8")
        if len(raw) > LONGEST_LINE and not raw.endswith(b"\n"):
            while (more := stream.readline(_CHUNK)) and not more.endswith(b"\n"):
                pass
            yield number, None
            continue
        yield number, (raw.removeprefix(codecs.BOM_UTF8) if number == 1 else raw).decode("utf-8", "surrogateescape")


def _parsed(held: list[tuple[int, str | None]]) -> Record:
    first = held[0][0]
    texts = [text for _, text in held if text is not None]
    if len(texts) < len(held):
        return Record(first, (), f"is longer than {LONGEST_LINE / 1e6:g} MB")
    text = "".join(texts)
    if text.count('"') % 2:
        return Record(first, (), OPEN)
    try:
        rows = [row for row in csv.reader(io.StringIO(text, newline="")) if row]
    except csv.Error as error:
        return Record(first, (), f"is no CSV: {error}".removesuffix("."))
    if len(rows) != 1:
        return Record(first, (), "has a quotation mark that is not closed")
    return Record(first, tuple(rows[0]))
