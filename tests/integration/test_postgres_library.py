"""What a library in PostgreSQL promises beyond what the tests in tests/unit/library ask of both databases."""

import os
import threading
import time
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from curbside.errors import LibraryError
from curbside.library import Library, postgres
from curbside.library.schema import metadata
from curbside.testing.library_places import Places, PostgresRooms, SqliteRooms
from curbside.testing.postgres_server import Unavailable, shared_server
from curbside.testing.records import invented_source
from curbside.types import Identifier, Mark, State, Status


@pytest.fixture(scope="module")
def server():
    try:
        return shared_server()
    except Unavailable as reason:
        if os.environ.get("CI"):
            pytest.fail(str(reason))
        pytest.skip(str(reason))


@pytest.fixture(scope="module")
def rooms(server, tmp_path_factory):
    return PostgresRooms(server, tmp_path_factory.mktemp("rooms"))


@pytest.fixture
def places(rooms, tmp_path):
    made = Places(rooms, tmp_path)
    yield made
    made.close()


def test_the_migrations_end_in_the_schema_of_the_code(places):
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    with places.open().transaction() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_all_text_sorts_by_code_point_whatever_the_database_does(places):
    found = text(
        "SELECT table_name, column_name, collation_name FROM information_schema.columns "
        "WHERE table_schema = current_schema() AND data_type IN ('text', 'character varying') "
        "AND table_name <> 'alembic_version'"
    )
    with places.open().transaction() as connection:
        rows = connection.execute(found).all()
    assert len(rows) > 40
    assert [row for row in rows if row.collation_name != "C"] == []


def test_a_writer_that_waits_too_long_says_so_and_readers_go_on(places, monkeypatch):
    monkeypatch.setattr(postgres, "BUSY_SECONDS", 0.2)
    one, other = places.open(), places.open()
    one.put(invented_source("file:1"))
    with one.transaction():
        assert [source.id for source in other.sources()] == ["file:1"]
        with pytest.raises(LibraryError, match="another program has been writing to it for 0 seconds; try again"):
            other.put(invented_source("file:2"))
    other.put(invented_source("file:2"))


def test_two_schemas_of_one_database_do_not_wait_for_each_other(places, monkeypatch):
    monkeypatch.setattr(postgres, "BUSY_SECONDS", 0.2)
    with places.open("a").transaction():
        places.open("b").put(invented_source())


def test_a_reader_sees_one_state_while_others_write(places):
    one, other = places.open(), places.open()
    with one._database.reading() as connection:
        count = text("SELECT count(*) FROM sources")
        assert connection.execute(count).scalar() == 0
        other.put(invented_source())
        assert connection.execute(count).scalar() == 0
    assert len(list(one.sources())) == 1


def test_no_change_is_seen_before_an_earlier_one(places):
    """Four writers, each transaction long enough for others to overtake it if they could, and a reader that looks."""
    seen, stop = [], threading.Event()

    def write(name):
        with Library.open(places.home(), database_url=places.url()) as library:
            for number in range(12):
                with library.transaction() as connection:
                    from curbside.library import putting

                    putting.write(connection, [invented_source(f"{name}:{number}:{part}") for part in range(3)])
                    connection.execute(text("SELECT pg_sleep(0.005)"))

    def look():
        with Library.open(places.home(), database_url=places.url()) as library:
            while not stop.is_set():
                seen.append([change.sequence for change in library.changes()])

    places.home()
    writers = [threading.Thread(target=write, args=(name,)) for name in "abcd"]
    reader = threading.Thread(target=look)
    for thread in (reader, *writers):
        thread.start()
    for thread in writers:
        thread.join()
    stop.set()
    reader.join()
    assert len(places.open().library_hash()) == 64
    assert len(list(places.open().changes())) == 144
    assert len(seen) > 5
    for before, after in pairwise(seen):
        assert after[: len(before)] == before


def test_a_writer_sees_all_that_the_one_before_it_wrote(places):
    """A snapshot from before the lock would be older: the second of two would add what is there already."""
    places.home()
    outcomes, together = [], threading.Barrier(3)

    def write():
        with Library.open(places.home(), database_url=places.url()) as library:
            for number in range(15):
                together.wait(30)
                outcomes.append(library.put(invented_source(f"file:{number}")).value)

    threads = [threading.Thread(target=write) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (outcomes.count("added"), outcomes.count("unchanged")) == (15, 30)


def test_a_connection_that_was_dropped_while_idle_is_made_again(places):
    library = places.open()
    library.put(invented_source("file:1"))
    drop(places)
    assert [source.id for source in library.sources()] == ["file:1"]
    drop(places)
    library.put(invented_source("file:2"))
    assert len(list(library.sources())) == 2


def test_a_connection_that_is_lost_in_a_step_is_told_and_nothing_of_it_is_kept(places):
    library = places.open()

    def step():
        with library.transaction() as connection:
            connection.execute(text("INSERT INTO facts VALUES ('half', 'done')"))
            drop(places)
            connection.execute(text("SELECT 1"))

    with pytest.raises(LibraryError, match="was lost") as caught:
        step()
    assert "\n" not in str(caught.value)
    assert library.fact("half") is None
    library.remember("whole", "done")


def drop(places):
    """End all other connections to the database of this test, as a restart of a network device would."""
    ending = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
    home, url = places.home("dropping"), places.url("dropping")
    with Library.open(home, database_url=url) as other, other._database.reading() as connection:
        connection.execute(text(f"{ending} AND pid <> pg_backend_pid()"))
    time.sleep(0.05)


def test_a_commit_is_forced_to_disk_whatever_the_server_is_set_to(places):
    library = places.open()
    for asked, found in (("off", "on"), ("on", "on"), ("remote_apply", "remote_apply")):
        with library.transaction() as connection:
            connection.execute(text(f"ALTER ROLE CURRENT_USER SET synchronous_commit = '{asked}'"))
        try:
            with (
                Library.open(places.home(), database_url=places.url()) as other,
                other.transaction() as connection,
            ):
                assert connection.execute(text("SHOW synchronous_commit")).scalar() == found
        finally:
            with library.transaction() as connection:
                connection.execute(text("ALTER ROLE CURRENT_USER RESET synchronous_commit"))


def test_a_database_that_is_not_in_utf_8_is_refused(server, tmp_path):
    making = server.url("making")
    with Library.open(tmp_path, create=True, database_url=making) as library:
        connection = library._database._writer.connect().execution_options(isolation_level="AUTOCOMMIT")
        connection.execute(
            text("CREATE DATABASE latin ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0")
        )
        connection.close()
    with pytest.raises(LibraryError, match=r"in UTF-8; the PostgreSQL database latin .* is in LATIN1"):
        Library.open(tmp_path, create=True, database_url=server.url(database="latin"))


def test_a_schema_without_a_library_is_told_as_such(server, tmp_path):
    with pytest.raises(LibraryError, match=r"schema nothing_yet\); `curbside init` makes one"):
        Library.open(tmp_path, database_url=server.url("nothing_yet"))
    assert not Library.exists(tmp_path, server.url("nothing_yet"))
    with pytest.raises(LibraryError, match='database "none" does not exist'):
        Library.open(tmp_path, database_url=server.url(database="none"))


def test_a_library_of_a_newer_schema_is_refused(server, tmp_path):
    url = server.url("newer")
    with Library.open(tmp_path, create=True, database_url=url) as library, library.transaction() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(LibraryError, match="newer Curbside"):
        Library.open(tmp_path, database_url=url)


def test_originals_stay_in_the_home_folder(places, tmp_path):
    library = places.open()
    path = tmp_path / "a.txt"
    path.write_text("An invented guideline.")
    kept = library.keep_original("a.txt", "a.txt", path)
    assert (library.home / "originals" / kept).is_file()
    assert not library.path.exists()
    assert library.original(kept).read() == path.read_bytes()


names = st.sampled_from(["pmid:1", "pmid:2", "pmc:PMC1", "doi:10.5555/a", "file:ä", "file:Z", "file:\x00", "spl:0a"])
identifiers = st.lists(
    st.sampled_from(["pmid:1", "pmid:2", "pmcid:PMC1", "doi:10.5555/a", "doi:10.5555/B", "url:x\x01"]), max_size=2
).map(lambda found: tuple(Identifier(*one.split(":", 1)) for one in dict.fromkeys(found)))
puts = st.tuples(
    st.just("put"),
    st.lists(
        st.builds(
            lambda id, words, said, reader, title: invented_source(
                id, [("Dose", [words])], identifiers=said, extractor=f"{reader}/1", title=title
            ),
            names,
            st.sampled_from(["One.", "Two\x00.", "Three ü.", "\x01."]),
            identifiers,
            st.sampled_from(["pubmed", "jats", "markdown"]),
            st.sampled_from(["T", "t\x00"]),
        ),
        max_size=3,
    ),
)
marks = st.tuples(
    st.just("mark"),
    st.lists(
        st.builds(
            lambda said, state, by: Mark(Identifier(*said.split(":", 1)), Status(state), by),
            st.sampled_from(["pmid:1", "pmcid:PMC1", "doi:10.5555/a", "id:file:Z", "url:x\x01"]),
            st.sampled_from([State.RETRACTED, State.CONCERN, State.CURRENT]),
            st.sampled_from(["pmid:9", "register:1"]),
        ),
        max_size=3,
    ),
)
others = st.tuples(st.sampled_from(["withdraw", "answer", "prune"]), st.lists(names, max_size=2))


@settings(deadline=None, max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.one_of(puts, puts, marks, others), max_size=5))
def test_the_same_steps_end_in_the_same_library_in_both_databases(places, files, steps):
    with places.fresh() as one, files.fresh() as other:
        for what, given_ in steps:
            assert done(one, what, given_) == done(other, what, given_)
        assert all_of(one) == all_of(other)


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    return Places(SqliteRooms(tmp_path_factory.mktemp("file")), tmp_path_factory.mktemp("files"))


def done(library, what, given_):
    if what == "put":
        return library.put_many(given_, batch=2)
    if what == "mark":
        marked = library.mark(given_)
        return marked.new, marked.changed, marked.unchanged, marked.sources, len(marked.answers)
    if what == "withdraw":
        gone = library.withdraw(given_, "update:1")
        return gone.removed, gone.unknown, len(gone.answers)
    if what == "prune":
        return library.prune()
    known = library.known(given_)
    cited = [(library.resolve(one), known[one].content_hash) for one in sorted(known)]
    return len(library.save_answer("question", "{}", cited))


def all_of(library):
    ids = [source.id for source in library.sources()]
    feed = [(c.source, c.content_hash, c.what, c.said_by) for c in library.changes()]
    each = [
        (
            library.get(one),
            library.passages(one),
            library.marks(one),
            library.own_status(one),
            library.aliases(one),
            [(version.content_hash, version.current, version.cited_by) for version in library.versions(one)],
            len(library.answers_citing(one)),
        )
        for one in ids
    ]
    return ids, feed, each, list(library.get_many(ids)), library.library_hash()
