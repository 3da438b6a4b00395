"""From hits to evidence: the gate, the flags that belong to the source, the order."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from curbside.evidence.rank import claim_of, order
from curbside.evidence.status import standing
from curbside.types import Evidence, Flag, Hit, Kind, Question, Source, TextIs

IN_PLAIN_WORDS: Final = "a source restated in plain words for patients; professionals are shown the source itself"


def appraise(
    hits: Iterable[Hit],
    question: Question,
    find: Callable[[str, str | None], Source | None],
) -> tuple[Evidence, ...]:
    """`hits` as evidence, best first for what the question claims; unusable ones last, with the reason.

    find: the source of an id and hash (None: the current version), None where the library has none.
    """
    claim = claim_of(question.understood.intent)
    asked = question.understood.jurisdiction
    found = []
    for hit in hits:
        source = find(hit.passage.source, hit.passage.content_hash)
        if source is None:
            continue
        state = standing(source, lambda name: find(name, None))
        found.append(
            Evidence(
                hit=hit,
                source=source,
                usable=state.usable and _is_for(source, question),
                lead=state.lead,
                order=order(source, claim, asked, state.step),
                flags=(*state.flags, *source_flags(source, asked)),
                reasons=state.why if _is_for(source, question) else (*state.why, IN_PLAIN_WORDS),
            )
        )
    return tuple(sorted(found, key=lambda e: (not e.usable, e.order, -e.hit.relevance)))


def _is_for(source: Source, question: Question) -> bool:
    """Whether whoever asks may be answered from it: a leaflet restated in plain words is for patients and students."""
    restated = source.kind is Kind.PATIENT_LEAFLET and source.text_is is TextIs.SUMMARY
    return not restated or question.audience in ("patient", "student")


def source_flags(source: Source, jurisdiction: str | None) -> tuple[Flag, ...]:
    """other_jurisdiction and single_case."""
    flags = []
    if jurisdiction and source.jurisdiction not in (jurisdiction, "international", "unknown"):
        flags.append(Flag.OTHER_JURISDICTION)
    if source.kind is Kind.CASE_REPORT:
        flags.append(Flag.SINGLE_CASE)
    return tuple(flags)
