"""What a composer was offered binds what it returns: where a statement may rest, its flags, what may stand first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from curbside.selecting.candidates import Candidate
from curbside.types import Facet, Relation, Span, Statement

Offer = Mapping[Span, Candidate]


def offer(chosen: Iterable[Candidate]) -> Offer:
    """The units that may support a statement, each with the chosen candidate that it belongs to.

    A unit that stands first with one candidate and further down with another belongs to the first.
    """
    offered: dict[Span, Candidate] = {}
    for c in chosen:
        for span in (s for one in (c, *c.also) for s in spans_of(one)):
            offered.setdefault(span, c)
    return offered


def spans_of(candidate: Candidate) -> tuple[Span, ...]:
    """Where the units that a candidate says stand, in the order of the source."""
    source = candidate.evidence.source
    return tuple(Span(source.id, source.content_hash, u.start, u.end) for u in candidate.units)


def bound(draft: Statement, offered: Offer) -> Statement:
    """The draft with every flag of the candidates that it rests on, and in the bottom line only where all of them are.

    A composer chooses words: it can add a flag, never take one away, and never put first what may not stand there.
    """
    spans = [s for c in draft.citations if c.relation is Relation.SUPPORTS for s in c.spans]
    rests_on = [offered[s] for s in spans if s in offered]
    flags = tuple(dict.fromkeys((*draft.flags, *(f for c in rests_on for f in c.flags))))
    kept_back = next((c.facet for c in rests_on if c.facet is not Facet.BOTTOM_LINE), None)
    facet = kept_back if kept_back and draft.facet is Facet.BOTTOM_LINE else draft.facet
    return replace(draft, flags=flags, facet=facet)
