"""How long a course lasts, after what time a dose is repeated, and the most that is given in a course or an attack.

A course for life differs from one of a stated length, unless the latter may be longer or is given otherwise often.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from curbside.evidence.conflicts import openness
from curbside.evidence.conflicts.contents import Extent, Extents, extent
from curbside.evidence.conflicts.rhythms import Rhythm
from curbside.evidence.conflicts.sayings import Content, Range, Saying, Unlike
from curbside.evidence.conflicts.unlisted import object_of, subject_of
from curbside.language import lexicon
from curbside.language.measures import Measure, measures
from curbside.language.numbers import plain
from curbside.language.patterns import folded, has_needles
from curbside.language.units import TIME_UNITS
from curbside.regimens.bounding import is_maximum
from curbside.regimens.naming import drug_mentions
from curbside.types import Amount, Phase

_ENDLESS: Final = Decimal("Infinity")
_AFTER: Final = re.compile(r"after\s", re.IGNORECASE)
_BASES: Final = tuple(
    "attack course episode cycle lifetime flare exacerbation session treatment headache pregnancy season".split()
)
_BASIS: Final = rf"(?:{'|'.join(_BASES)})"
_PER_AFTER: Final = re.compile(
    rf"(?:\s+(?:of\s+[\w-]+|by\s+mouth|orally|intravenously|subcutaneously|intramuscularly|in\s+total|total))*,?\s+"
    rf"(?:per|each|every|for|(?:in|over|during|within)(?=\s+(?:an?|one|any|each|the|every)\b))\s+"
    rf"(?:(?:an?|one|any|each|every|the|single|acute|whole|treatment)\s+)*(?P<basis>{_BASIS})\b",
    re.IGNORECASE,
)
_PER_BEFORE: Final = re.compile(
    rf"\b(?:per|in\s+(?:an?|one|any|each))\s+(?P<basis>{_BASIS})\b[^.;0-9]{{0,60}}\Z", re.IGNORECASE
)
_FOR_LIFE: Final = re.compile(
    r"\bfor\s+life\b|\blife-?long\b|\bindefinite(?:ly)?\b|\bfor\s+the\s+rest\s+of\s+(?:\w+\s+)?li(?:fe|ves)\b",
    re.IGNORECASE,
)
_FOR: Final = re.compile(r"\b(?:for|lasts?|lasting|duration\s+(?:of|is))\s+(?:a\s+total\s+of\s+)?\Z", re.IGNORECASE)
_TREATED: Final = re.compile(
    r"\b(?:takes?|taken|given|receives?|continue[sd]?|treat(?:ed|ment)|therapy|anticoagulation|used?|lasts?|duration)\b",
    re.IGNORECASE,
)
_NOT_LENGTH: Final = re.compile(
    r"\b(?:not|never|if|when|after|before|until|who|stop\w*|trial|study|compared)\b", re.IGNORECASE
)
_MAY: Final = re.compile(r"\b(?:may|might|can|could|some|sometimes|consider\w*)\b", re.IGNORECASE)
_EXCEED: Final = re.compile(r"\b(?:not|never)\s+(?:be\s+)?exceed\w*|\bup\s+to\b|\bmaximum\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Course:
    """A length, and how often doses are given over it."""

    length: Extents
    rhythm: Rhythm | None

    def unlike(self, other: Content) -> tuple[Unlike, ...]:
        """Another length; nothing between a course for life and one in which doses are given otherwise often."""
        assert isinstance(other, Course)
        mine, yours = self.rhythm, other.rhythm
        if self.endless() != other.endless() and mine and yours and not mine.as_often(yours):
            return ()
        return self.length.unlike(other.length)

    def endless(self) -> bool:
        """Whether it is for life."""
        return any(value.low == _ENDLESS for value in self.length.values)


def course(saying: Saying, phase: Phase, role: str, often: Rhythm | None) -> Course | None:
    """The course of a phase; None where its length is not told."""
    at = phase.spans.get("duration")
    value = extent(phase.duration, at)
    if value and value.unit in ("s", "mo"):
        longer = openness.of_length(f"{saying.text} {saying.after}")
        return Course(Extents(f"{role}duration", (replace(value, open_up=longer),)), often)
    at = phase.spans.get("end")
    if phase.end != "lifelong" or at is None:
        return None
    return Course(Extents(f"{role}duration", _for_life(saying.text, at)), often)


def length_in(text: str) -> Course | None:
    """The length of a course in a sentence that gives no dose; None where none or several are told."""
    if _TREATED.search(text) is None:
        return None
    endless = [m.span() for m in _FOR_LIFE.finditer(text)]
    stated = [m for m in measures(text) if m.unit in TIME_UNITS and _FOR.search(text[: m.start])]
    if len(endless) + len(stated) != 1 or _NOT_LENGTH.search(text):
        return None
    if endless:
        return Course(Extents("duration", _for_life(text, endless[0])), None)
    held = stated[0]
    value = extent(Amount(_text(held.low), _text(held.high), held.unit), (held.start, held.end))
    longer = openness.of_length(text)
    return Course(Extents("duration", (replace(value, open_up=longer),)), None) if value else None


def _for_life(text: str, at: Range) -> tuple[Extent, ...]:
    """A length without end, in either unit; open to less where the text only says that it may be."""
    open_ = bool(_MAY.search(text))
    return tuple(Extent(_ENDLESS, _ENDLESS, unit, "life", at, open_down=open_) for unit in ("s", "mo"))


def drug_of(text: str) -> str | None:
    """The one drug, or unlisted object or subject, that a sentence is on."""
    return _drug(text, len(text))


def delay(saying: Saying, phase: Phase) -> tuple[Extent, Extent] | None:
    """The amount and the time after which it is given ("a second dose after 5 minutes")."""
    at, amount = phase.spans.get("condition"), extent(phase.amount, phase.spans.get("amount"))
    match = _AFTER.match(phase.condition or "")
    held = [m for m in measures(saying.text) if at and at[0] <= m.start < at[1]]
    if match is None or amount is None or len(held) != 1 or held[0].unit not in TIME_UNITS:
        return None
    value = extent(Amount(_text(held[0].low), _text(held[0].high), held[0].unit), (held[0].start, held[0].end))
    return (amount, value) if value else None


def basis_of(text: str, at: Range) -> str | None:
    """What an amount at a place is the most for: "attack", "course"; None where that is a dose or a time."""
    found = _PER_AFTER.match(text, at[1]) or _PER_BEFORE.search(text, max(0, at[0] - 90), at[0])
    return found["basis"].lower() if found else None


def most_of_a_course(text: str) -> Iterator[tuple[str, str, Extent]]:
    """The drug, what it is the most for, and the amount, of each maximum on a basis that is no time."""
    if not has_needles(folded(text), (_BASES,)):
        return
    for measure in measures(text):
        at = (measure.start, measure.end)
        basis = basis_of(text, at)
        drug = _drug(text, measure.start) if basis else None
        high = measure.high if measure.high is not None else measure.low
        if basis is None or drug is None or high is None or not _is_most(text, measure):
            continue
        value = extent(Amount(plain(high), plain(high), measure.unit), at)
        if value:
            yield drug, basis, value


def _is_most(text: str, measure: Measure) -> bool:
    before = re.split(r"[.;0-9]", text[max(0, measure.start - 90) : measure.start])[-1]
    return measure.comparator == "<=" or is_maximum(text, measure) or bool(_EXCEED.search(before))


def _drug(text: str, place: int) -> str | None:
    named = lexicon.concepts(drug_mentions(text, 0, len(text)))
    if named:
        return named[0] if len(named) == 1 else None
    return object_of(text[:place]) or subject_of(text)


def _text(value: Decimal | None) -> str | None:
    return None if value is None else plain(value)
