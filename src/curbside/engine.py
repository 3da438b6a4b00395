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
from curbside.composing.abbreviations import in_full
from curbside.composing.assembly import assembled
from curbside.composing.base import Composer
from curbside.composing.criteria import with_criteria
from curbside.composing.offered import bound, offer
from curbside.composing.quoting import QuotingComposer
from curbside.errors import UsageError
from curbside.events import Checked, Drafted, Event, Finished, Found, Ranked, Searching
from curbside.evidence.appraise import appraise
from curbside.language import safety
from curbside.language.identifiers import mask
from curbside.library.store import Library
from curbside.making import Clock
from curbside.retrieval.base import Index
from curbside.retrieval.desk import Desk
from curbside.retrieval.opening import open_home
from curbside.retrieval.query import query_of
from curbside.retrieval.readings import patient as patient_of
from curbside.retrieval.understanding import understand
from curbside.retrieval.widening import other_names, wider
from curbside.selecting.picking import pick
from curbside.settings import Settings
from curbside.types import LENGTHS, Answer, Made, Refusal, Statement
from curbside.verifying.statements import checked

AUDIENCES = ("professional", "patient")
PASSAGES = 75
LONGEST = 10_000


class Engine(Desk):
    """Answers questions from one library. Threads may share it; close it when done (or use `with`)."""

    def __init__(self, settings: Settings, library: Library, index: Index, composer: Composer | None = None) -> None:
        super().__init__(settings, library, index)
        self._composer = composer or QuotingComposer()

    @classmethod
    def open(cls, home: Path | str | None = None, jurisdiction: str | None = None) -> Engine:
        """The engine of a home folder, with the starter library on its first use; only what the home allows is on."""
        settings = settings_.load(home, jurisdiction, allow=())
        return cls(settings, *open_home(settings.home, database_url=settings.database_url))

    def ask(
        self, text: str, *, jurisdiction: str | None = None, audience: str = "professional", length: str = "standard"
    ) -> Answer | Refusal:
        """The answer, or why there is none.

        Raises UsageError where the question is empty, or the audience or the length is none that there is.
        """
        *_, last = self.events(text, jurisdiction=jurisdiction, audience=audience, length=length)
        assert isinstance(last, Finished)
        return last.result

    def events(
        self, text: str, *, jurisdiction: str | None = None, audience: str = "professional", length: str = "standard"
    ) -> Iterator[Event]:
        """The same, told stage by stage; the last event is Finished."""
        _refuse_bad_usage(text, audience, length)
        clock = Clock()
        with clock.stage("understand"):
            asked_in = settings_.jurisdiction_code(jurisdiction) if jurisdiction else self.settings.jurisdiction
            question = understand(mask(text).text, asked_in, audience, length)
            patient = patient_of(text)
            risk = safety.assess(text, audience, asked_in)
            notices = (risk.notice,) if risk.notice else ()
        if risk.refuse:
            yield Finished(refusing.unsafe(question, notices, self._made(clock), message=risk.message or ""))
            return

        yield Searching(question)
        with clock.stage("retrieve"):
            query = wider(query_of(question), question, self._vocabularies)
            hits = self._stock.search(query, PASSAGES, question.text)
        yield Found(len(hits), len({h.passage.source for h in hits}))

        with clock.stage("appraise"):
            evidence = appraise(hits, question, self._stock.find)
        yield Ranked(evidence)

        with clock.stage("select"):
            picked = pick(
                question,
                evidence,
                self._stock,
                poisoning=risk.toxicology,
                names=other_names(question, self._vocabularies),
                patient=patient if self.settings.allowed("criteria") and not risk.toxicology else None,
            )
        if picked.lack:
            yield Finished(refusing.lacking(picked, question, notices, self._made(clock), risk.message))
            return

        with clock.stage("compose"):
            offered = offer(picked.chosen)
            drafts = tuple(bound(draft, offered) for draft in self._composer.compose(question, picked.chosen))
        yield Drafted(len(drafts))

        kept: list[Statement] = []
        for draft in drafts:
            with clock.stage("verify"):
                statement, stands = checked(draft, self._stock.version, offered)
            kept += [statement] if stands else []
            yield Checked(statement, stands)
        if not kept:
            yield Finished(refusing.nothing_stood(question, notices, self._made(clock)))
            return

        with clock.stage("assemble"):
            stock, dropped = self._stock, len(drafts) - len(kept)
            answer = assembled(
                question, kept, dropped, picked.missing, notices, stock.version, stock.current, picked.held
            )
            answer = in_full(answer, stock.version, lambda s: checked(s, stock.version, offered))
            answer = with_criteria(answer, patient, self.settings.allowed("criteria"), stock.version)
        yield Finished(replace(answer, made=self._made(clock)))

    def _made(self, clock: Clock) -> Made:
        searched, chosen = self._vectors.searched, self._answering.chosen
        return making.made(
            clock, self._composer.name, self.settings.hash, self.library.library_hash(), searched, chosen
        )


def _refuse_bad_usage(text: str, audience: str, length: str) -> None:
    if not text.strip():
        raise UsageError("The question is empty.")
    if len(text) > LONGEST:
        raise UsageError(f"The question has {len(text)} characters; ask in {LONGEST} or fewer.")
    if audience not in AUDIENCES:
        raise UsageError(f"There is no audience {audience!r}; it is one of {', '.join(AUDIENCES)}.")
    if length not in LENGTHS:
        raise UsageError(f"There is no length {length!r}; it is one of {', '.join(LENGTHS)}.")
