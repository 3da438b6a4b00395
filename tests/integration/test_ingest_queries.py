"""`curbside ingest pubmed` and its kind against a server that behaves as the services do, faults included."""

from __future__ import annotations

import json

import pytest

from curbside.cli.main import run
from curbside.testing._literature_faults import Fault
from curbside.testing.literature_server import LiteratureServer

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])


@pytest.fixture
def server(monkeypatch):
    """A server of 450 invented records, that the settings name."""
    with LiteratureServer() as found:
        monkeypatch.setenv("CURBSIDE_EUTILS_URL", found.eutils_url)
        monkeypatch.setenv("CURBSIDE_EUROPEPMC_URL", found.europepmc_url)
        monkeypatch.setenv("CURBSIDE_DAILYMED_URL", found.dailymed_url)
        monkeypatch.setenv("CURBSIDE_OPENFDA_URL", found.openfda_url)
        yield found


@pytest.fixture
def curbside(tmp_path, monkeypatch, capsys):
    """Call with arguments; the answer is (exit code, the last line as JSON, stderr)."""
    monkeypatch.setenv("CURBSIDE_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("CURBSIDE_JURISDICTION", "uk")

    def call(*arguments):
        code = run([*arguments, "--json"])
        out, err = capsys.readouterr()
        return code, (json.loads(out.splitlines()[-1]) if out.strip() else None), err

    return call


def test_what_pubmed_finds_is_in_the_library(curbside, server):
    code, told, _ = curbside("ingest", "pubmed", "invented", "--max", "250")
    assert (code, told["added"], told["rejected"]) == (0, 250, [])
    code, told, _ = curbside("ingest", "pubmed", "invented", "--max", "250")
    assert (code, told["added"], told["unchanged"]) == (0, 0, 250)


def test_a_fetch_that_was_stopped_goes_on_with_the_pages_that_are_missing(curbside, server):
    server.fault("/eutils/efetch.fcgi", Fault.status(403), after=1)
    code, told, err = curbside("ingest", "pubmed", "invented", "--max", "450")
    assert (code, told["added"]) == (1, 200)
    assert "PubMed" in err
    code, told, err = curbside("ingest", "pubmed", "invented", "--max", "450")
    assert (code, told["added"], told["unchanged"]) == (0, 250, 0)
    assert "its first 1 pages are in already" in err


def test_a_record_and_its_open_full_text_are_one_source(curbside, server):
    code, told, _ = curbside("ingest", "europepmc", "invented", "--max", "20")
    assert code == 0
    assert told["added"] == 20


def test_nothing_found_is_told_and_no_success(curbside, server):
    code, told, err = curbside("ingest", "pubmed", "nothing-at-all")
    assert (code, told["added"]) == (1, 0)
    assert "found nothing" in err
