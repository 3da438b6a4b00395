"""The CSV of the Retraction Watch Database: what it says of the status of papers, as marks by DOI and PMID.

Columns as in the documentation of Crossref, which publishes the file ("Retraction Watch", retrieve metadata) and in the
database's user guide, appendix A: lists within a column are parted by ";", dates are month/day/year with a time, and a
paper without an identifier has "unavailable" or 0. A record's nature is one of `NATURES`. Reasons may begin with "+".
"""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from curbside.errors import InputError
from curbside.sources._values import identifier
from curbside.sources.base import Found, Input, Rejected
from curbside.sources.building import line_of
from curbside.sources.csv_records import Record, records
from curbside.types import Identifier, Mark, State, Status

REINSTATED: Final = "reinstated"
SAID_BY: Final = "retraction-watch:"
COLUMNS: Final = (
    "Record ID",
    "Reason",
    "RetractionDate",
    "RetractionDOI",
    "OriginalPaperDOI",
    "OriginalPaperPubMedID",
    "RetractionNature",
)
NATURES: Final = {
    "retraction": (State.RETRACTED, "retracted"),
    "expression of concern": (State.CONCERN, "an expression of concern was published"),
    "correction": (State.CORRECTION, "a correction was published, which may change what the text says"),
    "reinstatement": (State.UNKNOWN, REINSTATED),
}
_NO_IDENTIFIER: Final = frozenset({"", "0", "unavailable", "n/a", "na", "none"})
_DATE = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})(?:\s.*)?|(\d{4})-(\d{2})-(\d{2})(?:[T\s].*)?")
_MOST_GROUPS: Final = 50


class RetractionWatchReader:
    """Reads marks: one for the DOI and one for the PMID of the paper that a record is about."""

    name = "retraction-watch"
    extractor = "retraction-watch/1"

    def accepts(self, name: str, head: bytes) -> bool:
        """A file whose first line has the columns that are needed, whatever its name."""
        try:
            first = head.removeprefix(codecs.BOM_UTF8).decode("latin-1").splitlines()[0]
            return set(COLUMNS) <= {column.strip() for column in next(csv.reader([first]))}
        except (IndexError, csv.Error, StopIteration):
            return False

    def read(self, given: Input) -> Iterator[Found]:
        """The marks in the order of the file, then a Rejected for each reason why rows mark nothing, with their number.

        Raises InputError where the columns are not there.
        """
        left = _Left(given.where)
        with given.stream() as stream:
            found = records(stream, given.where)
            header = next(found, None)
            places = _places(header, given.where)
            width = len(header.cells) if header else 0
            for record in found:
                try:
                    yield from _marks(record, places, width)
                except _Unmarked as error:
                    left.add(str(error), record.line)
        yield from left.told()


class _Unmarked(ValueError):  # noqa: N818 - a reason, never shown as an error
    """Why a row marks nothing."""


@dataclass(slots=True)
class _Left:
    """Rows that mark nothing, counted by reason, since there may be thousands."""

    where: str
    groups: dict[str, tuple[int, int]] = field(default_factory=dict)

    def add(self, reason: str, line: int) -> None:
        known = reason in self.groups or len(self.groups) < _MOST_GROUPS
        key = reason if known else "has another fault"
        count, first = self.groups.get(key, (0, line))
        self.groups[key] = (count + 1, first)

    def told(self) -> Iterator[Rejected]:
        for reason, (count, line) in self.groups.items():
            more = f" (and {count - 1:,} more rows for the same reason)" if count > 1 else ""
            yield Rejected(f"{self.where}, line {line}", f"{reason}{more}")


def _places(header: Record | None, where: str) -> dict[str, int]:
    columns = [cell.strip() for cell in header.cells] if header else []
    missing = [name for name in COLUMNS if name not in columns]
    if missing:
        raise InputError(where, f"has no column {missing[0]!r}, so it is not the Retraction Watch Database")
    twice = [name for name in COLUMNS if columns.count(name) > 1]
    if twice:
        raise InputError(where, f"has the column {twice[0]!r} twice")
    return {name: columns.index(name) for name in COLUMNS}


def _marks(record: Record, places: dict[str, int], width: int) -> Iterator[Mark]:
    if record.fault:
        raise _Unmarked(record.fault)
    # The file's header has had one empty column more than its rows.
    if len(record.cells) not in (width, width - 1):
        raise _Unmarked("has another number of columns than the first line")
    row = {name: line_of(record.cells[at]) if at < len(record.cells) else "" for name, at in places.items()}
    number = row["Record ID"]
    if not (number.isascii() and number.isdigit()):
        raise _Unmarked("has no record number")
    nature = NATURES.get(row["RetractionNature"].lower())
    if nature is None:
        raise _Unmarked(f"has the nature {_shown(row['RetractionNature'])}, which is not known")
    about = tuple(_identifiers(row))
    if not about:
        raise _Unmarked("names its paper by neither a DOI nor a PMID, so it can mark nothing")
    status = Status(nature[0], None, _iso(row["RetractionDate"]), _reason(nature[1], row))
    for one in about:
        yield Mark(one, status, f"{SAID_BY}{number}")


def _identifiers(row: dict[str, str]) -> Iterator[Identifier]:
    for scheme, name in (("doi", "OriginalPaperDOI"), ("pmid", "OriginalPaperPubMedID")):
        one = _identifier(scheme, row[name])
        if one:
            yield one


def _identifier(scheme: str, text: str) -> Identifier | None:
    """The identifier, a DOI in lower case; None where there is none, or where its encoding is not sure."""
    bare = re.sub(r"(?i)^(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", "", text).strip().lower()
    if bare in _NO_IDENTIFIER or any(0xD800 <= ord(c) <= 0xDFFF or not c.isprintable() for c in bare):
        return None
    try:
        return identifier(f"{scheme}:{bare}")
    except ValueError:
        return None


def _iso(text: str) -> str | None:
    """Month/day/year as ISO 8601; None for what is no such date."""
    found = _DATE.fullmatch(text)
    if not found:
        return None
    month, day, year, *iso = found.groups()
    parts = (year, month, day) if year else tuple(iso)
    try:
        return date(*(int(part) for part in parts)).isoformat()
    except ValueError:
        return None


def _reason(said: str, row: dict[str, str]) -> str:
    """One sentence. That of a reinstatement is `REINSTATED` alone, for the library to know it by."""
    if said == REINSTATED:
        return REINSTATED
    named = [_readable(part.strip().lstrip("+").strip()) for part in row["Reason"].split(";")]
    reasons = ", ".join(dict.fromkeys(part for part in named if part))
    notice = _identifier("doi", row["RetractionDOI"])
    return said + (f": {reasons}" if reasons else "") + (f" (notice doi:{notice.value})" if notice else "")


def _readable(text: str) -> str:
    """`text` with each byte that was not UTF-8 as U+FFFD, and without control characters."""
    bare = "".join("\ufffd" if 0xD800 <= ord(c) <= 0xDFFF else c for c in text)
    return "".join(c for c in bare if c.isprintable())


def _shown(text: str) -> str:
    return repr(_readable(text)[:60])


def standing(marks: Iterable[Mark]) -> Mark | None:
    """Which of the database's marks on one identifier counts.

    A retraction counts, the latest first, but for one that a reinstatement with a later date undoes; a correction or an
    expression of concern undoes nothing. Next the latest expression of concern or correction after the last
    reinstatement, then that reinstatement. Marks without a date are never undone and undo nothing.
    """
    given = [mark for mark in marks if mark.said_by.startswith(SAID_BY)]
    back = [mark for mark in given if mark.status.reason == REINSTATED]
    last = max((mark.status.since or "" for mark in back), default="")
    for state in (State.RETRACTED, State.CONCERN, State.CORRECTION):
        standing = [m for m in given if m.status.state is state and not (m.status.since or "9999") < last]
        if standing:
            return max(standing, key=lambda m: m.status.since or "")
    return max(back, key=lambda m: m.status.since or "", default=None)
