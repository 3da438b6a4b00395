"""The chosen candidates as numbered evidence for a model, in as many requests as its context needs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from curbside.composing.quoting import QuotingComposer
from curbside.evidence.grades import own_grades
from curbside.models.spending import tokens_of
from curbside.selecting.candidates import Candidate
from curbside.types import Question, Statement

_AROUND: Final = 40
"""Tokens of a statement of an answer besides its text."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A chosen candidate under its number, and as the quoting composer says it."""

    number: int
    candidate: Candidate
    quote: Statement

    @property
    def line(self) -> str:
        """It as the model sees it: one line, with what is known of its source."""
        source, unit = self.candidate.evidence.source, self.candidate.unit
        grades = own_grades(source, source.units.index(unit)) if unit in source.units else ()
        known = [source.kind.value, source.date, source.jurisdiction, *(f"grade {g.text}" for g in grades[:1])]
        return _in_line(f"[{self.number}] ({', '.join(k for k in known if k)}) {self.quote.text}")


def numbered(question: Question, chosen: Sequence[Candidate], hosted: bool) -> tuple[Evidence, ...]:
    """The chosen that may be sent, from 1. hosted: whether the model is on another machine.

    What the licence of a source forbids to send to a hosted model is left out (the clinical rules, section 8). A
    sentence of a source whose licence is not known is a short quote.
    """
    may_go = [c for c in chosen if not hosted or _may_be_sent(c)]
    quotes = QuotingComposer().compose(question, tuple(may_go))
    return tuple(Evidence(n, c, q) for n, (c, q) in enumerate(zip(may_go, quotes, strict=True), 1))


def _may_be_sent(c: Candidate) -> bool:
    return all(one.evidence.source.licence.send is not False for one in (c, *c.also))


def answer_tokens(batch: Sequence[Evidence]) -> int:
    """Tokens that an answer on `batch` may need: every sentence of it once, with what is said beside it."""
    return 100 + sum(tokens_of(len(e.quote.text)) + _AROUND for e in batch)


def batches(evidence: Sequence[Evidence], context: int, around: int) -> tuple[tuple[Evidence, ...], ...]:
    """The evidence in as few requests as fit: all of it, else one facet at a time, else parts of a facet.

    context: tokens of prompt and answer together. around: characters of the prompt besides the evidence.
    """
    if not evidence:
        return ()
    if _fits(evidence, context, around):
        return (tuple(evidence),)
    facets = dict.fromkeys(e.candidate.facet for e in evidence)
    parted = [[e for e in evidence if e.candidate.facet is facet] for facet in facets]
    return tuple(part for group in parted for part in _parts(group, context, around))


def _parts(group: Sequence[Evidence], context: int, around: int) -> list[tuple[Evidence, ...]]:
    if len(group) == 1 or _fits(group, context, around):
        return [tuple(group)]
    half = len(group) // 2
    return [*_parts(group[:half], context, around), *_parts(group[half:], context, around)]


def _fits(batch: Sequence[Evidence], context: int, around: int) -> bool:
    # A tokenizer may need more tokens than the rule of thumb says, for names of drugs above all.
    asked = tokens_of(around + sum(len(e.line) + 1 for e in batch)) * 5 // 4
    return asked + answer_tokens(batch) <= context


def _in_line(text: str) -> str:
    return " ".join(text.split())
