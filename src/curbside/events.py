"""What the engine tells while a question travels; a terminal, a page and an API show the same events."""

from __future__ import annotations

from dataclasses import dataclass

from curbside.types import Answer, Evidence, Question, Refusal, Statement


@dataclass(frozen=True, slots=True)
class Searching:
    """The question was understood and the search begins."""

    question: Question


@dataclass(frozen=True, slots=True)
class Found:
    """So many passages of so many sources were found."""

    passages: int
    sources: int


@dataclass(frozen=True, slots=True)
class Ranked:
    """The passages were appraised; best first."""

    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Drafted:
    """Statements were composed; none is checked yet. With a model they were checked as they came, and this is last."""

    statements: int


@dataclass(frozen=True, slots=True)
class Checked:
    """A statement went through the gates; `kept` is False where it was dropped."""

    statement: Statement
    kept: bool


@dataclass(frozen=True, slots=True)
class Finished:
    """The end of the way."""

    result: Answer | Refusal


Event = Searching | Found | Ranked | Drafted | Checked | Finished
