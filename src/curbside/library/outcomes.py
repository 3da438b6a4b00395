"""What putting, marking and withdrawing did."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, fields
from enum import StrEnum

from curbside.errors import InputError


class Put(StrEnum):
    """What putting a source did."""

    ADDED = "added"
    UPDATED = "updated"
    UNCHANGED = "unchanged"


class What(StrEnum):
    """What a change of the feed is about. status: what is said of a version changed, not its text or units."""

    ADDED = "added"
    UPDATED = "updated"
    STATUS = "status"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """removed: ids that are current no more. unknown: how many ids the library did not have. answers: citing them."""

    removed: tuple[str, ...] = ()
    unknown: int = 0
    answers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Tally:
    """How many sources were added, updated, unchanged; and those that contradicted themselves and were left out.

    marks: how many were new or changed. removed: how many sources were withdrawn. affected: ids of the sources that
    were withdrawn or whose status in force changed by a mark. answers: ids of the saved answers that cite these.
    """

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: tuple[InputError, ...] = ()
    marks: int = 0
    removed: int = 0
    affected: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()

    def __add__(self, other: Tally) -> Tally:
        return Tally(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(Tally)))


def tally(outcomes: Iterable[Put], rejected: Iterable[InputError] = ()) -> Tally:
    """Count outcomes."""
    found = Counter(outcomes)
    return Tally(found[Put.ADDED], found[Put.UPDATED], found[Put.UNCHANGED], tuple(rejected))
