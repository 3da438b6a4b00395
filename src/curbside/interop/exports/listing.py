"""The references of an answer as printed entries, grouped by kind."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from curbside.interop.exports import vancouver
from curbside.interop.exports.document import Entry
from curbside.interop.pages.html import safe_address
from curbside.interop.wording import place
from curbside.types import Kind, Reference, State, TextIs

GROUPS: Final = (
    ("Guidelines and protocols", (Kind.GUIDELINE, Kind.PROTOCOL)),
    ("Labels and formularies", (Kind.LABEL, Kind.FORMULARY, Kind.PATIENT_LEAFLET)),
    ("Safety alerts", (Kind.SAFETY_ALERT,)),
    ("Reviews", (Kind.EVIDENCE_REVIEW, Kind.SYSTEMATIC_REVIEW, Kind.NARRATIVE_REVIEW)),
    ("Studies", (Kind.RANDOMISED_TRIAL, Kind.COHORT, Kind.CASE_SERIES, Kind.CASE_REPORT)),
    ("Summaries and others", (Kind.SUMMARY, Kind.FACT_SHEET, Kind.UNKNOWN)),
)
GRAVE: Final = frozenset((State.SUPERSEDED, State.RETRACTED, State.WITHDRAWN, State.CONCERN, State.CORRECTION))


def grouped(references: Sequence[Reference]) -> tuple[tuple[str, tuple[Entry, ...]], ...]:
    """The entries under their headings. Raises UsageError where citeproc-py is not installed."""
    printed = vancouver.printed(references)
    found = []
    for heading, kinds in GROUPS:
        entries = tuple(_entry(r, printed[r.ref]) for r in references if r.source.kind in kinds)
        if entries:
            found.append((heading, entries))
    return tuple(found)


def _entry(reference: Reference, printed: str) -> Entry:
    source = reference.source
    state = source.status
    by = f" by {state.by}" if state.by and state.state is State.SUPERSEDED else ""
    wording = "summary, not its wording" if source.text_is is TextIs.SUMMARY else "original wording"
    chips = (
        (str(source.kind), False),
        (place(source.jurisdiction), False),
        (f"status {state.state}{by}", state.state in GRAVE),
        (wording, False),
    )
    return Entry(reference.ref, printed, safe_address(source.url), chips)
