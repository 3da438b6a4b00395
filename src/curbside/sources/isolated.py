"""Reading files in a process of its own, which may be killed: a file that hangs or eats memory costs that file only.

The process is given one path after the other and sends back what is in it, a batch at a time. It has a limit of
address space (where the system knows one) and of seconds between two records. A file at which it dies is Rejected with
the reason, what was sent before stays, and another process goes on with the next.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from multiprocessing.connection import Connection, wait
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess
from typing import BinaryIO, Final

from curbside.sources.base import Found, Rejected
from curbside.sources.read import File, read_file

SECONDS: Final = 300.0
MEMORY: Final = 3_000_000_000
BATCH: Final = 100
BATCH_SECONDS: Final = 0.5
_WAIT: Final = 5.0


@dataclass(frozen=True, slots=True)
class Limits:
    """seconds: between two records of a file. memory: bytes of address space of the reading process."""

    seconds: float = SECONDS
    memory: int = MEMORY


@dataclass(frozen=True, slots=True)
class Batch:
    """What was read since the last one. position: bytes of the file that were read by now. last: nothing follows."""

    found: tuple[Found, ...]
    position: int
    last: bool


class IsolatedReader:
    """Reads files as `curbside.sources.read.read_file` does, in another process. Close it, or use it in a `with`."""

    def __init__(self, limits: Limits = Limits(), today: date | None = None) -> None:
        self._limits = limits
        self._today = today or date.today()
        self._context = context()
        self._process: BaseProcess | None = None
        self._pipe: Connection | None = None

    def __enter__(self) -> IsolatedReader:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def read(self, file: File) -> Iterator[Batch]:
        """What is in `file`; a caller that stops half-way gets another process for the next file."""
        pipe = self._started()
        finished = False
        try:
            pipe.send((file, self._today))
            while not finished:
                batch = self._received(pipe, file)
                finished = batch.last
                yield batch
        except (EOFError, OSError):
            yield Batch((Rejected(file.shown, self._end()),), 0, True)
        finally:
            if not finished:
                self._kill()

    def close(self) -> None:
        """End the process."""
        if self._pipe is not None:
            self._pipe.close()
            self._pipe = None
        if self._process is not None:
            self._process.join(_WAIT)
        self._kill()

    def _received(self, pipe: Connection, file: File) -> Batch:
        if pipe.poll(self._limits.seconds):
            batch: Batch = pipe.recv()
            return batch
        self._kill()
        reason = f"took longer than {self._limits.seconds:.0f} seconds to read one record; reading it was stopped"
        return Batch((Rejected(file.shown, reason),), 0, True)

    def _started(self) -> Connection:
        if self._process is not None and self._process.is_alive() and self._pipe is not None:
            return self._pipe
        self._kill()
        ours, theirs = self._context.Pipe()
        process = self._context.Process(target=_serve, args=(theirs, self._limits), daemon=True)  # type: ignore[attr-defined]
        process.start()
        theirs.close()
        self._process, self._pipe = process, ours
        return ours

    def _end(self) -> str:
        process = self._process
        if process is not None:
            process.join(_WAIT)
        code = process.exitcode if process is not None else None
        return f"could not be read: the process that read it ended ({_ended(code)}); it may be damaged or too large"

    def _kill(self) -> None:
        if self._pipe is not None:
            self._pipe.close()
        if self._process is not None:
            self._process.kill()
            self._process.join()
        self._process = self._pipe = None


def end_with_parent() -> None:
    """End this process when the one that started it has ended, even by kill -9; for a new process to call.

    Its pipes do not tell it: a process of a pool holds both ends of them.
    """
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_after, args=(parent.sentinel,), daemon=True).start()


def _end_after(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)


def context() -> BaseContext:
    """How processes are started: from a server that has imported the readers, where the system has that."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    found = multiprocessing.get_context("forkserver")
    found.set_forkserver_preload(["curbside.sources.read", "curbside.sources.base"])
    return found


def _ended(code: int | None) -> str:
    if code is None:
        return "and did not say why"
    return f"signal {-code}" if code < 0 else f"exit code {code}"


def _serve(pipe: Connection, limits: Limits) -> None:
    # Ctrl-C goes to every process of the terminal; the one that reads ends when its caller hangs up.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    end_with_parent()
    _limit(limits.memory)
    with suppress(EOFError, BrokenPipeError, ConnectionResetError):
        while True:
            _answer(pipe, pipe.recv(), limits)


def _answer(pipe: Connection, asked: tuple[File, date], limits: Limits) -> None:
    file, today = asked
    try:
        for batch in _batches(file, today):
            pipe.send(batch)
    except MemoryError:
        needed = f"needs more than {limits.memory // 1_000_000} MB of memory to be read"
        pipe.send(Batch((Rejected(file.shown, needed),), 0, True))


def _batches(file: File, today: date) -> Iterator[Batch]:
    streams: list[BinaryIO] = []
    batch: list[Found] = []
    sent = time.monotonic()
    for found in read_file(file, today, streams.append):
        batch.append(found)
        if len(batch) >= BATCH or time.monotonic() - sent > BATCH_SECONDS:
            yield Batch(tuple(batch), _position(streams), False)
            batch, sent = [], time.monotonic()
    yield Batch(tuple(batch), _position(streams), True)


def _position(streams: list[BinaryIO]) -> int:
    """How far the file was read; the list keeps the stream that was opened last."""
    del streams[:-1]
    return streams[0].tell() if streams and not streams[0].closed else 0


def _limit(memory: int) -> None:
    if sys.platform == "win32":
        return
    import resource

    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    most = memory if hard == resource.RLIM_INFINITY else min(memory, hard)
    resource.setrlimit(resource.RLIMIT_AS, (most, hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
