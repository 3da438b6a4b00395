"""Splitting a text into units: sentences, list items with their lead-in, table rows with their headers.

A unit is the smallest thing that is quoted. Its context (the lead-in, the parent items, the header cells) is what a
reader needs beside it to understand it; "Do not give to people with:" is context of every item under it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from curbside.language._blocks import blocks
from curbside.language._joins import ITEM, PARAGRAPH, ROW, Block, joined
from curbside.language._sentences import sentences
from curbside.types import TextRange, Unit, UnitKind

__all__ = ["ITEM", "MARKUPS", "PARAGRAPH", "ROW", "Block", "sentences", "split", "split_blocks"]

MARKUPS: Final = ("markdown", "plain")
_KINDS: Final = {PARAGRAPH: UnitKind.SENTENCE, ITEM: UnitKind.LIST_ITEM, ROW: UnitKind.TABLE_ROW}


@dataclass(frozen=True, slots=True)
class _Placed:
    """A block and the ranges of its sentences."""

    block: Block
    ranges: tuple[TextRange, ...]

    @property
    def whole(self) -> TextRange:
        return TextRange(self.ranges[0].start, self.ranges[-1].end)


def split(text: str, markup: str) -> tuple[Unit, ...]:
    """The units of `text` in order; `text[u.start:u.end]` is the unit with no white space around it.

    text: as `curbside.language.text.normalise` leaves it, without front matter. markup: "markdown" or "plain".
    Headings are in the paths of the units under them and are no units. Quotes are notes. Code fences and HTML comments
    yield nothing; a comment within a sentence stays inside its range. Raises ValueError for another markup.
    """
    if markup not in MARKUPS:
        raise ValueError(f"markup is {markup!r}, not one of {', '.join(MARKUPS)}")
    masked, found = blocks(text, plain=markup == "plain")
    return _units_in(text, masked, found)


def split_blocks(text: str, found: Sequence[Block]) -> tuple[Unit, ...]:
    """The units of a text whose blocks are known (`curbside.sources.building`), as `split` would have them."""
    masked, together = joined(text, list(found))
    return _units_in(text, masked, together)


def _units_in(text: str, masked: str, found: list[Block]) -> tuple[Unit, ...]:
    placed = [_Placed(b, _ranges(masked, b)) for b in found]
    names: dict[tuple[TextRange, ...], tuple[str, ...]] = {}
    return tuple(u for p in placed for u in _units(text, p, placed, names))


def _ranges(masked: str, block: Block) -> tuple[TextRange, ...]:
    if block.shape == ROW:
        return (TextRange(block.start, block.end),)
    return tuple(TextRange(a, b) for a, b in sentences(masked[block.start : block.end], block.start))


def _units(
    text: str, placed: _Placed, all_placed: list[_Placed], names: dict[tuple[TextRange, ...], tuple[str, ...]]
) -> list[Unit]:
    block = placed.block
    path = names.setdefault(block.headings, tuple(text[r.start : r.end] for r in block.headings))
    kind = UnitKind.NOTE if block.note else _KINDS[block.shape]
    around = _context(block, all_placed)
    units = []
    for index, found in enumerate(placed.ranges):
        own = (placed.ranges[0],) if index and block.shape == ITEM and block.first is None else ()
        units.append(Unit(found.start, found.end, kind, path, block.headings, (*around, *own)))
    return units


def _context(block: Block, placed: list[_Placed]) -> tuple[TextRange, ...]:
    lead = () if block.lead is None else (placed[block.lead].ranges[-1],)
    parents = tuple(placed[p].whole for p in block.parents)
    first = () if block.first is None else (placed[block.first].ranges[0],)
    return tuple(dict.fromkeys((*lead, *parents, *first, *block.cells)))
