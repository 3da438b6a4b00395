"""The way of a question: understand, retrieve, appraise, select, compose, verify, assemble.

A red flag or an unsafe request is met first, before anything is stored. Each stage returns new values; the events
tell a terminal, a page or a program how far the question is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from curbside import making
from curbside import settings as settings_
from curbside.composing import refusing
from curbside.composing.abbreviations import in_full
from curbside.composing.assembly import assembled
from curbside.composing.base import Composer
from curbside.composing.criteria import with_criteria
from curbside.composing.model import ModelComposer
from curbside.composing.plain import as_shown, fitted, for_a_patient, warning
from curbside.composing.quoting import QuotingComposer
from curbside.composing.rewriting import searched
from curbside.conversing import asked, told, turn_of
from curbside.drafting import drafting, spent
from curbside.errors import UsageError
from curbside.events import Event, Finished, Found, Ranked, Searching
from curbside.evidence.appraise import appraise
from curbside.language import safety
from curbside.language.identifiers import mask
from curbside.language.notices import PATIENT
from curbside.language.safety import Safety
from curbside.library.store import Library
from curbside.making import Clock
from curbside.models.spending import Spending
from curbside.retrieval.base import Index
from curbside.retrieval.desk import Desk
from curbside.retrieval.opening import open_home
from curbside.retrieval.query import query_of
from curbside.retrieval.readings import patient as patient_of
from curbside.retrieval.widening import other_names, wider
from curbside.selecting.by_name import with_those_of_the_name
from curbside.selecting.picking import pick
from curbside.settings import Settings
from curbside.types import AUDIENCES, LENGTHS, PROFESSIONAL, Answer, Made, ModelUse, Patient, Question, Refusal
from curbside.verifying.statements import checked

PASSAGES = 75
LONGEST = 10_000


class Engine(Desk):
    """Answers questions from one library. Threads may share it; close it when done (or use `with`)."""

    def __init__(
        self, settings: Settings, library: Library, index: Index, composer: Composer | ModelComposer | None = None
    ) -> None:
        super().__init__(settings, library, index)
        self._composer = composer or QuotingComposer()

    @classmethod
    def open(cls, home: Path | str | None = None, jurisdiction: str | None = None) -> Engine:
        """The engine of a home folder, with the starter library on its first use; only what the home allows is on."""
        settings = settings_.load(home, jurisdiction, allow=())
        return cls(settings, *open_home(settings.home, database_url=settings.database_url))

    def ask(
        self,
        text: str,
        *,
        jurisdiction: str | None = None,
        audience: str | None = None,
        length: str = "standard",
        follow_up: str | None = None,
        drop: Iterable[str] = (),
    ) -> Answer | Refusal:
        """The answer, or why there is none.

        audience: one of `AUDIENCES`; None is that of the answer before, else professional. follow_up: the id of the
        saved answer that the question follows. drop: what is not to be taken over from it, of `types.CARRIABLE`.
        Raises UsageError where the question is empty, one of these is none that there is, or no such answer is kept.
        """
        *_, last = self.events(
            text, jurisdiction=jurisdiction, audience=audience, length=length, follow_up=follow_up, drop=drop
        )
        assert isinstance(last, Finished)
        return last.result

    def events(
        self,
        text: str,
        *,
        jurisdiction: str | None = None,
        audience: str | None = None,
        length: str = "standard",
        follow_up: str | None = None,
        drop: Iterable[str] = (),
        composer: Composer | ModelComposer | None = None,
    ) -> Iterator[Event]:
        """The same, told stage by stage; the last event is Finished. composer: in the place of the engine's own."""
        turn = turn_of(self.library, follow_up, drop)
        whom = audience or (turn.audience if turn else PROFESSIONAL)
        _refuse_bad_usage(text, whom, length)
        given = settings_.jurisdiction_code(jurisdiction) if jurisdiction else None
        clock = Clock()
        with clock.stage("understand"):
            question, carried = asked(mask(text).text, given, self.settings.jurisdiction, whom, length, turn)
            risk = safety.assess(text, whom, question.understood.jurisdiction)
            risk = turn.risk(text, question, risk) if turn else risk
        patient = patient_of(f"{text} {question.context}")
        beside = self._for_professionals(question, patient, risk) if whom == PATIENT else None
        # Patients are answered by quoting: what a model words is for readers who can check it.
        by = QuotingComposer() if whom == PATIENT else composer or self._composer
        way = fitted(self._way(question, patient, risk, clock, by, beside), beside)
        yield from told(way, turn, carried, self.library)

    def _for_professionals(self, question: Question, patient: Patient, risk: Safety) -> Answer | Refusal:
        """What professionals are told to the same question: no number is shown to a patient that this lacks."""
        *_, last = self._way(replace(question, audience=PROFESSIONAL), patient, risk, Clock(), QuotingComposer())
        assert isinstance(last, Finished)
        return last.result

    def _way(
        self,
        question: Question,
        patient: Patient,
        risk: Safety,
        clock: Clock,
        by: Composer | ModelComposer,
        beside: Answer | Refusal | None = None,
    ) -> Iterator[Event]:
        spending = Spending(by.caps) if isinstance(by, ModelComposer) else None
        notices: tuple[str, ...] = (risk.notice,) if risk.notice else ()
        if risk.refuse:
            yield Finished(refusing.unsafe(question, notices, self._made(clock, by), message=risk.message or ""))
            return

        yield Searching(question)
        with clock.stage("retrieve"):
            query = wider(query_of(question), question, self._vocabularies)
            hits = self._stock.search(query, PASSAGES, question.whole)
            hits = searched(hits, question, by, spending, self._stock.search)
            names = other_names(question, self._vocabularies)
            hits = with_those_of_the_name(question, hits, names, self._stock)
        yield Found(len(hits), len({h.passage.source for h in hits}))

        with clock.stage("appraise"):
            evidence = appraise(hits, question, self._stock.find)
        yield Ranked(evidence)

        with clock.stage("select"):
            whose = patient if self.settings.allowed("criteria") and not risk.toxicology else None
            picked = pick(question, evidence, self._stock, poisoning=risk.toxicology, names=names, patient=whose)
        if picked.lack:
            notices += warning((), beside)
            made = self._made(clock, by, spent(by, spending))
            yield Finished(refusing.lacking(picked, question, notices, made, risk.message))
            return

        drafts = drafting(question, picked.chosen, by, self._stock.version, clock, spending)
        if question.audience == PATIENT:
            checks = tuple(drafts.run())
            kept, warned = for_a_patient(question, drafts.kept, beside, self._stock.version)
            notices += warned
            yield from as_shown(checks, kept)
        else:
            yield from drafts.run()
            kept = list(drafts.kept)
        notices += (*picked.notices, *drafts.notices)
        if not kept:
            yield Finished(refusing.nothing_stood(question, notices, self._made(clock, by, drafts.use)))
            return

        with clock.stage("assemble"):
            stock = self._stock
            answer = assembled(
                question, kept, drafts.dropped, picked.missing, notices, stock.version, stock.current, picked.held
            )
            answer = in_full(answer, stock.version, lambda s: checked(s, stock.version, drafts.offered))
            answer = with_criteria(answer, patient, self.settings.allowed("criteria"), stock.version)
        yield Finished(replace(answer, made=self._made(clock, by, drafts.use)))

    def _made(self, clock: Clock, by: Composer | ModelComposer, use: ModelUse | None = None) -> Made:
        search, chosen = self._vectors.searched, self._answering.chosen
        library_hash = self.library.library_hash()
        return making.made(clock, by.name, self.settings.hash, library_hash, search, chosen, use)


def _refuse_bad_usage(text: str, audience: str, length: str) -> None:
    if not text.strip():
        raise UsageError("The question is empty.")
    if len(text) > LONGEST:
        raise UsageError(f"The question has {len(text)} characters; ask in {LONGEST} or fewer.")
    if audience not in AUDIENCES:
        raise UsageError(f"There is no audience {audience!r}; it is one of {', '.join(AUDIENCES)}.")
    if length not in LENGTHS:
        raise UsageError(f"There is no length {length!r}; it is one of {', '.join(LENGTHS)}.")
