"""The composer that needs no model: a statement is a unit as the source has it.

A list item or a table row that does not name its subject brings its lead-in or header as a context span, and the
words of the lead-in stand before it.
"""

from __future__ import annotations

from curbside.evidence.grade import estimate, strength
from curbside.evidence.status import standing
from curbside.selecting.candidates import Candidate
from curbside.types import Citation, Question, Relation, Source, Span, Statement, TextRange, UnitKind


class QuotingComposer:
    """Quotes."""

    name = "quoting"

    def compose(self, question: Question, chosen: tuple[Candidate, ...]) -> tuple[Statement, ...]:
        """One statement for each candidate; candidates that say the same are further citations of it."""
        return tuple(_statement(c) for c in chosen)


def _statement(candidate: Candidate) -> Statement:
    source = candidate.evidence.source
    citations = [c for one in (candidate, *candidate.also) for c in _citations(one)]
    level, _ = estimate(source, candidate.text, standing(source).step)
    return Statement(
        id="",
        text=_text(candidate, source),
        facet=candidate.facet,
        citations=tuple(citations),
        flags=candidate.flags,
        strength=strength(source, candidate.text, candidate.flags, level),
    )


def _text(candidate: Candidate, source: Source) -> str:
    own = " ".join(candidate.text.split())
    if candidate.unit.kind is UnitKind.SENTENCE or not candidate.unit.context:
        return own
    lead = " ".join(" ".join(source.text[r.start : r.end].split()) for r in candidate.unit.context)
    return f"{lead.rstrip()} {own}" if lead.rstrip().endswith(":") else f"{lead.rstrip('. ')}: {own}"


def _citations(candidate: Candidate) -> tuple[Citation, ...]:
    source, unit = candidate.evidence.source, candidate.unit
    support = Citation(source.id, (_span(source, unit.start, unit.end),), Relation.SUPPORTS)
    around: tuple[TextRange, ...] = unit.context
    if not around:
        return (support,)
    return (support, Citation(source.id, tuple(_span(source, r.start, r.end) for r in around), Relation.CONTEXT))


def _span(source: Source, start: int, end: int) -> Span:
    return Span(source.id, source.content_hash, start, end)
