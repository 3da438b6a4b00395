"""What of the chosen goes first, and what has to go for want of room."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Final

from curbside.selecting.candidates import Candidate
from curbside.types import Facet, Flag

NOT_TO_MISS: Final = frozenset({Facet.CONTRAINDICATIONS, Facet.PITFALLS, Facet.ESCALATION, Facet.CAUSES})
MOST: Final[Mapping[Facet, int]] = {
    Facet.REGIMEN: 3,
    Facet.CONTRAINDICATIONS: 3,
    Facet.INDICATION: 3,
    Facet.EVIDENCE: 3,
    Facet.MONITORING: 3,
    Facet.PITFALLS: 3,
    Facet.CAUSES: 3,
    Facet.DISTINCTION: 3,
    Facet.FORMULATION: 1,
    Facet.CHILDREN: 1,
    Facet.PREGNANCY: 1,
    Facet.RENAL_HEPATIC: 1,
    Facet.INTERACTIONS: 1,
    Facet.OTHER: 1,
}
USUAL_MOST: Final = 2
_FURTHER, _SAFETY, _OF_THE_BEST, _FOR_THE_READER = 0.1, 0.15, 0.9, 0.25


def by_worth(
    rest: tuple[Candidate, ...], wanted: tuple[Facet, ...], liked: frozenset[Facet]
) -> tuple[tuple[Candidate, ...], int]:
    """What the question asks for first; then by relevance, each further one of a facet worth a step less.

    With how many are of the first sort. liked: facets that come first for the reader.
    """
    place: Counter[tuple[Facet, bool]] = Counter()
    best: dict[tuple[Facet, bool], float] = {}
    for c in rest:
        best[_sort(c)] = max(best.get(_sort(c), 0.0), c.worth)
    keyed = []
    for c in rest:
        near = c.worth >= _OF_THE_BEST * best[_sort(c)] and Flag.OTHER_ROUTE not in c.flags
        asked_for = c.facet in wanted and place[_sort(c)] < MOST.get(c.facet, USUAL_MOST) and near
        worth = c.worth + _SAFETY * (c.facet in NOT_TO_MISS) - _FURTHER * place[_sort(c)]
        worth += _FOR_THE_READER * (c.facet in liked)
        keyed.append(((not asked_for, place[_sort(c)] if asked_for else -worth), c))
        place[_sort(c)] += 1
    ordered = sorted(keyed, key=lambda k: k[0])
    return tuple(c for _, c in ordered), sum(not key[0] for key, _ in ordered)


def _sort(c: Candidate) -> tuple[Facet, bool]:
    """What is counted together: those of one facet, the doses of another drug apart."""
    return c.facet, Flag.OTHER_DRUG in c.flags
