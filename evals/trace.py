"""One question on its way through the engine, with what each stage made of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from curbside import settings
from curbside.composing.quoting import QuotingComposer
from curbside.engine import Engine
from curbside.events import Checked, Event, Finished, Found, Ranked, Searching
from curbside.library.store import Library
from curbside.retrieval.base import Index, Query
from curbside.retrieval.opening import open_home
from curbside.retrieval.query import query_of
from curbside.selecting.candidates import Candidate, Signals, candidates
from curbside.selecting.choose import Selection, choose
from curbside.selecting.holding import on_the_question
from curbside.types import Answer, Evidence, Question, Refusal, Source, Statement

LENGTH = "full"
Told = TypeVar("Told", Searching, Found, Ranked, Finished)


class _Watching(QuotingComposer):
    """The quoting composer, remembering what it was given."""

    def __init__(self) -> None:
        self.given: tuple[Candidate, ...] = ()

    def compose(self, question: Question, chosen: tuple[Candidate, ...]) -> tuple[Statement, ...]:
        self.given = chosen
        return super().compose(question, chosen)


@dataclass(frozen=True, slots=True)
class Trace:
    """What each stage made of an answered question; candidates: all units considered; given: what was composed.

    read: what the cross-encoder read with the question, each with its logit, as it came; empty without one.
    """

    question: Question
    query: Query
    found: Found
    evidence: tuple[Evidence, ...]
    candidates: tuple[Candidate, ...]
    on_the_question: tuple[Candidate, ...]
    read: tuple[tuple[str, float], ...]
    selection: Selection
    given: tuple[Candidate, ...]
    checked: tuple[Checked, ...]
    answer: Answer


class Bench:
    """An engine whose stages can be looked at."""

    def __init__(self, library: Library, index: Index, home: Path) -> None:
        self.library, self.index = library, index
        self._composer = _Watching()
        self._engine = Engine(settings.load(home), library, index, self._composer)

    def find(self, source_id: str, content_hash: str | None = None) -> Source:
        """A source version of the library."""
        return self.library.get(source_id, content_hash)

    def ask(self, text: str, jurisdiction: str | None) -> Answer | Refusal:
        """The answer alone."""
        return self._engine.ask(text, jurisdiction=jurisdiction, length=LENGTH)

    def trace(self, text: str, jurisdiction: str | None) -> Trace:
        """The stages of a question that is answered.

        Raises ValueError where it is refused.
        """
        events = list(self._engine.events(text, jurisdiction=jurisdiction, length=LENGTH))
        question = _one(events, Searching).question
        evidence = _one(events, Ranked).evidence
        answer = _one(events, Finished).result
        if isinstance(answer, Refusal):
            raise ValueError(f"Refused: {answer.message}")
        stock = self._engine._stock
        similar = stock.unit_similarity(question.text, (e.hit.passage for e in evidence))
        units = candidates(question, evidence, Signals(stock.rarity, similar))
        read: list[tuple[str, float]] = []

        def scorer(text: str, sentences: Sequence[str]) -> tuple[float, ...] | None:
            scores = stock.answering(text, sentences)
            read.extend(zip(sentences, scores or (), strict=scores is not None))
            return scores

        selection = choose(question, units, scorer)
        return Trace(
            question=question,
            query=query_of(question),
            found=_one(events, Found),
            evidence=evidence,
            candidates=units,
            on_the_question=on_the_question(question, units),
            read=tuple(read),
            selection=selection,
            given=self._composer.given,
            checked=tuple(e for e in events if isinstance(e, Checked)),
            answer=answer,
        )


def _one(events: list[Event], kind: type[Told]) -> Told:
    found = next((e for e in events if isinstance(e, kind)), None)
    if found is None:
        raise ValueError(f"The engine told of no {kind.__name__}.")
    return found


@contextmanager
def bench(home: Path) -> Iterator[Bench]:
    """A bench on a home folder; the library is built where there is none."""
    library, index = open_home(home)
    try:
        yield Bench(library, index, home)
    finally:
        index.close()
        library.close()
