"""A node of an OpenSearch cluster is killed while queries and indexing run: is anything lost, and do they go on?

    python benchmarks/opensearch_killing.py [--seconds 60] [--kill 0] [--shards 3] [--rounds 1] [--rows 20000]
                                            [--seed 1] [--json FILE]

First part: three nodes, each a process of its own with 512 MB of heap, one replica of each shard. One process writes
blocks of 100 rows with vectors, two threads search for words and for vectors in turn. After a third of the time node
`--kill` is killed with SIGKILL (0 is the one that manages the cluster at first). At the end each row whose block was
acknowledged must be found, and so must its vector; a row of no acknowledged block must not be there half. Exit code 1
where anything is lost.

Second part (`--rows` above 0): one node; rows and vectors a second, and the time of queries with 20,000 rows.

All rows are invented by rule (Zipf-distributed made-up words, unit vectors of 384 numbers around 200 centres).
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from curbside.errors import SearchIndexError
from curbside.retrieval.base import Facets, Filters, IndexRow, Key, Query
from curbside.retrieval.opensearch import OpenSearchIndex, OpenSearchSettings
from curbside.testing.opensearch_server import LASTING, OpenSearchServer

if TYPE_CHECKING:
    from curbside.retrieval.base import Vector

DIMENSIONS = 384
WORDS = 30_000
BLOCK = 100
MODEL = "invented"
KINDS = ("guideline", "label", "trial", "cohort", "review", "case", "page", "letter", "book", "unknown")


class Made:
    """Invented rows, vectors and queries, the same for the same seed."""

    def __init__(self, seed: int) -> None:
        self._random = np.random.default_rng(seed)
        weights = 1.0 / np.arange(1, WORDS + 1)
        self._weights = weights / weights.sum()
        self._centres = self._random.standard_normal((200, DIMENSIONS)).astype(np.float32)

    def words(self, count: int) -> tuple[str, ...]:
        """So many words, common ones more often."""
        return tuple(f"w{number}" for number in self._random.choice(WORDS, count, p=self._weights))

    def row(self, number: int) -> IndexRow:
        """A row of 8 + 4 + 150 words; each source has ten."""
        facets = Facets(kind=KINDS[number // 10 % len(KINDS)], year=1990 + number % 35)
        return IndexRow(
            f"invented:{number // 10}", "h", number % 10, self.words(8), self.words(4), self.words(150), facets, "t"
        )

    def vector(self) -> Vector:
        """A vector near one of the centres."""
        near = self._centres[self._random.integers(len(self._centres))]
        return near + self._random.standard_normal(DIMENSIONS).astype(np.float32) * np.float32(0.7)

    def query(self) -> Query:
        """Six words."""
        return Query(tuple((word, 1.0) for word in self.words(6)))


@dataclass(slots=True)
class Asked:
    """What one searching thread saw. gap: the longest time between two answers, in seconds."""

    answered: int = 0
    failed: int = 0
    gap: float = 0.0
    slow: list[float] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Outcome:
    """One round. Rows and vectors are counted where their block was acknowledged; gaps and times are in seconds."""

    acknowledged: int
    found: int
    vectors_acknowledged: int
    vectors_found: int
    blocks_failed: int
    rows_after_kill: int
    queries: int
    queries_failed: int
    longest_query_gap: float
    longest_write_gap: float
    halves: int

    @property
    def lost(self) -> int:
        """Rows and vectors that were acknowledged and are not there, and blocks that are there by half."""
        return self.acknowledged - self.found + self.vectors_acknowledged - self.vectors_found + self.halves


class Writing:
    """Writes blocks until told to stop, and keeps what was acknowledged."""

    def __init__(self, index: OpenSearchIndex, made: Made) -> None:
        self._index, self._made = index, made
        self.rows: set[Key] = set()
        self.vectors: set[Key] = set()
        self.blocks: list[frozenset[Key]] = []
        self.failed = 0
        self.done: list[float] = [time.monotonic()]

    def run(self, stop: threading.Event) -> None:
        """Write."""
        number = 0
        while not stop.is_set():
            rows = [self._made.row(n) for n in range(number, number + BLOCK)]
            number += BLOCK
            keys = frozenset(row.key for row in rows)
            self.blocks.append(keys)
            if self._tried(lambda rows=rows: self._add(rows)):  # type: ignore[misc]
                self.rows |= keys
                given = [(key, self._made.vector()) for key in keys]
                if self._tried(lambda given=given: self._index.add_vectors(MODEL, given)):  # type: ignore[misc]
                    self.vectors |= keys

    def _add(self, rows: list[IndexRow]) -> None:
        with self._index.writing():
            self._index.add(rows)
            self._index.advance(self._index.generation + 1)

    def _tried(self, do: Callable[[], None]) -> bool:
        try:
            do()
        except SearchIndexError as error:
            self.failed += 1
            print(f"  a block failed: {error}", file=sys.stderr)
            return False
        self.done.append(time.monotonic())
        return True


def ask(index: OpenSearchIndex, made: Made, stop: threading.Event, asked: Asked) -> None:
    """Search for words and for vectors in turn until told to stop."""
    last = time.monotonic()
    while not stop.is_set():
        began = time.monotonic()
        try:
            if asked.answered % 2:
                index.nearest(made.vector(), 10, Filters())
            else:
                index.search(made.query(), 10)
        except SearchIndexError as error:
            asked.failed += 1
            print(f"  a query failed: {error}", file=sys.stderr)
            continue
        now = time.monotonic()
        asked.answered += 1
        asked.slow.append(now - began)
        asked.gap, last = max(asked.gap, now - last), now
        time.sleep(0.02)


def kill_one(folder: Path, seconds: float, killed: int, shards: int, seed: int) -> Outcome:
    """One round of the first part."""
    with OpenSearchServer(folder, nodes=3, java=LASTING) as server:
        settings = OpenSearchSettings(server.urls, shards=shards, replicas=1, patience=120.0)
        index = OpenSearchIndex(settings)
        wait_for_green(index)
        writing, stop, asked = Writing(index, Made(seed)), threading.Event(), [Asked(), Asked()]
        threads = [threading.Thread(target=writing.run, args=(stop,))]
        threads += [
            threading.Thread(target=ask, args=(OpenSearchIndex(settings), Made(seed + 1 + n), stop, one))
            for n, one in enumerate(asked)
        ]
        for thread in threads:
            thread.start()
        time.sleep(seconds / 3)
        server.kill(killed)
        before = len(writing.rows)
        time.sleep(seconds * 2 / 3)
        stop.set()
        for thread in threads:
            thread.join()
        return outcome(index, writing, asked, before)


def wait_for_green(index: OpenSearchIndex) -> None:
    """Wait until every copy of every shard is there: before, one node may be all that has a row."""
    index._connection.ask("GET", "/_cluster/health", wait_for_status="green", timeout="60s")


def outcome(index: OpenSearchIndex, writing: Writing, asked: list[Asked], before: int) -> Outcome:
    """Count what is there."""
    there, lacking = set(index.keys()), set(index.lacking())
    steps = writing.done
    return Outcome(
        acknowledged=len(writing.rows),
        found=len(writing.rows & there),
        vectors_acknowledged=len(writing.vectors),
        vectors_found=len((writing.vectors & there) - lacking),
        blocks_failed=writing.failed,
        rows_after_kill=len(writing.rows) - before,
        queries=sum(one.answered for one in asked),
        queries_failed=sum(one.failed for one in asked),
        longest_query_gap=round(max(one.gap for one in asked), 2),
        longest_write_gap=round(max(b - a for a, b in pairwise(steps)), 2),
        halves=sum(bool(block & there) and not block <= there for block in writing.blocks),
    )


@dataclass(frozen=True, slots=True)
class Speed:
    """The second part: rates a second, times of queries in milliseconds (median and 95th percentile)."""

    rows: int
    rows_a_second: float
    vectors_a_second: float
    recall_at_100: float
    times: dict[str, tuple[float, float]]


def measure(folder: Path, rows: int, seed: int) -> Speed:
    """Index on one node and ask it, one query after the other."""
    with OpenSearchServer(folder, nodes=1, java=LASTING) as server:
        index, made = OpenSearchIndex(OpenSearchSettings(server.urls, replicas=0)), Made(seed)
        keys, in_rows = fill(index, [made.row(number) for number in range(rows)])
        vectors = [made.vector() for _ in range(rows)]
        began = time.monotonic()
        index.add_vectors(MODEL, zip(keys, vectors, strict=True))
        in_vectors = time.monotonic() - began
        recall = recall_at_100(index, made, keys, vectors)
        return Speed(rows, round(rows / in_rows), round(rows / in_vectors), recall, query_times(index, made))


def fill(index: OpenSearchIndex, rows: list[IndexRow]) -> tuple[list[Key], float]:
    """Add the rows in blocks of 5,000; their keys and the seconds that it took."""
    began = time.monotonic()
    for start in range(0, len(rows), 5000):
        with index.writing():
            index.add(rows[start : start + 5000])
    return [row.key for row in rows], time.monotonic() - began


def recall_at_100(index: OpenSearchIndex, made: Made, keys: list[Key], vectors: list[Vector]) -> float:
    """The share of the exact 100 nearest that are found, over 50 queries."""
    matrix = np.stack(vectors)
    matrix /= np.linalg.norm(matrix, axis=1, keepdims=True)
    shares = []
    for _ in range(50):
        vector = made.vector()
        best = np.argsort(-(matrix @ vector))[:100]
        found = {hit.key for hit in index.nearest(vector, 100, Filters())}
        shares.append(len(found & {keys[number] for number in best}) / 100)
    return round(statistics.mean(shares), 4)


def query_times(index: OpenSearchIndex, made: Made) -> dict[str, tuple[float, float]]:
    """200 queries of each sort, after 100 that are not counted."""
    tenth = Filters(kinds=frozenset({"guideline"}))
    sorts: dict[str, Callable[[], object]] = {
        "words, top 100": lambda: index.search(made.query(), 100),
        "words, top 100, a tenth": lambda: index.search(Query(made.query().terms, tenth), 100),
        "vectors, top 100": lambda: index.nearest(made.vector(), 100, Filters()),
        "vectors, top 100, a tenth": lambda: index.nearest(made.vector(), 100, tenth),
    }
    return {name: percentiles(list(timed(do, 300))[100:]) for name, do in sorts.items()}


def timed(do: Callable[[], object], times: int) -> Iterator[float]:
    """Milliseconds of each call."""
    for _ in range(times):
        began = time.perf_counter()
        do()
        yield 1000 * (time.perf_counter() - began)


def percentiles(times: list[float]) -> tuple[float, float]:
    """Median and 95th."""
    return round(statistics.median(times), 1), round(statistics.quantiles(times, n=20)[-1], 1)


def show(title: str, values: dict[str, object]) -> None:
    """A table of two columns."""
    print(f"\n{title}")
    for name, value in values.items():
        print(f"  {name.replace('_', ' '):28} {value}")


def main() -> int:
    """Run both parts."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--kill", type=int, default=0, choices=(0, 1, 2))
    parser.add_argument("--shards", type=int, default=3)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--rows", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    results: dict[str, object] = {}
    lost = 0
    for number in range(given.rounds):
        seed = given.seed + 10 * number
        with tempfile.TemporaryDirectory() as folder:
            found = kill_one(
                Path(folder),
                given.seconds,
                (given.kill + number) % 3,
                given.shards,
                random.Random(seed).getrandbits(32),
            )
        results[f"killed node {(given.kill + number) % 3}"] = asdict(found)
        show(f"three nodes, node {(given.kill + number) % 3} killed", {**asdict(found), "lost": found.lost})
        lost += found.lost
    if given.rows:
        with tempfile.TemporaryDirectory() as folder:
            speed = measure(Path(folder), given.rows, given.seed)
        results["one node"] = asdict(speed)
        show("one node", {**asdict(speed), **speed.times})
    if given.json:
        given.json.write_text(json.dumps(results, indent=1) + "\n")
    return 1 if lost else 0


if __name__ == "__main__":
    sys.exit(main())
