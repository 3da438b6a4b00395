"""Putting sources into the library: each as it is, or joined with the other records of its work.

Everything here runs inside one writing transaction that the caller holds; nobody else writes meanwhile.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy import Connection

from curbside.errors import InputError
from curbside.library import joining, writing
from curbside.library.cutting import Cut, Key, key_of
from curbside.library.naming import names_of
from curbside.library.outcomes import Put
from curbside.library.records import check
from curbside.library.writing import Entry
from curbside.types import Source

_NONE: Mapping[Key, Cut] = {}


def write(connection: Connection, sources: Sequence[Source]) -> list[Put]:
    """Put `sources`, in order; the answer is in the same order.

    Raises InputError where a source contradicts itself (nothing of the transaction should be kept then).
    """
    for source in sources:
        check(source)
    return write_sound(connection, sources)


def write_sound(connection: Connection, sources: Sequence[Source], cuts: Mapping[Key, Cut] = _NONE) -> list[Put]:
    """As `write`, for sources that `sorted_out` found sound; cuts: how they are cut, where known."""
    outcomes: list[Put] = []
    for run in _independent(sources, cuts):
        outcomes += _put_run(connection, run)
    return outcomes


def sorted_out(sources: Sequence[Source]) -> tuple[list[Source], list[InputError]]:
    """The sources that are sound, and what is wrong with the others."""
    good, rejected = [], []
    for source in sources:
        try:
            check(source)
        except InputError as error:
            rejected.append(error)
        else:
            good.append(source)
    return good, rejected


def _put_run(connection: Connection, run: Sequence[Entry]) -> list[Put]:
    entangled = joining.entangled(connection, run)
    alone = [entry for entry in run if entry.source.id not in entangled]
    done = {entry.source.id: put for entry, put in zip(alone, writing.store(connection, alone), strict=True)}
    for entry in run:
        if entry.source.id in entangled:
            done[entry.source.id] = joining.join(connection, entry.source)
    return [done[entry.source.id] for entry in run]


def _independent(sources: Sequence[Source], cuts: Mapping[Key, Cut]) -> Iterator[list[Entry]]:
    """Runs in which no two have one id or may be records of one work."""
    run: list[Entry] = []
    taken: set[str] = set()
    for source in sources:
        names = names_of(source)
        claims = {name for name, joins in names.items() if joins}
        claims.add(f"id:{source.id}")
        if not taken.isdisjoint(claims):
            yield run
            run, taken = [], set()
        run.append(Entry(source, names, made=cuts.get(key_of(source))))
        taken |= claims
    if run:
        yield run
