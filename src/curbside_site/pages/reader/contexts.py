"""Quotes in their context in the source, as far as its licence lets that be shown (the clinical rules, section 8)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from curbside.sources.licences import permitted
from curbside.types import Source, Unit, UnitKind

AROUND: Final = 3
"""Units before and after, of the same heading."""
LARGEST: Final = 2_000
UNSEALED: Final = "Of this source no more is shown than what an article or an answer quotes; open it by its mark there."
MOST: Final = 12
_PLACE: Final = re.compile(r"(\d{1,9})-(\d{1,9})")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of a source's text. cited: it is what was quoted."""

    text: str
    cited: bool


@dataclass(frozen=True, slots=True)
class Context:
    """Quotes that stand near each other. headings: the path that leads to them. where: page or table, "" if unknown.

    whole: False where the licence lets the quote alone be shown. withheld: why not even that, or "".
    """

    headings: tuple[str, ...]
    where: str
    pieces: tuple[Piece, ...]
    whole: bool
    withheld: str = ""


def places(told: Iterable[str]) -> list[tuple[int, int]]:
    """The places of an address, such as "10-200"; what is none is left out."""
    found = (m for one in list(told)[:MOST] if (m := _PLACE.fullmatch(one)))
    return sorted({(int(m[1]), int(m[2])) for m in found if int(m[1]) < int(m[2])})


def contexts(source: Source, spans: Sequence[tuple[int, int]], sealed: bool) -> tuple[Context, ...]:
    """Each of the places in its context; near ones share theirs. A place outside the text is left out.

    sealed: a text of this site quotes just these places, which is all that a licence may allow.
    """
    inside = [(start, end) for start, end in spans if end <= len(source.text) and end - start <= LARGEST]
    quote = permitted(source.licence, "quote")
    if quote.allowed == "no":
        return (Context((), "", (), False, quote.reason),) if inside else ()
    whole = permitted(source.licence, "show").allowed == "yes"
    if not whole and not sealed:
        return (Context((), "", (), False, UNSEALED),) if inside else ()
    windows: list[tuple[int, int, list[tuple[int, int]]]] = []
    for span in inside:
        start, end = _window(source, span) if whole else span
        if windows and start <= windows[-1][1]:
            before = windows.pop()
            windows.append((before[0], max(end, before[1]), [*before[2], span]))
        else:
            windows.append((start, end, [span]))
    return tuple(
        Context(_headings(source, held[0]), _where(source, held[0]), _pieces(source.text, start, end, held), whole)
        for start, end, held in windows
    )


def _window(source: Source, span: tuple[int, int]) -> tuple[int, int]:
    units = [u for u in source.units if u.kind is not UnitKind.NOTE]
    at = [i for i, u in enumerate(units) if u.start < span[1] and span[0] < u.end]
    if not at:
        return span
    same = [i for i, u in enumerate(units) if _under(u) == _under(units[at[0]])]
    near = [i for i in same if at[0] - AROUND <= i <= at[-1] + AROUND] + at
    return min(span[0], units[min(near)].start), max(span[1], units[max(near)].end)


def _under(unit: Unit) -> object:
    return unit.headings, unit.heading_ranges


def _headings(source: Source, span: tuple[int, int]) -> tuple[str, ...]:
    unit = next((u for u in source.units if u.start < span[1] and span[0] < u.end), None)
    return unit.headings if unit else ()


def _where(source: Source, span: tuple[int, int]) -> str:
    found = [p for p in source.places if p.start < span[1] and span[0] < p.end and p.kind in ("page", "table")]
    told = [f"{p.kind} {p.name}" + ("" if p.certain else " (order of words not certain)") for p in found]
    return ", ".join(dict.fromkeys(told))


def _pieces(text: str, start: int, end: int, spans: Sequence[tuple[int, int]]) -> tuple[Piece, ...]:
    found, at = [], start
    for a, b in spans:
        if a > at:
            found.append(Piece(text[at:a], False))
        if b > at:
            found.append(Piece(text[max(a, at) : b], True))
            at = b
    if at < end:
        found.append(Piece(text[at:end], False))
    return tuple(found)
