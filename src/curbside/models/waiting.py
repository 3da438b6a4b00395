"""Reading from a server that may be slow, silent or endless, without ever waiting longer than is wanted.

A socket's own time-out ends a silence, but not a trickle: a server that sends one byte every second is never silent.
So the socket is read by a thread of its own, and whoever wants the text waits on a queue with a clock. When the wait
is over, for whatever reason, the socket is shut down, which wakes that thread at once.
"""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import Any, Final

from curbside.errors import ModelError
from curbside.models.spending import Spending

_TICK: Final = 0.25
"""Seconds after which a waiting reader looks whether it is still wanted."""


class Connection:
    """The socket of one request, for shutting it down from another thread."""

    def __init__(self) -> None:
        self.stopped = threading.Event()
        self._stream: Any = None
        self._lock = threading.Lock()

    def attach(self, stream: Any) -> None:
        """Take over a network stream of httpcore; one that comes after `stop` is shut down at once."""
        with self._lock:
            self._stream = stream
        if self.stopped.is_set():
            self.stop()

    def stop(self) -> None:
        """Shut the socket down; reading from it ends in an error or in nothing."""
        self.stopped.set()
        with self._lock:
            stream, self._stream = self._stream, None
        raw = None if stream is None else stream.get_extra_info("socket")
        if isinstance(raw, socket.socket):
            # The other side may have closed it first.
            with contextlib.suppress(OSError):
                raw.shutdown(socket.SHUT_RDWR)


@dataclass(frozen=True, slots=True)
class _Ended:
    error: BaseException | None = None


Work = Callable[[Connection], Iterator[str]]


def pumped(work: Work, first: float, slots: threading.BoundedSemaphore, spending: Spending) -> Iterator[str]:
    """What `work` yields in a thread of its own. first: seconds that it may be silent.

    slots: taken while it works. Raises what `work` raises, ModelError after a silence, CapReached and ModelCancelled.
    """
    connection, box = Connection(), SimpleQueue[str | _Ended]()
    _take(slots, spending)
    thread = threading.Thread(target=_work, args=(work, connection, box, slots), daemon=True)
    thread.start()
    try:
        while not isinstance(item := _next(box, first, spending), _Ended):
            yield item
        if item.error is not None:
            raise item.error
    finally:
        connection.stop()


def _take(slots: threading.BoundedSemaphore, spending: Spending) -> None:
    while not slots.acquire(timeout=min(_TICK, spending.left())):
        pass


def _work(
    work: Work, connection: Connection, box: SimpleQueue[str | _Ended], slots: threading.BoundedSemaphore
) -> None:
    try:
        for text in work(connection):
            if connection.stopped.is_set():
                break
            box.put(text)
        box.put(_Ended())
    except Exception as error:  # noqa: BLE001 - raised again where it is waited for
        box.put(_Ended(error))
    finally:
        slots.release()


def _next(box: SimpleQueue[str | _Ended], silence: float, spending: Spending) -> str | _Ended:
    until = spending.clock() + silence
    while True:
        left = until - spending.clock()
        if left <= 0:
            raise ModelError(
                "The language model", f"was silent for {silence:g} seconds", "see CURBSIDE_MODEL_FIRST_SECONDS"
            )
        try:
            return box.get(timeout=min(_TICK, left, spending.left()))
        except Empty:
            continue
