"""Between the stages of an overview: what its sources are, what is on its topic, and its sections in order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from curbside.composing.offered import spans_of
from curbside.evidence.succession import superseded_by
from curbside.overviewing.scope import SOURCE, Scope
from curbside.selecting.candidates import Candidate
from curbside.selecting.holding import on_the_question
from curbside.selecting.parts import SAID, heading
from curbside.types import Answer, Evidence, Question, Section, Source, Statement

_ITSELF: Final = 0.9


def on_topic(question: Question, found: tuple[Candidate, ...]) -> tuple[Candidate, ...]:
    """What speaks of the topic: of a drug itself, not of another of its class alone."""
    kept = on_the_question(question, found)
    if not question.understood.drugs:
        return kept
    return tuple(c for c in kept if c.match.drug >= _ITSELF) if any(c.match.drug >= _ITSELF for c in kept) else ()


def without_replaced(scope: Scope, evidence: tuple[Evidence, ...]) -> tuple[tuple[Evidence, ...], tuple[Source, ...]]:
    """Of a topic, what is superseded by another of its sources stands only under what is new."""
    everyone = {e.source.id: e.source for e in evidence}.values()
    if scope.kind == SOURCE:
        return evidence, ()
    gone = {o.id: o for o in everyone for n in everyone if superseded_by(n, o)}
    return tuple(e for e in evidence if e.source.id not in gone), tuple(gone.values())


def sources(evidence: Iterable[Evidence], found: Iterable[Candidate]) -> tuple[Source, ...]:
    """The sources that candidates come from, in the order of the evidence."""
    used = {c.evidence.source.id for c in found}
    return tuple({e.source.id: e.source for e in evidence if e.source.id in used}.values())


def in_sections(scope: Scope, answer: Answer, picked: Iterable[Candidate]) -> Answer:
    """The answer with the sections of an overview and its title."""
    headings = {spans_of(o): heading(c, scope.kind == SOURCE) for c in picked for o in (c, *c.also)}
    found: dict[str, list[Statement]] = {}
    for s in answer.statements:
        if s.id not in answer.bottom_line:
            found.setdefault(headings.get(s.citations[0].spans, SAID.heading), []).append(s)
    sections = tuple(Section(h, some[0].facet, tuple(s.id for s in some)) for h, some in found.items())
    return replace(answer, title=f"Overview: {scope.of}", sections=sections)
