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
from curbside.composing.model import Failed, Session, facet_of
from curbside.composing.offered import bound
from curbside.composing.quoting import QuotingComposer
from curbside.composing.tolerant import Said
from curbside.drafting.base import Drafts, Find, Passing
from curbside.drafting.trying import Tried, tried
from curbside.events import Checked, Drafted
from curbside.making import Clock
from curbside.models.base import Model
from curbside.models.spending import Spending
from curbside.selecting.candidates import Candidate
from curbside.types import ModelUse, Question, Relation, Statement

_MOST_AGAIN: Final = 20
_QUOTING: Final = QuotingComposer()
Heard = Generator[Checked, None, list[Failed]]
Saying = Generator[Checked, None, bool]
Aim = tuple[frozenset[int], str]


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
            failed = yield from self._heard(coming)
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
        if not self._passed and (self._session.heard or not self._session.stopped):
            told.append(
                "Nothing of what the language model said passed the checks: this answer is quoted from the sources, "
                "without it."
            )
        if self._session.unmended:
            told.append(f"{self._session.unmended} What it had not mended is left out.")
        if self._why:
            why = ", ".join(f"{gate} ({count})" for gate, count in sorted(self._why.items()))
            told.append(f"Left out of what the language model said, by the check that failed: {why}.")
        if self._session.unread:
            told.append(
                "Pieces of what the language model said that could not be read as statements, and were left out: "
                f"{self._session.unread}."
            )
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
            stopped=self._session.stopped or self._session.unmended,
        )

    def _said(self, coming: Iterator[Said]) -> Iterator[Said]:
        while True:
            with self._clock.stage("compose"):
                said = next(coming, None)
            if said is None:
                return
            yield said

    def _heard(self, coming: Iterator[Said]) -> Heard:
        """Check what comes; returns what failed."""
        failed: list[Failed] = []
        for said in self._said(coming):
            failed += yield from self._drafts(self._tried(said))
        return failed

    def _once_more(self, failed: list[Failed]) -> Heard:
        """Send back what failed; returns what is not mended, and what of the second answer failed besides.

        A statement mends one that failed where it is on the same evidence, under the same facet, and stands whole in
        the answer for the first time; one that does so and does not stand is the same statement, failing again. All
        else is a statement of its own.
        """
        open_, more = failed[:_MOST_AGAIN], list[Failed]()
        with closing(self._session.again(open_)) as coming:
            for said in self._said(coming):
                found, aim = self._tried(said), self._aim(said)
                of = next((f for f in open_ if self._aim(f.said) == aim), None)
                if of is None or (found.failed and found.stand):
                    more += yield from self._drafts(found)
                elif (yield from self._keep(found)):
                    open_ = [f for f in open_ if f is not of]
                    self._passed += 1
                    self._repaired += 1
        return open_ + failed[_MOST_AGAIN:] + more

    def _tried(self, said: Said) -> Tried:
        return tried(said, self._session.evidence, self._bound_and_checked)

    def _aim(self, said: Said) -> Aim:
        """What a statement is about: its evidence, and its facet as the answer would have it."""
        named = [self._session.evidence.get(n) for n in said.numbers]
        known = [e for e in named if e is not None]
        whole = bool(known) and len(known) == len(named)
        return frozenset(said.numbers), facet_of(said, known).value if whole else said.facet

    def _drafts(self, found: Tried) -> Heard:
        """Count and keep; a text that does not stand whole counts by its sentences. Returns what failed."""
        stand = len(found.stand) or bool(found.pointed)
        self._drafted += stand + len(found.failed)
        self._passed += stand
        yield from self._keep(found)
        return list(found.failed)

    def _bound_and_checked(self, draft: Statement) -> tuple[Statement, bool]:
        return self._check(bound(draft, self.offered))

    def _keep(self, found: Tried) -> Saying:
        """Say what stands; returns whether the answer had not said some of it."""
        new = False
        for statement in found.stand:
            new = (yield from self._stands(statement)) or new
        return (yield from self._quoted(e.candidate for e in found.pointed)) or new

    def _stands(self, statement: Statement) -> Saying:
        """Keep a statement; where it rests on what is said whole or not at all, that is quoted in its place."""
        spans = (s for c in statement.citations if c.relation is Relation.SUPPORTS for s in c.spans)
        rests_on = {c.key: c for c in (self.offered[s] for s in spans)}
        if any(self._is_whole(c) for c in rests_on.values()):
            return (yield from self._quoted(rests_on.values()))
        text = _plain(statement.text)
        if any(text in known for known in self._texts):
            return False
        self._texts.add(text)
        self._covered |= set(rests_on)
        yield self._told(statement, True, min(self._places[key] for key in rests_on))
        return True

    def _is_whole(self, c: Candidate) -> bool:
        return quoted_whole(c) or c.key in self._disputed

    def _quoted(self, wanted: Iterable[Candidate]) -> Saying:
        """Quote candidates that nothing was said of yet; returns whether there were any."""
        new = False
        for c in wanted:
            if c.key not in self._covered:
                self._covered.add(c.key)
                (draft,) = _QUOTING.compose(self._question, (c,))
                statement, stands = self._bound_and_checked(draft)
                self._texts |= {_plain(statement.text)} if stands else set()
                new = True
                yield self._told(statement, stands, self._places[c.key])
        return new

    def _missing(self) -> tuple[Candidate, ...]:
        """What is quoted besides: all the rest after an early end, else what must stay and what was not sent."""
        if self._session.stopped or not self._passed:
            return self._chosen
        stay = {c.key for c in self._session.unsent} | self._disputed
        return tuple(c for c in self._chosen if must_stay(c) or c.key in stay)


def _plain(text: str) -> str:
    return " ".join(text.casefold().split()).strip(" .")
