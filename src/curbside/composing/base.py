"""What a composer is: it turns chosen candidates into statements, each with the spans that it rests on."""

from __future__ import annotations

from typing import Protocol

from curbside.selecting.candidates import Candidate
from curbside.types import Question, Statement


class Composer(Protocol):
    """Chooses words, never facts. What it returns is not yet checked.

    name: as shown in `made.composer`.
    """

    @property
    def name(self) -> str: ...

    def compose(self, question: Question, chosen: tuple[Candidate, ...]) -> tuple[Statement, ...]:
        """One or more statements for each candidate, in order; ids are given later."""
        ...
