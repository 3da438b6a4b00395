"""What is read off checked statements: regimens, and conflicts between them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from curbside.evidence.conflicts import Saying, disputes
from curbside.language.subject import subject
from curbside.selecting.facets import facet_of, phases_of
from curbside.types import (
    Conflict,
    ConflictMember,
    Facet,
    Flag,
    Phase,
    Regimen,
    Relation,
    Source,
    Span,
    Statement,
)

Find = Callable[[str, str], Source]


def regimens(statements: Iterable[Statement], find: Find) -> tuple[Regimen, ...]:
    """The regimens of the statements, in their order; every field rests on the supporting quote of its statement."""
    told = tuple(statements)
    found: list[Regimen] = []
    for statement in told:
        span, source = _support(statement, find)
        context = " ".join(_quotes(statement, find, Relation.CONTEXT))
        by_drug: dict[str, list[Phase]] = {}
        for phase in phases_of(source.text[span.start : span.end], context):
            if phase.drug:
                by_drug.setdefault(phase.drug, []).append(phase)
        for drug, phases in by_drug.items():
            found.append(_regimen(f"r{len(found) + 1}", drug, tuple(phases), statement, span, source, told, find))
    return tuple(found)


def _regimen(
    name: str,
    drug: str,
    phases: tuple[Phase, ...],
    statement: Statement,
    span: Span,
    source: Source,
    told: tuple[Statement, ...],
    find: Find,
) -> Regimen:
    against = tuple(s.id for s in told if warns_against(s, drug, find))
    maxima = tuple(s.id for s in told if _has_maximum(s, drug))
    return Regimen(
        id=name,
        drug=drug,
        phases=phases,
        span=span,
        jurisdiction=source.jurisdiction,
        indication=_join(p.indication for p in phases) or _join(sorted(subject(statement.text).conditions)),
        population=_join(p.population for p in phases) or _join(sorted(subject(statement.text).populations)),
        statement=statement.id,
        beside={"contraindications": against, "maximum": maxima, "boxed_warning": ()},
        flags=statement.flags,
    )


def warns_against(statement: Statement, drug: str, find: Find) -> bool:
    """Whether a statement says when the drug must not be given.

    A label's contraindications seldom name the drug: it is that of the headings, else of the title.
    """
    against = statement.facet is Facet.CONTRAINDICATIONS or facet_of(statement.text, ()) is Facet.CONTRAINDICATIONS
    return against and drug in (subject(statement.text).drugs or _drugs_around(statement, find))


def _drugs_around(statement: Statement, find: Find) -> frozenset[str]:
    spans = [s for c in statement.citations if c.relation is Relation.SUPPORTS for s in c.spans]
    return frozenset().union(*(_named_above(find(s.source, s.content_hash), s.start) for s in spans))


def _named_above(source: Source, start: int) -> frozenset[str]:
    headings = next((u.headings for u in source.units if u.start == start), ())
    return subject(" ".join(headings[1:])).drugs or subject(". ".join((*headings[:1], source.title))).drugs


def _has_maximum(statement: Statement, drug: str) -> bool:
    return any(p.drug == drug and (p.maximum_dose or p.maximum_per_period) for p in phases_of(statement.text))


def _join(values: Iterable[str | None]) -> str | None:
    return ", ".join(dict.fromkeys(v for v in values if v)) or None


def _support(statement: Statement, find: Find) -> tuple[Span, Source]:
    span = next(c for c in statement.citations if c.relation is Relation.SUPPORTS).spans[0]
    return span, find(span.source, span.content_hash)


def _quotes(statement: Statement, find: Find, relation: Relation) -> list[str]:
    first = statement.citations[0].source
    spans = [s for c in statement.citations if c.relation is relation and c.source == first for s in c.spans]
    return [find(s.source, s.content_hash).text[s.start : s.end] for s in spans]


def conflicts(statements: Iterable[Statement], find: Find) -> tuple[tuple[Statement, ...], tuple[Conflict, ...]]:
    """The statements, those in a conflict flagged, and the conflicts among them."""
    told = tuple(statements)
    sayings = []
    for statement in told:
        span, source = _support(statement, find)
        text = source.text[span.start : span.end]
        context = " ".join(_quotes(statement, find, Relation.CONTEXT))
        sayings.append(Saying(statement.id, source, text, phases_of(text, context)))
    found = tuple(Conflict(d.about, tuple(_member(s.saying, s.value) for s in d.sides)) for d in disputes(sayings))
    touched = {m.statement for c in found for m in c.members}
    flagged = (replace(s, flags=(*s.flags, Flag.CONFLICT)) if s.id in touched else s for s in told)
    return tuple(flagged), found


def _member(saying: Saying, value: str) -> ConflictMember:
    source = saying.source
    return ConflictMember(
        value=value,
        statement=saying.key,
        source=source.id,
        publisher=source.publisher,
        jurisdiction=source.jurisdiction,
        date=source.date,
        status=source.status.state,
    )
