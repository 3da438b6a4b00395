"""A command line on a home of its own, with an invented starter library."""

import sys
from types import ModuleType

import pytest

from curbside.cli.main import run
from curbside.testing.records import invented_source


@pytest.fixture
def starter(monkeypatch):
    """The starter library: a list that a test may fill."""
    sources = [
        invented_source(
            "starter:inventamab", parts=[("Dose", ["Inventamab 5 mg is given weekly.", "It is invented."])]
        ),
        invented_source("starter:fictiparin", parts=[("Cautions", ["Fictiparin is avoided in invented people."])]),
    ]
    module = ModuleType("curbside.sources.starter")
    module.starter_sources = lambda: iter(sources)
    monkeypatch.setitem(sys.modules, "curbside.sources.starter", module)
    return sources


@pytest.fixture
def home(tmp_path, monkeypatch, starter):
    folder = tmp_path / "home"
    monkeypatch.setenv("CURBSIDE_HOME", str(folder))
    monkeypatch.delenv("CURBSIDE_JURISDICTION", raising=False)
    return folder


@pytest.fixture
def curbside(home, capsys):
    """Call with arguments; the answer is (exit code, stdout, stderr)."""

    def call(*arguments):
        code = run([str(argument) for argument in arguments])
        out, err = capsys.readouterr()
        return code, out, err

    return call
