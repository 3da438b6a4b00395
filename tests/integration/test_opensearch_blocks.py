"""Blocks of changes in a real OpenSearch: readers see them whole or not at all, whatever becomes of the writer."""

import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import replace

import numpy as np
import pytest

from curbside.errors import SearchIndexError
from curbside.retrieval.base import Filters, IndexHit, IndexRow, Query
from curbside.retrieval.opensearch import OpenSearchIndex, OpenSearchSettings, lease
from curbside.retrieval.opensearch.state import CURRENT, View
from curbside.retrieval.opensearch.view import Clause
from curbside.testing.index_rows import fill, found, row
from curbside.testing.opensearch_fixtures import MakeIndex, make_index, opensearch, opensearch_settings

__all__ = ["make_index", "opensearch", "opensearch_settings"]
pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])

ONE = np.array([1, 0], dtype=np.float32)
OTHER = np.array([0, 1], dtype=np.float32)


def _written_by_a_process_that_is_killed(settings: OpenSearchSettings, lines: str) -> None:
    """Run `lines` in a process that has `index`, and kill it (SIGKILL) when they are through."""
    code = (
        "import time\nimport numpy as np\n"
        "from curbside.retrieval.base import *\nfrom curbside.retrieval.opensearch import *\n"
        "from curbside.testing.index_rows import row\n"
        f"index = OpenSearchIndex(OpenSearchSettings(urls={settings.urls!r}, index={settings.index!r}, replicas=0))\n"
        f"{lines}\n"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"there\n"
        os.kill(process.pid, signal.SIGKILL)


HALF_A_BLOCK = """
with index.writing():
    index.remove(["s1"])
    index.add([row("s2", "b")])
    index.advance(9)
    index._open().flush()
    index._targets.refresh(index._open().state.target)
    print("there", flush=True)
    time.sleep(60)
"""


def test_half_a_block_of_a_killed_writer_is_never_seen(
    make_index: MakeIndex, opensearch_settings: OpenSearchSettings
) -> None:
    index = make_index()
    fill(index, row("s1", "a"))
    _written_by_a_process_that_is_killed(opensearch_settings, HALF_A_BLOCK)
    for opened in (index, make_index()):
        assert (found(opened, "a"), found(opened, "b"), opened.generation) == (["s1"], [], 0)
        assert (opened.passages_count(), opened.document_frequency("b")) == (1, 0)
    fill(index, row("s3", "a"))
    assert (found(index, "a"), found(index, "b")) == (["s1", "s3"], [])
    assert list(index.keys()) == [("s1", "h", 0), ("s3", "h", 0)]


HALF_OF_THE_VECTORS = """
def given():
    yield ("s1", "h", 0), np.array([0, 1], dtype=np.float32)
    index._open().renew()
    for number in range(1000):
        yield ("none", "h", number), np.array([0, 1], dtype=np.float32)
    index._targets.refresh(index._open().state.target)
    print("there", flush=True)
    time.sleep(60)
index.add_vectors("m", given())
"""


def test_half_of_the_vectors_of_a_killed_writer_are_never_seen(
    make_index: MakeIndex, opensearch_settings: OpenSearchSettings
) -> None:
    index = make_index()
    fill(index, row("s1", "a"), row("s2", "a"))
    _written_by_a_process_that_is_killed(opensearch_settings, HALF_OF_THE_VECTORS)
    assert (index.model, index.vectors_count(), len(list(index.lacking()))) == ("", 0, 2)
    index.add_vectors("other", [(("s2", "h", 0), ONE)])
    hits = index.nearest(OTHER, 5, Filters())
    assert ([hit.source for hit in hits], index.vectors_count()) == (["s2"], 1)
    assert list(index.lacking()) == [("s1", "h", 0)]


def test_readers_never_see_a_part_of_a_block(make_index: MakeIndex) -> None:
    writer, reader = make_index(), make_index()
    fill(writer, *(row(f"s{n}", "x v0") for n in range(20)))
    done = threading.Event()

    def write() -> None:
        for version in range(1, 8):
            with writer.writing():
                writer.remove(f"s{n}" for n in range(20))
                writer.add(row(f"s{n}", f"x v{version}", hash=str(version)) for n in range(20))
        done.set()

    thread = threading.Thread(target=write)
    thread.start()
    looks = 0
    while not done.is_set():
        hits = reader.search(Query((("x", 1.0),)), 100)
        assert len(hits) == 20
        assert len({hit.content_hash for hit in hits}) == 1
        looks += 1
    thread.join()
    assert looks > 5
    assert len(found(reader, "v7", k=100)) == 20


def test_a_search_into_which_the_end_of_a_block_fell_is_made_again(
    make_index: MakeIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    writer, reader = make_index(), make_index()
    fill(writer, row("s1", "x", hash="old"))
    look, looks = reader._reading.hits, 0

    def look_late(view: View, query: Clause, k: int, salt: str) -> list[IndexHit]:
        nonlocal looks
        looks += 1
        if looks == 1:
            with writer.writing():
                writer.remove(["s1"])
                writer.add([row("s1", "x", hash="new")])
        return look(view, query, k, salt)

    monkeypatch.setattr(reader._reading, "hits", look_late)
    assert [hit.content_hash for hit in reader.search(Query((("x", 1.0),)), 5)] == ["new"]
    assert looks == 2


def test_a_search_goes_on_in_the_index_that_took_the_place_of_its_own(
    make_index: MakeIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    writer, reader = make_index(), make_index()
    fill(writer, row("s1", "x"))
    look, looks = reader._reading.hits, 0

    def look_late(view: View, query: Clause, k: int, salt: str) -> list[IndexHit]:
        nonlocal looks
        looks += 1
        if looks == 1:
            with writer.writing():
                writer.clear("new")
                writer.add([row("s2", "x")])
        return look(view, query, k, salt)

    monkeypatch.setattr(reader._reading, "hits", look_late)
    assert (found(reader, "x"), looks) == (["s2"], 2)


def test_two_writers_take_turns(make_index: MakeIndex) -> None:
    def write(name: str) -> None:
        index = make_index()
        for number in range(4):
            with index.writing():
                index.add([row(f"{name}{number}", "x")])
                index.advance(index.generation + 1)

    threads = [threading.Thread(target=write, args=(name,)) for name in "ab"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    index = make_index()
    assert (index.passages_count(), index.generation) == (8, 8)


def test_a_writer_that_was_taken_over_is_told_and_changes_nothing(
    make_index: MakeIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lease, "LEASE_SECONDS", 0.3)
    slow, other = make_index(), make_index()

    def write_too_slowly() -> None:
        with slow.writing():
            slow.add([row("slow", "x")])
            slow._open().flush()
            fill(other, row("other", "x"))

    with pytest.raises(SearchIndexError, match="took over"):
        write_too_slowly()
    assert found(other, "x") == ["other"]
    fill(other, row("next", "x"))
    assert found(make_index(), "x") == ["next", "other"]


def test_blocks_cannot_be_nested_or_done_without(make_index: MakeIndex) -> None:
    index = make_index()
    with pytest.raises(SearchIndexError, match="nested"), index.writing(), index.writing():
        pass
    with pytest.raises(SearchIndexError, match="inside a block"):
        index.add([row("s1", "a")])


def test_many_rows_go_through_in_parts_and_are_removed_again_in_the_same_block(make_index: MakeIndex) -> None:
    index = make_index()
    with index.writing():
        index.add(row("s1", "x", ordinal=n) for n in range(2500))
        index.remove(["s1"])
        index.add(row("s1", "x", ordinal=n) for n in range(3))
        index.add(row("s2", "x", ordinal=n) for n in range(1200))
    assert index.passages_count() == 1203
    assert len(index.search(Query((("x", 1.0),)), 1500)) == 1203


def test_more_hits_than_a_page_holds_come_in_order(make_index: MakeIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("curbside.retrieval.opensearch.reading.PAGE", 7)
    index = make_index()
    fill(index, *(row(f"s{n:02}", "x") for n in range(30)))
    assert found(index, "x", k=25) == [f"s{n:02}" for n in range(25)]
    keys = index.keys()
    assert [source for source, _, _ in keys] == [f"s{n:02}" for n in range(30)]


def test_terms_of_any_length_may_be_found(make_index: MakeIndex) -> None:
    index = make_index()
    fill(index, row("s1", "a" * 40_000), row("s2", "a" * 39_999 + "b"), row("s3", "é" * 60))
    assert [found(index, term) for term in ("a" * 40_000, "é" * 60, "a" * 255)] == [["s1"], ["s3"], []]


def _rebuild(index: OpenSearchIndex, *rows: IndexRow) -> None:
    with index.rebuilding():
        if index.stamp != "new":
            with index.writing():
                index.clear("new")
        fill(index, *rows)
        with index.writing():
            index.advance(5)


def test_others_read_the_old_index_until_the_new_one_is_done(make_index: MakeIndex) -> None:
    index, other = make_index(), make_index()
    fill(index, row("s1", "a"), row("s2", "a"))
    index.add_vectors("m", [(("s1", "h", 0), ONE)])
    with index.rebuilding():
        with index.writing():
            index.clear("new")
            index.advance(7)
        assert (index.stamp, found(index, "a")) == ("new", [])
        assert (other.stamp, found(other, "a")) == ("", ["s1", "s2"])
        fill(index, row("s1", "b"), row("s3", "b"))
        assert (found(index, "b"), found(other, "b")) == (["s1", "s3"], [])
    assert (other.stamp, other.generation, found(other, "a"), found(other, "b")) == ("new", 7, [], ["s1", "s3"])
    near = [hit.source for hit in other.nearest(ONE, 5, Filters())]
    assert (other.model, other.vectors_count(), near) == ("m", 1, ["s1"])


def _fail_in_a_rebuild(index: OpenSearchIndex) -> None:
    with index.rebuilding():
        with index.writing():
            index.clear("new")
        fill(index, row("s2", "a"))
        raise ZeroDivisionError


def test_a_rebuild_that_stopped_changes_nothing_and_goes_on_later(make_index: MakeIndex) -> None:
    index = make_index()
    fill(index, row("s1", "a"))
    with pytest.raises(ZeroDivisionError):
        _fail_in_a_rebuild(index)
    assert (index.stamp, found(index, "a")) == ("", ["s1"])
    _rebuild(make_index(), row("s3", "a"))
    assert (index.stamp, index.generation, found(index, "a")) == ("new", 5, ["s2", "s3"])


def test_the_alias_follows_and_no_old_index_is_left(
    make_index: MakeIndex, opensearch_settings: OpenSearchSettings
) -> None:
    index = make_index()
    fill(index, row("s1", "a"))
    _rebuild(index, row("s2", "a"), row("s3", "a"))
    ask, name = index._connection.ask, opensearch_settings.index
    assert ask("POST", f"/{name}/_count").body["count"] == 2
    assert len(ask("GET", f"/_cat/indices/{name}-rows-*", format="json").body["found"]) == 1
    with index.writing():
        index.clear("newer")
    assert ask("POST", f"/{name}/_count").body["count"] == 0
    assert len(ask("GET", f"/_cat/indices/{name}-rows-*", format="json").body["found"]) == 1


def test_a_state_whose_last_step_is_lacking_is_mended(make_index: MakeIndex) -> None:
    index = make_index()
    fill(index, row("s1", "a"), row("s2", "a"))
    block = index._begin()
    block.remove(["s1"])
    block.bury = lambda dead: (_ for _ in ()).throw(SearchIndexError("stopped here"))  # type: ignore[method-assign]
    with pytest.raises(SearchIndexError):
        block.keep()
    assert found(index, "a") == ["s2"]
    stored = index._states.read(CURRENT)
    assert stored is not None
    index._states.write(CURRENT, replace(stored.state, writer=None), stored)
    fill(index, row("s3", "a"))
    assert found(index, "a") == ["s2", "s3"]
    name = index._connection.settings.index
    assert index._connection.ask("POST", f"/{name}/_count").body["count"] == 2


def test_a_writer_waits_no_longer_than_it_says(make_index: MakeIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lease, "WAIT_SECONDS", 0.3)
    index, other = make_index(), make_index()
    began = time.monotonic()
    with index.writing(), pytest.raises(SearchIndexError, match="has been writing"), other.writing():
        pass
    assert time.monotonic() - began < 10
