"""The command line in a process of its own that serves many calls, so that one that hangs can be ended and counted."""

from __future__ import annotations

import io
import logging
import multiprocessing
import os
import time
import traceback
from collections.abc import Mapping, Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from multiprocessing.connection import Connection
from types import TracebackType

CRASHED, HUNG = -1, -2


@dataclass(frozen=True, slots=True)
class Done:
    """What came of a call. code: the exit code, CRASHED for an exception, HUNG where it was ended; seconds: wall time.

    log: every line that any logger wrote, at any level. peak: the highest resident memory of the process so far, MiB.
    """

    code: int
    out: str
    err: str
    log: str
    seconds: float
    peak: float = 0.0


class Worker:
    """Runs `curbside ARGUMENTS` in one process after another; use it with `with`."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = dict(environment)
        self._process: multiprocessing.process.BaseProcess | None = None
        self._pipe: Connection | None = None

    def __enter__(self) -> Worker:
        self._start()
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self._end()

    def run(self, arguments: Sequence[str], bound: float, environment: Mapping[str, str] | None = None) -> Done:
        """Call the command line; one that takes longer than `bound` seconds is ended."""
        assert self._pipe is not None
        begun = time.monotonic()
        self._pipe.send((list(arguments), dict(environment or {})))
        if self._pipe.poll(bound):
            try:
                done: Done = self._pipe.recv()
                return done
            except EOFError:
                code = CRASHED
        else:
            code = HUNG
        self._end()
        self._start()
        return Done(code, "", "ended" if code == HUNG else "the process died", "", time.monotonic() - begun)

    def _start(self) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipe, other = context.Pipe()
        self._process = context.Process(target=_serve, args=(other, self._environment))
        self._process.start()
        other.close()

    def _end(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.join(10)
        if self._pipe is not None:
            self._pipe.close()


def _serve(pipe: Connection, environment: Mapping[str, str]) -> None:
    for name in [name for name in os.environ if name.startswith("CURBSIDE_")]:
        del os.environ[name]
    os.environ.update(environment)
    try:
        while True:
            arguments, more = pipe.recv()
            pipe.send(_called(arguments, more))
    except (EOFError, KeyboardInterrupt, BrokenPipeError):
        return


def _called(arguments: list[str], more: dict[str, str]) -> Done:
    from curbside.cli.main import run

    before = {name: os.environ.get(name) for name in more}
    os.environ.update(more)
    lines = io.StringIO()
    handler = logging.StreamHandler(lines)
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    out, err, begun = io.StringIO(), io.StringIO(), time.monotonic()
    try:
        with redirect_stdout(out), redirect_stderr(err):
            code = run(arguments)
    except Exception:  # noqa: BLE001 - what escapes the command line is a finding, whatever it is
        code = CRASHED
        err.write(traceback.format_exc())
    finally:
        root.removeHandler(handler)
        for name, value in before.items():
            os.environ.pop(name, None) if value is None else os.environ.update({name: value})
    return Done(code, out.getvalue(), err.getvalue(), lines.getvalue(), time.monotonic() - begun, _peak())


def _peak() -> float:
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
