"""`curbside vocabularies`. Every name here is invented."""

import json

import pytest

from curbside.cli import main
from curbside.vocabularies.own import HEADER


@pytest.fixture(autouse=True)
def registered(monkeypatch):
    monkeypatch.setitem(main.COMMANDS, "vocabularies", "Load, list and remove vocabularies that widen a search.")


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "Our words.tsv"
    path.write_text(f"{HEADER}\ninventitis\tcondition\todd fever\n", encoding="utf-8")
    return path


def test_a_table_is_loaded_listed_and_removed(curbside, table):
    assert curbside("vocabularies", "list") == (
        0,
        "",
        "No vocabulary is loaded; `curbside vocabularies load FILE` loads one.\n",
    )
    assert curbside("vocabularies", "load", table)[:2] == (0, "our-words: added; 1 concepts, 2 names, 0 relations.\n")
    assert curbside("vocabularies", "load", table)[1].startswith("our-words: unchanged; ")
    code, out, _ = curbside("vocabularies", "list")
    assert code == 0
    assert out.startswith("our-words (tsv)\n  1 concepts, 2 names, 0 relations; loaded ")
    assert curbside("vocabularies", "remove", "our-words")[:2] == (0, "our-words: removed.\n")
    assert curbside("vocabularies", "remove", "our-words") == (
        2,
        "",
        "curbside: There is no vocabulary 'our-words'; none is loaded.\n",
    )


def test_json_is_one_object_a_line(curbside, table):
    _, out, _ = curbside("vocabularies", "load", table, "--name", "ours", "--json")
    loaded = json.loads(out)
    assert loaded["what"] == "added"
    _, out, _ = curbside("vocabularies", "list", "--json")
    listed = json.loads(out)
    assert {key: listed[key] for key in ("name", "kind", "edition", "files", "concepts", "names", "left")} == {
        "name": "ours",
        "kind": "tsv",
        "edition": None,
        "files": ["Our words.tsv"],
        "concepts": 1,
        "names": 2,
        "left": 0,
    }
    assert json.loads(curbside("vocabularies", "remove", "ours", "--json")[1]) == {"what": "removed", "name": "ours"}


def test_a_bad_file_is_told_in_one_sentence(curbside, table):
    table.write_text("inventitis\tsickness\todd fever\n", encoding="utf-8")
    code, out, err = curbside("vocabularies", "load", table)
    assert (code, out) == (1, "")
    assert err == (
        f"curbside: {table}, line 1: has the kind 'sickness', which is none of condition, drug, procedure, organism, "
        "anatomy, other.\n"
    )
    assert curbside("vocabularies", "load", table.parent / "none.tsv")[0] == 1
    assert curbside("vocabularies", "load", table, "--kind", "icd")[0] == 2
