"""The composer that needs no model: a statement is a unit as the source has it.

A list item brings its lead-in and the items that it stands under as context spans, outermost first, and their words
stand before it; of a table row each cell stands after its header.
"""

from __future__ import annotations

from curbside.composing.offered import spans_of
from curbside.selecting.candidates import Candidate
from curbside.selecting.quotable import columns
from curbside.selecting.run_in import unmarked
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
    return Statement(
        id="",
        text=_text(candidate, source),
        facet=candidate.facet,
        citations=tuple(citations),
        flags=candidate.flags,
    )


def _text(candidate: Candidate, source: Source) -> str:
    """The unit with what stands before it: the heading that says whom it is for, and its lead-in."""
    lead, row = _around(candidate)
    said = _in_line(unmarked(candidate.text) if candidate.unit.kind is UnitKind.SENTENCE else candidate.text)
    if row:
        said = "; ".join(f"{_in_line(source.text[r.start : r.end])}: {cell}" for r, cell in row)
    before = " ".join(_in_line(source.text[r.start : r.end]) for r in lead)
    if before and candidate.unit.kind is not UnitKind.SENTENCE:
        said = _after(before, said)
    if candidate.heading:
        said = _after(_in_line(source.text[candidate.heading.start : candidate.heading.end]), said)
    return said


def _after(before: str, said: str) -> str:
    return f"{before} {said}" if before.endswith(":") else f"{before.rstrip('. ')}: {said}"


def _around(candidate: Candidate) -> tuple[tuple[TextRange, ...], tuple[tuple[TextRange, str], ...]]:
    """What stands before a unit, and the cells of a table row that can be told one by one, each with its header.

    A header or cell that begins or ends with a bracket would not be told from what stands beside it: such a row stands
    as it is after its header row.
    """
    unit, text = candidate.unit, candidate.evidence.source.text
    if unit.kind is not UnitKind.TABLE_ROW:
        return unit.context, ()
    row = columns(text, unit)
    heads = tuple(r for r, _ in row)
    whole = next((r for r in unit.context if row and r.start == heads[0].start), None)
    before = tuple(r for r in unit.context if r != whole and r not in heads)
    plain = all(part[0].isalnum() and part[-1].isalnum() for r, c in row for part in (text[r.start : r.end], c))
    if row and plain:
        return before, row
    return (*before, whole) if whole else before, ()


def _in_line(text: str) -> str:
    return " ".join(text.split())


def _citations(candidate: Candidate) -> tuple[Citation, ...]:
    source = candidate.evidence.source
    support = Citation(source.id, spans_of(candidate), Relation.SUPPORTS)
    lead, row = _around(candidate)
    lead = (candidate.heading, *lead) if candidate.heading else lead
    around = (*lead, *(r for r, _ in row))
    if not around:
        return (support,)
    return (support, Citation(source.id, tuple(_span(source, r.start, r.end) for r in around), Relation.CONTEXT))


def _span(source: Source, start: int, end: int) -> Span:
    return Span(source.id, source.content_hash, start, end)
