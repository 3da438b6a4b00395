"""What is read off checked statements: regimens, monitoring plans, and conflicts between them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from curbside.evidence.conflicts import Saying, disputes, placed
from curbside.language import lexicon
from curbside.language.subject import subject
from curbside.language.tokens import content_stems
from curbside.regimens import groups
from curbside.regimens.labels import label, unread_bands
from curbside.regimens.monitoring import monitoring
from curbside.regimens.purpose import purpose
from curbside.regimens.reading import phases_of
from curbside.regimens.table import ordered
from curbside.selecting.beside import is_boxed_heading
from curbside.selecting.facets import denies, facet_of
from curbside.types import (
    Conflict,
    ConflictMember,
    Facet,
    Flag,
    MonitoringStep,
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
        quoted = _quoted(statement, find)
        by_drug: dict[str, list[Phase]] = {}
        for phase in quoted.phases:
            if phase.drug:
                by_drug.setdefault(phase.drug, []).append(phase)
        for drug, phases in by_drug.items():
            if any(p.amount for p in phases):
                found.append(_regimen(f"r{len(found) + 1}", drug, ordered(phases), quoted, told, find))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Quoted:
    """A statement with what its supporting quote says: the phases, with the lead-in or header cells as context."""

    statement: Statement
    span: Span
    source: Source
    text: str
    context: str
    headings: tuple[str, ...]
    phases: tuple[Phase, ...]


def _quoted(statement: Statement, find: Find) -> _Quoted:
    span, source = _support(statement, find)
    unit = next((u for u in source.units if (u.start, u.end) == (span.start, span.end)), None)
    around = [source.text[r.start : r.end] for r in unit.context] if unit else []
    context = " ".join(around or _quotes(statement, find, Relation.CONTEXT))
    text = source.text[span.start : span.end]
    headings = unit.headings[1:] if unit else ()
    return _Quoted(statement, span, source, text, context, headings, phases_of(text, context))


def _regimen(
    name: str, drug: str, phases: tuple[Phase, ...], quoted: _Quoted, told: tuple[Statement, ...], find: Find
) -> Regimen:
    statement = quoted.statement
    against = tuple(s.id for s in told if warns_against(s, drug, find))
    maxima = tuple(s.id for s in told if _has_maximum(s, drug, find))
    boxed = tuple(s.id for s in told if _is_boxed(s, drug, find))
    return Regimen(
        id=name,
        drug=drug,
        phases=phases,
        span=quoted.span,
        jurisdiction=quoted.source.jurisdiction,
        indication=_indication(phases, quoted),
        population=_population(phases, quoted),
        statement=statement.id,
        beside={"contraindications": against, "maximum": maxima, "boxed_warning": boxed},
        flags=statement.flags,
    )


def _indication(phases: tuple[Phase, ...], quoted: _Quoted) -> str | None:
    """What the dose is for: as the sentence says it, else its lead-in, else its headings, else what it speaks of."""
    read = _join(p.indication for p in phases)
    said = purpose(quoted.text)
    if read:
        return said if said and read.lower() in said.lower() and "," not in read else read
    above = (_named_in(h) for h in reversed(quoted.headings))
    return (
        said
        or purpose(quoted.context)
        or next((a for a in above if a), None)
        or _join(sorted(subject(quoted.statement.text).conditions))
    )


def _named_in(heading: str) -> str | None:
    named = groups.indication(heading, 0, len(heading), len(heading), ())
    return named.value if named else purpose(heading)


def _population(phases: tuple[Phase, ...], quoted: _Quoted) -> str | None:
    """Whom the dose is for; an age or weight band that no field took in is told in its own words, never left out."""
    read = _join(p.population for p in phases)
    above = (_group_in(h) for h in reversed(quoted.headings))
    said = read or next((a for a in above if a), None) or _join(sorted(subject(quoted.statement.text).populations))
    unread = [*unread_bands(quoted.text, quoted.phases)]
    if not any(name == "context:population" for p in phases for name in p.spans):
        unread += unread_bands(quoted.context, ())
    return _join((said, *(b for b in unread if b.lower() not in (said or "").lower())))


def _group_in(heading: str) -> str | None:
    end = len(heading)
    band = groups.band(heading, 0, end, ()) or label(f"{heading}:") or groups.population(heading, 0, end, end, ())
    return band.value if band else None


def warns_against(statement: Statement, drug: str, find: Find) -> bool:
    """Whether a statement says when the drug must not be given, or that nothing forbids it.

    A label's contraindications seldom name the drug: it is that of the headings, else of the title.
    """
    against = statement.facet is Facet.CONTRAINDICATIONS or facet_of(statement.text, ()) is Facet.CONTRAINDICATIONS
    against = against or denies(statement.text)
    return against and _is_about(statement, drug, find)


def _is_about(statement: Statement, drug: str, find: Find) -> bool:
    """Whether a statement speaks of a drug by its own words, else by its headings or its title.

    A drug that no vocabulary knows is told by the word itself.
    """
    own = subject(statement.text)
    if lexicon.drugs_in(drug):
        return bool(lexicon.family(drug) & (own.drugs or drugs_above(statement, find)))
    wanted = content_stems(drug)
    if wanted <= own.stems or own.drugs:
        return wanted <= own.stems
    return any(wanted <= content_stems(words) for words in _words_above(statement, find))


def drugs_above(statement: Statement, find: Find) -> frozenset[str]:
    """The drugs that the headings over the quotes of a statement name, else the titles of their sources."""
    spans = [s for c in statement.citations if c.relation is Relation.SUPPORTS for s in c.spans]
    return frozenset().union(*(_named_above(find(s.source, s.content_hash), s.start) for s in spans))


def _words_above(statement: Statement, find: Find) -> list[str]:
    """The headings over the quotes of a statement with the titles of their sources."""
    spans = [s for c in statement.citations if c.relation is Relation.SUPPORTS for s in c.spans]
    sources = [(find(s.source, s.content_hash), s.start) for s in spans]
    return [". ".join((*next((u.headings for u in o.units if u.start == at), ()), o.title)) for o, at in sources]


def _named_above(source: Source, start: int) -> frozenset[str]:
    headings = next((u.headings for u in source.units if u.start == start), ())
    return subject(" ".join(headings[1:])).drugs or subject(". ".join((*headings[:1], source.title))).drugs


def _has_maximum(statement: Statement, drug: str, find: Find) -> bool:
    """Whether a statement sets an upper bound for the drug, which its headings may name for it."""
    quoted = _quoted(statement, find)
    phases = tuple(p for text in _supporting(statement, find) for p in phases_of(text, quoted.context))
    if not any(p.drug for p in phases) and drug in drugs_above(statement, find):
        phases = phases_of(quoted.text, f"{quoted.context} {drug}".strip())
    return any(p.drug == drug and (p.maximum_dose or p.maximum_per_period) for p in phases)


def _is_boxed(statement: Statement, drug: str, find: Find) -> bool:
    """Whether a statement stands in a boxed warning about the drug."""
    spans = [s for c in statement.citations if c.relation is Relation.SUPPORTS for s in c.spans]
    units = [
        (u, find(s.source, s.content_hash))
        for s in spans
        for u in find(s.source, s.content_hash).units
        if u.start == s.start
    ]
    about = drug in (subject(statement.text).drugs | drugs_above(statement, find)) or (
        not lexicon.drugs_in(drug) and _is_about(statement, drug, find)
    )
    return about and any(is_boxed_heading(h) for u, _ in units for h in u.headings)


def _supporting(statement: Statement, find: Find) -> list[str]:
    spans = [s for c in statement.citations if c.relation is Relation.SUPPORTS for s in c.spans]
    return [find(s.source, s.content_hash).text[s.start : s.end] for s in spans]


def _join(values: Iterable[str | None]) -> str | None:
    return ", ".join(dict.fromkeys(v for v in values if v)) or None


def _support(statement: Statement, find: Find) -> tuple[Span, Source]:
    spans = next(c for c in statement.citations if c.relation is Relation.SUPPORTS).spans
    source = find(spans[0].source, spans[0].content_hash)
    dosing = (s for s in spans if phases_of(source.text[s.start : s.end]))
    return next(dosing, spans[0]), source


def _quotes(statement: Statement, find: Find, relation: Relation) -> list[str]:
    first = statement.citations[0].source
    spans = [s for c in statement.citations if c.relation is relation and c.source == first for s in c.spans]
    return [find(s.source, s.content_hash).text[s.start : s.end] for s in spans]


def conflicts(statements: Iterable[Statement], find: Find) -> tuple[tuple[Statement, ...], tuple[Conflict, ...]]:
    """The statements, those in a conflict flagged, and the conflicts among them."""
    told = tuple(statements)
    sayings = []
    for statement in told:
        quoted = _quoted(statement, find)
        sayings.append(placed(statement.id, quoted.source, quoted.span.start, quoted.text, quoted.phases))
    found = tuple(Conflict(d.about, tuple(_member(s.saying, s.value) for s in d.sides)) for d in disputes(sayings))
    touched = {m.statement for c in found for m in c.members}
    flagged = (replace(s, flags=(*s.flags, Flag.CONFLICT)) if s.id in touched else s for s in told)
    return tuple(flagged), found


def plans(statements: Iterable[Statement], find: Find) -> tuple[MonitoringStep, ...]:
    """The steps of the monitoring plans of the statements, in their order, each read from a supporting quote."""
    found: list[MonitoringStep] = []
    for statement in statements:
        for span in (s for c in statement.citations[:1] if c.relation is Relation.SUPPORTS for s in c.spans):
            text = find(span.source, span.content_hash).text[span.start : span.end]
            for step in monitoring(text):
                name = f"m{len(found) + 1}"
                found.append(MonitoringStep(name, step, statement.id, span.source, span.content_hash, span.start))
    return tuple(found)


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
