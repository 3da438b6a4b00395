"""kill -9 at random moments of a load: is the library readable, is anything lost that was reported, does it go on?

    python benchmarks/killing.py [--times 100] [--count 1000] [--seed 1]

Each round loads a file of invented records (`benchmarks/pubmed_file.py`) in a process of its own, which reports after
each stored batch how many records are in, and kills it at a random moment. Then it looks: the library opens, every
stored text fits its hash, no fewer records than were reported; a second run completes, and the library's content hash
is that of an undisturbed load, with the index in step. One line a round; the last line sums up. Exit code 1 where
anything failed.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks.pubmed_file import write

from curbside.library import Library
from curbside.library.records import check
from curbside.loading.loader import Loader, Progress
from curbside.retrieval.opening import open_home
from curbside.retrieval.sync import compare
from curbside.sources.read import File

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True)
class Run:
    """A load in another process. reported: the last count it told. ended: by itself, before it was killed."""

    reported: int
    ended: bool
    seconds: float


def child(home: Path, path: Path) -> None:
    """Load `path` and report each stored batch on stdout."""

    def tell(progress: Progress) -> None:
        tally = progress.tally
        print(tally.added + tally.updated + tally.unchanged, flush=True)

    library, index = open_home(home, starters=False)
    with Loader(library, index, watch=tell) as loader:
        loader.load([File(path)])
    index.close()
    library.close()


def run(home: Path, path: Path, kill_after: float | None) -> Run:
    """Run `child` in a process and kill it after that many seconds, if it is still there."""
    command = [sys.executable, "-m", "benchmarks.killing", "--child", str(home), str(path)]
    began = time.monotonic()
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    timer = threading.Timer(kill_after, os.kill, (process.pid, signal.SIGKILL)) if kill_after is not None else None
    if timer is not None:
        timer.start()
    out, err = process.communicate()
    if timer is not None:
        timer.cancel()
    if process.returncode not in (0, -signal.SIGKILL):
        raise RuntimeError(err)
    lines = out.split()
    return Run(int(lines[-1]) if lines else 0, process.returncode == 0, time.monotonic() - began)


def records(home: Path) -> int:
    """How many records are stored, each sound. Raises what the library raises where one is not."""
    with Library.open(home, create=True) as library:
        found = [source.id for source in library.sources()]
        for source_id in found:
            check(library.get(source_id))
        return len(found)


def state(home: Path) -> tuple[str, bool]:
    """The content hash, and whether the index is in step."""
    library, index = open_home(home, starters=False)
    try:
        return library.library_hash(), compare(library, index).in_step
    finally:
        index.close()
        library.close()


def disturbed(folder: Path, path: Path, whole: Run, wanted: str, drawn: random.Random) -> str | None:
    """One round; what went wrong, or None."""
    home = folder / "home"
    killed = run(home, path, drawn.uniform(0.02, whole.seconds))
    there = records(home) if home.exists() else 0
    second = run(home, path, None)
    found, in_step = state(home)
    print(f"killed with {killed.reported} reported, {there} there; then {second.reported} more, hash {found[:12]}")
    if there < killed.reported:
        return f"{killed.reported} reported, {there} there"
    if found != wanted:
        return "the content hash is another one"
    return None if in_step else "the index is not in step"


def main() -> int:
    """Load undisturbed, then be killed and go on, again and again."""
    if sys.argv[1:2] == ["--child"]:
        child(Path(sys.argv[2]), Path(sys.argv[3]))
        return 0
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=100)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    drawn, wrong = random.Random(given.seed), []
    with tempfile.TemporaryDirectory(prefix="curbside-") as folder:
        path = Path(folder) / "made.xml.gz"
        write(path, given.count)
        whole = run(Path(folder) / "whole", path, None)
        wanted, _ = state(Path(folder) / "whole")
        for number in range(given.times):
            place = Path(folder) / str(number)
            place.mkdir()
            fault = disturbed(place, path, whole, wanted, drawn)
            if fault:
                wrong.append(f"round {number}: {fault}")
    print("\n".join(wrong))
    print(f"{given.times} kills in loads of {given.count} records: {given.times - len(wrong)} sound, {len(wrong)} not")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
