"""What can be wrong with a claim, the most dangerous first (documented in docs/audit.md)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from curbside.auditing.finding import Found


class FaultKind(StrEnum):
    """The closed list, in the order of danger."""

    NUMBER_OR_UNIT = "number_or_unit"
    DRUG_SWAPPED = "drug_swapped"
    FREQUENCY_SWAPPED = "frequency_swapped"
    ROUTE_SWAPPED = "route_swapped"
    POPULATION_SWAPPED = "population_swapped"
    INDICATION_SWAPPED = "indication_swapped"
    NEGATION_OR_DIRECTION = "negation_or_direction"
    NULL_RESULT_AS_BENEFIT = "null_result_as_benefit"
    RETRACTED_SOURCE = "retracted_source"
    MISATTRIBUTED_REFERENCE = "misattributed_reference"
    MODALITY_STRENGTHENED = "modality_strengthened"
    SUPERSEDED_SOURCE = "superseded_source"
    CASE_REPORT_GENERALISED = "case_report_generalised"
    SELF_PUBLISHED_SOURCE = "self_published_source"
    SECONDARY_ONLY = "secondary_only"
    MARK_WITHOUT_ENTRY = "mark_without_entry"
    NO_EVIDENCE_IN_LIBRARY = "no_evidence_in_library"


DANGER = tuple(FaultKind)


@dataclass(frozen=True, slots=True)
class Fault:
    """kind: what is wrong. words: those of the claim that are. message: one phrase for people.

    place: the unit that it is seen against, None where there is none. against: whether a source says otherwise, so that
    the claim counts as contradicted.
    """

    kind: FaultKind
    words: tuple[str, ...]
    message: str
    place: Found | None = None
    against: bool = False

    @property
    def reason(self) -> str:
        """The fault as one line."""
        return f"{self.kind}: {self.message}"


def by_danger(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    """The faults, one of a kind, the most dangerous first; of one kind one that a source says otherwise of."""
    chosen: dict[FaultKind, Fault] = {}
    for fault in sorted(faults, key=lambda f: not f.against):
        chosen.setdefault(fault.kind, fault)
    return tuple(chosen[kind] for kind in DANGER if kind in chosen)
