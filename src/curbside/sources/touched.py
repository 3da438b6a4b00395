"""What of a source is never shown, since it addresses a machine, is hidden or disguised, or vouches for itself.

Retrieved text is data (the clinical rules, section 8). An order to whoever answers takes its whole paragraph, list or
table with it, what it leads in and what leads it in, for a part of it is a part of the order. Words about the document
(its title, its authors ...) are withheld one by one. A sentence that speaks of answers, sources or reviewers instead of
patients is no evidence either, whether it orders anything or not: no rule knows every way to give an order.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import Final

from curbside.sources.orders import discourse
from curbside.sources.readable import unreadable
from curbside.sources.suspicion import (
    APPROVAL,
    HIDDEN_CHARACTER,
    INSTRUCTION,
    hidden_ranges,
    holds,
    rules,
    signs_of,
    suspicions,
)
from curbside.types import Source, TextRange, Unit, UnitKind

TITLE_WITHHELD: Final = "(title withheld: it addresses a machine)"
SEVERAL: Final = 2
_LONGEST_PARAGRAPH, _WINDOW = 5000, 1000
_LONGEST_NAME: Final = 200
_DOSE: Final = re.compile(r"\d\s*(?:mg|mcg|micrograms?|g|ml|units?|iu)\b", re.IGNORECASE)
_HARMLESS: Final = "\u00ad"
_LIST: Final = re.compile(r"[ \t>]*(?:[-*+•◦▪‣|]|\(?[0-9a-zA-Z]{1,3}[.)])[ \t]")
_LEADS_IN: Final = (":", ":-", ":–")
_MARKS: Final = " \t\n*_`"
_ONE: Final = ("publisher", "issue")
_SEVERAL: Final = ("authors", "other_titles", "keywords", "subjects", "topics", "substances", "publication_types")


def is_suspicious(source: Source, unit: Unit) -> bool:
    """Whether a unit, its context or a heading above it is in what is never shown, or is not about patients."""
    text = source.text
    around = (TextRange(unit.start, unit.end), *unit.context)
    if any(_is_beside_the_point(text[r.start : r.end], source.language) for r in (*around, *unit.heading_ranges)):
        return True
    if any(_holds_hidden(text[r.start : r.end]) for r in around):
        return True
    never_shown = touched(source)
    return bool(never_shown) and any(_meets(r, never_shown) for r in (*around, *unit.heading_ranges))


def is_flagged(source: Source) -> bool:
    """Whether a document as a whole is not to lead: several signs, or one that pretends to be part of a prompt."""
    found = _signs(source)
    if any(prompt for _, _, prompt in found):
        return True
    return len(found) >= SEVERAL and len({_whole(source.text, a, b) for a, b, _ in found}) >= SEVERAL


def without_orders(source: Source) -> tuple[Source, tuple[str, ...]]:
    """The source with such units as notes and such words about it withheld; the names of the fields withheld."""
    units = tuple(replace(u, kind=UnitKind.NOTE) if is_suspicious(source, u) else u for u in source.units)
    changed: dict[str, object] = {}
    if is_told(source.title):
        changed["title"] = TITLE_WITHHELD
    changed.update({name: None for name in _ONE if is_no_name(getattr(source, name) or "")})
    for name in _SEVERAL:
        kept = tuple(said for said in getattr(source, name) if not is_no_name(said))
        changed.update({name: kept} if kept != getattr(source, name) else {})
    status = source.status
    if is_told(f"{status.by or ''}\n\n{status.reason or ''}"):
        changed["status"] = replace(status, by=None, reason=None)
    if is_told(source.licence.name or ""):
        changed["licence"] = replace(source.licence, name=None)
    if not changed and units == source.units:
        return source, ()
    return replace(source, units=units, **changed), tuple(changed)  # type: ignore[arg-type]


@lru_cache(maxsize=4096)
def is_told(said: str) -> bool:
    """Whether words about a document address a machine or vouch for themselves."""
    return bool(said.strip()) and holds(said, INSTRUCTION, APPROVAL)


def is_no_name(said: str) -> bool:
    """Whether what stands for a name or a keyword is one: no order, no dose, nothing on answers, and not long."""
    return is_told(said) or len(said) > _LONGEST_NAME or bool(_DOSE.search(said)) or discourse(said) is not None


@lru_cache(maxsize=65536)
def _is_beside_the_point(said: str, language: str) -> bool:
    said = said.replace(_HARMLESS, "")
    return discourse(said) is not None or unreadable(said, language) is not None


def touched(source: Source) -> tuple[tuple[int, int], ...]:
    """Start and end of what is never shown, each whole, but for hidden characters, which take their unit."""
    return _never_shown(source.text, _signs(source))


@lru_cache(maxsize=512)
def _never_shown(text: str, signs: tuple[tuple[int, int, bool], ...]) -> tuple[tuple[int, int], ...]:
    return tuple(sorted({*(_whole(text, a, b) for a, b, _ in signs), *hidden_ranges(text)}))


def _signs(source: Source) -> tuple[tuple[int, int, bool], ...]:
    """What was found when the source came in, where that was this text by these rules; else it is looked for now."""
    kept = source.signs
    if kept is not None and (kept.rules, kept.text) == (rules(), source.content_hash):
        return kept.ranges
    return _looked_for(source.text, source.content_hash)


@lru_cache(maxsize=512)
def _looked_for(text: str, content_hash: str) -> tuple[tuple[int, int, bool], ...]:
    return signs_of(content_hash, suspicions(text)).ranges


@lru_cache(maxsize=4096)
def _holds_hidden(text: str) -> bool:
    return holds(text.replace(_HARMLESS, ""), HIDDEN_CHARACTER)


def _meets(place: TextRange, ranges: tuple[tuple[int, int], ...]) -> bool:
    return any(a < place.end and place.start < b for a, b in ranges)


def _whole(text: str, start: int, end: int) -> tuple[int, int]:
    """The paragraph around a place with the list that it is in or leads in, and what leads that in."""
    first, last = _paragraph(text, start, end)
    while (after := _next(text, last)) is not None and (
        text[first:last].rstrip(_MARKS).endswith(_LEADS_IN) or _LIST.match(text, after[0])
    ):
        if last - first > _LONGEST_PARAGRAPH:
            break
        last = after[1]
    while _LIST.match(text, first) and first > 0 and last - first <= _LONGEST_PARAGRAPH:
        before = _paragraph(text, max(0, len(text[:first].rstrip()) - 1), len(text[:first].rstrip()))
        listed = _LIST.match(text, before[0])
        if not listed and not text[before[0] : before[1]].rstrip(_MARKS).endswith(_LEADS_IN):
            break
        first = before[0]
    return first, last


def _next(text: str, end: int) -> tuple[int, int] | None:
    """The paragraph after a place."""
    start = end + len(text[end : end + _WINDOW]) - len(text[end : end + _WINDOW].lstrip())
    return _paragraph(text, start, start + 1) if start < len(text) else None


def _paragraph(text: str, start: int, end: int) -> tuple[int, int]:
    """The text between blank lines around a place; of one without end, what is near."""
    first = text.rfind("\n\n", 0, start)
    first = 0 if first < 0 else first + 2
    last = text.find("\n\n", end)
    last = len(text) if last < 0 else last
    if last - first <= _LONGEST_PARAGRAPH:
        return first, last
    return max(first, (start // _WINDOW - 1) * _WINDOW), min(last, (end // _WINDOW + 2) * _WINDOW)
