"""The gate before any ranking: what a source's status and provenance allow (the clinical rules, section 1)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from curbside.sources.licences import permitted
from curbside.sources.touched import is_flagged
from curbside.types import Flag, Kind, Seen, Source, State, TextIs

ANSWER_PREFIX = "curbside:"
_GONE = frozenset({State.RETRACTED, State.WITHDRAWN})
_IN_DOUBT = frozenset({State.CONCERN, State.CORRECTION})


@dataclass(frozen=True, slots=True)
class Standing:
    """usable: may support a statement. lead: may stand in a bottom line, but for what a secondary source may not say
    there (a dose, a contraindication, a stop). step: steps down for a concern."""

    usable: bool
    lead: bool
    flags: tuple[Flag, ...] = ()
    step: int = 0
    why: tuple[str, ...] = ()


def standing(source: Source, parents: Callable[[str], Source | None] = lambda _: None) -> Standing:
    """What `source` may be used for; `parents` finds a source of the library by id, None where it holds none."""
    if source.status.state in _GONE:
        return Standing(False, False, why=(f"{source.status.state}: never evidence",))
    if from_an_answer(source, parents):
        return Standing(False, False, why=("derived from an answer of this engine: no weight",))
    if permitted(source.licence, "quote").allowed == "no":
        return Standing(False, False, why=("its licence does not allow quoting it",))
    flags, why = [], []
    if source.status.state is State.SUPERSEDED:
        flags.append(Flag.SUPERSEDED)
        why.append(f"superseded by {source.status.by or 'a newer version'}")
    if source.status.state is State.REVIEW_OVERDUE:
        flags.append(Flag.REVIEW_OVERDUE)
        why.append(f"review overdue since {source.status.since or 'an unknown date'}")
    if is_secondary(source):
        flags.append(Flag.SECONDARY_ONLY)
        why.append("secondary source only; confirm in the original")
    if source.text_is is TextIs.SUMMARY:
        flags.append(Flag.SUMMARY)
    concern = source.status.state in _IN_DOUBT
    if concern:
        why.append(str(source.status.state))
    flagged = is_flagged(source)
    if flagged:
        why.append("it addresses a machine or vouches for itself; it never leads")
    lead = Flag.SUPERSEDED not in flags and not flagged
    return Standing(True, lead, tuple(flags), int(concern), tuple(why))


def is_secondary(source: Source) -> bool:
    """Whether the source is a summary by somebody else, or was seen only through one, or nobody stands behind it."""
    return (
        source.seen is not Seen.ORIGINAL
        or source.kind is Kind.SUMMARY
        or (source.publisher is None and not source.authors and source.kind is Kind.UNKNOWN)
    )


def from_an_answer(source: Source, parents: Callable[[str], Source | None]) -> bool:
    """Whether the walk along `derived_from`, to the root, meets an answer of this engine."""
    seen: set[str] = set()
    queue = [source]
    while queue:
        current = queue.pop()
        if current.id.startswith(ANSWER_PREFIX) or any(i.startswith(ANSWER_PREFIX) for i in current.derived_from):
            return True
        for name in set(current.derived_from) - seen:
            seen.add(name)
            parent = parents(name)
            if parent is not None:
                queue.append(parent)
    return False
