"""The units of the library that a claim may rest on or run against, each with its context and what it says."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from curbside.auditing.claims import Claim
from curbside.auditing.profile import Profile, covered, profile
from curbside.evidence.status import Standing, standing
from curbside.language import lexicon
from curbside.language.subject import subject
from curbside.language.tokens import terms
from curbside.retrieval.base import Query
from curbside.retrieval.stock import Stock
from curbside.selecting.quotable import quotable
from curbside.types import Citation, Relation, Source, Span, Unit
from curbside.verifying import CitedText
from curbside.verifying.alignment import overlap

_GRADED: Final = re.compile(r"\s*\(graded by the source:[^()]*\)", re.IGNORECASE)
_PASSAGES: Final = 24
_UNITS: Final = 40
_SYNONYM, _RELATIVE, _BROADER, _TOPIC = 0.7, 0.4, 0.4, 0.15


@dataclass(frozen=True, slots=True)
class Found:
    """A unit beside a claim. overlap: the share of the claim's content that it has; covers: that of its topic alone."""

    source: Source
    unit: Unit
    standing: Standing
    said: Profile
    cited: CitedText
    overlap: float
    covers: float

    @property
    def text(self) -> str:
        """The unit as the source has it."""
        return self.source.text[self.unit.start : self.unit.end]

    @property
    def key(self) -> tuple[str, int]:
        """What tells it from every other unit."""
        return self.source.id, self.unit.start

    def citations(self, relation: Relation) -> tuple[Citation, ...]:
        """The unit cited as a whole, with its lead-in or header cells as context."""
        source = self.source
        own = Citation(source.id, (Span(source.id, source.content_hash, self.unit.start, self.unit.end),), relation)
        around = tuple(Span(source.id, source.content_hash, r.start, r.end) for r in self.unit.context)
        return (own, Citation(source.id, around, Relation.CONTEXT)) if around else (own,)


def said_by(claim: Claim) -> Profile:
    """What a claim says, under its headings and lead-ins."""
    return profile(claim.said, " ".join(claim.around), claim.drugs)


def candidates(claim: Claim, topic: str, stock: Stock) -> tuple[Found, ...]:
    """The units nearest to `claim`, best first; those of sources that may never be evidence are left out."""
    mine = said_by(claim)
    hits = stock.search(query(claim, mine, topic), _PASSAGES)
    found: dict[tuple[str, int], Found] = {}
    for hit in hits:
        source = stock.find(hit.passage.source, hit.passage.content_hash)
        if source is None:
            continue
        state = standing(source, lambda name: stock.find(name, None))
        for index in hit.passage.units if state.usable else ():
            unit = source.units[index]
            if quotable(source, unit) and (source.id, unit.start) not in found:
                found[source.id, unit.start] = beside(mine, source, unit, state)
    ranked = sorted(found.values(), key=lambda f: (-f.overlap, -f.covers, f.key))
    return tuple(ranked[:_UNITS])


def beside(mine: Profile, source: Source, unit: Unit, state: Standing) -> Found:
    """A unit laid beside a claim."""
    text = source.text[unit.start : unit.end]
    lead_in = tuple(" ".join(source.text[r.start : r.end].split()) for r in unit.context)
    context = (*unit.headings[1:], *lead_in)
    told = profile(_GRADED.sub("", text), " ".join(context), tuple(sorted(subject(" ".join(unit.headings[:1])).drugs)))
    return Found(
        source=source,
        unit=unit,
        standing=state,
        said=told,
        cited=CitedText((text,), context),
        overlap=overlap(mine.tokens, told.tokens),
        covers=covered(mine, told),
    )


def query(claim: Claim, mine: Profile, topic: str) -> Query:
    """The words of the claim; with less weight synonyms and relatives, and with little what the whole text is about."""
    weighted: dict[str, float] = {}
    _add(weighted, [topic], _TOPIC)
    _add(weighted, claim.around, _BROADER)
    _add(weighted, (b for c in mine.conditions for b in lexicon.broader("condition", c)), _BROADER)
    _add(weighted, (r for d in mine.drugs for r in lexicon.related(d)), _RELATIVE)
    _add(weighted, (n for d in mine.drugs for n in (d, *lexicon.synonyms("drug", d))), _SYNONYM)
    _add(weighted, (n for c in mine.conditions for n in lexicon.synonyms("condition", c)), _SYNONYM)
    _add(weighted, [claim.said], 1.0)
    return Query(tuple(weighted.items()))


def _add(weighted: dict[str, float], texts: Iterable[str], weight: float) -> None:
    for text in texts:
        for term in terms(text):
            weighted[term] = max(weighted.get(term, 0.0), weight)
