"""A block of changes on its way into a concrete index, where nobody sees it before its last step."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, Any

from curbside.errors import SearchIndexError
from curbside.retrieval.base import IndexRow, Key
from curbside.retrieval.opensearch import bulk
from curbside.retrieval.opensearch.connection import Connection
from curbside.retrieval.opensearch.lease import RENEW_SECONDS
from curbside.retrieval.opensearch.mappings import VECTOR_BORN, document, key_name, row_id, unit, vector_field
from curbside.retrieval.opensearch.reading import Reading
from curbside.retrieval.opensearch.state import CURRENT, Dead, OvertakenError, State, States, Stored, View
from curbside.retrieval.opensearch.targets import Targets
from curbside.retrieval.opensearch.view import Conditions, one_of, out

if TYPE_CHECKING:
    from curbside.retrieval.base import Vector

FLUSH = 1000
_OVERTAKEN = "Another process took over the writing of the OpenSearch index; what was under way here is given up."


class Block:
    """Changes of one `writing`. `state` is what will be written at its end; `keep` writes it, `give_up` forgets it."""

    def __init__(
        self, connection: Connection, states: States, slot: str, begun: Stored, origins: Sequence[View]
    ) -> None:
        """begun: the state with this writer in it. origins: where vectors of rows that come back are, best last."""
        self._connection, self._states, self._slot = connection, states, slot
        self._targets, self._reading = Targets(connection), Reading(connection)
        self._stored, self._origins, self._renewed = begun, origins, time.monotonic()
        self.state = begun.state
        self.number = begun.state.reserved
        self._buffer: dict[Key, IndexRow] = {}
        self._removed: set[str] = set()
        self._replaced: set[str] = set()
        self._sent: set[str] = set()
        self._made: list[str] = []
        self._sent_vectors = False

    def add(self, rows: Iterable[IndexRow]) -> None:
        """See `Index.add`."""
        for row in rows:
            self._buffer[row.key] = row
            if row.source not in self._removed and not self._made:
                self._replaced.add(key_name(row.key))
            if len(self._buffer) >= FLUSH:
                self.flush()

    def remove(self, source_ids: Iterable[str]) -> None:
        """See `Index.remove`."""
        gone = set(source_ids)
        self._removed |= gone
        self._buffer = {key: row for key, row in self._buffer.items() if row.source not in gone}
        sent = sorted(self._sent & gone)
        if sent:
            own = Conditions(must=({"term": {"born": self.number}},))
            query = own.query(should=one_of("source", sent), minimum_should_match=1)
            self._targets.purge(self.state.target, query)
            self._sent -= gone

    def clear(self, stamp: str, model: str = "", dimensions: int = 0) -> None:
        """Go on in a new concrete index, which has nothing in it, for vectors of that model if one is given."""
        self._made.append(self._targets.make())
        for held in (self._buffer, self._removed, self._replaced, self._sent):
            held.clear()
        if dimensions:
            self._targets.allow_vectors(self._made[-1], dimensions)
        self.state = replace(
            self.state,
            target=self._made[-1],
            stamp=stamp,
            generation=0,
            aborted=(),
            model=model,
            dimensions=dimensions,
            vectors_after=0,
        )

    def add_vectors(self, model: str, vectors: Iterable[tuple[Key, Vector]]) -> None:
        """See `Index.add_vectors`."""
        if self.state.model not in ("", model):
            raise SearchIndexError(f"The index has vectors of the model {self.state.model}, not of {model}.")
        self.state = replace(self.state, model=model)
        given = iter(vectors)
        while batch := dict(islice(given, FLUSH)):
            self.renew()
            self._check_dimensions(batch)
            names = {key_name(key): vector for key, vector in batch.items()}
            there = self._reading.ids(self._origins[-1], list(names))
            self._sent_vectors = True
            bulk.send(self._connection, self.state.target, self._updates(names, there))

    def clear_vectors(self) -> None:
        """See `Index.clear_vectors`."""
        self.state = replace(self.state, model="", dimensions=0, vectors_after=self.number)

    def flush(self) -> None:
        """Send the rows that are held back."""
        self.renew()
        rows = list(self._buffer.values())
        if not rows:
            return
        known = self._known_vectors([key_name(row.key) for row in rows])
        actions = (({"index": {"_id": row_id(row.key, self.number)}}, self._document(row, known)) for row in rows)
        bulk.send(self._connection, self.state.target, actions)
        self._sent.update(row.source for row in rows)
        self._buffer.clear()

    def keep(self) -> State:
        """Make all of it visible: rows first, then the state that shows them, then the rows that are gone."""
        self.flush()
        self._targets.refresh(self.state.target)
        before = self._stored.state
        dead = self._dead()
        done = replace(self.state, epoch=self.number, dead=dead)
        if dead:
            self._write(done)
            self.bury(dead)
        self._write(replace(done, dead=Dead(), writer=None))
        if self._made:
            self._leave(before.target)
        return self._stored.state

    def give_up(self, harmed: bool) -> None:
        """Forget all of it. harmed: requests may still be on their way, so that the block's number is kept in mind."""
        self._buffer.clear()
        before = self._stored.state
        aborted = before.aborted
        if harmed or self._sent_vectors:
            aborted += (self.number,)
        elif self._sent and not self._made:
            self._targets.purge(before.target, {"term": {"born": self.number}})
        self._write(replace(before, writer=None, aborted=aborted))
        for target in self._made:
            self._targets.drop(target)

    def renew(self) -> None:
        """Show that this writer is alive. Raises SearchIndexError where another one has taken over."""
        if time.monotonic() - self._renewed > RENEW_SECONDS:
            self._write(self._stored.state)

    def bury(self, dead: Dead) -> None:
        """Delete the rows that are taken out."""
        self._targets.purge(self.state.target, out(dead))

    def _dead(self) -> Dead:
        """What this block takes out, if there is anything: most blocks bring sources that were not there before."""
        dead = Dead(tuple(sorted(self._removed)), tuple(sorted(self._replaced)), self.number)
        if not dead or self._made:
            return Dead()
        there = self._reading.count(View(self.state.target), Conditions(must=(out(dead),)))
        return dead if there else Dead()

    def _write(self, state: State) -> None:
        try:
            self._stored = self._states.write(self._slot, state, self._stored)
        except OvertakenError as error:
            raise SearchIndexError(_OVERTAKEN) from error
        self._renewed = time.monotonic()

    def _leave(self, before: str) -> None:
        if self._slot == CURRENT:
            self._targets.name(self.state.target)
        for target in (before, *self._made[:-1]):
            self._targets.drop(target)

    def _known_vectors(self, names: Sequence[str]) -> dict[str, tuple[str, list[float]]]:
        known: dict[str, tuple[str, list[float]]] = {}
        for origin in self._origins:
            if self.state.model and (origin.model, origin.dimensions) == (self.state.model, self.state.dimensions):
                known |= self._reading.vectors(origin, names)
        return known

    def _check_dimensions(self, batch: Mapping[Key, Vector]) -> None:
        for vector in batch.values():
            if not self.state.dimensions:
                self._targets.allow_vectors(self.state.target, len(vector))
                self.state = replace(self.state, dimensions=len(vector))
            if len(vector) != self.state.dimensions:
                raise SearchIndexError(
                    f"The index has vectors of {self.state.dimensions} dimensions, not of {len(vector)}."
                )

    def _updates(self, named: Mapping[str, Vector], there: Mapping[str, str]) -> Iterator[tuple[Any, Any]]:
        name = vector_field(self.state.dimensions)
        for key, vector in named.items():
            if key in there:
                action = {"update": {"_id": there[key], "retry_on_conflict": 3}}
                yield action, {"doc": {name: unit(vector), VECTOR_BORN: self.number}}

    def _document(self, row: IndexRow, known: Mapping[str, tuple[str, list[float]]]) -> dict[str, Any]:
        made = document(row, self.number)
        text, vector = known.get(made["key"], (None, []))
        if text == row.text_hash:
            made |= {vector_field(self.state.dimensions): vector, VECTOR_BORN: self.number}
        return made
