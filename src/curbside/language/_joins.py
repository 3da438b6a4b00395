"""Blocks of prose, and items of a list that a word joins to the next made one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from curbside.language import _marks as marks
from curbside.language._lines import blanked
from curbside.types import TextRange

PARAGRAPH: Final = "paragraph"
ITEM: Final = "item"
ROW: Final = "row"


@dataclass(frozen=True, slots=True)
class Block:
    """A run of prose; other blocks are named by their index.

    shape: PARAGRAPH, ITEM or ROW. note: it stands in a quote. lead: the block whose last sentence leads in. parents:
    blocks that hold for it as a whole. first: the first block of the item that it is a later paragraph of. cells: what
    a row needs: its header row, its name where its own first cell is empty, and the header cells one by one.
    """

    start: int
    end: int
    shape: str
    headings: tuple[TextRange, ...] = ()
    note: bool = False
    lead: int | None = None
    parents: tuple[int, ...] = ()
    first: int | None = None
    cells: tuple[TextRange, ...] = ()


def joined(text: str, found: list[Block]) -> tuple[str, list[Block]]:
    """`text` with the list marks between items that a word joins ("..., or") blanked out, and the blocks so joined."""
    together, between = in_one(text, found)
    return blanked(text, apart(between)), together


def apart(ranges: list[TextRange]) -> list[TextRange]:
    """The ranges in order, those that overlap made one."""
    kept: list[TextRange] = []
    for r in sorted(ranges, key=lambda r: r.start):
        if kept and r.start < kept[-1].end:
            kept[-1] = TextRange(kept[-1].start, max(kept[-1].end, r.end))
        else:
            kept.append(r)
    return kept


def in_one(text: str, found: list[Block]) -> tuple[list[Block], list[TextRange]]:
    """The blocks with items that a word joins to the next ("..., or") made one, and the list marks within these."""
    kept: list[Block] = []
    new: list[int] = []
    between: list[TextRange] = []
    for block in found:
        block = _renumbered(block, new)
        before = kept[-1] if kept else None
        if before and _arein_one(text, before, block):
            between.append(TextRange(before.end, block.start))
            kept[-1] = replace(before, end=block.end)
        else:
            kept.append(block)
        new.append(len(kept) - 1)
    return kept, between


def _renumbered(block: Block, new: list[int]) -> Block:
    lead, first = (None if i is None else new[i] for i in (block.lead, block.first))
    return replace(block, lead=lead, first=first, parents=tuple(dict.fromkeys(new[p] for p in block.parents)))


def _arein_one(text: str, before: Block, block: Block) -> bool:
    """Whether two items follow each other in one list and a word at the end of one or the start of the next joins."""
    if before.shape != ITEM or block.shape != ITEM or before.first is not None or block.first is not None:
        return False
    same = (before.lead, before.parents, before.headings, before.note)
    if same != (block.lead, block.parents, block.headings, block.note):
        return False
    end = text[before.start : before.end].rstrip()[-12:]
    return bool(marks.JOINS_NEXT.search(end) or marks.JOINS_LAST.match(text, block.start, block.end))
