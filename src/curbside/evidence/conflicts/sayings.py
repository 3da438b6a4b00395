"""What sources say, as it is compared: sayings, the points in them, and the differences between those."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from typing import Protocol

from curbside.evidence.conflicts.scopes import Scope
from curbside.language.subject import Subject, subject
from curbside.types import ConflictKind, Phase, Source, Unit

Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Saying:
    """What one source says in one sentence. key: any name by which the caller knows it.

    start: where the sentence begins in the source's text. context: the headings, lead-in or header cells that it stands
    under. after: the sentence that follows it there.
    """

    key: str
    source: Source
    text: str
    phases: tuple[Phase, ...] = ()
    context: str = ""
    after: str = ""
    start: int = 0

    @property
    def subject(self) -> Subject:
        """What the sentence speaks of."""
        return subject(self.text)


@dataclass(frozen=True, slots=True)
class Unlike:
    """How two values differ. what: of which part ("maintenance interval"); kind: REAL, UNITS or RANGE; mine and yours:
    where each is stated."""

    what: str
    kind: ConflictKind
    why: str
    mine: Range
    yours: Range


class Content(Protocol):
    """What a point lays down."""

    def unlike(self, other: Content) -> tuple[Unlike, ...]:
        """How `other`, a content of the same class, differs; () where it says the same or cannot be compared."""
        ...


@dataclass(frozen=True, slots=True)
class Point:
    """One thing that a saying lays down and another may lay down otherwise.

    key: points of equal keys are compared. about: with "{what}" where the part that differs is named,
    "{whom}" where the condition and the group are that it shares with the other.
    """

    saying: Saying
    key: tuple[str, ...]
    about: str
    drug: str | None
    scope: Scope
    content: Content


@dataclass(frozen=True, slots=True)
class Side:
    """A saying's part in a dispute: the value as the source has it, and where that stands in the saying's text."""

    saying: Saying
    value: str
    span: Range | None = None


@dataclass(frozen=True, slots=True)
class Dispute:
    """Sources that differ. about: one phrase. kind: REAL where they disagree, else why that is no conflict.

    drug: the drug or test that it is about; why: one sentence, "" for a real conflict.
    """

    about: str
    sides: tuple[Side, ...]
    kind: ConflictKind = ConflictKind.REAL
    drug: str | None = None
    why: str = field(default="")


def placed(key: str, source: Source, start: int, text: str, phases: tuple[Phase, ...]) -> Saying:
    """The saying of a unit that begins at `start` of its source, with its context and the sentence after it.

    Where no unit begins there, the text stands alone.
    """
    number = bisect_left(source.units, start, key=lambda unit: unit.start)
    if number == len(source.units) or source.units[number].start != start:
        return Saying(key, source, text, phases, start=start)
    return Saying(key, source, text, phases, context_of(source, source.units[number]), after(source, number), start)


def context_of(source: Source, unit: Unit) -> str:
    """The headings that a unit stands under, without the title, and its lead-in or header cells."""
    lead = [source.text[r.start : r.end] for r in unit.context]
    return ". ".join((*unit.headings[1:], *lead))


def after(source: Source, number: int) -> str:
    """The sentence that follows the unit of that number under the same headings; "" where there is none."""
    if number + 1 >= len(source.units):
        return ""
    unit, follows = source.units[number], source.units[number + 1]
    return source.text[follows.start : follows.end] if follows.headings == unit.headings else ""
