"""What PubMed's CommentsCorrections say of the status of a record and of others (NLM, "Errata, Retractions, and Other
Linked Citations in PubMed").

A correction is told as an expression of concern, with the reason, since the record does not say whether its text has
been corrected.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from curbside.sources.pubmed.dates import cited
from curbside.types import Mark, Related, State, Status

_CORRECTED: Final = "a correction to it has been published and has not been read"
_OF_THIS: Final[tuple[tuple[str, State, str], ...]] = (
    ("RetractionIn", State.RETRACTED, "retracted"),
    ("RetractedandRepublishedIn", State.RETRACTED, "retracted and published again"),
    ("PartialRetractionIn", State.CONCERN, "a part of it has been retracted"),
    ("ExpressionOfConcernIn", State.CONCERN, "an expression of concern about it has been published"),
    ("CorrectedandRepublishedIn", State.SUPERSEDED, "corrected and published again"),
    ("UpdateIn", State.SUPERSEDED, "an update of it has been published"),
    ("ErratumIn", State.CORRECTION, _CORRECTED),
)
_OF_OTHERS: Final = {
    "RetractionOf": (State.RETRACTED, "retracted"),
    "RetractedandRepublishedFrom": (State.RETRACTED, "retracted and published again"),
    "PartialRetractionOf": (State.CONCERN, "a part of it has been retracted"),
    "ExpressionOfConcernFor": (State.CONCERN, "an expression of concern about it has been published"),
    "CorrectedandRepublishedFrom": (State.SUPERSEDED, "corrected and published again"),
    "UpdateOf": (State.SUPERSEDED, "an update of it has been published"),
    "ErratumFor": (State.CORRECTION, _CORRECTED),
}
RETRACTED_TYPE: Final = "Retracted Publication"
NOTICES: Final = frozenset(
    {"Retraction of Publication", "Retraction Notice", "Published Erratum", "Expression of Concern"}
)


def status_of(related: Sequence[Related], types: Sequence[str]) -> Status:
    """The gravest status that the record tells of itself, with all the reasons; unknown where it tells none."""
    told = [(place, one) for place in _OF_THIS for one in related if one.relation == place[0]]
    if not told:
        retracted = RETRACTED_TYPE in types
        return Status(State.RETRACTED, reason="marked as a retracted publication") if retracted else Status()
    (relation, state, reason), _ = told[0]
    if state is not State.RETRACTED and RETRACTED_TYPE in types:
        relation, state, reason = RETRACTED_TYPE, State.RETRACTED, "marked as a retracted publication"
    same = [one for place, one in told if place[0] == relation]
    notice = max(same, key=_newest, default=None)
    others = dict.fromkeys(place[2] for place, _ in told if place[2] != reason)
    reasons = "; ".join((_with_citation(reason, notice), *others))
    return Status(state, name_of(notice), cited(notice.citation) if notice else None, reasons)


def marks_of(related: Sequence[Related], pmid: str, date: str | None) -> Iterator[Mark]:
    """What the record says of others: a mark on each document that it retracts, corrects, ..."""
    said_by = f"pmid:{pmid}"
    for one in related:
        if one.relation in _OF_OTHERS:
            state, reason = _OF_OTHERS[one.relation]
            for identifier in one.identifiers[:1]:
                yield Mark(identifier, Status(state, said_by, date, reason), said_by)


def name_of(related: Related | None) -> str | None:
    """The id of a related document, else its reference."""
    if related is None:
        return None
    first = next(iter(related.identifiers), None)
    return related.citation if first is None else f"{first.scheme}:{first.value}"


def _newest(related: Related) -> tuple[str, int]:
    number = next((int(i.value) for i in related.identifiers if i.scheme == "pmid"), 0)
    return cited(related.citation) or "", number


def _with_citation(reason: str, notice: Related | None) -> str:
    return f"{reason}: {notice.citation}" if notice and notice.citation else reason
