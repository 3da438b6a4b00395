"""The one small document that says which rows can be seen, and who writes.

OpenSearch changes one document at a time and knows no transactions. Here one document, the state, is the switch: every
row says in which block of changes it was `born`, and the state says up to which block all is done (`epoch`), which
blocks were given up (`aborted`), and which older rows the last block has taken out (`dead`). It is written only over
the version that was read (`if_seq_no`), and read by its id, which sees the last acknowledged version at once.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from curbside.errors import SearchIndexError
from curbside.retrieval.opensearch.connection import Connection

CURRENT, REBUILD = "current", "rebuild"


@dataclass(frozen=True, slots=True)
class Dead:
    """Rows that can be seen no more though they are still there: born before a block, of these sources or keys."""

    sources: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    before: int = 0

    def __bool__(self) -> bool:
        return bool(self.sources or self.keys)


@dataclass(frozen=True, slots=True)
class View:
    """Which rows and vectors can be seen. target: the concrete index. busy: others may be there that cannot be."""

    target: str
    epoch: int = 0
    aborted: tuple[int, ...] = ()
    dead: Dead = field(default_factory=Dead)
    busy: bool = False
    model: str = ""
    dimensions: int = 0
    vectors_after: int = 0


@dataclass(frozen=True, slots=True)
class State:
    """See the module. reserved: the number of the newest block. writer: who has it under way.

    Vectors are of `model`; those born up to `vectors_after` are not counted.
    """

    target: str
    stamp: str = ""
    generation: int = 0
    epoch: int = 0
    reserved: int = 0
    aborted: tuple[int, ...] = ()
    dead: Dead = field(default_factory=Dead)
    model: str = ""
    dimensions: int = 0
    vectors_after: int = 0
    writer: str | None = None

    def view(self) -> View:
        """What can be seen."""
        return View(
            self.target,
            self.epoch,
            self.aborted,
            self.dead,
            self.writer is not None,
            self.model,
            self.dimensions,
            self.vectors_after,
        )


@dataclass(frozen=True, slots=True)
class Stored:
    """A state as it was read or written, with what names its version."""

    state: State
    sequence: int
    term: int


class OvertakenError(Exception):
    """Another process has written the state since it was read."""


class States:
    """The states of an index, one a slot: that which is in use, and that of a rebuild that goes on behind it."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.index = f"{connection.settings.index}-state"

    def prepare(self) -> None:
        """Make the index that holds them, where it is not there yet."""
        if self._connection.ask("HEAD", f"/{self.index}", wrong=(404,)).ok:
            return
        shards = {"number_of_shards": 1, "number_of_replicas": self._connection.settings.replicas}
        body = {"settings": {"index": shards}, "mappings": {"enabled": False}}
        self._connection.ask("PUT", f"/{self.index}", body, wrong=(400,))

    def read(self, slot: str) -> Stored | None:
        """The state in a slot, None where there is none."""
        reply = self._connection.ask("GET", f"/{self.index}/_doc/{slot}", wrong=(404,))
        if not reply.ok:
            return None
        found = reply.body
        return Stored(_state(found["_source"]), found["_seq_no"], found["_primary_term"])

    def write(self, slot: str, state: State, over: Stored | None) -> Stored:
        """Write a state over the version `over`, or as the first one. OvertakenError where it is not the last."""
        nonce = uuid.uuid4().hex
        terms: dict[str, str | int] = (
            {"if_seq_no": over.sequence, "if_primary_term": over.term} if over else {"op_type": "create"}
        )
        body = {"nonce": nonce, "state": json.dumps(asdict(state))}
        reply = self._connection.ask("PUT", f"/{self.index}/_doc/{slot}", body, wrong=(409,), **terms)
        if reply.ok:
            return Stored(state, reply.body["_seq_no"], reply.body["_primary_term"])
        return self._written_before(slot, state, nonce)

    def drop(self, slot: str) -> None:
        """Empty a slot."""
        self._connection.ask("DELETE", f"/{self.index}/_doc/{slot}", wrong=(404,))

    def _written_before(self, slot: str, state: State, nonce: str) -> Stored:
        """A write whose answer was lost is sent again and then meets itself: that is a success."""
        found = self._connection.ask("GET", f"/{self.index}/_doc/{slot}", wrong=(404,))
        if not found.ok or found.body["_source"]["nonce"] != nonce:
            raise OvertakenError
        return Stored(state, found.body["_seq_no"], found.body["_primary_term"])


def _state(source: Mapping[str, Any]) -> State:
    try:
        given = json.loads(source["state"])
        dead = Dead(tuple(given["dead"]["sources"]), tuple(given["dead"]["keys"]), given["dead"]["before"])
        values = {f.name: given[f.name] for f in fields(State)}
        return State(**{**values, "aborted": tuple(values["aborted"]), "dead": dead})
    except (KeyError, TypeError, ValueError) as error:
        raise SearchIndexError(
            f"The state of the OpenSearch index is not of this version of Curbside: {error}."
        ) from error
