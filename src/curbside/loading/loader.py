"""Loading files: each is read in a process of its own, finished in others, and stored here, batch by batch.

A batch and the place reached in its file are stored in one transaction, so that a stop at any moment leaves whole
batches, and the next run goes on where that one was. Records that are there unchanged are neither cut nor stored anew.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Final

from curbside.errors import CurbsideError, FetchError, UsageError
from curbside.library import Checkpoint, Library, Tally
from curbside.library.cutting import key_of
from curbside.loading.again import wanted
from curbside.loading.finishing import Finished, Finishers
from curbside.retrieval.base import Index, IndexRow
from curbside.retrieval.sync import sync
from curbside.sources.base import Draft, Found, Rejected, Removal
from curbside.sources.isolated import IsolatedReader, Limits
from curbside.sources.read import File, readers
from curbside.types import Mark, Source

RECORDS: Final = 200
INDEX_EVERY: Final = 2000
LIMITS: Final = Limits()
COLLECTED: Final = ("pmid:", "pmc:", "doi:", "spl:")
_TOLD: Final = 5
_SEE: Final = "never quoted (see `curbside sources check`)"


@dataclass(frozen=True, slots=True)
class Warned:
    """What needs a look."""

    where: str
    reason: str


@dataclass(frozen=True, slots=True)
class Progress:
    """How far it is. bytes: read of the file at hand. tally: of all files so far."""

    where: str
    bytes: int
    tally: Tally


@dataclass(slots=True)
class Loaded:
    """What loading did.

    resumed: files that an earlier run had begun, with the records that were skipped. stopped: the error that ended the
    files before their end (a service that no longer answers); what had come before is in.
    """

    tally: Tally = field(default_factory=Tally)
    rejected: list[Rejected] = field(default_factory=list)
    warnings: list[Warned] = field(default_factory=list)
    resumed: dict[str, int] = field(default_factory=dict)
    stopped: CurbsideError | None = None


@dataclass(slots=True)
class _Chunk:
    """Some records of one file, in order. done: how many of the file's records are dealt with once it is stored."""

    file: File
    original: str
    done: int
    position: int
    drafts: list[Draft | Source] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    removals: list[Removal] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)
    unchanged: int = 0
    last: bool = False


class Loader:
    """Loads files into one library and its index. Use it in a `with`.

    processes: that finish drafts, 0 for none. watch: told after each batch and each round of indexing.
    """

    def __init__(
        self,
        library: Library,
        index: Index,
        *,
        today: date | None = None,
        processes: int | None = None,
        limits: Limits = LIMITS,
        watch: Callable[[Progress], None] = lambda _: None,
    ) -> None:
        self._library, self._index, self._watch = library, index, watch
        self._reader = IsolatedReader(limits, today)
        self._finishers: Finishers[_Chunk] = Finishers(processes)
        self._edition = edition()
        self._loaded = Loaded()
        self._places: dict[str, str] = {}
        self._rows: dict[tuple[str, str], tuple[IndexRow, ...]] = {}
        self._kept: set[str] = set()

    def __enter__(self) -> Loader:
        return self

    def __exit__(self, *unused: object) -> None:
        self._reader.close()
        self._finishers.__exit__(*unused)

    def load(self, files: Iterable[File | Rejected]) -> Loaded:
        """Load all of `files`, bring the index up, and say what was done.

        Raises LibraryError or SearchIndexError where the library or the index cannot be used; what is in stays.
        """
        chunks = ((chunk, chunk.drafts) for chunk in self._chunks(self._until_stopped(files)))
        for chunk, finished in self._finishers.run(chunks):
            self._store(chunk, finished)
        self._bring_up()
        return self._loaded

    def load_again(self, originals: Iterable[tuple[File, frozenset[str]]]) -> Loaded:
        """Read originals again, each for the records of the ids beside it; see `curbside.loading.again`."""
        chunks = (chunk for file, ids in originals for chunk in self._of_original(file, ids))
        for chunk, finished in self._finishers.run((chunk, chunk.drafts) for chunk in chunks):
            self._store(chunk, finished)
        self._bring_up()
        return self._loaded

    def _of_original(self, file: File, ids: frozenset[str]) -> Iterator[_Chunk]:
        for chunk in self._of_file(file, file.path.name):
            drafts = [one for found in chunk.drafts if (one := wanted(found, ids, self._library)) is not None]
            yield replace(chunk, drafts=drafts, removals=[], unchanged=0)

    def _until_stopped(self, files: Iterable[File | Rejected]) -> Iterator[File | Rejected]:
        try:
            yield from files
        except (FetchError, UsageError) as error:
            self._loaded.stopped = error

    def _chunks(self, files: Iterable[File | Rejected]) -> Iterator[_Chunk]:
        for file in files:
            if isinstance(file, Rejected):
                self._loaded.rejected.append(file)
            elif file.path.is_file():
                yield from self._of_file(file, _digest(file.path))
            else:
                self._loaded.rejected += [
                    f for b in self._reader.read(file) for f in b.found if isinstance(f, Rejected)
                ]

    def _of_file(self, file: File, original: str) -> Iterator[_Chunk]:
        before = self._library.checkpoint(original, self._edition)
        skip = before.done if before is not None and not before.finished and file.description is None else 0
        if before is not None and not skip:
            self._library.forget_checkpoint(original, self._edition)
        elif before is not None:
            self._loaded.rejected += before.rejected
            self._loaded.resumed[file.shown] = skip
        chunk, number = _Chunk(file, original, skip, 0), 0
        for batch in self._reader.read(file):
            for found in batch.found:
                number += 1
                if number > skip:
                    _sort(chunk, found)
                    chunk.done = number
                if _full(chunk):
                    yield self._without_known(replace(chunk, position=batch.position))
                    chunk = _Chunk(file, original, number, batch.position)
        yield self._without_known(replace(chunk, done=max(number, skip), last=True))

    def _without_known(self, chunk: _Chunk) -> _Chunk:
        """The chunk without the drafts that are in the library just so: the same bytes, by the same extractor."""
        drafts = [d.source for d in chunk.drafts if isinstance(d, Draft)]
        if chunk.file.description is not None or not drafts:
            return chunk
        known = self._library.known([source.id for source in drafts])
        same = {s.id for s in drafts if s.id in known and known[s.id].has(s.extractor, s.raw_hash)}
        kept = [d for d in chunk.drafts if not (isinstance(d, Draft) and d.source.id in same)]
        return replace(chunk, drafts=kept, unchanged=len(chunk.drafts) - len(kept))

    def _store(self, chunk: _Chunk, finished: list[Finished | Rejected]) -> None:
        done = [one for one in finished if isinstance(one, Finished)]
        rejected = [*chunk.rejected, *(one for one in finished if isinstance(one, Rejected))]
        sources = [self._looked_at(one, chunk) for one in done]
        if sources and chunk.original not in self._kept:
            self._library.keep_original(chunk.file.path.name, chunk.file.shown, chunk.file.path)
            self._kept.add(chunk.original)
        tally = self._library.load(
            sources,
            chunk.marks,
            chunk.removals,
            rejected,
            Checkpoint(chunk.original, self._edition, chunk.done, chunk.last),
            chunk.unchanged,
            {key_of(source): one.cut for source, one in zip(sources, done, strict=True)},
        )
        self._loaded.tally += tally
        self._loaded.rejected += rejected
        self._rows.update(((one.bare.id, one.bare.content_hash), one.rows) for one in done)
        if len(self._rows) >= INDEX_EVERY:
            self._bring_up()
        self._watch(Progress(chunk.file.shown, chunk.position, self._loaded.tally))

    def _looked_at(self, one: Finished, chunk: _Chunk) -> Source:
        source = replace(one.source, original=chunk.original)
        where = source.where or source.id
        before = self._places.get(source.id)
        if before is not None and not _same_place(before, where) and not source.id.startswith(COLLECTED):
            reason = f"has the id {source.id!r}, as {before} has; only {where}, which was read last, is kept"
            self._loaded.warnings.append(Warned(where, reason))
        self._places[source.id] = where
        self._loaded.warnings += [Warned(where, said) for said in _suspicious(one)]
        return source

    def _bring_up(self) -> None:
        sync(self._library, self._index, prepared=self._rows)
        self._rows.clear()


def edition() -> str:
    """Names the readers and their versions: another one reads the same file into other records."""
    return hashlib.sha256(" ".join(sorted(r.extractor for r in readers())).encode()).hexdigest()[:16]


def _sort(chunk: _Chunk, found: Found) -> None:
    if isinstance(found, Draft | Source):
        chunk.drafts.append(found)
    elif isinstance(found, Mark):
        chunk.marks.append(found)
    elif isinstance(found, Removal):
        chunk.removals.append(found)
    else:
        chunk.rejected.append(found)


def _full(chunk: _Chunk) -> bool:
    return len(chunk.drafts) + len(chunk.marks) + len(chunk.removals) + len(chunk.rejected) >= RECORDS


def _same_place(one: str, other: str) -> bool:
    return one == other or os.path.realpath(one) == os.path.realpath(other)


def _suspicious(one: Finished) -> Iterator[str]:
    places = "; ".join(f"characters {s.start} to {s.end}: {s.message.rstrip('.')}" for s in one.suspicious[:_TOLD])
    count = len(one.suspicious)
    if count == 1:
        yield f"1 passage addresses a machine, is hidden or vouches for itself ({places}); it is stored and {_SEE}"
    elif count:
        places += "; ..." if count > _TOLD else ""
        yield (
            f"{count} passages address a machine, are hidden or vouch for themselves ({places}); "
            f"they are stored and {_SEE}"
        )
    if one.withheld:
        fields = ", ".join(name.replace("_", " ") for name in one.withheld)
        yield f"what it says of itself addresses a machine or vouches for itself and is withheld: {fields}"
    if one.flagged:
        yield "it does so in several places or pretends to be part of a prompt; as a whole it never leads an answer"


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
