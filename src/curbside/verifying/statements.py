"""A drafted statement through all gates; citations that do not carry it alone are taken away.

Gates 1 and 6 (the quote, whole units) are asked of every span first, and whether it may be cited at all; then gates 2
to 5 and 7 of each citation by itself, since what a statement says together must stand together in one citation.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace

from curbside.errors import LibraryError
from curbside.language.abbreviations import Definition
from curbside.language.meanings import meaning_at
from curbside.language.spelled import contracted
from curbside.language.text import content_hash
from curbside.types import Citation, Outcome, Reason, Relation, Source, Span, Statement, Verdict
from curbside.verifying import quote, whole
from curbside.verifying.base import CitedText, joiners_for
from curbside.verifying.verdict import supporting, verify

Find = Callable[[str, str], Source]
CONTEXT, OFFERED = "context", "offered"


def checked(draft: Statement, find: Find, offered: Collection[Span] | None = None) -> tuple[Statement, bool]:
    """The statement with its verdict and only the citations that carry it, and whether it stands.

    find: a source version by id and hash; raises SourceNotFound. offered: the units that a supporting citation may
    name, or None for any. Those were appraised; any other may be of a retracted source or on another question.
    """
    stored = _stored_reasons(draft, find, offered)
    if not all(r.passed for r in stored):
        return replace(draft, verdict=Verdict(Outcome.NOT_ENOUGH, stored)), False
    grouped = _grouped(draft)
    cited = [_cited(group, find) for group in grouped]
    joiners = joiners_for({find(s.source, s.content_hash).kind.value for group in grouped for s in group[0].spans})
    carrying = supporting(draft.text, cited, joiners)
    verdict = verify(draft.text, [cited[i] for i in carrying] or cited, joiners)
    verdict = replace(verdict, reasons=(*stored, *verdict.reasons))
    kept = tuple(c for i in carrying for c in grouped[i])
    stands = bool(kept) and verdict.outcome is Outcome.SUPPORTED
    return replace(draft, verdict=verdict, citations=kept if stands else draft.citations), stands


def _stored_reasons(draft: Statement, find: Find, offered: Collection[Span] | None) -> tuple[Reason, ...]:
    """Gates 1 and 6: the stored text still has the hash that is cited, and supporting spans are whole units."""
    for citation in draft.citations:
        versions = {(s.source, s.content_hash) for s in citation.spans}
        if len(versions) != 1 or {source for source, _ in versions} != {citation.source}:
            return (Reason(quote.GATE, False, (), f"a citation of {citation.source} is not of one version of it"),)
    spans = [s for c in draft.citations for s in c.spans]
    try:
        sources = {(s.source, s.content_hash): find(s.source, s.content_hash) for s in spans}
    except LibraryError as error:
        return (Reason(quote.GATE, False, (), str(error)),)
    for source in sources.values():
        if content_hash(source.text) != source.content_hash:
            return (Reason(quote.GATE, False, (), f"the stored text of {source.id} does not have its hash"),)

    def read(span: Span) -> str:
        return sources[span.source, span.content_hash].text[span.start : span.end]

    supports = [s for c in draft.citations if c.relation is Relation.SUPPORTS for s in c.spans]
    quotes = [read(s) for s in spans]
    return (
        quote.check(spans, quotes, read),
        whole.check(supports, lambda s: sources[s.source, s.content_hash].units),
        _context_reason(draft, lambda s: sources[s.source, s.content_hash]),
        *((_offered_reason(supports, offered),) if offered is not None else ()),
    )


def _context_reason(draft: Statement, find: Callable[[Span], Source]) -> Reason:
    """Whether context is that of the unit it is cited for: a drug's name from elsewhere would give a dose to it.

    Or it is the document's definition of an abbreviation that the statement spells out.
    """
    for group in _grouped(draft):
        near = _near(group, find)
        for span in (s for c in group[1:] for s in c.spans):
            if (span.start, span.end) not in near and not _told(draft.text, meaning_at(find(span), *_place(span))):
                place = f"{span.source} from {span.start} to {span.end}"
                why = "is no heading, lead-in, header or sentence before the quote, nor a definition of what it tells"
                return Reason(CONTEXT, False, (), f"{place} {why}")
    return Reason(CONTEXT, True)


def _told(text: str, definition: Definition | None) -> bool:
    """Whether the text tells the long form of the definition."""
    return definition is not None and contracted(text, definition) is not None


def _near(group: tuple[Citation, ...], find: Callable[[Span], Source]) -> set[tuple[int, int]]:
    """Where the context of a supporting citation may stand; nothing where none is cited with it."""
    return {place for s in group[0].spans for place in _around(find(s), s)} if len(group) > 1 else set()


def _place(span: Span) -> tuple[int, int]:
    return span.start, span.end


def _around(source: Source, span: Span) -> set[tuple[int, int]]:
    """Where a unit's context may stand: its lead-in or headers, its headings, the unit before it under these."""
    places: set[tuple[int, int]] = set()
    for i, unit in enumerate(source.units):
        if (unit.start, unit.end) == (span.start, span.end):
            places |= {(r.start, r.end) for r in (*unit.context, *unit.heading_ranges)}
            before = source.units[i - 1] if i else None
            if before and before.heading_ranges == unit.heading_ranges:
                places.add((before.start, before.end))
    return places


def _offered_reason(supports: Collection[Span], offered: Collection[Span]) -> Reason:
    strange = next((s for s in supports if s not in offered), None)
    if strange is None:
        return Reason(OFFERED, True)
    return Reason(OFFERED, False, (), f"{strange.source} from {strange.start} to {strange.end} was not offered")


def _grouped(draft: Statement) -> list[tuple[Citation, ...]]:
    """Each supporting citation with the context citations that follow it, of the same source."""
    groups: list[tuple[Citation, ...]] = []
    for citation in draft.citations:
        if citation.relation is Relation.SUPPORTS:
            groups.append((citation,))
        elif citation.relation is Relation.CONTEXT and groups and groups[-1][0].source == citation.source:
            groups[-1] = (*groups[-1], citation)
    return groups


def _cited(group: tuple[Citation, ...], find: Find) -> CitedText:
    """What a citation offers: its units, what stands near them, and the definitions that are cited with them."""

    def source(span: Span) -> Source:
        return find(span.source, span.content_hash)

    near = _near(group, source)
    around = [s for c in group if c.relation is Relation.CONTEXT for s in c.spans]
    defined = (meaning_at(source(s), *_place(s)) for s in around if _place(s) not in near)
    return CitedText(
        tuple(source(s).text[s.start : s.end] for s in group[0].spans),
        tuple(source(s).text[s.start : s.end] for s in around if _place(s) in near),
        adjacent=_follow_each_other(group[0], find),
        definitions=tuple(d for d in defined if d),
    )


def _follow_each_other(citation: Citation, find: Find) -> bool:
    """Whether the units of a citation stand one after the other in its source."""
    if len(citation.spans) < 2:
        return False
    units = [(u.start, u.end) for u in find(citation.source, citation.spans[0].content_hash).units]
    first = units.index((citation.spans[0].start, citation.spans[0].end))
    return units[first : first + len(citation.spans)] == [(s.start, s.end) for s in citation.spans]
