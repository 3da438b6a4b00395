"""How often doses are given, and whether two sources say so equally.

A month has no fixed number of days, so that weeks and months are never compared.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from curbside.evidence.conflicts.sayings import Range

_HOURS: Final = {"min": Decimal(1) / 60, "h": Decimal(1), "d": Decimal(24), "wk": Decimal(168)}
_MONTHS: Final = {"mo": Decimal(1), "a": Decimal(12)}


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often: `times` doses every `period` (in hours or months); divided: the amount is that of the whole period.

    plain: told as the amount of a day ("1 g daily"), which leaves open in how many doses it is given. oftener,
    seldomer: whether the source says that it may be needed more or less often.
    """

    times: tuple[Decimal, ...]
    period: tuple[Decimal, ...]
    unit: str
    at: Range = field(compare=False)
    divided: bool = False
    plain: bool = False
    oftener: bool = False
    seldomer: bool = False

    def rate(self) -> Decimal | None:
        """Doses a period of one, where both are single numbers."""
        if len(self.times) != 1 or len(self.period) != 1 or not self.period[0]:
            return None
        return self.times[0] / self.period[0]

    def as_often(self, other: Rhythm) -> bool:
        """Whether both are equally often: "twice daily" and "every 12 hours" are."""
        if (self.times, self.period) == (other.times, other.period):
            return True
        return self.rate() is not None and self.rate() == other.rate()

    def leaves_room(self, other: Rhythm) -> bool:
        """Whether one of two says that it may be needed as much more, or less, often as the other has it."""
        mine, yours = (r.times[0] * other_.period[-1] for r, other_ in ((self, other), (other, self)))
        seldom, often = (self, other) if mine < yours else (other, self)
        return seldom.oftener or often.seldomer


def rhythm(times: str | None, period: str | None, unit: str | None, at: Range | None) -> Rhythm | None:
    """The rhythm of a frequency; a month has no fixed number of days, so that weeks and months are never compared."""
    if period is None or unit is None or at is None:
        return None
    name, table = ("mo", _MONTHS) if unit in _MONTHS else ("h", _HOURS)
    if unit not in table:
        return None
    return Rhythm(_numbers(times or "1"), tuple(n * table[unit] for n in _numbers(period)), name, at)


def _numbers(written: str) -> tuple[Decimal, ...]:
    return tuple(Decimal(n) for n in written.split("-"))
