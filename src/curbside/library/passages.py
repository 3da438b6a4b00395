"""Passages: runs of units under one heading path, short enough to be one search result.

A note is about the document and is in no passage; it ends the run before it, so that the text of a passage is one
slice of the source and everything in it may be quoted.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from curbside.library.records import compact
from curbside.types import Passage, Source, Unit, UnitKind

MAX_UNITS = 12
MAX_CHARACTERS = 1500


def passages_of(source: Source) -> tuple[Passage, ...]:
    """The passages of `source`, in the order of its units; a single unit may be longer than the limit."""
    return tuple(
        Passage(
            source=source.id,
            content_hash=source.content_hash,
            ordinal=ordinal,
            start=min(source.units[i].start for i in run),
            end=max(source.units[i].end for i in run),
            headings=source.units[run[0]].headings,
            units=tuple(run),
        )
        for ordinal, run in enumerate(_runs(source.units))
    )


def passage_rows(source: Source) -> list[dict[str, Any]]:
    """The rows of `passages`, without the key of their version."""
    return [
        {
            "ordinal": passage.ordinal,
            "start": passage.start,
            "end": passage.end,
            "headings": compact(passage.headings),
            "units": compact(passage.units),
        }
        for passage in passages_of(source)
    ]


def passage_from(row: Any, source_id: str, content_hash: str) -> Passage:
    """The Passage of a row of `passages`."""
    return Passage(
        source=source_id,
        content_hash=content_hash,
        ordinal=row.ordinal,
        start=row.start,
        end=row.end,
        headings=tuple(json.loads(row.headings)),
        units=tuple(json.loads(row.units)),
    )


def _runs(units: tuple[Unit, ...]) -> Iterator[list[int]]:
    run: list[int] = []
    for number, unit in enumerate(units):
        if run and (unit.kind is UnitKind.NOTE or not _fits(unit, [units[i] for i in run])):
            yield run
            run = []
        if unit.kind is not UnitKind.NOTE:
            run.append(number)
    if run:
        yield run


def _fits(unit: Unit, run: list[Unit]) -> bool:
    first = run[0]
    if len(run) >= MAX_UNITS or unit.headings != first.headings or unit.heading_ranges != first.heading_ranges:
        return False
    return max(unit.end, run[-1].end) - first.start <= MAX_CHARACTERS
