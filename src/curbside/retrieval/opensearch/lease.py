"""One writer at a time: who writes is written into the state.

No clock is compared with another machine's. A writer that is alive writes its state again every few seconds; one whose
state has not changed for `LEASE_SECONDS`, as watched from here, is taken for dead, and so is a process of this machine
that is no more. Taking over from a writer that lives after all does no harm: its rows are of a block that is given up,
so nobody sees them, and its last step fails.
"""

from __future__ import annotations

import os
import socket
import time
from dataclasses import replace

from curbside.errors import SearchIndexError
from curbside.retrieval.opensearch.state import OvertakenError, State, States, Stored

LEASE_SECONDS = 30.0
RENEW_SECONDS = 5.0
WAIT_SECONDS = 120.0
_PAUSE = 0.1


def take(states: States, slot: str) -> Stored:
    """Wait for the other writer and begin a block: its number is `reserved`.

    Raises SearchIndexError where the other one goes on for more than `WAIT_SECONDS`.
    """
    began = since = time.monotonic()
    last: Stored | None = None
    while True:
        stored = states.read(slot)
        if stored is None:
            raise SearchIndexError("The OpenSearch index has gone while it was in use; open it again.")
        if last is None or stored.sequence != last.sequence:
            last, since = stored, time.monotonic()
        if _is_free(stored.state.writer) or time.monotonic() - since > LEASE_SECONDS:
            try:
                return states.write(slot, _begun(stored.state), stored)
            except OvertakenError:
                continue
        if time.monotonic() - began > WAIT_SECONDS:
            raise SearchIndexError(f"Another process has been writing the OpenSearch index for {WAIT_SECONDS:.0f} s.")
        time.sleep(_PAUSE)


def _begun(state: State) -> State:
    unfinished = () if state.reserved == state.epoch or state.writer is None else (state.reserved,)
    return replace(state, writer=_me(), reserved=state.reserved + 1, aborted=state.aborted + unfinished)


def _me() -> str:
    return f"{socket.gethostname()} {os.getpid()}"


def _is_free(writer: str | None) -> bool:
    if writer is None:
        return True
    host, _, number = writer.rpartition(" ")
    if host != socket.gethostname() or int(number) == os.getpid():
        return False
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False
