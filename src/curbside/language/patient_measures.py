"""What is measured of a patient: its names in text, its units, and one unit in another.

The table is `data/patient_measures.toml`, with the source of every factor. One measure never stands in for another:
eGFR and creatinine clearance are two, and so are total and active vitamin B12.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from typing import Final

from curbside.language.notices import load

AGE: Final = "age"
WEIGHT: Final = "weight"
HEIGHT: Final = "height"
SYSTOLIC: Final = "systolic blood pressure"
DIASTOLIC: Final = "diastolic blood pressure"
_SHORT: Final = 3
_BETWEEN: Final = r"[\s\u2010\u2011\u2013-]"


@dataclass(frozen=True, slots=True)
class Measured:
    """units: what one of each UCUM unit is in the first. apart: units that are not converted.

    bare: the unit of a number without one, or None where several are usual: `usual` names those. bare_from, bare_to:
    between which a bare number is in that unit. score: whether a plain "of 2" is a threshold.
    """

    name: str
    names: tuple[str, ...]
    units: Mapping[str, Decimal]
    apart: tuple[str, ...] = ()
    bare: str | None = None
    usual: str = ""
    score: bool = False
    bare_from: Decimal | None = None
    bare_to: Decimal | None = None

    @property
    def wanted(self) -> str:
        """Those of the usual units that a value is taken in ("cm, m or inches"); "" where none is."""
        taken, plain = set(map(spoken, self.units)), re.sub(r"\s*\(.*?\)", "", self.usual)
        names = [name for name in re.split(r",\s+|\s+or\s+", plain) if name in taken]
        return " or ".join(part for part in (", ".join(names[:-1]), *names[-1:]) if part)

    def bare_unit(self, value: Decimal | None) -> str | None:
        """The unit of `value` where none is given, or None where that is open."""
        if value is not None and self.bare_from is not None and value < self.bare_from:
            return None
        if value is not None and self.bare_to is not None and value > self.bare_to:
            return None
        return self.bare

    def takes(self, unit: str) -> bool:
        """Whether it is given in this unit."""
        return unit in self.units or unit in self.apart

    def converted(self, value: Decimal, unit: str, to: str) -> Decimal | None:
        """`value` in another unit; None where no factor is known."""
        if unit == to:
            return value
        if unit not in self.units or to not in self.units:
            return None
        return value * self.units[unit] / self.units[to]


@dataclass(frozen=True, slots=True)
class Named:
    """A name at [start, end) of a text, and the measure that it is of."""

    start: int
    end: int
    measured: Measured


@cache
def table() -> Mapping[str, Measured]:
    """All measures by name."""
    return {name: _row(name, row) for name, row in load("patient_measures.toml").items()}


def _row(name: str, row: Mapping[str, object]) -> Measured:
    units, names, apart = row["units"], row["names"], row.get("apart", [])
    assert isinstance(units, dict)
    assert isinstance(names, list)
    assert isinstance(apart, list)
    bare, usual = row.get("bare"), row.get("usual", "")
    factors = {str(unit): Decimal(str(factor)) for unit, factor in units.items()}
    ends = (None if end is None else Decimal(str(end)) for end in (row.get("bare_from"), row.get("bare_to")))
    unit = None if bare is None else str(bare)
    return Measured(name, tuple(names), factors, tuple(apart), unit, str(usual), bool(row.get("score")), *ends)


@cache
def _pattern() -> tuple[re.Pattern[str], Mapping[str, Measured]]:
    owners = {_key(n): m for m in table().values() for n in m.names}
    names = sorted((n for m in table().values() for n in m.names), key=len, reverse=True)
    choice = "|".join(_as_pattern(n) for n in names)
    return re.compile(rf"(?<![\w-])(?:{choice})(?![\w]|-[A-Za-z])"), owners


def _as_pattern(name: str) -> str:
    """Short names in their own letters, since "K" and "Ca" begin other words; long ones in any case."""
    spaced = rf"{_BETWEEN}+".join(re.escape(word) for word in re.split(r"[\s-]+", name))
    if len(name) > _SHORT:
        return f"(?i:{spaced})"
    lower = rf"{re.escape(name.lower())}(?=[\s:=]*[0-9])"
    return f"{spaced}|{lower}"


def _key(name: str) -> str:
    return re.sub(rf"{_BETWEEN}+", " ", name).lower()


@lru_cache(maxsize=4096)
def named(text: str) -> tuple[Named, ...]:
    """The names of measures in `text` in order, longest first, none overlapping."""
    pattern, owners = _pattern()
    return tuple(Named(m.start(), m.end(), owners[_key(m[0])]) for m in pattern.finditer(text))


_SPOKEN: Final = {
    "umol/L": "micromol/L",
    "ug/L": "micrograms/L",
    "a": "years",
    "mo": "months",
    "wk": "weeks",
    "d": "days",
    "mL/min/{1.73_m2}": "mL/min/1.73 m2",
    "10*9/L": "x 10^9/L",
    "10*3/uL": "x 10^3/microlitre",
    "{cells}/uL": "cells/microlitre",
    "/uL": "/microlitre",
    "[lb_av]": "lb",
    "[stone_av]": "stone",
    "[in_i]": "inches",
    "[ft_i]": "feet",
    "mm[Hg]": "mmHg",
    "{beats}/min": "/min",
    "{beats}": "/min",
    "{breaths}/min": "/min",
    "Cel": "degrees Celsius",
    "[IU]/L": "IU/L",
    "{unit}/L": "units/L",
    "m[IU]/L": "mIU/L",
    "u[IU]/mL": "microIU/mL",
    "1": "",
}


def spoken(unit: str) -> str:
    """A UCUM unit as people write it; nothing for a bare number."""
    return _SPOKEN.get(unit, unit)
