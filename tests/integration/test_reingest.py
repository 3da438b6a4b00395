"""A better extractor is run over the kept originals; what cites the old text still finds it. All of it is invented."""

from __future__ import annotations

import json

import pytest

from curbside.cli.main import run
from curbside.library import Library
from curbside.loading.again import originals_to_read
from curbside.loading.loader import Loader
from curbside.retrieval.opening import open_home
from curbside.sources import plain, read
from curbside.types import Span


class BetterReader(plain.PlainReader):
    """Says one sentence more."""

    extractor = "plain/2"

    def parse(self, raw, where):
        return super().parse(raw + b" It is better read now.\n", where)


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("CURBSIDE_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("CURBSIDE_JURISDICTION", "uk")
    path = tmp_path / "protocol.txt"
    path.write_text("Inventamab 5 mg is given weekly.\n")
    assert run(["ingest", str(path), "--publisher", "Invented Hospital", "--id", "local:1", "--json"]) == 0
    path.unlink()
    return tmp_path / "home"


@pytest.fixture
def better(monkeypatch):
    """The better reader, in this process; reading is done here too."""
    from curbside.sources import isolated

    monkeypatch.setattr(read, "readers", lambda: (BetterReader(),))
    monkeypatch.setattr("curbside.loading.again.readers", read.readers)
    monkeypatch.setattr("curbside.loading.loader.readers", read.readers)

    def read_here(self, file):
        return isolated._batches(file, self._today)

    monkeypatch.setattr(isolated.IsolatedReader, "read", read_here)


def test_a_better_extractor_makes_a_new_version_and_the_cited_one_stays(home, better, capsys):
    with Library.open(home) as library:
        old = library.get("local:1")
        library.save_answer("How much?", "{}", [(old.id, old.content_hash)])
    library, index = open_home(home)
    with library, Loader(library, index, processes=0) as loader, originals_to_read(library) as originals:
        loaded = loader.load_again(originals)
    index.close()
    assert (loaded.tally.updated, loaded.rejected) == (1, [])
    with Library.open(home) as library:
        new = library.get("local:1")
        assert new.text.endswith("It is better read now.\n")
        assert (new.publisher, new.extractor, new.original) == ("Invented Hospital", "plain/2", old.original)
        assert library.read_span(Span(old.id, old.content_hash, 0, 32)) == "Inventamab 5 mg is given weekly."
        assert list(library.to_reingest({"plain": "plain/2"})) == []


def test_nothing_is_read_again_without_a_better_extractor(home, capsys):
    assert run(["reingest", "--json"]) == 0
    out, err = capsys.readouterr()
    assert json.loads(out.splitlines()[-1])["updated"] == 0
    assert "No original needs to be read again." in err
