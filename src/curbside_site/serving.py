"""The processes of the service: a web server, and workers that answer the questions and do what is due.

Granian runs the site over WSGI; docs/adr/0041 has the figures that it was chosen by. A stream of events holds a thread,
so there are many of these; the database is the queue, so that nothing else has to run.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import socket
import threading
import time
from multiprocessing.context import SpawnContext, SpawnProcess
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    # A spawned process imports this module before Django is set up.
    from curbside_site.asking.worker import Job

THREADS: Final = 64
"""Of a web process; 40 may be held by streams (`curbside_site.asking.streams.STREAMS`)."""
LOG: Final = logging.getLogger("curbside.serving")
AGAIN: Final = 2.0


def jobs() -> tuple[Job, ...]:
    """What is due from time to time; each is told the time and knows itself whether it is its turn."""
    from curbside_site.review.jobs import run_due

    return (run_due,)


def work(name: str, threads: int) -> None:
    """Answer questions until SIGTERM or SIGINT, then finish what was begun or give it back."""
    from curbside.collecting import settle
    from curbside_site.asking.worker import Worker
    from curbside_site.shelf import composer, engine

    stop = threading.Event()
    for told in (signal.SIGTERM, signal.SIGINT):
        signal.signal(told, lambda *_: stop.set())
    by = composer()
    try:
        with engine() as opened:
            settle()
            worker = Worker(opened, name, threads, jobs(), by)
            worker.start()
            stop.wait()
            worker.stop()
    finally:
        if by is not None:
            by.model.close()


def worker_name(number: int) -> str:
    """How a worker is called in the table of runs: machine, process, number."""
    return f"{socket.gethostname()}-{os.getpid()}-{number}"


def _worker_process(environment: dict[str, str], number: int, threads: int) -> None:
    os.environ.update(environment)
    import django

    django.setup()
    work(worker_name(number), threads)


class Workers:
    """Worker processes that are started anew where one dies."""

    def __init__(self, number: int, threads: int) -> None:
        self._threads = threads
        self._spawn: SpawnContext = multiprocessing.get_context("spawn")
        self._stopped = threading.Event()
        self._running: dict[int, SpawnProcess] = {n: self._started(n) for n in range(1, number + 1)}
        self._watch = threading.Thread(target=self._watching, daemon=True)
        self._watch.start()

    def _started(self, number: int) -> SpawnProcess:
        environment = {k: v for k, v in os.environ.items() if k.startswith(("CURBSIDE_", "DJANGO_"))}
        process = self._spawn.Process(target=_worker_process, args=(environment, number, self._threads))
        process.start()
        return process

    def _watching(self) -> None:
        while not self._stopped.wait(AGAIN):
            for number, process in self._running.items():
                if not process.is_alive():
                    LOG.error("Worker %s ended with code %s; it is started again.", number, process.exitcode)
                    self._running[number] = self._started(number)

    def stop(self, patience: float = 20.0) -> None:
        """Ask them to end; whoever does not within `patience` seconds is ended."""
        self._stopped.set()
        self._watch.join()
        for process in self._running.values():
            process.terminate()
        until = time.monotonic() + patience
        for process in self._running.values():
            process.join(max(until - time.monotonic(), 0.1))
            if process.is_alive():
                process.kill()


def serve(host: str, port: int, processes: int, workers: int, threads: int) -> None:
    """Serve until stopped. processes: of the web server; workers: processes that answer; threads: of each worker."""
    from granian.constants import Interfaces
    from granian.server import Server

    server: Any = Server(
        "curbside_site.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=processes,
        blocking_threads=THREADS,
        backpressure=THREADS * 4,
        websockets=False,
        log_level="error",
        respawn_failed_workers=True,
        workers_kill_timeout=10,
    )
    answering = Workers(workers, threads) if workers else None
    try:
        server.serve()
    finally:
        if answering:
            answering.stop()
