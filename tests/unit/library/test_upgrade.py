"""A library of the first edition is upgraded in place. Its rows are written here as that edition wrote them."""

import hashlib
import json
import sqlite3
from dataclasses import replace

import pytest
from sqlalchemy import text

from curbside.library import Library
from curbside.library.database import FILE, MIGRATIONS
from curbside.library.sqlite_file import SqliteFile
from curbside.testing.records import invented_source
from curbside.types import Identifier, Kind, Mark, State, Status, TextRange, Unit, UnitKind

PLAIN = invented_source(
    "starter:one",
    parts=[("Dose", ["Inventamab 5 mg is given weekly.", "A second sentence."]), ("Cautions", ["A third one."])],
    identifiers=(Identifier("pmid", "7"), Identifier("doi", "10.5555/Inv.7")),
    raw_hash="cd",
    where="one.md",
    kind=Kind.LABEL,
)
ITEM = replace(PLAIN.units[1], kind=UnitKind.LIST_ITEM, context=(TextRange(0, 4), TextRange(5, 9)))
LISTED = replace(PLAIN, units=(PLAIN.units[0], ITEM, Unit(0, 4, UnitKind.NOTE), *PLAIN.units[2:]))


def compact(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def metadata(source):
    status, licence = source.status, source.licence
    return compact(
        {
            "kind": source.kind.value,
            "title": source.title,
            "publisher": source.publisher,
            "date": source.date,
            "jurisdiction": source.jurisdiction,
            "identifiers": [[i.scheme, i.value] for i in source.identifiers],
            "status": [status.state.value, status.by, status.since, status.reason],
            "licence": [licence.name, licence.show, licence.quote, licence.export, licence.send],
            "text_is": source.text_is.value,
            "seen": source.seen.value,
            "derived_from": source.derived_from,
            "authors": source.authors,
            "language": source.language,
            "publication_types": source.publication_types,
            "subjects": source.subjects,
            "topics": source.topics,
            "extractor": source.extractor,
        }
    )


def write(raw, key, source):
    said = metadata(source)
    row = (key, source.id, source.content_hash, source.text, said, hashlib.sha256(said.encode()).hexdigest())
    raw.execute(
        "INSERT INTO versions VALUES (?, ?, ?, ?, ?, ?, 'old', ?, ?, ?, 2, 3, '2026-01-01T00:00:00.000Z')",
        (*row, source.raw_hash, source.where, len(source.text)),
    )
    for number, unit in enumerate(source.units):
        ranges = [compact([(r.start, r.end) for r in found]) for found in (unit.heading_ranges, unit.context)]
        raw.execute(
            "INSERT INTO units VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (key, number, unit.start, unit.end, unit.kind.value, compact(unit.headings), *ranges),
        )
    raw.execute("INSERT INTO passages VALUES (?, 0, 0, 9, '[\"Dose\"]', '[0]')", (key,))


@pytest.fixture
def first_edition(tmp_path):
    from alembic import command
    from alembic.config import Config

    database = SqliteFile(tmp_path / FILE)
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    with database.writing() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        assert connection.execute(text("SELECT count(*) FROM units")).scalar() == 0
    database.close()
    raw = sqlite3.connect(tmp_path / FILE)
    older = invented_source("starter:one", parts=[("Dose", ["An older text."])])
    raw.execute("INSERT INTO sources VALUES (?, ?)", (LISTED.id, LISTED.content_hash))
    for key, source in enumerate((older, LISTED), 1):
        write(raw, key, source)
    raw.execute("INSERT INTO answers VALUES ('a', 'q', '{}', '2026')")
    raw.execute("INSERT INTO citations VALUES ('a', ?, ?)", (older.id, older.content_hash))
    for number in range(250):
        many = invented_source(f"file:{number}")
        raw.execute("INSERT INTO sources VALUES (?, ?)", (many.id, many.content_hash))
        write(raw, number + 10, many)
    raw.execute("INSERT INTO changes (source_id, what, at) VALUES ('starter:one', 'added', '2026')")
    raw.commit()
    raw.close()
    return tmp_path


def test_everything_is_still_there_and_putting_it_again_changes_nothing(first_edition):
    with Library.open(first_edition) as library:
        assert library.get(LISTED.id) == LISTED
        assert len(library.get_many(f"file:{n}" for n in range(250))) == 250
        older = invented_source("starter:one", parts=[("Dose", ["An older text."])])
        assert library.get(older.id, older.content_hash) == older
        assert library.answers_citing(older.id) == ("a",)
        last = library.last_change()
        tally = library.put_many([LISTED, *(invented_source(f"file:{n}") for n in range(250))])
        assert (tally.unchanged, library.last_change()) == (251, last)
        assert library.known([LISTED.id])[LISTED.id].has(LISTED.extractor, "cd")


def test_marks_find_the_sources_that_were_there_before(first_edition):
    with Library.open(first_edition) as library:
        mark = Mark(Identifier("doi", "10.5555/inv.7"), Status(State.RETRACTED), "pmid:9")
        assert library.mark([mark]).sources == (LISTED.id,)
        assert library.mark([Mark(Identifier("id", "file:3"), Status(State.SUPERSEDED), "file:4")]).sources == (
            "file:3",
        )


def test_the_new_schema_is_the_one_of_the_code(first_edition):
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    from curbside.library.schema import metadata as tables

    Library.open(first_edition).close()
    database = SqliteFile(first_edition / FILE)
    with database.reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection), tables) == []
    database.close()
