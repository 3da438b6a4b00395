"""Putting the starter library into a library, once, and again where a newer Curbside brings a newer one.

A source that its owner has changed or removed since is left as it is.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, Row

from curbside.library import facts, marking, putting, reading, writing
from curbside.library.outcomes import Tally, tally
from curbside.library.records import compact, metadata_json, sha256, source_from
from curbside.library.store import Library
from curbside.types import Source

STARTER = "starter"
NONE = "none"


@dataclass(frozen=True, slots=True)
class _Kept:
    """edition: what is in. put: by source id, the hashes of the text and of what is said of it, as they were put."""

    edition: str | None
    put: dict[str, list[str]]


def is_loaded(library: Library, edition: str) -> bool:
    """Whether the starter library of that edition is in already, or its owner wants none."""
    return _kept(library.fact(STARTER)).edition in (edition, NONE)


def load(library: Library, sources: Sequence[Source], edition: str) -> Tally:
    """Put `sources` in one step: a build that is stopped leaves nothing, and of two at once one does it.

    edition: names this state of the starter library. Raises InputError where a source contradicts itself.
    """
    with library.transaction() as connection:
        kept = _kept(facts.read(connection, STARTER))
        if kept.edition in (edition, NONE):
            return Tally(unchanged=len(sources))
        untouched = _untouched(connection, kept.put)
        theirs = _there(connection, [source.id for source in sources]) | set(kept.put)
        mine = [source for source in sources if source.id not in theirs or source.id in untouched]
        outcomes = putting.write(connection, mine)
        for gone in sorted(untouched - {source.id for source in sources}):
            writing.remove(connection, gone)
        put = {**kept.put, **{source.id: _print(source) for source in mine}}
        facts.remember(connection, STARTER, compact({"edition": edition, "put": put}))
        return tally(outcomes)


def want_none(library: Library) -> None:
    """Remember that this library is to hold no starter library; what is in it stays."""
    with library.transaction() as connection:
        facts.remember(connection, STARTER, compact({"edition": NONE, "put": {}}))


def _kept(value: str | None) -> _Kept:
    return _Kept(**json.loads(value)) if value is not None else _Kept(None, {})


def _print(source: Source) -> list[str]:
    return [source.content_hash, sha256(metadata_json(source))]


def _untouched(connection: Connection, put: dict[str, list[str]]) -> set[str]:
    rows = (row for chunk in reading.chunks(sorted(put)) for row in reading.current_rows(connection, chunk))
    return {row.source_id for row in rows if put[row.source_id] == [row.content_hash, _own_hash(row)]}


def _own_hash(row: Row[Any]) -> str:
    """The hash of what the source says of itself: a mark on it is nothing that its owner did."""
    if row.own_status is None:
        return str(row.metadata_hash)
    return sha256(metadata_json(replace(source_from(row), status=marking.own_status(row))))


def _there(connection: Connection, ids: Sequence[str]) -> set[str]:
    return {row.source_id for chunk in reading.chunks(ids) for row in reading.current_rows(connection, chunk)}
