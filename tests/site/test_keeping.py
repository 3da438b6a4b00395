"""Backups: what is kept, that it is one state, and that it comes back; and a demonstration that stays one."""

from __future__ import annotations

import json
import sqlite3
import threading
import zipfile
from contextlib import closing
from pathlib import Path

import pytest
from tests.site.invented import label

from curbside.errors import InputError, UsageError
from curbside.library import Library
from curbside.settings import Settings
from curbside_site import keeping


@pytest.fixture
def home(tmp_path: Path) -> Path:
    made = tmp_path / "home"
    with Library.open(made, create=True) as library:
        library.put(label())
    with closing(sqlite3.connect(made / "site.sqlite3")) as site:
        site.execute("PRAGMA journal_mode=WAL")
        site.execute("CREATE TABLE pairs (a INTEGER, b INTEGER)")
    (made / "settings.toml").write_text('jurisdiction = "uk"\n')
    (made / "originals").mkdir()
    (made / "originals" / "invented.pdf").write_bytes(b"%PDF-invented")
    (made / "index").mkdir()
    (made / "index" / "made-again").write_bytes(b"x")
    return made


def test_a_home_comes_back_from_its_backup(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "all.curbside"
    kept = keeping.backup(Settings(home), file, site_in_postgresql=False)
    assert kept.files == 4
    assert file.stat().st_mode & 0o077 == 0, "it holds the site's secret and its people"
    back = tmp_path / "back"
    keeping.restore(file, back)
    with Library.open(back) as library:
        assert library.get("test:label") == Library.open(home).get("test:label")
    assert (back / "settings.toml").read_text() == 'jurisdiction = "uk"\n'
    assert (back / "originals" / "invented.pdf").read_bytes() == b"%PDF-invented"
    assert not (back / "index").exists()


def test_a_backup_is_one_state_whoever_writes_meanwhile(home: Path, tmp_path: Path) -> None:
    stop = threading.Event()

    def write() -> None:
        with closing(sqlite3.connect(home / "site.sqlite3", timeout=20)) as site:
            n = 0
            while not stop.is_set():
                n += 1
                with site:
                    site.execute("INSERT INTO pairs VALUES (?, 0)", (n,))
                    site.execute("UPDATE pairs SET b = a")

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for n in range(5):
            keeping.backup(Settings(home), tmp_path / f"{n}.curbside", site_in_postgresql=False)
    finally:
        stop.set()
        writer.join()
    for n in range(5):
        keeping.restore(tmp_path / f"{n}.curbside", tmp_path / f"back{n}")
        with closing(sqlite3.connect(tmp_path / f"back{n}" / "site.sqlite3")) as site:
            assert site.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            assert site.execute("SELECT count(*) FROM pairs WHERE a <> b").fetchone() == (0,)


def test_what_is_in_use_is_not_overwritten(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "all.curbside"
    keeping.backup(Settings(home), file, site_in_postgresql=False)
    with pytest.raises(UsageError, match="exists"):
        keeping.backup(Settings(home), file, site_in_postgresql=False)
    with pytest.raises(UsageError, match="empty home"):
        keeping.restore(file, home)


def test_a_damaged_backup_puts_nothing_back(home: Path, tmp_path: Path) -> None:
    file, broken = tmp_path / "all.curbside", tmp_path / "broken.curbside"
    keeping.backup(Settings(home), file, site_in_postgresql=False)
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(broken, "w") as new:
        for name in old.namelist():
            new.writestr(name, b"changed" if name == "library.sqlite" else old.read(name))
    with pytest.raises(InputError, match="damaged"):
        keeping.restore(broken, tmp_path / "back")
    assert not (tmp_path / "back" / "library.sqlite").exists()
    assert not (tmp_path / "back" / "site.sqlite3").exists()


@pytest.mark.parametrize("name", ["../outside", "/etc/outside", "a/../../outside", "a\\..\\outside"])
def test_a_file_outside_the_home_is_refused(tmp_path: Path, name: str) -> None:
    file = tmp_path / "bad.curbside"
    with zipfile.ZipFile(file, "w") as out:
        out.writestr(name, b"x")
        about = {"format": 1, "curbside": "0", "library_schema": "0001", "elsewhere": []}
        about["files"] = {name: {"sha256": ""}}
        out.writestr("backup.json", json.dumps(about))
    with pytest.raises(InputError, match="outside"):
        keeping.restore(file, tmp_path / "back")


@pytest.mark.parametrize("what", [b"", b"no archive", b"PK\x05\x06" + bytes(18)])
def test_what_is_no_backup_is_told(tmp_path: Path, what: bytes) -> None:
    file = tmp_path / "no.curbside"
    file.write_bytes(what)
    with pytest.raises(InputError, match="cannot be read as a backup"):
        keeping.restore(file, tmp_path / "back")


def test_a_later_version_is_told(tmp_path: Path) -> None:
    file = tmp_path / "later.curbside"
    with zipfile.ZipFile(file, "w") as out:
        about = {"format": 1, "curbside": "9.9", "library_schema": "9999", "elsewhere": [], "files": {}}
        out.writestr("backup.json", json.dumps(about))
    with pytest.raises(InputError, match="newer"):
        keeping.restore(file, tmp_path / "back")


def test_databases_elsewhere_are_named(home: Path, tmp_path: Path) -> None:
    settings = Settings(home, database_url="postgresql://somewhere/library")
    kept = keeping.backup(settings, tmp_path / "files.curbside", site_in_postgresql=True)
    assert kept.elsewhere == ("site", "library")
    assert kept.files == 2
