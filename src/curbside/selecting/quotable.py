"""Which units may be quoted: those that are a statement by themselves and come from a reader's text.

Retrieved text is data (the clinical rules, section 8): what addresses a machine, is hidden from readers or vouches for
itself is stored and never quoted, nor is what shares its paragraph or stands under it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import Final

from curbside.evidence.second_hand import tells_anothers_number
from curbside.language.notation import unsafe_in_quote
from curbside.sources.touched import is_suspicious
from curbside.types import Flag, Source, TextRange, Unit, UnitKind

_BAR: Final = re.compile(r"(?<!\\)\|")
_MARKS: Final = " \t\n*_`"
_STOPS: Final = (".", "!", "?", ";", ".)", '."', ".]")
_DANGLING: Final = re.compile(r"(?:^|[\s,;])(?:and|or|and/or|then|plus|but|nor)[,;:]?\s*\Z", re.IGNORECASE)
_PART_OF_SEVERAL: Final = re.compile(
    r"\b(?:if|when|where|with|ha(?:s|ve|ving)|meets?|requires?|needs?|who|provided)\b[^.]*\b(?:all|both)\s+of\b"
    r"|\b(?:two|three|four|five|[2-9])(?:\s+or\s+more)?\s+of\b|\b(?:two|three|four|five|[2-9])\s+or\s+more\s*:",
    re.IGNORECASE,
)
_RESTRICTS: Final = re.compile(
    r"(?:not|never|no|do\s+not|don't|except|unless|only|avoid|but|contraindicated|stop|reduce|halve|if|maximum|max)\b",
    re.IGNORECASE,
)
_AMOUNT: Final = re.compile(
    r"\d\s*(?:%|mg|g|kg|micrograms?|mcg|[µμ]g|ng|ml|l|units?|iu|mmol|tablets?|puffs?|drops?)\b", re.I
)
_SAYS: Final = re.compile(
    r"\b(?:is|are|was|were|be|been|has|have|had|do|does|did|should|may|must|can|cannot|could|might|will|would|shall|not|never"
    r"|avoid|stop|give|given|use|take|taken|check|monitor|consider|offer|start|refer|repeat|reduce|increase|continue|add|keep"
    r"|call|tell|ask|seek|treat|inject|apply|measure|switch|withhold|ensure|discuss|review|see|recommends?|recommended|suggests?"
    r"|contains?|requires?|required|causes?|needs?|depends?|includes?|improves?|worsens?|lowers?|raises?|reduces|increases|rises?"
    r"|falls?|occurs?|contraindicated|indicated|caution|needed|prevents?|treats?|shows?|became|remains?|leads?|results?)\b",
    re.IGNORECASE,
)
_LIST_MARK: Final = re.compile(r"[\s>]*(?:[^\w\s>]|\(?\w{1,4}[.)])\s+\Z")
_LONGEST_HEADING: Final = 15


def quotable(source: Source, unit: Unit) -> bool:
    """Whether `unit` of `source` may stand behind a statement."""
    if unit.kind is UnitKind.NOTE or is_suspicious(source, unit):
        return False
    text = source.text[unit.start : unit.end].strip(_MARKS)
    if unit.kind is UnitKind.TABLE_ROW:
        return bool(columns(source.text, unit))
    if text.endswith((":", ":-", ":\u2013")) or _DANGLING.search(text) or _is_title(source, unit, text):
        return False
    if unit.kind is UnitKind.SENTENCE:
        return not text.endswith("?") and not _is_heading_like(text)
    return not (
        _is_part_of_several(source.text, unit)
        or _is_restricted_below(source, unit)
        or (not _RESTRICTS.match(text) and _is_beside_a_restriction(source, unit))
    )


def flags_of(source: Source, unit: Unit) -> tuple[Flag, ...]:
    """What a reader must know of the words of a unit and of its context.

    Unsafe notation, doubt of their order, and a number that the source has from a study of others.
    """
    around = (*unit.context, TextRange(unit.start, unit.end))
    unsafe = any(unsafe_in_quote(source.text[r.start : r.end]) for r in around)
    doubtful = [p for p in source.places if not p.certain]
    unsure = any(p.start < r.end and r.start < p.end for p in doubtful for r in around)
    copied = tells_anothers_number(source, source.text[unit.start : unit.end])
    held = {Flag.TRANSITIVE: copied, Flag.UNSAFE_NOTATION: unsafe, Flag.CONFIRM_PAGE: unsure}
    return tuple(flag for flag, holds in held.items() if holds)


def columns(text: str, row: Unit) -> tuple[tuple[TextRange, str], ...]:
    """Where the header of each cell of a table row stands, with the cell; empty where they do not fit one to one.

    An empty cell fits none: it may go on from the row above, or mean that nothing is known.
    """
    said = text[row.start : row.end]
    filled = [c.strip() for c in _BAR.split(said)]
    heads = row.context[-len(filled) :]
    if not all(filled) or len(heads) < len(filled):
        return ()
    whole = next((r for r in row.context if r.start <= heads[0].start and heads[-1].end <= r.end), heads[0])
    named = len(_BAR.split(text[whole.start : whole.end]))
    return tuple(zip(heads, filled, strict=True)) if named == len(filled) else ()


def _is_title(source: Source, unit: Unit, text: str) -> bool:
    """Whether a unit is the document's title: in its words, or the first line of plain text with no full stop."""
    if text.endswith(_STOPS):
        return False
    if _bare(text) == _bare(source.title) and len(source.units) > 1:
        return True
    first = unit.start == source.units[0].start and unit.kind is UnitKind.SENTENCE and not unit.heading_ranges
    return first and len(source.units) > 1 and source.text[unit.end : unit.end + 1] == "\n"


def _bare(text: str) -> str:
    return " ".join(text.split()).strip(" .#*_").casefold()


def _is_heading_like(text: str) -> bool:
    """Whether a line names a matter and says nothing of it: short, no verb, no amount, no full stop."""
    if text.endswith(_STOPS) or len(text.split()) > _LONGEST_HEADING:
        return False
    return not _SAYS.search(text) and not _AMOUNT.search(text)


def _is_part_of_several(text: str, unit: Unit) -> bool:
    """Whether an item counts only together with others of its list ("at least two of:")."""
    return any(_PART_OF_SEVERAL.search(text[r.start : r.end]) for r in unit.context)


def _is_restricted_below(source: Source, unit: Unit) -> bool:
    """Whether an item of its own list below restricts the unit: that one is quoted, with the unit before it."""
    return any(
        any(r.start <= unit.start and unit.end <= r.end for r in other.context)
        and _RESTRICTS.match(source.text[other.start : other.end])
        and _begins_an_item(source.text, other)
        for other in _following(source, unit)
    )


def _begins_an_item(text: str, unit: Unit) -> bool:
    """Whether a list mark stands before it, so that it is no further sentence of the item above."""
    return bool(_LIST_MARK.match(text[text.rfind("\n", 0, unit.start) + 1 : unit.start]))


def _is_beside_a_restriction(source: Source, unit: Unit) -> bool:
    """Whether an item stands under one that says something by itself and that another item there restricts."""
    parents = (
        _unit_at(source, r) for r in unit.context if not source.text[r.start : r.end].rstrip(_MARKS).endswith(":")
    )
    return any(p.kind is UnitKind.LIST_ITEM and _is_restricted_below(source, p) for p in parents if p)


def _unit_at(source: Source, place: TextRange) -> Unit | None:
    at = bisect_left(source.units, place.start, key=lambda u: u.start)
    found = source.units[at] if at < len(source.units) else None
    return found if found and found.start == place.start else None


def _following(source: Source, unit: Unit) -> tuple[Unit, ...]:
    """The list items after `unit`, up to the first that it is no context of, or the end of the list."""
    at = bisect_left(source.units, unit.start, key=lambda u: u.start)
    found = []
    for index in range(at + 1, len(source.units)):
        other = source.units[index]
        if not any(r.start <= unit.start and unit.end <= r.end for r in other.context):
            break
        found.append(other)
    return tuple(found)
