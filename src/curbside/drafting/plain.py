"""Without a model: every draft of the composer, checked once."""

from __future__ import annotations

from curbside.composing.base import Composer
from curbside.composing.offered import bound
from curbside.drafting.base import Drafts, Find, Passing
from curbside.events import Drafted
from curbside.making import Clock
from curbside.selecting.candidates import Candidate
from curbside.types import Question


class Plain(Drafts):
    """A `Drafting`."""

    def __init__(
        self, question: Question, chosen: tuple[Candidate, ...], composer: Composer, find: Find, clock: Clock
    ) -> None:
        super().__init__(question, chosen, find, clock)
        self._composer = composer

    def run(self) -> Passing:
        """Compose, then check in order."""
        with self._clock.stage("compose"):
            drafts = tuple(bound(draft, self.offered) for draft in self._composer.compose(self._question, self._chosen))
        yield Drafted(len(drafts))
        for place, draft in enumerate(drafts):
            yield self._told(*self._check(draft), place)
