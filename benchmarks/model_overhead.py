"""What Curbside adds to the time that a language model takes, with a scripted model of known speed.

    python benchmarks/model_overhead.py [--repeat N] [--tokens-a-second N] [--write]

A scripted server in a process of its own says every sentence of its evidence, in pieces of four characters (a token) at
an even pace. For each question: the time that quoting alone takes; the time from the server's receiving the request to
its last byte; the time to the first statement and to the end. Overhead is what is left of the time to the end without
the other two. Processor: the processor time of this process without what quoting takes; most of it is reading the
stream while the model still talks, for which nobody waits. Medians of N runs, with two cores at most. With --write the
figures go into docs/model.md. Exit code 1 where the overhead of a question is 150 ms or more.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from multiprocessing import Pipe, Process
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

if __package__ in (None, ""):
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from evals import marked

from curbside.composing.model import ModelComposer
from curbside.engine import Engine
from curbside.events import Checked
from curbside.models.chosen import opened
from curbside.models.configuration import Configuration
from curbside.retrieval.opening import open_home
from curbside.settings import load
from curbside.testing.model_scripts import quoting
from curbside.testing.scripted_model import Reply, ScriptedModel

PAGE = Path(__file__).resolve().parents[1] / "docs" / "model.md"
BOUND = 150.0
QUESTIONS = (
    "What is the recommended intramuscular hydroxocobalamin course for vitamin B12 deficiency with neurological "
    "involvement?",
    "What is the apixaban dose in atrial fibrillation?",
    "Does folic acid worsen the neuropathy of vitamin B12 deficiency?",
    "How is subacute combined degeneration from nitrous oxide treated?",
    "What is first-line treatment of anaphylaxis?",
)


def paced(rate: float) -> Callable[[dict[str, Any]], Reply]:
    """A script that says its evidence at an even pace. rate: tokens a second."""

    def script(request: dict[str, Any]) -> Reply:
        text = quoting(request)
        return Reply(chunks=[text[i : i + 4] for i in range(0, len(text), 4)], pause=1 / rate)

    return script


def _serve(pipe: Connection, rate: float) -> None:
    """Serve until the other end closes; whenever asked, tell how long the last answers took, in seconds."""
    with ScriptedModel(paced(rate)) as server, contextlib.suppress(EOFError):
        pipe.send(server.url)
        while True:
            pipe.recv()
            while server.at_once:
                time.sleep(0.001)
            pipe.send(sum(server.seconds))
            server.seconds.clear()


@contextlib.contextmanager
def served(rate: float) -> Iterator[tuple[str, Connection]]:
    """The address of the server, and the pipe to its process."""
    here, there = Pipe()
    process = Process(target=_serve, args=(there, rate), daemon=True)
    process.start()
    try:
        yield str(here.recv()), here
    finally:
        process.terminate()
        process.join(5)


@dataclass(frozen=True, slots=True)
class Timing:
    """Milliseconds of one question. statements: that the model said."""

    quoting: float
    model: float
    first: float
    end: float
    processor: float
    statements: int

    @property
    def overhead(self) -> float:
        """What Curbside adds."""
        return self.end - self.model - self.quoting


def timings(engine: Engine, plain: Engine, pipe: Connection, question: str, repeat: int) -> Timing:
    """The medians of a question; the first run of each is not counted."""
    rows, said = [], 0
    for _ in range(repeat + 1):
        begun, used = time.perf_counter(), time.process_time()
        plain.ask(question, jurisdiction="uk")
        quoted, alone = time.perf_counter() - begun, time.process_time() - used
        used = time.process_time()
        first, whole, said = _asked(engine, question)
        processor = time.process_time() - used - alone
        pipe.send(None)
        rows.append((quoted * 1000, pipe.recv() * 1000, first, whole, processor * 1000))
    return Timing(*(statistics.median(column) for column in zip(*rows[1:], strict=True)), said)


def _asked(engine: Engine, question: str) -> tuple[float, float, int]:
    begun, first, said = time.perf_counter(), 0.0, 0
    for event in engine.events(question, jurisdiction="uk"):
        if isinstance(event, Checked):
            first = first or (time.perf_counter() - begun) * 1000
            said += 1
    return first, (time.perf_counter() - begun) * 1000, said


def measured(repeat: int, rate: float) -> Iterator[tuple[str, Timing]]:
    """Each question with its timings, on the starter library."""
    with tempfile.TemporaryDirectory() as folder, served(rate) as (url, pipe):
        settings = load(Path(folder))
        model = opened(Configuration(url, "scripted", hosted=False))
        try:
            with (
                Engine(settings, *open_home(settings.home), ModelComposer(model)) as engine,
                Engine(settings, *open_home(settings.home)) as plain,
            ):
                for question in QUESTIONS:
                    yield question, timings(engine, plain, pipe, question, repeat)
        finally:
            model.close()


def table(found: Sequence[tuple[str, Timing]]) -> str:
    """The timings as a table."""
    head = ("question", "quoting", "model", "first statement", "end", "overhead", "processor", "statements")
    rows = [
        (
            q,
            *(f"{ms:.0f} ms" for ms in (t.quoting, t.model, t.first, t.end, t.overhead, t.processor)),
            str(t.statements),
        )
        for q, t in found
    ]
    return "\n".join(f"| {' | '.join(row)} |" for row in (head, ["---"] * len(head), *rows))


def main() -> int:
    """Measure, print, write."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--tokens-a-second", type=float, default=200.0)
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, set(sorted(os.sched_getaffinity(0))[:2]))
    found = list(measured(given.repeat, given.tokens_a_second))
    print(table(found))
    most = max(t.overhead for _, t in found)
    print(f"Most: {most:.0f} ms; the bound is {BOUND:.0f} ms.")
    if given.write:
        command = f"python benchmarks/model_overhead.py --repeat {given.repeat} --write"
        told = f"{given.tokens_a_second:g} tokens a second; load average {os.getloadavg()[0]:.1f}."
        stamp = datetime.now(UTC).date().isoformat()
        marked.write(PAGE, {"overhead": f"*{stamp}:* `{command}`, {told}\n\n{table(found)}"})
    return int(most >= BOUND)


if __name__ == "__main__":
    raise SystemExit(main())
