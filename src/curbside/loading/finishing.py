"""Cutting drafts into sentences and terms, in processes beside the one that stores them."""

from __future__ import annotations

import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, replace
from typing import Final, Generic, TypeVar

from curbside.library.cutting import Cut, cut
from curbside.library.passages import passages_of
from curbside.library.records import units_from
from curbside.retrieval.base import IndexRow
from curbside.retrieval.rows import index_rows
from curbside.sources.base import Draft, Rejected, finished
from curbside.sources.isolated import context, end_with_parent
from curbside.sources.suspicion import Suspicion, signs_of, suspicions
from curbside.sources.touched import is_flagged, without_orders
from curbside.types import Source

FEW: Final = 64
AHEAD: Final = 3
Key = TypeVar("Key")


@dataclass(frozen=True, slots=True)
class Finished:
    """A source cut into units, the rows of its passages in an index, and what in it is suspicious.

    bare: the source without its units, which are in `cut`; as objects they cost more to send than to make.
    withheld: the fields about it that address a machine or vouch for themselves. flagged: it never leads.
    """

    bare: Source
    cut: Cut
    rows: tuple[IndexRow, ...]
    suspicious: tuple[Suspicion, ...] = ()
    withheld: tuple[str, ...] = ()
    flagged: bool = False

    @property
    def source(self) -> Source:
        """The source with its units."""
        return replace(self.bare, units=units_from(self.cut.units))


def finish(found: Draft | Source) -> Finished | Rejected:
    """Do for one source what needs nothing but it."""
    source = finished(found) if isinstance(found, Draft) else found
    if isinstance(source, Rejected):
        return source
    signs = suspicions(source.text)
    source, withheld = without_orders(replace(source, signs=signs_of(source.content_hash, signs)))
    rows = tuple(index_rows(source, passages_of(source)))
    return Finished(replace(source, units=()), cut(source), rows, signs, withheld, is_flagged(source))


def finish_all(found: Sequence[Draft | Source]) -> list[Finished | Rejected]:
    """`finish` for each."""
    return [finish(one) for one in found]


class Finishers(Generic[Key]):
    """Finishes batches in their order, `AHEAD` of them at a time; the first few, not worth a process, right here."""

    def __init__(self, processes: int | None = None) -> None:
        self._processes = (os.cpu_count() or 1) if processes is None else processes
        self._pool: ProcessPoolExecutor | None = None
        self._seen = 0

    def __enter__(self) -> Finishers[Key]:
        return self

    def __exit__(self, *_: object) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None

    def run(
        self, batches: Iterable[tuple[Key, Sequence[Draft | Source]]]
    ) -> Iterator[tuple[Key, list[Finished | Rejected]]]:
        """Each batch, finished, with the key that came with it."""
        waiting: deque[tuple[Key, Callable[[], list[Finished | Rejected]]]] = deque()
        for key, found in batches:
            waiting.append((key, self._begun(found)))
            while len(waiting) > AHEAD or (waiting and self._pool is None):
                done, result = waiting.popleft()
                yield done, result()
        for done, result in waiting:
            yield done, result()

    def _begun(self, found: Sequence[Draft | Source]) -> Callable[[], list[Finished | Rejected]]:
        self._seen += len(found)
        if self._processes == 0 or (self._seen <= FEW and self._pool is None):
            made = finish_all(found)
            return lambda: made
        if self._pool is None:
            self._pool = ProcessPoolExecutor(self._processes, context(), _begin)
        future: Future[list[Finished | Rejected]] = self._pool.submit(finish_all, found)
        return future.result


def _begin() -> None:
    # Ctrl-C goes to every process of the terminal; these end when the one that they work for lets them go, or is gone.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    end_with_parent()
