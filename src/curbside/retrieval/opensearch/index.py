"""The `Index` in an OpenSearch cluster.

What holds:
- Readers see a block of `writing` whole or not at all, in all processes and on all nodes: rows say in which block they
  were born, one document (`state.py`) says which blocks are done, and it is written last. Between the two a search
  leaves out what is not done. A search that a block's end fell into is made again.
- A block that was acknowledged (`writing` was left without an error) is on disk on every copy of its shards that was in
  sync. With one replica, one node may be lost with all it has.
- One writer at a time; another one waits. A writer that died is noticed after `lease.LEASE_SECONDS` (at once on the
  same machine); what it left undone is never seen, and deleted later.
- Hits are the same whatever node is asked, but for rows of equal score near the end of a list: copies of a shard
  count rows that are deleted but not yet merged away differently.

What does not: `keys`, `digests` and `lacking` walk through the rows as they were when the first one was taken, and two
hours may pass before each further 10,000. A node that is lost ends a walk with an error.
"""

from __future__ import annotations

import threading
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from curbside.errors import SearchIndexError
from curbside.retrieval.base import Filters, IndexHit, IndexRow, Key, Query
from curbside.retrieval.no_units import NoUnits
from curbside.retrieval.opensearch import lease
from curbside.retrieval.opensearch.block import Block
from curbside.retrieval.opensearch.config import OpenSearchSettings
from curbside.retrieval.opensearch.connection import Connection
from curbside.retrieval.opensearch.mappings import vector_field
from curbside.retrieval.opensearch.queries import MOST_NEIGHBOURS, cosine, has_term, vector_query, words_query
from curbside.retrieval.opensearch.reading import Reading
from curbside.retrieval.opensearch.state import CURRENT, REBUILD, OvertakenError, State, States, View
from curbside.retrieval.opensearch.targets import Targets
from curbside.retrieval.opensearch.view import Conditions, visible, with_vector
from curbside.retrieval.opensearch.views import Views

if TYPE_CHECKING:
    from curbside.retrieval.base import Vector


class OpenSearchIndex(NoUnits):
    """See the module. Threads may share it; one of them writes at a time.

    It keeps no vectors of units: each would be a document of its own, some ten times as many as passages.
    """

    def __init__(self, settings: OpenSearchSettings) -> None:
        """Open the index, made empty where it is not there yet.

        Raises SearchIndexError where the cluster cannot be reached, lets nobody in, or has no k-NN plugin.
        """
        self._connection = Connection(settings)
        self._states, self._targets = States(self._connection), Targets(self._connection)
        self._reading = Reading(self._connection)
        self._views = Views(self._states, self._targets, self._reading)
        self._writing, self._block, self._writer = threading.RLock(), None, None
        self._states.prepare()
        self._views.stored(CURRENT)

    _block: Block | None
    _writer: int | None

    @property
    def stamp(self) -> str:
        """See `Index`."""
        return self._state().stamp

    @property
    def generation(self) -> int:
        """See `Index`."""
        return self._state().generation

    @property
    def model(self) -> str:
        """See `Index`."""
        return self._state().model

    def search(self, query: Query, k: int) -> list[IndexHit]:
        """See `Index`. Of more than `queries.MAX_TERMS` terms the heaviest are used."""
        if k < 1 or not query.weights():
            return []
        salt = _salt(*sorted(query.weights()))
        return self._views.seen(lambda view: self._reading.hits(view, words_query(query, view), k, salt))

    def nearest(self, vector: Vector, k: int, filters: Filters) -> list[IndexHit]:
        """See `Index`. At most `queries.MOST_NEIGHBOURS`."""
        most = min(k, MOST_NEIGHBOURS)

        def look(view: View) -> list[IndexHit]:
            if not view.model or not view.dimensions:
                return []
            asked = vector_query(vector, most, filters, view)
            hits = self._reading.hits(view, asked, most, _salt(vector_field(view.dimensions)))
            return [replace(hit, score=cosine(hit.score)) for hit in hits]

        return self._views.seen(look) if k > 0 else []

    def document_frequency(self, term: str) -> int:
        """See `Index`."""
        return self._views.seen(lambda view: self._reading.count(view, visible(view) + has_term(term)))

    def passages_count(self) -> int:
        """See `Index`."""
        return self._views.seen(lambda view: self._reading.count(view, visible(view)))

    def vectors_count(self) -> int:
        """See `Index`."""
        return self._views.seen(lambda view: self._reading.count(view, with_vector(view)) if view.model else 0)

    def keys(self) -> Iterator[Key]:
        """See `Index`."""
        return (key for key, _ in self._views.walk(visible))

    def digests(self) -> Iterator[tuple[Key, str]]:
        """See `Index`."""
        return ((key, found["digest"]) for key, found in self._views.walk(visible, "digest"))

    def lacking(self) -> Iterator[Key]:
        """See `Index`."""

        def conditions(view: View) -> Conditions:
            without = Conditions(must_not=(with_vector(view).query(),)) if view.model else Conditions()
            return visible(view) + without

        return (key for key, _ in self._views.walk(conditions))

    @contextmanager
    def writing(self) -> Iterator[None]:
        """See `Index` and the module."""
        with self._writing:
            if self._block is not None:
                raise SearchIndexError("A block of changes is open in this thread; they cannot be nested.")
            block = self._begin()
            self._block, self._writer = block, threading.get_ident()
            try:
                yield
                block.keep()
            except BaseException as error:
                self._give_up(block, error)
                raise
            finally:
                self._block = self._writer = None

    def add(self, rows: Iterable[IndexRow]) -> None:
        """See `Index`."""
        self._open().add(rows)

    def remove(self, source_ids: Iterable[str]) -> None:
        """See `Index`."""
        self._open().remove(source_ids)

    def advance(self, generation: int) -> None:
        """See `Index`."""
        block = self._open()
        block.state = replace(block.state, generation=generation)

    def clear(self, stamp: str) -> None:
        """See `Index`. Vectors are kept in a block of `rebuilding` only, where they still are in the index in use."""
        model, dimensions = "", 0
        if self._views.slot == REBUILD:
            used = self._views.stored(CURRENT).state
            model, dimensions = used.model, used.dimensions
        self._open().clear(stamp, model, dimensions)

    def add_vectors(self, model: str, vectors: Iterable[tuple[Key, Vector]]) -> None:
        """See `Index`. A row whose vector is replaced has none if this stops half-way."""
        with self.writing():
            self._open().add_vectors(model, vectors)

    def clear_vectors(self) -> None:
        """See `Index`."""
        with self.writing():
            self._open().clear_vectors()

    @contextmanager
    def rebuilding(self) -> Iterator[None]:
        """A block in which this object works on a new index behind the one in use, which is then put in its place.

        Everybody else goes on with the old one, until the block is left, and then has the new one at once. The alias
        named after the setting follows. Where the block fails, or the process stops, the old one stays, and the next
        `rebuilding` goes on where it was. Begin with `clear` in it, unless `stamp` says that it was begun already.
        """
        self._views.stored(REBUILD)
        self._views.slot = REBUILD
        try:
            yield
        finally:
            self._views.slot = CURRENT
        self._publish()

    @property
    def place(self) -> str:
        """See `Index`."""
        settings = self._connection.settings
        return f"OpenSearch at {', '.join(settings.urls)} (named {settings.index})"

    def faults(self) -> list[str]:
        """See `Index`; what the cluster says of its shards: it checks its own files."""
        return self._targets.faults()

    def close(self) -> None:
        """See `Index`."""
        self._connection.close()

    def _publish(self) -> None:
        made = self._states.read(REBUILD)
        if made is None:
            raise SearchIndexError("Another process has finished or dropped this rebuild of the index.")
        begun = lease.take(self._states, CURRENT)
        try:
            self._states.write(CURRENT, replace(made.state, writer=None), begun)
        except OvertakenError as error:
            raise SearchIndexError("Another process took over the OpenSearch index; rebuild it again.") from error
        self._targets.name(made.state.target)
        self._states.drop(REBUILD)
        self._targets.drop_others([made.state.target])

    def _begin(self) -> Block:
        begun = lease.take(self._states, self._views.slot)
        views = [begun.state.view()]
        if self._views.slot == REBUILD:
            views.insert(0, self._views.stored(CURRENT).state.view())
        block = Block(self._connection, self._states, self._views.slot, begun, views)
        if begun.state.dead:
            block.bury(begun.state.dead)
        if begun.state.reserved - 1 in begun.state.aborted:
            self._targets.purge(begun.state.target, {"term": {"born": begun.state.reserved - 1}})
        return block

    def _give_up(self, block: Block, error: BaseException) -> None:
        """A block that cannot even be given up is taken for that of a dead writer by the next one."""
        try:
            block.give_up(harmed=isinstance(error, SearchIndexError))
        except SearchIndexError as another:
            error.add_note(f"The block could not be given up: {another}")

    def _open(self) -> Block:
        if self._block is None or self._writer != threading.get_ident():
            raise SearchIndexError("The index is changed inside a block of `writing` only.")
        return self._block

    def _state(self) -> State:
        """The state in use; inside a block, as the block leaves it."""
        if self._block is not None and self._writer == threading.get_ident():
            return self._block.state
        return self._views.stored(self._views.slot).state


def _salt(*parts: str) -> str:
    return f"{zlib.crc32(' '.join(parts).encode()):08x}"
