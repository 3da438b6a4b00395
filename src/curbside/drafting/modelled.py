"""With a model: its statements are checked as they come, and those that fail are sent back once with the reason.

What fails again is dropped and told. What a model may not leave out is quoted (`composing.keeping`), and so is all the
rest where it ended early or nothing of it passed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Generator, Iterable, Iterator
from contextlib import closing
from dataclasses import replace
from typing import Final

from curbside.composing.keeping import disputed, must_stay, quoted_whole
from curbside.composing.model import Failed, Session
from curbside.composing.offered import bound
from curbside.composing.quoting import QuotingComposer
from curbside.composing.tolerant import Said
from curbside.drafting.base import Drafts, Find, Passing
from curbside.drafting.trying import tried
from curbside.events import Checked, Drafted
from curbside.making import Clock
from curbside.models.base import Model
from curbside.models.spending import Spending
from curbside.selecting.candidates import Candidate
from curbside.types import ModelUse, Question, Relation, Statement

_MOST_AGAIN: Final = 20
_QUOTING: Final = QuotingComposer()
Heard = Generator[Checked, None, list[Failed]]
Checking = Generator[Checked, None, None]


def spent_on(model: Model, spending: Spending) -> ModelUse:
    """The record of what was asked of a model, without what came of it."""
    return ModelUse(
        name=model.name,
        place=model.place,
        prompts=tuple(spending.prompts),
        requests=spending.requests,
        tokens_in=spending.tokens_in,
        tokens_out=spending.tokens_out,
        cost=None if spending.cost is None else f"{spending.cost.normalize():f}",
        milliseconds=round(spending.seconds * 1000, 2),
    )


class Modelled(Drafts):
    """A `Drafting`. spending: of this question."""

    def __init__(
        self,
        question: Question,
        chosen: tuple[Candidate, ...],
        model: Model,
        find: Find,
        clock: Clock,
        spending: Spending,
    ) -> None:
        super().__init__(question, chosen, find, clock)
        self._model, self._spending = model, spending
        self._session = Session(model, spending, question, chosen)
        self._places = {c.key: place for place, c in enumerate(chosen)}
        self._disputed = disputed(chosen)
        self._covered: set[tuple[str, int]] = set()
        self._texts: set[str] = set()
        self._why: Counter[str] = Counter()
        self._drafted = self._passed = self._repaired = 0

    def run(self) -> Passing:
        """Hear the model, once more what failed, then quote what must not be missing."""
        with closing(self._session.first()) as coming:
            failed = yield from self._heard(coming, set())
        if failed and not self._session.stopped:
            failed = yield from self._once_more(failed)
        for one in failed:
            self._why[one.gate] += 1
            yield self._told(one.statement, False, len(self._chosen))
        yield from self._quoted(self._missing())
        yield Drafted(len(self._kept) + self.dropped)

    @property
    def notices(self) -> tuple[str, ...]:
        """That the model ended early, that nothing of it passed, what was not sent, why something was left out."""
        told, unsent = [], len(self._session.unsent)
        if self._session.stopped:
            told.append(f"{self._session.stopped} What it had not said is quoted from the sources, without it.")
        elif not self._passed:
            told.append(
                "Nothing of what the language model said passed the checks: this answer is quoted from the sources, "
                "without it."
            )
        if self._why:
            why = ", ".join(f"{gate} ({count})" for gate, count in sorted(self._why.items()))
            told.append(f"Left out of what the language model said, by the check that failed: {why}.")
        if unsent:
            told.append(
                f"Sentences whose source may not be sent to a language model elsewhere: {unsent}. They were not sent, "
                "and are quoted."
            )
        return tuple(told)

    @property
    def use(self) -> ModelUse:
        """The record of the model."""
        return replace(
            spent_on(self._model, self._spending),
            drafted=self._drafted,
            passed=self._passed,
            repaired=self._repaired,
            dropped=sum(self._why.values()),
            unsent=len(self._session.unsent),
            stopped=self._session.stopped,
        )

    def _heard(self, coming: Iterator[Said], passed: set[int]) -> Heard:
        """Check what comes; returns what failed. passed: takes up the evidence of what stands."""
        failed: list[Failed] = []
        while True:
            with self._clock.stage("compose"):
                said = next(coming, None)
            if said is None:
                return failed
            self._drafted += 1
            found = tried(said, self._session.evidence, self._bound_and_checked)
            failed += found.failed
            self._passed += len(found.stand) + len(found.pointed)
            for statement in found.stand:
                passed |= set(said.numbers)
                yield from self._stands(statement)
            yield from self._quoted(e.candidate for e in found.pointed)

    def _once_more(self, failed: list[Failed]) -> Heard:
        """Send back what failed; returns those that were not mended, with their first reason."""
        before, mended = self._passed, set[int]()
        with closing(self._session.again(failed[:_MOST_AGAIN])) as coming:
            yield from self._heard(coming, mended)
        self._repaired = self._passed - before
        return [f for f in failed if not mended & set(f.said.numbers)]

    def _bound_and_checked(self, draft: Statement) -> tuple[Statement, bool]:
        return self._check(bound(draft, self.offered))

    def _stands(self, statement: Statement) -> Checking:
        """Keep a statement; where it rests on what is said whole or not at all, that is quoted in its place."""
        spans = (s for c in statement.citations if c.relation is Relation.SUPPORTS for s in c.spans)
        rests_on = {c.key: c for c in (self.offered[s] for s in spans)}
        if any(self._is_whole(c) for c in rests_on.values()):
            yield from self._quoted(rests_on.values())
            return
        text = " ".join(statement.text.casefold().split()).strip(" .")
        if not any(text in known for known in self._texts):
            self._texts.add(text)
            self._covered |= set(rests_on)
            yield self._told(statement, True, min(self._places[key] for key in rests_on))

    def _is_whole(self, c: Candidate) -> bool:
        return quoted_whole(c) or c.key in self._disputed

    def _quoted(self, wanted: Iterable[Candidate]) -> Checking:
        """Quote candidates that nothing was said of yet."""
        for c in wanted:
            if c.key not in self._covered:
                self._covered.add(c.key)
                (draft,) = _QUOTING.compose(self._question, (c,))
                yield self._told(*self._bound_and_checked(draft), self._places[c.key])

    def _missing(self) -> tuple[Candidate, ...]:
        """What is quoted besides: all the rest after an early end, else what must stay and what was not sent."""
        if self._session.stopped or not self._passed:
            return self._chosen
        stay = {c.key for c in self._session.unsent} | self._disputed
        return tuple(c for c in self._chosen if must_stay(c) or c.key in stay)
