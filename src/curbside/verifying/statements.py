"""A drafted statement through all gates; citations that do not carry it alone are taken away.

Gates 1 and 6 (the quote, whole units) are asked of every span first; then gates 2 to 5 and 7 of each citation by
itself, since what a statement says together must stand together in one citation.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from curbside.errors import LibraryError
from curbside.language.text import content_hash
from curbside.types import Citation, Outcome, Reason, Relation, Source, Span, Statement, Verdict
from curbside.verifying import quote, whole
from curbside.verifying.base import CitedText
from curbside.verifying.verdict import supporting, verify

Find = Callable[[str, str], Source]


def checked(draft: Statement, find: Find) -> tuple[Statement, bool]:
    """The statement with its verdict and only the citations that carry it, and whether it stands.

    find: a source version by id and hash; raises SourceNotFound.
    """
    stored = _stored_reasons(draft, find)
    if not all(r.passed for r in stored):
        return replace(draft, verdict=Verdict(Outcome.NOT_ENOUGH, stored)), False
    grouped = _grouped(draft)
    cited = [_cited(group, find) for group in grouped]
    carrying = supporting(draft.text, cited)
    verdict = verify(draft.text, [cited[i] for i in carrying] or cited)
    verdict = replace(verdict, reasons=(*stored, *verdict.reasons))
    kept = tuple(c for i in carrying for c in grouped[i])
    stands = bool(kept) and verdict.outcome is Outcome.SUPPORTED
    return replace(draft, verdict=verdict, citations=kept if stands else draft.citations), stands


def _stored_reasons(draft: Statement, find: Find) -> tuple[Reason, ...]:
    """Gates 1 and 6: the stored text still has the hash that is cited, and supporting spans are whole units."""
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
    )


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
    def texts(relation: Relation) -> tuple[str, ...]:
        spans = [s for c in group if c.relation is relation for s in c.spans]
        return tuple(find(s.source, s.content_hash).text[s.start : s.end] for s in spans)

    return CitedText(support=texts(Relation.SUPPORTS), context=texts(Relation.CONTEXT))
