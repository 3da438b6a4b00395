"""The status of cited sources as it is now; the one that a text keeps is of its day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from curbside.types import Answer, Source
from curbside_site.shelf import library


def sources(body: Mapping[str, Any]) -> dict[str, Source]:
    """The references of the object of `ask --json` that the library still has, by id, as they are now."""
    return library().described(row["id"] for row in body.get("references", ()))


def standing(answer: Answer, now: Mapping[str, Source]) -> Answer:
    """The answer with the present status of its references and of the sides of its conflicts."""
    references = tuple(
        replace(r, source=replace(r.source, status=now[r.source.id].status)) if r.source.id in now else r
        for r in answer.references
    )
    conflicts = tuple(
        replace(
            c,
            members=tuple(replace(m, status=now[m.source].status.state) if m.source in now else m for m in c.members),
        )
        for c in answer.conflicts
    )
    return replace(answer, references=references, conflicts=conflicts)
