"""What was reported as stored is stored, whoever is killed: a writer, or the server itself."""

import os
import signal
import subprocess
import sys

import pytest

from curbside.errors import LibraryError
from curbside.library import Library
from curbside.testing.postgres_server import Unavailable, postgres_server, shared_server
from curbside.testing.records import invented_source

BATCH = 50
WRITER = """
import sys
from pathlib import Path
from curbside.library import Library
from curbside.testing.records import invented_source

home, url, name, count, batch = Path(sys.argv[1]), sys.argv[2], sys.argv[3], int(sys.argv[4]), int(sys.argv[5])
with Library.open(home, create=True, database_url=url) as library:
    def told(tally):
        print(tally.added, flush=True)
    library.put_many((invented_source(f"{name}:{n}") for n in range(count)), batch=batch, done=told)
"""


def writer(home, url, name, count, batch=BATCH):
    command = [sys.executable, "-c", WRITER, str(home), url, name, str(count), str(batch)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


@pytest.fixture
def need_postgres():
    try:
        shared_server()
    except Unavailable as reason:
        if os.environ.get("CI"):
            pytest.fail(str(reason))
        pytest.skip(str(reason))


def whole_batches(library, reported):
    ids = {source.id for source in library.sources()}
    assert ids == {f"a:{n}" for n in range(len(ids))}
    assert len(ids) >= reported
    assert len(ids) % BATCH == 0
    assert len(list(library.changes())) == len(ids)
    assert all(library.get(one).units and library.passages(one) for one in ids)
    return len(ids)


def reported_of(process, lines):
    return int([process.stdout.readline() for _ in range(lines)][-1])


def test_two_writers_that_start_together_on_a_new_schema_lose_nothing(need_postgres, tmp_path):
    url = shared_server().url("together")
    both = [writer(tmp_path, url, name, 200, 7) for name in ("a", "b")]
    for process in both:
        assert process.communicate(timeout=60)[1] == ""
        assert process.returncode == 0
    with Library.open(tmp_path, database_url=url) as library:
        assert {source.id for source in library.sources()} == {f"{name}:{n}" for name in "ab" for n in range(200)}
        assert len({change.sequence for change in library.changes()}) == 400


def test_a_writer_that_is_killed_leaves_whole_batches_and_no_lock(need_postgres, tmp_path):
    url = shared_server().url("killed")
    process = writer(tmp_path, url, "a", 100_000)
    reported = reported_of(process, 3)
    os.kill(process.pid, signal.SIGKILL)
    process.communicate(timeout=60)
    with Library.open(tmp_path, database_url=url) as library:
        there = whole_batches(library, reported)
        rest = [invented_source(f"a:{n}") for n in range(there + BATCH)]
        assert library.put_many(rest, batch=BATCH).unchanged == there
        assert whole_batches(library, there) == there + BATCH


def test_a_server_that_goes_down_at_once_keeps_what_was_reported_and_the_library_goes_on(need_postgres, tmp_path):
    with postgres_server(fsync=True) as server:
        url = server.url()
        process = writer(tmp_path, url, "a", 100_000)
        with Library.open(tmp_path, create=True, database_url=url) as reader:
            reported = reported_of(process, 3)
            server.stop(signal.SIGQUIT)
            out, err = process.communicate(timeout=60)
            reported = max([reported, *map(int, out.split())])
            assert "LibraryError: The " in err.splitlines()[-1]
            assert process.returncode == 1
            with pytest.raises(LibraryError, match="cannot be reached"):
                reader.last_change()
            server.start()
            there = whole_batches(reader, reported)
            assert reader.put_many([invented_source("a:0"), invented_source("new")]).unchanged == 1
            assert len(list(reader.sources())) == there + 1
