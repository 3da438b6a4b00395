"""Studies whose title asks the very question: what they conclude is the answer, and why they were made is none."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from curbside.language.tokens import content_stems
from curbside.selecting.candidates import ON_IT, Candidate
from curbside.selecting.chapters import STUDIES
from curbside.selecting.leave import asks_for_findings
from curbside.selecting.roles import Role
from curbside.selecting.stops import stops
from curbside.types import Question

_FEWEST: Final = 3
_OF_THE_QUESTION, _OF_THE_TITLE = 0.8, 0.6
_RESULTS: Final = frozenset({Role.CONCLUSION, Role.FINDING})


@lru_cache(maxsize=4096)
def asks_the_same(question: str, title: str) -> bool:
    """Whether a title has nearly all that a question has, and little besides."""
    asked, said = content_stems(question), content_stems(title)
    both = len(asked & said)
    return both >= _FEWEST and both >= _OF_THE_QUESTION * len(asked) and both >= _OF_THE_TITLE * len(said)


def is_own(question: Question, c: Candidate) -> bool:
    """Whether it is of a study whose title asks the question; of a drug, only where what was found is asked for.

    Whether a drug is to be given, and how, no study says by its title (the clinical rules, section 2).
    """
    on_it = not question.understood.drugs or (c.match.drug >= 0.9 and asks_for_findings(question))
    return on_it and c.evidence.source.kind in STUDIES and asks_the_same(question.whole, c.evidence.source.title)


def resolves(question: Question, c: Candidate) -> bool:
    """Whether it is what the study that asks the question found or concluded; a dose of it is none."""
    return c.role in _RESULTS and not c.phases and is_own(question, c)


def concludes(question: Question, c: Candidate) -> bool:
    """Whether it is what the study that asks the question concluded."""
    return c.role is Role.CONCLUSION and resolves(question, c)


def answers_its_subject(question: Question, c: Candidate) -> bool:
    """Whether it is a conclusion about most of what is asked, where what studies found is asked for."""
    on_it = not question.understood.drugs or c.match.drug >= 0.9
    return c.role is Role.CONCLUSION and on_it and not c.phases and c.focus >= ON_IT and asks_for_findings(question)


def conclusions_first(question: Question, ordered: list[Candidate]) -> list[Candidate]:
    """`ordered` with the conclusion of the study that asks the question before what it and other studies report.

    What is no study's keeps its place.
    """
    own = [c for c in ordered if concludes(question, c)]
    if not own:
        return ordered
    kept = [c for c in ordered if c in own or resolves(question, c) or c.evidence.source.kind not in STUDIES]
    place = next(i for i, c in enumerate(kept) if c.evidence.source.kind in STUDIES)
    return [*kept[:place], *own, *(c for c in kept[place:] if c not in own)]


def without_introductions(question: Question, found: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """Without the introductions of studies of which a result is found, and of all where the study that asks the
    question has one; what says stop stays."""
    everything = tuple(found)
    told = {c.evidence.source.id for c in everything if c.role in _RESULTS}
    settled = any(resolves(question, c) for c in everything)

    def introduces(c: Candidate) -> bool:
        return c.role is Role.BACKGROUND and c.evidence.source.kind in STUDIES and not c.warns

    return tuple(
        c
        for c in everything
        if not introduces(c) or stops(question, c) or not (settled or c.evidence.source.id in told)
    )
