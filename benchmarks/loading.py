"""Loading a PubMed baseline file: records a second from file to searchable, and the memory of all its processes.

    python benchmarks/loading.py [--count 30000] [--files 1] [--processes N] [--home FOLDER]

The file is made by rule (`benchmarks/pubmed_file.py`). Resident memory is that of the loading process and of all its
children together (Pss, so that pages they share count once), looked at ten times a second.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import threading
import time
from pathlib import Path

from benchmarks.pubmed_file import write

from curbside.loading.loader import Loader, Progress
from curbside.retrieval.opening import open_home
from curbside.sources.read import File


def _processes() -> list[int]:
    """This process and its children, and theirs."""
    parents: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            parents.setdefault(int(fields[1]), []).append(int(entry.name))
    found = [os.getpid()]
    for process in found:
        found += parents.get(process, [])
    return found


def _megabytes() -> float:
    total = 0
    for process in _processes():
        try:
            lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return total / 1024


class Watch:
    """Looks at the memory until it is told to stop."""

    def __init__(self) -> None:
        self.peak = 0.0
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._look)
        self._thread.start()

    def stop(self) -> float:
        """The highest figure, in MB."""
        self._stop.set()
        self._thread.join()
        return self.peak

    def _look(self) -> None:
        while not self._stop.wait(0.1):
            self.peak = max(self.peak, _megabytes())


def main() -> None:
    """Make the files, load them, print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=30_000, help="records in all")
    parser.add_argument("--files", type=int, default=1, help="load the file that many times under other names")
    parser.add_argument("--processes", type=int, default=None, help="that finish drafts; 0 for none")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="curbside-") as folder:
        path = Path(folder) / "made.xml.gz"
        write(path, given.count)
        size = path.stat().st_size / 1e6
        print(f"{given.count} invented records, {size:.0f} MB compressed; {os.cpu_count()} cores")
        for number in range(given.files):
            _load(path, Path(folder) / "home", given, number)


def _load(path: Path, home: Path, given: argparse.Namespace, number: int) -> None:
    library, index = open_home(home, starters=False)
    watch, began, used = Watch(), time.monotonic(), time.process_time()
    rates: list[tuple[int, float]] = []

    def see(progress: Progress) -> None:
        rates.append((progress.tally.added, time.monotonic() - began))

    with Loader(library, index, processes=given.processes, watch=see) as loader:
        loaded = loader.load([File(path, f"made-{number}.xml.gz")])
    seconds, peak = time.monotonic() - began, watch.stop()
    tally, passages = loaded.tally, index.passages_count()
    index.close(), library.close()
    done = tally.added + tally.updated + tally.unchanged
    print(
        f"run {number + 1}: {tally.added} added, {tally.unchanged} unchanged, {passages} passages searchable, "
        f"{seconds:.1f} s, {done / seconds:.0f} records a second; {time.process_time() - used:.1f} s of processor time "
        f"in the storing process; memory at most {peak:.0f} MB"
    )


if __name__ == "__main__":
    main()
