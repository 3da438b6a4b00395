"""Many documents in few requests. A request is done only when each of its items is."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from curbside.errors import SearchIndexError
from curbside.retrieval.opensearch.connection import Connection, is_passing

MOST_BYTES = 8_000_000
MOST_ITEMS = 1000
_FIRST_PAUSE, _LONGEST_PAUSE = 0.1, 5.0


def send(connection: Connection, index: str, actions: Iterable[tuple[Mapping[str, Any], Any]]) -> int:
    """Carry out `actions`, each a line of action and its document, and say how many there were.

    An item that a full queue or a missing shard refused is sent again after a pause that doubles, and so is a whole
    request whose answer was lost: every action names its document, so that doing it twice does it once. Raises
    SearchIndexError for an item that is refused for good, or is still refused after `patience`.
    """
    done = 0
    for batch in _batches(actions):
        _carry_out(connection, index, batch)
        done += len(batch)
    return done


def _batches(actions: Iterable[tuple[Mapping[str, Any], Any]]) -> Iterator[list[bytes]]:
    batch: list[bytes] = []
    size = 0
    for action, document in actions:
        line = f"{_line(action)}\n{_line(document)}\n".encode()
        if batch and (size + len(line) > MOST_BYTES or len(batch) >= MOST_ITEMS):
            yield batch
            batch, size = [], 0
        batch.append(line)
        size += len(line)
    if batch:
        yield batch


def _line(value: object) -> str:
    return json.dumps(value, separators=(",", ":"))


def _carry_out(connection: Connection, index: str, batch: Sequence[bytes]) -> None:
    end, pause = time.monotonic() + connection.settings.patience, _FIRST_PAUSE
    left = list(batch)
    while True:
        reply = connection.ask("POST", f"/{index}/_bulk", b"".join(left))
        left, why = _refused(left, reply.body)
        if not left:
            return
        if time.monotonic() + pause > end:
            raise SearchIndexError(f"OpenSearch did not take {len(left)} of {len(batch)} rows: {why}.")
        time.sleep(pause * random.uniform(0.5, 1.0))
        pause = min(2 * pause, _LONGEST_PAUSE)


def _refused(lines: Sequence[bytes], body: Mapping[str, Any]) -> tuple[list[bytes], str]:
    """The lines to send again and why; raises SearchIndexError where one can never be taken."""
    items = body.get("items")
    if not isinstance(items, list) or len(items) != len(lines):
        raise SearchIndexError("OpenSearch did not say what became of the rows that it was given.")
    again, why = [], ""
    for line, item in zip(lines, items, strict=True):
        (outcome,) = item.values()
        status, error = outcome.get("status", 0), outcome.get("error", {})
        if is_passing(status, error):
            again.append(line)
            why = str(error.get("reason", status))
        elif not 200 <= status < 300:
            cause = error.get("caused_by", {}).get("reason") or error.get("reason") or status
            raise SearchIndexError(f"OpenSearch refused a row ({status}): {cause}.")
    return again, why
