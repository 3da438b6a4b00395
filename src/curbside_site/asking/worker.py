"""What answers the questions: threads that claim runs, a sign of life for each, and the jobs that are due."""

from __future__ import annotations

import json
import logging
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any, Final

from django.db import DatabaseError, InterfaceError, close_old_connections, connections
from django.utils import timezone

from curbside.composing.model import ModelComposer
from curbside.engine import Engine
from curbside.errors import CurbsideError
from curbside.events import Checked, Finished
from curbside.interop import contract
from curbside.types import Answer, Refusal
from curbside_site.asking import queue
from curbside_site.asking.events import Told, told
from curbside_site.asking.models import Run
from curbside_site.asking.services import FOLLOWS, engine_audience
from curbside_site.configuring import MODEL
from curbside_site.errors import Lost

Job = Callable[[datetime], object]

LOG: Final = logging.getLogger("curbside.worker")
IDLE: Final = 0.2
TOGETHER: Final = 0.05
"""Seconds: between two looks at an empty queue, and within which checked statements are written together."""
JOBS_EVERY: Final = 30.0
STOPPING: Final = 15.0
OUR_FAULT: Final = "Something went wrong on our side. Ask again; if it happens again, tell whoever runs this site."


class Worker:
    """Answers runs until it is stopped; then it finishes what it has, or gives it back.

    composer: the language model of the runs that are to be composed by one; without it they are quoted.
    """

    def __init__(
        self,
        engine: Engine,
        name: str,
        threads: int = 2,
        jobs: Sequence[Job] = (),
        composer: ModelComposer | None = None,
    ) -> None:
        self._engine, self.name, self._jobs, self._composer = engine, name, jobs, composer
        self._stop = threading.Event()
        self._working: dict[int, Run] = {}
        self._lock = threading.Lock()
        self._threads = [threading.Thread(target=self._serve, name=f"{name}-{n}", daemon=True) for n in range(threads)]
        self._threads.append(threading.Thread(target=self._live, name=f"{name}-life", daemon=True))
        if jobs:
            self._threads.append(threading.Thread(target=self._run_jobs, name=f"{name}-jobs", daemon=True))

    def start(self) -> None:
        """Begin to work, in threads."""
        for thread in self._threads:
            thread.start()

    def stop(self, patience: float = STOPPING) -> None:
        """Claim nothing more; what is not done within `patience` seconds is given back to the queue."""
        self._stop.set()
        until = time.monotonic() + patience
        for thread in self._threads:
            if thread.is_alive():
                thread.join(max(until - time.monotonic(), 0))
        with self._lock:
            for run in self._working.values():
                queue.release(run)

    def answer_one(self) -> bool:
        """Claim and answer one run. False where there was none."""
        run = queue.claim(self.name)
        if run is None:
            return False
        with self._alive(run):
            self._answer(run)
        return True

    @contextmanager
    def _alive(self, run: Run) -> Iterator[None]:
        me = threading.get_ident()
        with self._lock:
            self._working[me] = run
        try:
            yield
        finally:
            with self._lock:
                del self._working[me]

    def _answer(self, run: Run) -> None:
        try:
            body, answer, rest = _answered(self._engine, run, self._composer)
            queue.finish(run, body, answer, rest)
        except Lost as lost:
            LOG.warning("%s", lost)
        except (DatabaseError, InterfaceError):
            raise
        except CurbsideError as error:
            self._fail(run, str(error))
        except Exception:
            LOG.exception("Run %s, attempt %s", run.pk, run.attempt)
            self._fail(run, OUR_FAULT)

    def _fail(self, run: Run, message: str) -> None:
        try:
            queue.fail(run, message)
        except Lost as lost:
            LOG.warning("%s", lost)

    def _serve(self) -> None:
        self._repeat(self.answer_one, IDLE)

    def _live(self) -> None:
        self._repeat(self._give_sign, queue.LEASE.total_seconds() / 4)

    def _give_sign(self) -> bool:
        with self._lock:
            runs = tuple(self._working.values())
        queue.keep(runs)
        return False

    def _run_jobs(self) -> None:
        self._repeat(self._jobs_once, JOBS_EVERY)

    def _jobs_once(self) -> bool:
        for job in self._jobs:
            job(timezone.now())
        return False

    def _repeat(self, work: Callable[[], bool], pause: float) -> None:
        """Until stopped; at once again where `work` did something. A database that is away is waited for."""
        try:
            while not self._stop.is_set():
                try:
                    worked = work()
                except Exception:
                    LOG.exception("%s", threading.current_thread().name)
                    worked = False
                    close_old_connections()
                if not worked:
                    self._stop.wait(pause)
        finally:
            connections.close_all()


def _answered(engine: Engine, run: Run, composer: ModelComposer | None) -> tuple[dict[str, Any], str, list[Told]]:
    """The object of `ask --json`, the id under which the library keeps it, and the events that are not written yet."""
    rest: list[Told] = []
    written = time.monotonic()
    result: Answer | Refusal | None = None
    for event in engine.events(run.text, **_options(run, composer)):
        if isinstance(event, Finished):
            result = event.result
            continue
        rest.append(told(event))
        if not isinstance(event, Checked) or time.monotonic() - written > TOGETHER:
            queue.tell(run, rest)
            rest, written = [], time.monotonic()
    assert result is not None, "the last event is Finished"
    body = contract.as_json(result, engine.library.read_span)
    body["notices"] = list(dict.fromkeys((*run.options.get("notices", ()), *body["notices"])))
    cited = [] if isinstance(result, Refusal) else [(r.source.id, r.source.content_hash) for r in result.references]
    text = json.dumps(body, ensure_ascii=False)
    return body, engine.library.save_answer(result.question.text, text, cited), rest


def _options(run: Run, composer: ModelComposer | None) -> dict[str, Any]:
    told = run.options
    chosen = {"jurisdiction": told.get("jurisdiction"), "length": told["length"]}
    chosen["audience"] = engine_audience(told["audience"])
    if composer is not None and told.get("composer") == MODEL:
        chosen["composer"] = composer
    if FOLLOWS:
        chosen |= {"follow_up": told.get("follow_up"), "drop": tuple(told.get("drop", ()))}
    return chosen
