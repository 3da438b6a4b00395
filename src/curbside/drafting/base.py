"""What drafting is, whoever composes: it is run, told of by events, and then has what passed."""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import Protocol

from curbside.composing.offered import Offer, offer
from curbside.events import Checked, Drafted
from curbside.making import Clock
from curbside.selecting.candidates import Candidate
from curbside.types import ModelUse, Question, Source, Statement
from curbside.verifying.statements import checked

Find = Callable[[str, str], Source]
Passing = Generator[Drafted | Checked, None, None]


class Drafting(Protocol):
    """The statements of one answer; all of this is of after `run`.

    offered: the units that may support them. kept: what passed, in the order of the selection. dropped: how many did
    not. notices: what must be told of how it was done. use: what a model had to do with it, None without one.
    """

    @property
    def offered(self) -> Offer: ...
    @property
    def kept(self) -> tuple[Statement, ...]: ...
    @property
    def dropped(self) -> int: ...
    @property
    def notices(self) -> tuple[str, ...]: ...
    @property
    def use(self) -> ModelUse | None: ...

    def run(self) -> Passing:
        """Draft and check; every statement is told when it has passed, or is dropped."""


class Drafts:
    """What passed so far. find: a source version by id and hash."""

    def __init__(self, question: Question, chosen: tuple[Candidate, ...], find: Find, clock: Clock) -> None:
        self.offered = offer(chosen)
        self.dropped = 0
        self._question, self._chosen, self._find, self._clock = question, chosen, find, clock
        self._kept: list[tuple[int, Statement]] = []

    @property
    def kept(self) -> tuple[Statement, ...]:
        """What passed, in the order of the selection."""
        return tuple(statement for _, statement in sorted(self._kept, key=lambda pair: pair[0]))

    @property
    def notices(self) -> tuple[str, ...]:
        """Nothing to tell."""
        return ()

    @property
    def use(self) -> ModelUse | None:
        """No model."""
        return None

    def _check(self, draft: Statement) -> tuple[Statement, bool]:
        with self._clock.stage("verify"):
            return checked(draft, self._find, self.offered)

    def _told(self, statement: Statement, stands: bool, place: int) -> Checked:
        """Keep or drop a statement for good. place: of its first candidate among the chosen."""
        if stands:
            self._kept.append((place, statement))
        else:
            self.dropped += 1
        return Checked(statement, stands)
