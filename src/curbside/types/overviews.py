"""Overviews of a source or a topic."""

from __future__ import annotations

from dataclasses import dataclass

from curbside.types.answers import Answer, Statement
from curbside.types.appraisals import OwnGrade
from curbside.types.sources import Source, Span


@dataclass(frozen=True, slots=True)
class Graded:
    """The grades that a source gives what a statement quotes. span: the unit that is graded."""

    statement: str
    span: Span
    grades: tuple[OwnGrade, ...]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A graded unit, or a caution of a label whose doses are shown, that an overview does not show, and why."""

    span: Span
    headings: tuple[str, ...]
    grades: tuple[OwnGrade, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Change:
    """What a source says otherwise than the one that it supersedes; both sides are checked quotations.

    new: of the newer source; its id is that of the statement of the overview with these words, else empty. old: None
    where the older source has nothing like it. now, before: the numbers that differ, as they stand there.
    """

    new: Statement
    old: Statement | None = None
    now: tuple[str, ...] = ()
    before: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Succession:
    """A source, the one that it supersedes, and what changed as far as the stored texts say it. more: not told."""

    newer: Source
    older: Source
    changes: tuple[Change, ...]
    more: int = 0


@dataclass(frozen=True, slots=True)
class Overview:
    """The practical summary of one source or of a topic over several, by the facets and gates of an answer.

    of: what it is an overview of, as a title. scope: "source" or "topic". sources: what it was made of. graded: the
    grades of what it shows, left_out: of what it does not. more: sentences without a grade that it does not show.
    """

    of: str
    scope: str
    length: str
    sources: tuple[Source, ...]
    answer: Answer
    graded: tuple[Graded, ...]
    left_out: tuple[LeftOut, ...]
    more: int
    successions: tuple[Succession, ...] = ()
