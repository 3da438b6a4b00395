"""Keeping an index in step with the library.

The library's change feed is the outbox: an index takes what came after its generation, batch by batch, and a stop at
any point costs at most the batch at hand.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from curbside.language.tokens import terms as terms_of
from curbside.library import Change, Library, What
from curbside.retrieval.base import Facets, Index, IndexRow
from curbside.retrieval.rows import index_rows
from curbside.types import Passage, Source

BATCH = 500
# What a row is; another one makes every index again, once.
_ROWS = "rows with units"
_PROBE = (
    "Vitamin B12 (hydroxocobalamin) 1,000 micrograms i.m., CHA2DS2-VASc ≥ 2, eGFR < 30 mL/min/1.73 m², neuropathies"
)


@dataclass(frozen=True, slots=True)
class Report:
    """How an index differs from the library.

    behind: changes not taken over. missing: current passages without a row. extra: rows without a passage. other: rows
    that are not what their passage says now.
    """

    behind: int
    missing: int
    extra: int
    other: int = 0

    @property
    def in_step(self) -> bool:
        """Whether nothing differs."""
        return not (self.behind or self.missing or self.extra or self.other)


Prepared = Mapping[tuple[str, str], Sequence[IndexRow]]
_NONE: Prepared = {}


def sync(library: Library, index: Index, done: Callable[[int], None] | None = None, prepared: Prepared = _NONE) -> int:
    """Bring `index` up to the library and say how many changes were taken over.

    An index of another library, or made with other terms, is made again. done: called after each batch with the number
    of changes so far. prepared: rows that are made already, by source id and content hash.
    """
    stamp = _stamp(library)
    if index.stamp == stamp and index.generation <= library.last_change():
        return _taken(library, index, prepared, done)
    with index.rebuilding():
        _clear(library, index, stamp)
        return _taken(library, index, prepared, done)


def rebuild(library: Library, index: Index, done: Callable[[int], None] | None = None) -> int:
    """Make `index` from nothing, and say how many changes were taken over."""
    with index.rebuilding():
        with index.writing():
            index.clear(_stamp(library))
        return _taken(library, index, _NONE, done)


def _taken(library: Library, index: Index, prepared: Prepared, done: Callable[[int], None] | None) -> int:
    taken = 0
    while index.generation != library.last_change() and (batch := _take_batch(library, index, prepared)):
        taken += batch
        if done is not None:
            done(taken)
    return taken


def behind(library: Library, index: Index) -> int:
    """How many changes the index has not taken over; all, where it is of another library or made with other terms."""
    since = index.generation if index.stamp == _stamp(library) else 0
    return sum(1 for _ in library.changes(since))


def compare(library: Library, index: Index) -> Report:
    """Compare the index with the library, row by row: every row is made again from what is stored."""
    rows = dict(index.digests())
    missing = other = seen = 0
    for some in _batches(library.sources()):
        sources = library.get_many(source.id for source in some)
        passages = library.passages_of(sources.values())
        for source in sources.values():
            own = passages.get((source.id, source.content_hash), ())
            if not _is_sound(source, own):
                seen += sum(key[0] == source.id for key in rows)
                continue
            for row in index_rows(source, own):
                seen += row.key in rows
                missing += row.key not in rows
                other += row.key in rows and rows[row.key] != row.digest
    return Report(behind(library, index), missing, len(rows) - seen, other)


def _is_sound(source: Source, passages: Iterable[Passage]) -> bool:
    """Whether passages are made of units that are there; `sources check` tells of a source that was tampered with."""
    return all(number < len(source.units) for passage in passages for number in passage.units)


def _batches(sources: Iterable[Source]) -> Iterator[list[Source]]:
    remaining = iter(sources)
    while some := list(islice(remaining, BATCH)):
        yield some


def _clear(library: Library, index: Index, stamp: str) -> None:
    # Looked at again in the block: another process may have done it meanwhile.
    with index.writing():
        if index.stamp != stamp or index.generation > library.last_change():
            index.clear(stamp)


def _take_batch(library: Library, index: Index, prepared: Prepared) -> int:
    with index.writing():
        changes = list(islice(library.changes(index.generation), BATCH))
        if not changes:
            return 0
        last = {change.source: change for change in changes}
        index.remove(last)
        ready = {c.source: prepared.get((c.source, c.content_hash or ""), ()) for c in last.values() if _is_new(c)}
        _add_prepared(library, index, {source: rows for source, rows in ready.items() if rows})
        _read_and_add(library, index, [source for source in last if not ready.get(source)])
        index.advance(changes[-1].sequence)
        return len(changes)


def _is_new(change: Change) -> bool:
    return change.what is not What.STATUS


def _add_prepared(library: Library, index: Index, ready: Mapping[str, Sequence[IndexRow]]) -> None:
    # What others say of a source (a retraction notice) is known to the library only, so its facets come from there.
    sources = library.described(ready)
    for source, rows in ready.items():
        if source in sources:
            facets = Facets.of(sources[source])
            index.add([replace(row, facets=facets) for row in rows])


def _read_and_add(library: Library, index: Index, ids: list[str]) -> None:
    sources = library.get_many(ids)
    passages = library.passages_of(sources.values())
    for source in sources.values():
        index.add(index_rows(source, passages.get((source.id, source.content_hash), ())))


def _stamp(library: Library) -> str:
    probe = "\0".join((_ROWS, *terms_of(_PROBE)))
    return f"{library.identity} {hashlib.sha256(probe.encode()).hexdigest()[:16]}"
