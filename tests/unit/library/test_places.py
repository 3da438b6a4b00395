"""Which database a library is in, and what is said where it cannot be had."""

import sys
from dataclasses import replace

import pytest

from curbside import settings
from curbside.errors import LibraryError, UsageError
from curbside.library import Library

URL = "postgresql://user:secret-word@/ward"


def test_without_an_address_the_library_is_a_file_of_the_home(tmp_path):
    assert not Library.exists(tmp_path)
    with Library.open(tmp_path, create=True) as library:
        assert (library.home, library.path, library.where) == (tmp_path, tmp_path / "library.sqlite", str(library.path))
    assert Library.exists(tmp_path)


def test_a_missing_driver_is_told_with_the_command_that_installs_it(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(LibraryError, match=r'pip install "curbside\[postgres\]"'):
        Library.open(tmp_path, create=True, database_url=URL)


def test_a_database_that_cannot_be_reached_is_told_in_one_sentence(tmp_path):
    url = f"{URL}?host={tmp_path}"
    for call in (Library.open, Library.exists):
        with pytest.raises(LibraryError, match="cannot be reached") as caught:
            call(tmp_path, database_url=url)
        said = str(caught.value)
        assert said.startswith(f"The library cannot be reached in the PostgreSQL database ward on {tmp_path}")
        assert said.endswith(".")
        assert "\n" not in said
        assert "secret-word" not in said


def test_an_address_that_is_none_is_refused(tmp_path):
    with pytest.raises(UsageError, match="CURBSIDE_DATABASE_URL"):
        Library.open(tmp_path, create=True, database_url="mysql://host/db")


def test_the_setting_is_of_the_environment_or_else_of_the_home(tmp_path):
    assert settings.load(tmp_path, environ={}).database_url is None
    (tmp_path / "settings.toml").write_text('jurisdiction = "uk"\ndatabase_url = "postgresql:///here"\n')
    (tmp_path / "settings.toml").chmod(0o600)
    found = settings.load(tmp_path, environ={})
    assert found.database_url == "postgresql:///here"
    other = settings.load(tmp_path, environ={"CURBSIDE_DATABASE_URL": "postgresql:///there"})
    assert other.database_url == "postgresql:///there"
    assert found.hash == other.hash == replace(found, database_url=None).hash
    settings.save(other)
    assert settings.load(tmp_path, environ={}) == found
    assert (tmp_path / "settings.toml").stat().st_mode & 0o777 == 0o600
