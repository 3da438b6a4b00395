"""What reading question and sentence together costs: a question with the cross-encoder against one without, in pairs.

    python benchmarks/cross_encoder.py [--repeat N] [--cold N]

The starter library by words, and every question of evals/questions/starter.jsonl that can be asked, at the standard
length. In one process two engines, one with CURBSIDE_RERANKER=none, take turns, and which is first changes with each
question. A pair is asked once, so that no score is remembered, after one other question; --repeat opens both engines
again so many times and takes the median of each question. Then --cold pairs of new processes, by `curbside ask`.

Printed: medians over questions of wall time and of processor time of all threads, and of the differences within a pair.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from curbside import settings
from curbside.engine import Engine
from curbside.errors import UsageError
from curbside.retrieval.opening import open_home
from curbside.settings import NO_RERANKER

QUESTIONS = Path(__file__).resolve().parents[1] / "evals" / "questions" / "starter.jsonl"
FIRST = "What is the apixaban dose in atrial fibrillation?"
WITHOUT, WITH = NO_RERANKER, ""
Times = tuple[float, float]
"""Milliseconds: wall time, processor time of all threads."""


def _timed(engine: Engine, text: str, jurisdiction: str | None) -> Times:
    wall, cpu = time.perf_counter(), time.process_time()
    engine.ask(text, jurisdiction=jurisdiction)
    return (time.perf_counter() - wall) * 1000, (time.process_time() - cpu) * 1000


def _round(home: Path, questions: list[Mapping[str, str]]) -> dict[str, dict[str, Times]]:
    found: dict[str, dict[str, Times]] = {WITHOUT: {}, WITH: {}}
    with ExitStack() as stack:
        engines = {}
        for reranker in found:
            chosen = replace(settings.load(home), reranker=reranker)
            engines[reranker] = stack.enter_context(Engine(chosen, *open_home(home)))
            engines[reranker].ask(FIRST, jurisdiction="uk")
        for number, question in enumerate(questions):
            for reranker in sorted(found, reverse=bool(number % 2)):
                text, jurisdiction = question["question"], question.get("jurisdiction")
                try:
                    found[reranker][text] = _timed(engines[reranker], text, jurisdiction)
                except UsageError:
                    continue
    return found


def _warm(home: Path, repeat: int) -> None:
    questions = [json.loads(line) for line in QUESTIONS.read_text(encoding="utf-8").splitlines()]
    rounds = [_round(home, questions) for _ in range(repeat)]
    both = {r: {q: _middle(one[r][q] for one in rounds) for q in rounds[0][r]} for r in (WITHOUT, WITH)}
    print(f"in a running process, {len(both[WITH])} questions, each the median of {repeat}")
    _tell([(both[WITHOUT][q], both[WITH][q]) for q in both[WITH]])


def _middle(times: Iterable[Times]) -> Times:
    wall, cpu = zip(*times, strict=True)
    return statistics.median(wall), statistics.median(cpu)


def _cold(home: Path, pairs: int) -> None:
    found = []
    for number in range(pairs):
        taken = {r: _new_process(home, r) for r in sorted((WITHOUT, WITH), reverse=bool(number % 2))}
        found.append((taken[WITHOUT], taken[WITH]))
    print(f"`curbside ask` in a new process, {pairs} pairs")
    _tell(found)


def _new_process(home: Path, reranker: str) -> Times:
    program = [sys.executable, "-m", "curbside.cli.main", "ask", "--home", str(home), "--jurisdiction", "uk", FIRST]
    before, begun = os.times(), time.perf_counter()
    subprocess.run(program, env=os.environ | {"CURBSIDE_RERANKER": reranker}, check=True, capture_output=True)
    wall, after = time.perf_counter() - begun, os.times()
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return wall * 1000, cpu * 1000


def _tell(pairs: list[tuple[Times, Times]]) -> None:
    for place, name in enumerate(("wall", "processor")):
        without, with_ = [p[0][place] for p in pairs], [p[1][place] for p in pairs]
        more = [b - a for a, b in zip(without, with_, strict=True)]
        middles = [statistics.median(values) for values in (without, with_, more)]
        print(
            f"  {name:<10}without {middles[0]:6.0f} ms   with {middles[1]:6.0f} ms   "
            f"more, in a pair {middles[2]:6.0f} ms ({min(more):.0f} to {max(more):.0f})"
        )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--cold", type=int, default=5)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        with Engine.open(home) as engine:
            engine.ask(FIRST, jurisdiction="uk")
        _warm(home, given.repeat)
        _cold(home, given.cold)


if __name__ == "__main__":
    main()
