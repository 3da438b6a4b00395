"""Several programs on one library and one index."""

import os
import signal
import subprocess
import sys

from curbside.library import Library
from curbside.retrieval.embedded.index import FOLDER, EmbeddedIndex
from curbside.retrieval.sync import compare, sync
from curbside.testing.records import invented_source

SYNC = """
import sys
from pathlib import Path
from curbside.library import Library
from curbside.retrieval import sync as sync_
from curbside.retrieval.embedded.index import FOLDER, EmbeddedIndex

home = Path(sys.argv[1])
sync_.BATCH = 20
with Library.open(home) as library:
    sync_.sync(library, EmbeddedIndex(home / FOLDER), lambda done: print(done, flush=True))
"""


def in_step(home):
    index = EmbeddedIndex(home / FOLDER)
    with Library.open(home) as library:
        try:
            return compare(library, index).in_step
        finally:
            index.close()


def syncing(home):
    return subprocess.Popen([sys.executable, "-c", SYNC, str(home)], stdout=subprocess.PIPE, text=True)


def test_two_programs_that_index_at_once_make_one_index(tmp_path):
    with Library.open(tmp_path, create=True) as library:
        library.put_many(invented_source(f"s:{n}") for n in range(300))
    both = [syncing(tmp_path) for _ in range(2)]
    for process in both:
        process.communicate(timeout=60)
        assert process.returncode == 0
    assert in_step(tmp_path)


def test_an_indexing_that_is_killed_goes_on_where_it_was(tmp_path):
    with Library.open(tmp_path, create=True) as library:
        library.put_many(invented_source(f"s:{n}") for n in range(2000))
        process = syncing(tmp_path)
        process.stdout.readline()
        os.kill(process.pid, signal.SIGKILL)
        process.communicate(timeout=60)
        index = EmbeddedIndex(tmp_path / FOLDER)
        reached = index.generation
        assert 0 < reached < 2000
        assert index.passages_count() == reached
        assert sync(library, index) == 2000 - reached
        index.close()
    assert in_step(tmp_path)
