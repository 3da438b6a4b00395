"""How fast the same records go into a library in SQLite and in PostgreSQL, and come out again.

    python -m benchmarks.library_rates [--count 2000] [--times 3]

Invented PubMed records (`benchmarks/pubmed_file.py`), read and cut into passages once; stored in batches of 200, each
forced to disk in both databases (the server of `curbside.testing.postgres_server`, reached through a Unix socket on the
same machine). The two take turns; each figure is the median of the runs. The library's hash must be the same in both.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from benchmarks.pubmed_file import write

from curbside.library import Library
from curbside.library.cutting import Cut, Key, cut, key_of
from curbside.library.reading import chunks
from curbside.library.writes import BATCH
from curbside.sources.read import read_path
from curbside.testing.postgres_server import postgres_server
from curbside.types import Source

SINGLE = 50


def timed(work: Callable[[], object]) -> float:
    """Seconds that `work` takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def run(
    home: Path, url: str | None, sources: Sequence[Source], cuts: Mapping[Key, Cut]
) -> tuple[dict[str, float], str]:
    """The figures of one new library, and its hash."""
    with Library.open(home, create=True, database_url=url) as library:
        ids = [source.id for source in sources]
        count = len(sources)

        def load() -> None:
            for batch in chunks(sources, BATCH):
                library.load(batch, cuts=cuts)

        found = {
            "put, records/s": count / timed(load),
            "put again, records/s": count / timed(load),
            "read by 50, records/s": count / timed(lambda: [library.get_many(some) for some in chunks(ids, 50)]),
            "one get, ms": 1000 * timed(lambda: [library.get(one) for one in ids[:SINGLE]]) / SINGLE,
            "one small commit, ms": 1000
            * timed(lambda: [library.remember("invented", str(n)) for n in range(SINGLE)])
            / SINGLE,
        }
        return found, library.library_hash()


def main() -> int:
    """Print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--times", type=int, default=3)
    given = parser.parse_args()
    figures: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    hashes = set()
    with tempfile.TemporaryDirectory(prefix="curbside-") as folder, postgres_server(fsync=True) as server:
        path = Path(folder) / "made.xml.gz"
        write(path, given.count)
        sources = [found for found in read_path(path) if isinstance(found, Source)]
        cuts = {key_of(source): cut(source) for source in sources}
        for number in range(given.times):
            for name in ("SQLite", "PostgreSQL"):
                url = server.url(f"rates_{number}") if name == "PostgreSQL" else None
                found, digest = run(Path(folder) / f"{name}{number}", url, sources, cuts)
                hashes.add(digest)
                for what, value in found.items():
                    figures[what][name].append(value)
    print(f"{len(sources)} records, median of {given.times}")
    for what, by in figures.items():
        print(f"{what:26}" + "".join(f"{name} {statistics.median(values):9.1f}   " for name, values in by.items()))
    print("the hash is the same" if len(hashes) == 1 else "THE HASHES DIFFER")
    return 0 if len(hashes) == 1 else 1


if __name__ == "__main__":
    sys.exit(main())
