"""What the sources say of the drugs and conditions of a text, and the text does not say, the most dangerous first.

A dose does not travel alone (the clinical rules, section 6): contraindications, maximum and warnings stand beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from curbside.auditing.claims import Written
from curbside.auditing.finding import Found, beside, said_by
from curbside.auditing.profile import Profile, kin, profile, special
from curbside.evidence.status import standing
from curbside.language.subject import subject
from curbside.retrieval.base import Query
from curbside.retrieval.query import query_against
from curbside.retrieval.stock import Stock
from curbside.selecting.facets import facet_of
from curbside.selecting.quotable import quotable
from curbside.types import Facet, State

MOST: Final = 8
_A_DRUG, _A_SOURCE = 3, 2
_PASSAGES: Final = 24
_SAID: Final = 0.6
_DEADLY: Final = re.compile(
    r"\bdeath\b|\bfatal\b|\bsevere and swift\b|\banaphyla|\barrhythmia|\bboxed warning\b", re.IGNORECASE
)
_MAXIMUM: Final = re.compile(
    r"\bmaximum\b|\bnot (?:to )?exceed|\babove \d[\d,.]* ?m?g is not recommended", re.IGNORECASE
)
# A dose told without a word on the kidneys or the liver is read by those whose kidneys or liver fail, too.
_OF_ANYBODY: Final = frozenset({"renal impairment", "hepatic impairment", "dialysis"})
_RANKS: Final = {
    Facet.CONTRAINDICATIONS: 0,
    Facet.ADVERSE_EFFECTS: 3,
    Facet.PITFALLS: 4,
    Facet.ESCALATION: 4,
    Facet.RENAL_HEPATIC: 4,
    Facet.INTERACTIONS: 5,
    Facet.PREGNANCY: 6,
    Facet.MONITORING: 6,
}


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A unit of a source that the text does not say. why: "contraindication", "conflict", "maximum", ..."""

    found: Found
    why: str


def left_out(written: Written, stock: Stock, others: Iterable[Found] = ()) -> tuple[LeftOut, ...]:
    """At most MOST things, none twice. others: sides of conflicts with what the text says."""
    mine = [said_by(c) for c in written.claims]
    drugs = list(dict.fromkeys(d for p in mine for d in _dosed(p)))
    conditions = frozenset(c for p in mine for c in p.own.conditions)
    whom = frozenset(s for p in mine for s in special(p.populations)) | special(subject(written.topic).populations)
    ranked = [(1.5, LeftOut(f, "conflict")) for f in others]
    for drug in drugs:
        ranked += sorted(_against(drug, conditions, whom, stock), key=lambda pair: pair[0])[: _A_DRUG * 2]
    ranked += _escalation(written, conditions, stock)
    return _chosen(sorted(ranked, key=lambda pair: pair[0]), mine)


def _dosed(said: Profile) -> list[str]:
    """The drugs whose doses a claim gives."""
    named = [p.drug for p in said.phases if p.amount]
    only = next(iter(said.drugs)) if len(said.drugs) == 1 else None
    return [d for name in named if (d := name or only)]


def _against(drug: str, conditions: frozenset[str], whom: frozenset[str], stock: Stock) -> list[tuple[float, LeftOut]]:
    found = []
    for unit in _units(query_against(drug), stock):
        said = unit.said
        if said.drugs != frozenset({drug}) and drug not in said.own.drugs:
            continue
        facet = facet_of(unit.text, unit.unit.headings)
        rank = _rank(facet, unit.text)
        here = special(said.populations) - _OF_ANYBODY
        if rank is None or (here and not (here & whom)):
            continue
        off = 0.5 if said.own.conditions and not kin(said.own.conditions, conditions) and rank else 0.0
        found.append((rank + off + 0.2 * bool(unit.standing.flags), LeftOut(unit, _why(facet, unit.text))))
    return found


def _rank(facet: Facet, text: str) -> float | None:
    if facet is Facet.CONTRAINDICATIONS:
        return 0.0
    if _DEADLY.search(text) and facet in _RANKS:
        return 1.0
    if _MAXIMUM.search(text):
        return 2.0
    return _RANKS.get(facet)


def _why(facet: Facet, text: str) -> str:
    if facet is Facet.CONTRAINDICATIONS:
        return "contraindication"
    return "maximum" if _MAXIMUM.search(text) else str(facet).replace("_", " ")


def _escalation(written: Written, conditions: frozenset[str], stock: Stock) -> list[tuple[float, LeftOut]]:
    """Urgent referral, and warnings of other treatments, in the conditions of the text."""
    if not conditions:
        return []
    words = tuple((w, 1.0) for c in sorted(conditions) for w in c.lower().split())
    extra = tuple((w, 0.7) for w in ("urgent", "specialist", "precipit", "mask", "delay", "refer"))
    found = []
    for unit in _units(Query(words + extra), stock):
        facet = facet_of(unit.text, unit.unit.headings)
        theirs = unit.said.own.conditions
        shared = [c for c in theirs if kin(frozenset({c}), conditions)]
        if facet in (Facet.ESCALATION, Facet.PITFALLS) and shared and 2 * len(shared) >= len(theirs):
            narrow = theirs - set(shared)
            found.append(
                (4.0 + 0.3 * len(narrow) + 0.2 * bool(unit.standing.flags), LeftOut(unit, _why(facet, unit.text)))
            )
    return found


def _units(query: Query, stock: Stock) -> list[Found]:
    nothing = profile("")
    found: dict[tuple[str, int], Found] = {}
    for hit in stock.search(query, _PASSAGES):
        source = stock.find(hit.passage.source, hit.passage.content_hash)
        state = standing(source, lambda name: stock.find(name, None)) if source else None
        if source is None or state is None or not state.usable or source.status.state is State.SUPERSEDED:
            continue
        for index in hit.passage.units:
            unit = source.units[index]
            if quotable(source, unit):
                found.setdefault((source.id, unit.start), beside(nothing, source, unit, state))
    return list(found.values())


def _chosen(ranked: list[tuple[float, LeftOut]], mine: list[Profile]) -> tuple[LeftOut, ...]:
    kept: list[LeftOut] = []
    for _, item in ranked:
        told = [*mine, *(k.found.said for k in kept)]
        from_one = sum(k.found.source.id == item.found.source.id for k in kept)
        if len(kept) < MOST and from_one < _A_SOURCE and not any(_says(p, item.found.said) for p in told):
            kept.append(item)
    return tuple(kept)


def _says(told: Profile, wanted: Profile) -> bool:
    """Whether `told` speaks of most of what `wanted` says."""
    if not wanted.words:
        return True
    return len(wanted.words & told.near) / len(wanted.words) >= _SAID
