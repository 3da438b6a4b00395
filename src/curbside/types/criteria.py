"""Criteria: rules of sources as data, and what a patient's values make of them.

A verdict is worked out by code from numbers; a value that is not given is never guessed, and one measure never stands
in for another (the clinical rules, section 6). What a rule leads to is only ever said by its quoted sentence.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from curbside.types.sources import Span

_GROUPS: Final = frozenset({"pregnancy", "breastfeeding", "dialysis"})


class Met(StrEnum):
    """What a patient's value makes of one member of a criterion."""

    MET = "met"
    NOT_MET = "not met"
    NOT_GIVEN = "not given"


class Result(StrEnum):
    """What the members make of a criterion: open where what is not given could decide it."""

    FULFILLED = "fulfilled"
    NOT_FULFILLED = "not fulfilled"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Member:
    """One condition of a rule, with its place in the source and the patient's value.

    quantity: what is measured ("creatinine clearance"), or "indication", "condition", "sex", "pregnancy", "Child-Pugh
    class" ..., or "words" for what no list knows. comparator: "<", "<=", ">", ">=", "=", "between" (both ends included)
    or "is". threshold: a decimal string, "15-29" for "between", or words for "is". unit, value_unit: UCUM, empty where
    there is none. value: as given, a bound as "<30"; of an age over 89 "90 or over". required: it must hold beside
    those that are counted. calculated: by what formula the value was worked out, from what. note: what a reader must
    know of the verdict. needs: what would have to be given.
    """

    quantity: str
    comparator: str
    threshold: str
    unit: str
    span: Span
    verdict: Met
    value: str | None = None
    value_unit: str | None = None
    required: bool = False
    calculated: str | None = None
    note: str | None = None
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Criterion:
    """A rule, quoted, with what the patient's values make of it.

    rule: the sentence, or the lead-in with its items, as the source has it. needed, of: how many of the counted members
    must hold, of how many. spans: the whole units that it is quoted from. statement: the id of the statement that says
    it. unless: the sentence names the members as an exception. note: why it cannot be worked out, where it cannot.
    """

    id: str
    rule: str
    needed: int
    of: int
    members: tuple[Member, ...]
    result: Result
    statement: str
    ref: int
    spans: tuple[Span, ...]
    unless: bool = False
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """What is said of one measure of a patient, from `low` to `high` (decimal strings; None is open).

    strict: the ends themselves are excluded ("under 60 kg"). shown: the value as it may be shown and stored. note: why
    it cannot be compared with a threshold, where it cannot.
    """

    quantity: str
    low: str | None
    high: str | None
    unit: str
    shown: str
    strict: bool = False
    note: str | None = None

    @property
    def exact(self) -> bool:
        """Whether it is one value that may be compared."""
        return self.low is not None and self.low == self.high and self.note is None


@dataclass(frozen=True, slots=True)
class Patient:
    """What a question says of a patient, as given; never stored as it is.

    given, absent: conditions and groups by preferred name that the patient is said to have, or not to have. classes:
    "Child-Pugh class" and the like with their letter or numeral. words: the question, in lower case.
    """

    readings: tuple[Reading, ...] = ()
    given: frozenset[str] = frozenset()
    absent: frozenset[str] = frozenset()
    sex: str | None = None
    classes: tuple[tuple[str, str], ...] = ()
    words: str = ""

    def reading(self, quantity: str) -> Reading | None:
        """What is said of a measure."""
        return next((r for r in self.readings if r.quantity == quantity), None)

    @property
    def described(self) -> bool:
        """Whether a patient is described at all: by a value, a class, or a group whose members are forbidden things."""
        return bool(self.readings or self.classes or self.given & _GROUPS or self.absent & _GROUPS)
