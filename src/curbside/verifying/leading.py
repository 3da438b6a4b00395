"""Lead-ins: what ends with a colon governs the items that come after it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from curbside.language.canon import canon
from curbside.verifying.pieces import Piece, joint, piece, stands

_NEUTRAL: Final = frozenset(
    "note notes summary key point points important following as follows is are these see also remember dose doses "
    "dosage regimen regimens recommendation recommendations treatment in summary short".split()
)
_LINKING: Final = frozenset(
    "with for in of to by is are include includes including has have if when after before from at on a an the".split()
)


def is_lead_in(text: str) -> bool:
    """Whether a unit only introduces what comes next."""
    return text.rstrip(" \t\n*_").endswith(":")


def governing(unit: int, units: Sequence[str]) -> int | None:
    """The index of the lead-in that governs a unit, or None.

    The item after a lead-in is governed by it, and so are those after that which are sentences, or none, as it is.
    """
    lead = next((i for i in range(unit - 1, -1, -1) if is_lead_in(units[i])), None)
    if lead is None or is_lead_in(units[unit]):
        return None
    first = stands(canon(units[lead + 1]).tokens)
    alike = all(stands(canon(text).tokens) is first for text in units[lead + 2 : unit + 1])
    return lead if alike else None


def may_go_alone(lead: str) -> bool:
    """Whether a lead-in says so little that an item means the same without it ("Doses:")."""
    return all(t.key in _NEUTRAL for t in canon(lead).tokens)


def led(lead: str, item: str) -> Iterator[Piece]:
    """A lead-in with an item of its list; the colon may be left out after a word that cannot end a sentence."""
    before, after = canon(lead).tokens, canon(item).tokens
    if before and after and not is_lead_in(item):
        linked = before[-1].key in _LINKING and not canon(item).colons
        yield piece(before + joint(after, "~:, " if linked else "~:,"), True, True)
