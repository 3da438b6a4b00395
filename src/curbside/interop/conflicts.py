"""The differences over a library as the object of `conflicts --json` (documented in docs/cli.md)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from curbside.evidence.conflicts import Dispute, Side
from curbside.types import State

Json = dict[str, Any]


def as_json(found: Iterable[Dispute]) -> Json:
    """One row a difference, each with all of its sides; offsets are code points of the source's stored text."""
    return {
        "conflicts": [
            {
                "about": d.about,
                "kind": str(d.kind),
                "why": d.why or None,
                "drug": d.drug,
                "members": [_member(side) for side in ordered(d)],
            }
            for d in found
        ]
    }


def ordered(dispute: Dispute) -> list[Side]:
    """The sides, superseded sources last, else the newest first."""
    newest = sorted(dispute.sides, key=lambda s: s.saying.source.date or "", reverse=True)
    return sorted(newest, key=lambda s: s.saying.source.status.state is State.SUPERSEDED)


def _member(side: Side) -> Json:
    source, start = side.saying.source, side.saying.start
    return {
        "value": side.value,
        "source": source.id,
        "title": source.title,
        "publisher": source.publisher,
        "jurisdiction": source.jurisdiction,
        "date": source.date,
        "status": str(source.status.state),
        "quote": side.saying.text,
        "start": start,
        "end": start + len(side.saying.text),
        "hash": source.content_hash,
    }
