"""Keeping an index in step with the library, and searching it.

The library's change feed is the outbox: an index takes what came after its generation, batch by batch, and a stop at
any point costs at most the batch at hand.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from curbside.language.tokens import terms as terms_of
from curbside.library import Change, Library, What
from curbside.retrieval.base import Index, IndexHit, IndexRow, Query
from curbside.types import Hit, Passage, Source

BATCH = 500
RANKER = "bm25"
_PROBE = (
    "Vitamin B12 (hydroxocobalamin) 1,000 micrograms i.m., CHA2DS2-VASc ≥ 2, eGFR < 30 mL/min/1.73 m², neuropathies"
)


@dataclass(frozen=True, slots=True)
class Report:
    """How an index differs from the library. missing: current passages without a row; extra: rows without one."""

    behind: int
    missing: int
    extra: int

    @property
    def in_step(self) -> bool:
        """Whether nothing differs."""
        return not (self.behind or self.missing or self.extra)


Prepared = Mapping[tuple[str, str], Sequence[IndexRow]]
_NONE: Prepared = {}


def sync(library: Library, index: Index, done: Callable[[int], None] | None = None, prepared: Prepared = _NONE) -> int:
    """Bring `index` up to the library and say how many changes were taken over.

    An index of another library, or made with other terms, is made again. done: called after each batch with the number
    of changes so far. prepared: rows that are made already, by source id and content hash.
    """
    stamp = _stamp(library)
    if index.stamp == stamp and index.generation == library.last_change():
        return 0
    _start(library, index, stamp)
    taken = 0
    while batch := _take_batch(library, index, prepared):
        taken += batch
        if done is not None:
            done(taken)
    return taken


def search_passages(
    library: Library,
    index: Index,
    terms: Query | Iterable[str],
    k: int,
) -> list[Hit]:
    """At most `k` passages of current versions, best first; `terms` is a query, or index terms of equal weight.

    A hit whose source has changed since it was indexed is dropped, and the next best takes its place.
    """
    query = terms if isinstance(terms, Query) else Query(tuple((term, 1.0) for term in terms))
    asked = k
    while True:
        hits = index.search(query, asked)
        found = _resolved(library, hits)
        if len(found) >= k or len(hits) < asked:
            return found[:k]
        asked *= 2


def compare(library: Library, index: Index) -> Report:
    """Compare the index with the library, row by row."""
    rows = set(index.keys())
    behind = sum(1 for _ in library.changes(index.generation)) if index.stamp == _stamp(library) else -1
    sources = list(library.sources())
    passages = (p for found in library.passages_of(sources).values() for p in found)
    stored = {(p.source, p.content_hash, p.ordinal) for p in passages}
    behind = library.last_change() if behind < 0 else behind
    return Report(behind, len(stored - rows), len(rows - stored))


def index_rows(source: Source, passages: Iterable[Passage]) -> Iterator[IndexRow]:
    """The rows of a source: the terms of its title, of the heading path and of the passage with its context."""
    title = tuple(terms_of(source.title))
    for passage in passages:
        yield IndexRow(
            source=source.id,
            content_hash=source.content_hash,
            ordinal=passage.ordinal,
            title_terms=title,
            heading_terms=tuple(terms_of("\n".join(passage.headings))),
            body_terms=tuple(terms_of(_body(source, passage))),
        )


def _start(library: Library, index: Index, stamp: str) -> None:
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
        for rows in ready.values():
            index.add(rows)
        _read_and_add(library, index, [source for source in last if not ready.get(source)])
        index.advance(changes[-1].sequence)
        return len(changes)


def _is_new(change: Change) -> bool:
    return change.what is not What.STATUS


def _read_and_add(library: Library, index: Index, ids: list[str]) -> None:
    sources = library.get_many(ids)
    passages = library.passages_of(sources.values())
    for source in sources.values():
        index.add(index_rows(source, passages.get((source.id, source.content_hash), ())))


def _resolved(library: Library, hits: list[IndexHit]) -> list[Hit]:
    passages = library.passages_at(hit.key for hit in hits)
    return [Hit(passages[hit.key], {RANKER: hit.score}) for hit in hits if hit.key in passages]


def _body(source: Source, passage: Passage) -> str:
    """The passage and, once each, the lead-ins and table headers of its units that stand outside it."""
    contexts = dict.fromkeys(c for number in passage.units for c in source.units[number].context)
    outside = [c for c in contexts if c.end <= passage.start or c.start >= passage.end]
    parts = [source.text[c.start : c.end] for c in outside]
    return "\n".join([*parts, source.text[passage.start : passage.end]])


def _stamp(library: Library) -> str:
    probe = "\0".join(terms_of(_PROBE))
    return f"{library.identity} {hashlib.sha256(probe.encode()).hexdigest()[:16]}"
