"""Several programs on one library: nothing is lost, nothing is torn, readers go on."""

import os
import signal
import subprocess
import sys
import time

from curbside.library import Library
from curbside.testing.records import invented_source

WRITER = """
import sys
from pathlib import Path
from curbside.library import Library
from curbside.testing.records import invented_source

home, name, count, batch = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
with Library.open(home, create=True) as library:
    def told(tally):
        print(tally.added, flush=True)
    library.put_many((invented_source(f"{name}:{n}") for n in range(count)), batch=batch, done=told)
"""


def writer(home, name, count, batch):
    command = [sys.executable, "-c", WRITER, str(home), name, str(count), str(batch)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def test_two_writers_that_start_together_on_a_new_home_lose_nothing(tmp_path):
    both = [writer(tmp_path, name, 300, 7) for name in ("a", "b")]
    for process in both:
        process.communicate(timeout=60)
        assert process.returncode == 0
    with Library.open(tmp_path) as library:
        ids = {source.id for source in library.sources()}
        assert ids == {f"{name}:{n}" for name in "ab" for n in range(300)}
        assert len({change.sequence for change in library.changes(0)}) == 600
        assert all(library.get(source_id).units for source_id in ids)


def test_a_reader_goes_on_while_a_writer_holds_the_lock(tmp_path):
    with Library.open(tmp_path, create=True) as writing, Library.open(tmp_path) as reading:
        writing.put(invented_source())
        with writing.transaction():
            began = time.monotonic()
            assert [source.id for source in reading.sources()] == ["file:invented"]
            assert time.monotonic() - began < 2


def test_a_writer_that_is_killed_leaves_whole_batches(tmp_path):
    batch = 50
    process = writer(tmp_path, "a", 100_000, batch)
    for _ in range(3):
        process.stdout.readline()
    os.kill(process.pid, signal.SIGKILL)
    process.communicate(timeout=60)
    with Library.open(tmp_path) as library:
        sources = list(library.sources())
        assert len(sources) >= 3 * batch
        assert len(sources) % batch == 0
        assert len(list(library.changes(0))) == len(sources)
        assert all(library.passages(source.id) for source in sources[-batch:])
        assert library.put_many([invented_source("a:0"), invented_source("new")]).unchanged == 1
