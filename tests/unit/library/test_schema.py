"""The migrations make the tables that the code speaks of, and only where they are needed."""

import sqlite3
import sys

import pytest

from curbside.errors import LibraryError
from curbside.library import Library
from curbside.library.database import FILE, MIGRATIONS
from curbside.library.schema import HEAD, metadata
from curbside.library.sqlite_file import SqliteFile


def test_the_migrations_end_in_the_schema_of_the_code(tmp_path):
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    database = SqliteFile(tmp_path / FILE)
    database.migrate(create=True)
    with database.reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    database.close()


def test_the_newest_migration_is_the_one_that_the_code_names():
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    assert ScriptDirectory.from_config(config).get_current_head() == HEAD


def test_a_library_of_the_current_schema_opens_without_alembic(tmp_path, monkeypatch):
    Library.open(tmp_path, create=True).close()
    monkeypatch.setitem(sys.modules, "alembic", None)
    Library.open(tmp_path).close()
    Library.open(tmp_path, create=True).close()


def test_a_library_of_a_newer_schema_is_refused(tmp_path):
    Library.open(tmp_path, create=True).close()
    raw = sqlite3.connect(tmp_path / FILE)
    raw.execute("UPDATE alembic_version SET version_num = '9999'")
    raw.commit()
    raw.close()
    with pytest.raises(LibraryError, match="newer Curbside"):
        Library.open(tmp_path)


def test_the_library_is_in_wal_mode_with_foreign_keys(tmp_path):
    database = SqliteFile(tmp_path / FILE)
    database.migrate(create=True)
    with database.reading() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
    database.close()
