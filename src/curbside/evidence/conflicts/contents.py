"""The values that are compared: amounts with their timing, extents, choices and stances; all after conversion of units.

A value within the other's range is no conflict (RANGE), an interval within a wider one is: "every two months" beside
"every two to three months" tells a prescriber two things (docs/adr/0008).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from curbside.evidence.conflicts.rhythms import Rhythm
from curbside.evidence.conflicts.sayings import Content, Range, Unlike
from curbside.language import lexicon
from curbside.language.units import base
from curbside.types import Amount, ConflictKind

_ROUNDING: Final = Decimal("0.005")
COUNTED: Final = frozenset(
    "{tablet} {capsule} {puff} {drop} {spray} {sachet} {suppository} {patch} {ampoule} {vial} {application} mL".split()
)
"""Units of which the strength tells how much of a drug they are."""


@dataclass(frozen=True, slots=True)
class Extent:
    """A number or range in a base unit; None is an open end. as_written: the unit in the text. at: where it stands.

    open_up, open_down: whether the source says that more or less may be needed. strengths: those of the product that
    are named, for amounts by count ("two tablets").
    """

    low: Decimal | None
    high: Decimal | None
    unit: str
    as_written: str
    at: Range = field(compare=False)
    open_up: bool = False
    open_down: bool = False
    strengths: frozenset[str] = frozenset()

    def differs(self, other: Extent) -> tuple[ConflictKind, str] | None:
        """The kind of difference and why; None where there is none, or the units cannot be converted."""
        if self.unit != other.unit:
            return None
        if (self.low, self.high) == (other.low, other.high):
            written = self.as_written != other.as_written and self.unit not in ("%", "1")
            return (ConflictKind.UNITS, "the same amount in other units") if written else None
        if self.as_written != other.as_written and _rounded(self.low, other.low) and _rounded(self.high, other.high):
            return ConflictKind.UNITS, "the same amount in other units, rounded"
        if self.as_written in COUNTED and (self.strengths != other.strengths or not self.strengths):
            return ConflictKind.SALT, "counted, of another strength or one that is not told"
        if _within(self, other) or _within(other, self):
            return ConflictKind.RANGE, "one leaves room for the other"
        lower, upper = (self, other) if _bottom(self) < _bottom(other) else (other, self)
        if lower.open_up or upper.open_down:
            return ConflictKind.RANGE, "one says that more or less may be needed"
        return ConflictKind.REAL, ""


def extent(amount: Amount | None, at: Range | None) -> Extent | None:
    """An amount of a phase in base units; None where it or its place is not stated."""
    if amount is None or at is None:
        return None
    numerator, slash, rest = amount.unit.partition("/")
    factor, unit = base(numerator)
    low = None if amount.low is None else Decimal(amount.low) * factor
    high = None if amount.high is None else Decimal(amount.high) * factor
    return Extent(low, high, unit + slash + rest, numerator, at)


def _rounded(a: Decimal | None, b: Decimal | None) -> bool:
    """Whether two converted values differ by rounding alone (half a per cent)."""
    if a is None or b is None:
        return a is b
    if a.is_infinite() or b.is_infinite():
        return a == b
    return abs(a - b) <= max(abs(a), abs(b)) * _ROUNDING


def _bottom(extent: Extent) -> Decimal:
    return extent.low if extent.low is not None else Decimal(0)


def _top(extent: Extent) -> Decimal:
    return extent.high if extent.high is not None else Decimal("Infinity")


def _within(a: Extent, b: Extent) -> bool:
    return _bottom(b) <= _bottom(a) and _top(a) <= _top(b)


@dataclass(frozen=True, slots=True)
class Dosing:
    """One phase: its amount and its rhythm. role: what it is called in front of "dose" or "interval"."""

    role: str
    amount: Extent | None
    rhythm: Rhythm | None

    def unlike(self, other: Content) -> tuple[Unlike, ...]:
        """Another interval, or at the same interval another amount."""
        assert isinstance(other, Dosing)
        mine, yours = self.rhythm, other.rhythm
        if mine and yours and mine.unit == yours.unit and not mine.as_often(yours):
            if self._same_total(other):
                return (
                    self._told("interval", ConflictKind.UNITS, "the same total, in other parts", mine.at, yours.at),
                )
            if mine.leaves_room(yours):
                why = "one says that it may be needed more or less often"
                return (self._told("interval", ConflictKind.RANGE, why, mine.at, yours.at),)
            return (self._told("interval", ConflictKind.REAL, "", mine.at, yours.at),)
        if (mine is None) != (yours is None) or (mine and yours and mine.unit != yours.unit):
            return ()
        if self.amount is None or other.amount is None or _parted(mine) != _parted(yours):
            return ()
        found = self.amount.differs(other.amount)
        return (self._told("dose", *found, self.amount.at, other.amount.at),) if found else ()

    def _told(self, what: str, kind: ConflictKind, why: str, mine: Range, yours: Range) -> Unlike:
        return Unlike(f"{self.role}{what}", kind, why, mine, yours)

    def _same_total(self, other: Dosing) -> bool:
        """Whether the amounts of a period are equal and one of them is told as a whole ("in three divided doses")."""
        whole = [r for r in (self.rhythm, other.rhythm) if r and (r.divided or r.plain)]
        mine, yours = self._total(), other._total()
        return bool(whole) and mine is not None and yours is not None and _overlap(mine, yours)

    def _total(self) -> tuple[str, Decimal, Decimal] | None:
        rate = self.rhythm.rate() if self.rhythm else None
        if rate is None or self.amount is None or self.amount.low is None or self.amount.high is None:
            return None
        return self.amount.unit, self.amount.low * rate, self.amount.high * rate


def _parted(rhythm: Rhythm | None) -> bool:
    return bool(rhythm and rhythm.divided)


def _overlap(a: tuple[str, Decimal, Decimal], b: tuple[str, Decimal, Decimal]) -> bool:
    return a[0] == b[0] and a[1] <= b[2] and b[1] <= a[2]


@dataclass(frozen=True, slots=True)
class Extents:
    """Values of one quantity in one saying, where any of the other's may meet any of them. what: its name."""

    what: str
    values: tuple[Extent, ...]

    def unlike(self, other: Content) -> tuple[Unlike, ...]:
        """The first pair that differs, where no pair agrees."""
        assert isinstance(other, Extents)
        pairs = [(a, b) for a in self.values for b in other.values if a.unit == b.unit]
        found = [(a, b, a.differs(b)) for a, b in pairs]
        if not found:
            return ()
        a, b, difference = min(found, key=lambda f: _severity(f[2]))
        return (Unlike(self.what, *difference, a.at, b.at),) if difference else ()


def _severity(difference: tuple[ConflictKind, str] | None) -> int:
    if difference is None:
        return 0
    return 2 if difference[0] is ConflictKind.REAL else 1


@dataclass(frozen=True, slots=True)
class Choice:
    """Names between which a source leaves the choice.

    kind: of the lexicon ("drug"), "" for other names. open: whether the source names more than are known here.
    """

    what: str
    names: frozenset[str]
    at: Range = field(compare=False)
    kind: str = ""
    open: bool = False

    def unlike(self, other: Content) -> tuple[Unlike, ...]:
        """Another choice; RANGE where they overlap or one is a group of the other."""
        assert isinstance(other, Choice)
        if self.names == other.names:
            return ()
        mine, yours = (self._wide(), other._wide())
        if mine & yours:
            why = "one leaves the choice of the other"
            return (Unlike(self.what, ConflictKind.RANGE, why, self.at, other.at),)
        if self.open or other.open:
            return ()
        return (Unlike(self.what, ConflictKind.REAL, "", self.at, other.at),)

    def _wide(self) -> frozenset[str]:
        if self.kind != "drug":
            return self.names
        return self.names | {m for n in self.names for m in lexicon.members(n)}


@dataclass(frozen=True, slots=True)
class Stance:
    """One of two opposite words ("for", "against")."""

    what: str
    word: str
    at: Range = field(compare=False)

    def unlike(self, other: Content) -> tuple[Unlike, ...]:
        """The opposite stance."""
        assert isinstance(other, Stance)
        if self.word == other.word:
            return ()
        return (Unlike(self.what, ConflictKind.REAL, "", self.at, other.at),)
