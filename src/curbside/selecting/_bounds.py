"""Numbers of a question against the bounds of a sentence: "at eGFR 28" lies in "below eGFR 30", "at 50" does not."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Final

_NUMBER: Final = r"(?P<{0}>\d+(?:[.·]\d+)?)(?![\d-]|[^\W\d_]\d)"
_UNIT: Final = (
    r"\s*(?P<unit>%|°c|mg|g|kg|micrograms?|mcg|ml|mmol|umol|µmol|nmol|iu|mmhg|cm|mm|years?|months?|weeks?|days?|"
    r"hours?|hrs?|yrs?)?(?:/[\w./]+)?(?![^\W\d_])"
)
_LOW: Final = r"below|under|less than|lower than|fewer than|<=?|≤|up to|at most|no more than|within|younger than"
_HIGH: Final = (
    r"above|over|more than|greater than|higher than|>=?|≥|at least|exceed(?:s|ing)?|from|older than|not less than"
)
_STRICT: Final = frozenset(
    (
        "below,under,less than,lower than,fewer than,<,above,over,more than,greater than,higher than,>,exceed,exceeds,"
        "exceeding,younger than,older than"
    ).split(",")
)
_RANGE: Final = re.compile(
    rf"(?:between\s+)?{_NUMBER.format('low')}\s*(?:-|–|to|and)\s*{_NUMBER.format('high')}{_UNIT}", re.IGNORECASE
)
_BOUND: Final = re.compile(
    rf"(?:(?P<below>{_LOW})|(?P<above>{_HIGH}))\s*(?P<what>(?:an?\s+)?(?:[a-z]+(?:\s+of)?\s+)?)"
    rf"{_NUMBER.format('edge')}{_UNIT}|{_NUMBER.format('first')}{_UNIT.replace('unit', 'unit2')}\s*"
    r"(?:(?P<orless>or (?:less|lower|below|under|younger))|"
    r"(?P<ormore>(?:or|and) (?:more|over|older|above|higher|greater)|and over))",
    re.IGNORECASE,
)
_POINT: Final = re.compile(rf"{_NUMBER.format('point')}{_UNIT}", re.IGNORECASE)
_OF_NAMES: Final = re.compile(r"\b(?:type|grade|stage|class|vitamin|group|phase|covid|b|d|k)[ -]?\d+\b", re.IGNORECASE)
_AREA: Final = re.compile(r"/\s*1\.73\s*m(?:2|²)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Bound:
    """The numbers from `low` to `high` (None: without end), in `unit` ("" where none is said). bound: whether the text
    bounds by them, or only names one number; strict: whether the edge itself is left out ("below 30")."""

    low: Decimal | None
    high: Decimal | None
    unit: str
    bound: bool
    strict: bool = False


@lru_cache(maxsize=2048)
def bounds(text: str) -> tuple[Bound, ...]:
    """The ranges, bounds and numbers of `text`; numbers that belong to names ("type 2") are none."""
    rest = _OF_NAMES.sub(" ", _AREA.sub("", text))
    found: list[Bound] = []
    for m in _RANGE.finditer(rest):
        found.append(Bound(Decimal(_point(m["low"])), Decimal(_point(m["high"])), _unit(m["unit"]), True))
    rest = _RANGE.sub(" ", rest)
    for m in _BOUND.finditer(rest):
        edge = Decimal(_point(m["edge"] or m["first"]))
        below = bool(m["below"] or m["orless"])
        found.append(
            Bound(None if below else edge, edge if below else None, _unit(m["unit"] or m["unit2"]), True, _strict(m))
        )
    rest = _BOUND.sub(" ", rest)
    for m in _POINT.finditer(rest):
        at = Decimal(_point(m["point"]))
        found.append(Bound(at, at, _unit(m["unit"]), False))
    return tuple(found)


def without_numbers(text: str) -> str:
    """`text` without its bounds and numbers, so that the words that remain are what it names."""
    names: list[str] = _OF_NAMES.findall(text)
    rest = _OF_NAMES.sub(" ", _AREA.sub("", text))
    rest = _POINT.sub(" ", _BOUND.sub(lambda m: f" {m['what'] or ''} ", _RANGE.sub(" ", rest)))
    return " ".join((rest, *names))


def hold(asked: tuple[Bound, ...], said: tuple[Bound, ...]) -> bool:
    """Whether what is said holds for what is asked: each number asked lies within a bound said, and each bound said has
    a number asked in it. A sentence with bounds does not answer a question without numbers."""
    limits = tuple(b for b in said if b.bound)
    if any(not any(_within(a, s) for a in asked) for s in limits):
        return False
    return all(any(_within(a, s) for s in said) for a in asked)


def _within(asked: Bound, said: Bound) -> bool:
    if asked.unit and said.unit and asked.unit != said.unit:
        return False
    if said.low is not None and (asked.low is None or asked.low < said.low):
        return False
    if said.high is not None and (asked.high is None or asked.high > said.high):
        return False
    return not (said.strict and not asked.strict and (asked.low == said.low or asked.high == said.high))


def _strict(match: re.Match[str]) -> bool:
    word = (match["below"] or match["above"] or "").lower()
    return word in _STRICT


def _point(number: str) -> str:
    return number.replace("·", ".")


def _unit(unit: str | None) -> str:
    return (unit or "").lower().rstrip("s").replace("yr", "year").replace("hr", "hour")
