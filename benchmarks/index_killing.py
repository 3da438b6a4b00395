"""Kills the process that writes an index, again and again, and proves the index against the library each time.

    python benchmarks/index_killing.py [--kills 30] [--sources 600]

A child changes a library of invented sources without end, brings the index up and gives rows their vectors (numbers
drawn from the text: what is proved is the index, not a model). It is killed with SIGKILL at a random moment, from 0 to
3 seconds after it said that it began. Meanwhile another process searches by words and by vectors without a pause. After
each kill: the index must open, follow the library, take the vectors that lack, and `compare` and `faults` must find
nothing. Exit code 1 where it does not, or where the reader met an error.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

if __package__ in (None, ""):
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import numpy as np
from numpy.typing import NDArray

from curbside.errors import CurbsideError, SourceNotFound
from curbside.library import Library
from curbside.retrieval.base import Filters, Query
from curbside.retrieval.embedding.base import Model
from curbside.retrieval.opening import open_index
from curbside.retrieval.sync import compare, sync
from curbside.retrieval.vectors import embed
from curbside.testing.records import invented_source

SIZE = 64
LONGEST = 3.0


class DrawnVectors:
    """An `Embedder` that draws the numbers of a vector from the hash of the text."""

    model = Model("drawn", "0" * 64, SIZE)

    def embed_texts(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """See `Embedder`."""
        return np.stack([self.embed_query(text) for text in texts])

    def embed_query(self, text: str) -> NDArray[np.float32]:
        """See `Embedder`."""
        seed = int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "little")
        drawn = np.random.default_rng(seed).standard_normal(SIZE, dtype=np.float32) + 1
        return drawn / np.linalg.norm(drawn)

    def close(self) -> None:
        """See `Embedder`."""


def write(home: Path, sources: int, seed: int) -> None:
    """Change, index and embed without end."""
    drawn, model = random.Random(seed), DrawnVectors()
    with Library.open(home) as library:
        index = open_index(home)
        print("begun", flush=True)
        while True:
            for _ in range(drawn.randrange(1, 40)):
                number = drawn.randrange(sources)
                if drawn.random() < 0.1:
                    with suppress(SourceNotFound):
                        library.remove(f"s:{number}")
                else:
                    library.put(_source(number, drawn.randrange(5)))
            sync(library, index)
            embed(library, index, model)


def read(home: Path) -> None:
    """Search until told to stop by the end of standard input; print how often and what went wrong."""
    model, searches, errors = DrawnVectors(), 0, []
    index = open_index(home)
    while not _told_to_stop(searches):
        try:
            index.search(Query((("inventamab", 1.0), ("dose", 1.0))), 20)
            index.nearest(model.embed_query(str(searches)), 20, Filters())
        except CurbsideError as error:
            errors.append(str(error))
        searches += 1
    print(json.dumps({"searches": searches, "errors": errors[:5]}))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=30)
    parser.add_argument("--sources", type=int, default=600)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--role", nargs=2, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.role:
        role, home = given.role
        write(Path(home), given.sources, given.seed) if role == "write" else read(Path(home))
        return
    home = Path(tempfile.mkdtemp(prefix="curbside-killing-"))
    try:
        sys.exit(_run(home, given.kills, given.sources))
    finally:
        shutil.rmtree(home)


def _run(home: Path, kills: int, sources: int) -> int:
    drawn, bad, behind, lacking = random.Random(7), 0, 0, 0
    with Library.open(home, create=True) as library:
        library.put_many(_source(number, 0) for number in range(sources))
        index = open_index(home)
        sync(library, index)
        index.close()
    reader = _start("read", home, sources, 0)
    for kill in range(kills):
        writer = _start("write", home, sources, kill)
        assert writer.stdout is not None
        writer.stdout.readline()
        time.sleep(drawn.random() * LONGEST)
        writer.kill()
        writer.wait()
        found = _proved(home)
        behind += found["behind"] > 0
        lacking += found["lacking"] > 0
        bad += not found["sound"]
        if not found["sound"]:
            print(found)
    told, _ = reader.communicate("stop\n", timeout=60)
    seen = json.loads(told)
    print(f"{kills} kills, {kills - bad} times sound; {behind} times behind, {lacking} times vectors lacked.")
    print(f"Meanwhile {seen['searches']} searches of another process, errors: {seen['errors'] or 'none'}.")
    return 1 if bad or seen["errors"] else 0


def _proved(home: Path) -> dict[str, object]:
    with Library.open(home) as library:
        index = open_index(home)
        behind, lacking = library.last_change() - index.generation, len(list(index.lacking()))
        sync(library, index)
        embed(library, index, DrawnVectors())
        report, faults = compare(library, index), index.faults()
        whole = index.vectors_count() == index.passages_count()
        index.close()
    sound = report.in_step and not faults and whole
    return {"behind": behind, "lacking": lacking, "sound": sound, "report": report, "faults": faults}


def _start(role: str, home: Path, sources: int, seed: int) -> subprocess.Popen[str]:
    command = [sys.executable, __file__, "--role", role, str(home), "--sources", str(sources), "--seed", str(seed)]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def _told_to_stop(searches: int) -> bool:
    import select

    return searches % 50 == 0 and bool(select.select([sys.stdin], [], [], 0)[0])


def _source(number: int, edition: int) -> object:
    said = [
        f"Inventamab {number + 1} mg is the invented dose of edition {edition}.",
        f"It is invented number {number}.",
    ]
    return invented_source(f"s:{number}", parts=[("Dose", said), (f"Other {edition}", [f"Another thing, {number}."])])


if __name__ == "__main__":
    main()
