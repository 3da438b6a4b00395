"""`curbside doctor` tells how things stand and changes nothing."""

import json
import shutil

from curbside import __version__
from curbside.library import Library
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
    assert rows["allowed"]["value"] == "criteria, schedules (CURBSIDE_ALLOW)"
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
