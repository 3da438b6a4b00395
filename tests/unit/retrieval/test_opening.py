"""A home folder is built on its first use, once, and whole."""

import sys
from types import ModuleType

import pytest

from curbside.errors import LibraryError
from curbside.library import Library
from curbside.retrieval import opening
from curbside.retrieval.opening import Building, Built, open_home
from curbside.retrieval.sync import compare
from curbside.testing.records import invented_source


@pytest.fixture
def starter(monkeypatch):
    """Stands in for the starter library: a list that a test may fill."""
    sources = [invented_source("starter:1"), invented_source("starter:2")]
    module = ModuleType("curbside.sources.starter")
    module.starter_sources = lambda: iter(sources)
    monkeypatch.setitem(sys.modules, "curbside.sources.starter", module)
    return sources


def opened(home, **options):
    library, index = open_home(home, **options)
    ids = [source.id for source in library.sources()]
    assert compare(library, index).in_step
    index.close()
    library.close()
    return ids


def test_the_first_use_builds_the_library_and_tells(tmp_path, starter):
    events = []
    home = tmp_path / "deep" / "home"
    assert not Library.exists(home)
    assert opened(home, progress=events.append) == ["starter:1", "starter:2"]
    assert Library.exists(home)
    assert events[0] == Building(home)
    assert isinstance(events[1], Built)
    assert events[1].sources == 2
    assert opened(home, progress=events.append) == ["starter:1", "starter:2"]
    assert len(events) == 2


def test_a_build_that_was_stopped_starts_again(tmp_path, starter, monkeypatch):
    def stopped():
        yield starter[0]
        raise KeyboardInterrupt

    whole = sys.modules["curbside.sources.starter"].starter_sources
    sys.modules["curbside.sources.starter"].starter_sources = stopped
    with pytest.raises(KeyboardInterrupt):
        open_home(tmp_path)
    sys.modules["curbside.sources.starter"].starter_sources = whole
    assert opened(tmp_path) == ["starter:1", "starter:2"]


def test_a_newer_starter_library_is_taken_over(tmp_path, starter, monkeypatch):
    opened(tmp_path)
    starter.append(invented_source("starter:3"))
    assert opened(tmp_path) == ["starter:1", "starter:2"]
    monkeypatch.setattr(opening, "_edition", lambda: "newer")
    assert opened(tmp_path) == ["starter:1", "starter:2", "starter:3"]


def test_a_library_without_the_starter_library_stays_without(tmp_path, starter):
    assert opened(tmp_path, starters=False) == []
    assert opened(tmp_path) == []


def test_a_lost_index_is_made_again(tmp_path, starter):
    opened(tmp_path)
    for file in tmp_path.glob("index.sqlite*"):
        file.unlink()
    assert opened(tmp_path) == ["starter:1", "starter:2"]


def test_a_home_that_is_a_file_is_told_as_such(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(LibraryError, match="cannot be used"):
        open_home(tmp_path / "file")
