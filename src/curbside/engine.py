"""The way of a question: understand, retrieve, appraise, select, compose, verify, assemble.

A red flag or an unsafe request is met first, before anything is stored. Each stage returns new values; the events
tell a terminal, a page or a program how far the question is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from curbside import making
from curbside import settings as settings_
from curbside.composing import refusing
from curbside.composing.assembly import assembled
from curbside.composing.base import Composer
from curbside.composing.quoting import QuotingComposer
from curbside.errors import UsageError
from curbside.events import Checked, Drafted, Event, Finished, Found, Ranked, Searching
from curbside.evidence.appraise import appraise
from curbside.language import safety
from curbside.language.identifiers import mask
from curbside.library.store import Library
from curbside.making import Clock
from curbside.retrieval.base import Index
from curbside.retrieval.opening import open_home
from curbside.retrieval.query import query_against, query_harm, query_of
from curbside.retrieval.stock import Stock
from curbside.retrieval.understanding import understand
from curbside.selecting.candidates import Candidate, candidates, dosed_drugs, managing_poisoning, on_the_question
from curbside.selecting.choose import Selection, choose
from curbside.selecting.complete import completed, disputable
from curbside.settings import Settings
from curbside.types import Answer, Made, Question, Refusal, Statement
from curbside.verifying.statements import checked

AUDIENCES = ("professional", "patient")
PASSAGES, PASSAGES_BESIDE = 120, 12


class Engine:
    """Answers questions from one library. Threads may share it; close it when done (or use `with`)."""

    def __init__(self, settings: Settings, library: Library, index: Index, composer: Composer | None = None) -> None:
        self.settings, self.library, self.index = settings, library, index
        self._composer = composer or QuotingComposer()
        self._stock = Stock(library, index)

    @classmethod
    def open(cls, home: Path | str | None = None, jurisdiction: str | None = None) -> Engine:
        """The engine of a home folder; on the first use its library is built from the starter library."""
        settings = settings_.load(home, jurisdiction)
        return cls(settings, *open_home(settings.home))

    def __enter__(self) -> Engine:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the library and the index."""
        self.index.close()
        self.library.close()

    def ask(self, text: str, *, jurisdiction: str | None = None, audience: str = "professional") -> Answer | Refusal:
        """The answer, or why there is none.

        Raises UsageError where the question is empty or the audience unknown.
        """
        *_, last = self.events(text, jurisdiction=jurisdiction, audience=audience)
        assert isinstance(last, Finished)
        return last.result

    def events(self, text: str, *, jurisdiction: str | None = None, audience: str = "professional") -> Iterator[Event]:
        """The same, told stage by stage; the last event is Finished."""
        if not text.strip() or audience not in AUDIENCES:
            raise UsageError("The question is empty." if not text.strip() else f"There is no audience {audience!r}.")
        clock = Clock()
        with clock.stage("understand"):
            asked_in = settings_.jurisdiction_code(jurisdiction) if jurisdiction else self.settings.jurisdiction
            question = understand(mask(text).text, asked_in, audience)
            risk = safety.assess(text, audience, asked_in)
            notices = (risk.notice,) if risk.notice else ()
        if risk.refuse:
            yield Finished(refusing.unsafe(question, risk.message or "", notices, self._made(clock)))
            return

        yield Searching(question)
        with clock.stage("retrieve"):
            hits = self._stock.search(query_of(question), PASSAGES)
        yield Found(len(hits), len({h.passage.source for h in hits}))

        with clock.stage("appraise"):
            evidence = appraise(hits, question, self._stock.find)
        yield Ranked(evidence)

        with clock.stage("select"):
            found = candidates(question, evidence)
            if risk.toxicology and not (found := managing_poisoning(found)):
                yield Finished(refusing.unsafe(question, risk.message or "", notices, self._made(clock)))
                return
            missing = self._missing(question)
            if not on_the_question(question, found) or set(missing) & set(question.understood.unknown_drugs):
                yield Finished(refusing.not_in_library(question, found, missing, notices, self._made(clock)))
                return
            chosen = self._complete(question, choose(question, found), found)

        with clock.stage("compose"):
            drafts = self._composer.compose(question, (*chosen.bottom_line, *chosen.rest))
        yield Drafted(len(drafts))

        kept: list[Statement] = []
        for draft in drafts:
            with clock.stage("verify"):
                statement, stands = checked(draft, self._stock.version)
            kept += [statement] if stands else []
            yield Checked(statement, stands)
        if not kept:
            yield Finished(refusing.nothing_stood(question, notices, self._made(clock)))
            return

        with clock.stage("assemble"):
            answer = assembled(question, kept, len(drafts) - len(kept), missing, notices, self._stock.version)
        yield Finished(replace(answer, made=self._made(clock)))

    def _complete(self, question: Question, selection: Selection, found: tuple[Candidate, ...]) -> Selection:
        """With what must stand beside every dose, and the other side of a dispute, wherever in the library it is."""
        chosen = (*selection.bottom_line, *selection.rest)
        queries = [query_against(drug) for drug in dosed_drugs(chosen)] + [
            query_harm(d) for d in disputable(chosen, found)
        ]
        hits = [h for query in queries for h in self._stock.search(query, PASSAGES_BESIDE)]
        more = candidates(question, appraise(hits, question, self._stock.find))
        return completed(selection, (*found, *more))

    def _missing(self, question: Question) -> tuple[str, ...]:
        """The words of the question that no source of the library has."""
        asked = question.understood
        return self._stock.unknown((*asked.unknown_drugs, *asked.drugs, *asked.words))

    def _made(self, clock: Clock) -> Made:
        return making.made(clock, self._composer.name, self.settings.hash, self.library.library_hash())
