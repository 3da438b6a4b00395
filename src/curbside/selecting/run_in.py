"""Lists that stand in a run of prose ("any of the following: - Fever. - Weight loss."), as the collections have them.

An item is no statement without its lead-in, and a part of a list would pass for the whole: such a list is said with its
lead-in, all of it, or not at all. Items that are sentences under no lead-in ("Key points - Fever is common. - ...")
stand by themselves.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import Final

from curbside.language.clauses import has_verb
from curbside.types import Source, Unit, UnitKind

MARKS: Final = re.compile(r"\A(?:(?:(?:[-–—•*:;,]+|Key [Pp]oints\s[-–:])\s+)+)(?=\S)")
_ITEM: Final = re.compile(r"\A\s*[-–•*]\s+\S")
_LEADS: Final = re.compile(
    r":\s*(?:[-–•*]\s+\S|\Z)|\b(?:includ(?:es?|ing)|are|is|who|that|with|by|as|of|to|can|may|should)\s+[-–•*]\s+\S"
)
_OPENS: Final = re.compile(r"(?<=[^\d\W])\s+[-–•*]\s+(?=[A-Z])|:\s*\Z")
_NOT_ENDED: Final = re.compile(r"[^\W\d_]\s+[-–•*]\s+(?=[A-Z])")
_HEADED: Final = re.compile(r"\A[A-Z][^.:;,-]{2,40}\s[-–]\s[A-Z][a-z]+ [A-Z][a-z]+ [a-z]")
_FEWEST: Final = 2
LONGEST: Final = 100


def unmarked(text: str) -> str:
    """The text without a list mark or a stray colon at its beginning."""
    return MARKS.sub("", text)


def run_in_list(source: Source, unit: Unit) -> tuple[Unit, ...] | None:
    """What is said for a unit of a list in prose: all of it where it is the lead-in; itself where it is of no list.

    Empty: it cannot be said by itself, as an item under a lead-in cannot, nor what a heading or items without an end
    run into. None: it is of no such list.
    """
    text = source.text[unit.start : unit.end]
    if len(_NOT_ENDED.findall(text)) >= _FEWEST or _HEADED.match(text):
        return ()
    if _LEADS.search(text):
        return _whole(source, unit)
    if not _ITEM.match(text):
        return None
    lead = _lead_in(source, unit)
    if lead is None or _LEADS.search(source.text[lead.start : lead.end]):
        return ()
    return (unit,) if has_verb(text) else ()


def _whole(source: Source, lead: Unit) -> tuple[Unit, ...]:
    """The lead-in and every unit up to the last item of its paragraph; empty where there is none or they are long."""
    at = bisect_left(source.units, lead.start, key=lambda u: u.start)
    last, said = at, [lead]
    for index in range(at + 1, len(source.units)):
        if not _goes_on(source, source.units[index - 1], source.units[index]):
            break
        if _ITEM.match(source.text[source.units[index].start : source.units[index].end]):
            last = index
    said = list(source.units[at : last + 1])
    words = len(source.text[lead.start : said[-1].end].split())
    if words > LONGEST or source.text[lead.start : said[-1].end].rstrip().endswith(":"):
        return ()
    return tuple(said)


def _lead_in(source: Source, unit: Unit) -> Unit | None:
    """The unit that the list begins with, in the paragraph of `unit`."""
    at = bisect_left(source.units, unit.start, key=lambda u: u.start)
    for index in range(at - 1, -1, -1):
        other = source.units[index]
        if not _goes_on(source, other, source.units[index + 1]):
            return None
        if _OPENS.search(source.text[other.start : other.end]):
            return other
    return None


def _goes_on(source: Source, before: Unit, after: Unit) -> bool:
    """Whether `after` is prose of the paragraph that `before` is of."""
    near = after.kind is UnitKind.SENTENCE and after.heading_ranges == before.heading_ranges
    return near and "\n\n" not in source.text[before.end : after.start]
