"""The order of evidence by what is claimed: lexicographic, no weighted sum (the clinical rules, section 2)."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from curbside.types import Facet, Kind, Source, State


class Claim(StrEnum):
    """What a statement claims, which decides whose word counts first."""

    DOSE = "dose, route or interval"
    RECOMMENDATION = "should or should not"
    BENEFIT = "size of benefit"
    HARM = "harm"
    DIAGNOSIS = "diagnosis"
    COURSE = "course"


_BY_FACET: Mapping[str, Claim] = {
    Facet.REGIMEN: Claim.DOSE,
    Facet.MAINTENANCE: Claim.DOSE,
    Facet.ADMINISTRATION: Claim.DOSE,
    Facet.FORMULATION: Claim.DOSE,
    Facet.RENAL_HEPATIC: Claim.DOSE,
    Facet.EVIDENCE: Claim.BENEFIT,
    Facet.ADVERSE_EFFECTS: Claim.HARM,
    Facet.CONTRAINDICATIONS: Claim.HARM,
    Facet.INTERACTIONS: Claim.HARM,
    Facet.PITFALLS: Claim.HARM,
    Facet.DISTINCTION: Claim.DIAGNOSIS,
    Facet.COURSE: Claim.COURSE,
}
_LAST = 90

_ORDER: Mapping[Claim, tuple[frozenset[Kind], ...]] = {
    Claim.BENEFIT: (
        frozenset({Kind.SYSTEMATIC_REVIEW, Kind.EVIDENCE_REVIEW}),
        frozenset({Kind.RANDOMISED_TRIAL}),
        frozenset({Kind.COHORT}),
        frozenset({Kind.CASE_SERIES}),
        frozenset({Kind.CASE_REPORT}),
        frozenset({Kind.GUIDELINE, Kind.LABEL, Kind.FORMULARY, Kind.PROTOCOL}),
        frozenset({Kind.NARRATIVE_REVIEW, Kind.FACT_SHEET}),
    ),
    Claim.HARM: (
        frozenset({Kind.SAFETY_ALERT, Kind.LABEL, Kind.FORMULARY}),
        frozenset({Kind.GUIDELINE, Kind.PROTOCOL}),
        frozenset({Kind.SYSTEMATIC_REVIEW, Kind.EVIDENCE_REVIEW}),
        frozenset({Kind.RANDOMISED_TRIAL}),
        frozenset({Kind.COHORT}),
        frozenset({Kind.CASE_SERIES, Kind.CASE_REPORT}),
        frozenset({Kind.NARRATIVE_REVIEW, Kind.FACT_SHEET}),
    ),
    Claim.DIAGNOSIS: (
        frozenset({Kind.GUIDELINE, Kind.PROTOCOL}),
        frozenset({Kind.SYSTEMATIC_REVIEW, Kind.EVIDENCE_REVIEW}),
        frozenset({Kind.COHORT, Kind.RANDOMISED_TRIAL}),
        frozenset({Kind.CASE_SERIES}),
        frozenset({Kind.NARRATIVE_REVIEW, Kind.FACT_SHEET}),
    ),
    Claim.COURSE: (
        frozenset({Kind.SYSTEMATIC_REVIEW, Kind.EVIDENCE_REVIEW}),
        frozenset({Kind.COHORT, Kind.RANDOMISED_TRIAL}),
        frozenset({Kind.CASE_SERIES}),
        frozenset({Kind.GUIDELINE, Kind.LABEL, Kind.NARRATIVE_REVIEW}),
        frozenset({Kind.CASE_REPORT}),
    ),
    Claim.RECOMMENDATION: (
        frozenset({Kind.PROTOCOL, Kind.GUIDELINE}),
        frozenset({Kind.SAFETY_ALERT, Kind.LABEL, Kind.FORMULARY}),
        frozenset({Kind.SYSTEMATIC_REVIEW, Kind.EVIDENCE_REVIEW}),
        frozenset({Kind.RANDOMISED_TRIAL}),
        frozenset({Kind.COHORT, Kind.CASE_SERIES}),
        frozenset({Kind.NARRATIVE_REVIEW, Kind.FACT_SHEET}),
    ),
}


def claim_of(facet: str) -> Claim:
    """What a statement of this facet (or a question with this intent) claims."""
    return _BY_FACET.get(facet, Claim.RECOMMENDATION)


def order(source: Source, claim: Claim, jurisdiction: str | None, step: int = 0) -> tuple[int, int, int, int]:
    """A sort key, smaller first: rank by kind, jurisdiction, currency, minus the year.

    step: steps down for a concern about the source (section 1).
    """
    rank = _dose_rank(source, jurisdiction) if claim is Claim.DOSE else _rank(source, _ORDER[claim])
    current = 0 if source.status.state is State.CURRENT else 2 if source.status.state is State.SUPERSEDED else 1
    return (rank + step, jurisdiction_rank(source, jurisdiction), current, -(source.year or 0))


def jurisdiction_rank(source: Source, jurisdiction: str | None) -> int:
    """0 where it is the one asked for (or none was), 1 international, 2 elsewhere, 3 unknown."""
    if source.jurisdiction == "unknown":
        return 3
    if jurisdiction is None or source.jurisdiction == jurisdiction:
        return 0
    return 1 if source.jurisdiction == "international" else 2


def _rank(source: Source, tiers: tuple[frozenset[Kind], ...]) -> int:
    return next((i for i, kinds in enumerate(tiers) if source.kind in kinds), _LAST)


def _dose_rank(source: Source, jurisdiction: str | None) -> int:
    here = jurisdiction is None or source.jurisdiction == jurisdiction
    superseded = source.status.state is State.SUPERSEDED
    if source.kind is Kind.PROTOCOL and here:
        return 0
    if source.kind in (Kind.LABEL, Kind.FORMULARY) and here:
        return 1
    if source.kind is Kind.GUIDELINE and not superseded:
        return 1 if here else 2
    if source.kind in (Kind.LABEL, Kind.FORMULARY):
        return 3
    later = (Kind.RANDOMISED_TRIAL, Kind.SYSTEMATIC_REVIEW, Kind.EVIDENCE_REVIEW, Kind.NARRATIVE_REVIEW)
    return 4 + later.index(source.kind) if source.kind in later else _LAST
