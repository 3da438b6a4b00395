"""`curbside index`: status, build, verify, drop; and what a search does with vectors."""

import json

import pytest

from curbside.testing.carried_models import carried_model


@pytest.fixture
def model():
    return carried_model()


def told(out):
    return json.loads(out.splitlines()[-1])


def test_status_changes_nothing_and_build_takes_over_what_is_behind(curbside, home, tmp_path):
    curbside("init", "--jurisdiction", "uk")
    assert told(curbside("index", "drop")[1] and curbside("index", "status", "--json")[1])["behind"] == 2
    code, out, _ = curbside("index", "build", "--no-vectors", "--json")
    assert (code, told(out)["changes"], told(out)["passages"], told(out)["vectors"]) == (0, 2, 2, 0)
    assert told(curbside("index", "status", "--json")[1])["behind"] == 0


def test_vectors_are_made_once_and_searched_by(curbside, model):
    curbside("init")
    assert told(curbside("index", "build", "--limit", "1", "--json")[1])["vectors_made"] == 1
    assert told(curbside("index", "build", "--json")[1])["vectors_made"] == 1
    assert told(curbside("index", "build", "--json")[1])["vectors_made"] == 0
    code, out, _ = curbside("search", "weekly", "medicine", "--json")
    assert code == 0
    assert {"vectors", "fused"} <= set(json.loads(out.splitlines()[0])["scores"])
    _, out, _ = curbside("search", "weekly", "medicine", "--ranker", "words", "--json")
    assert all(set(json.loads(line)["scores"]) == {"bm25"} for line in out.splitlines())
    code, out, _ = curbside("index", "build", "--again", "--json")
    assert (told(out)["vectors"], told(out)["vectors_made"]) == (2, 0)


def test_new_passages_get_their_vectors_where_the_index_has_some(curbside, model, tmp_path):
    curbside("init")
    curbside("index", "build")
    record = {"id": "s:new", "kind": "guideline", "title": "Invented", "text": "Inventamab is an invented medicine."}
    (tmp_path / "new.jsonl").write_text(json.dumps(record) + "\n")
    code, _, err = curbside("ingest", str(tmp_path / "new.jsonl"))
    assert (code, "1 vectors of passages and 1 of units made." in err) == (0, True)
    status = told(curbside("index", "status", "--json")[1])
    assert status["vectors"] == status["with_units"] == status["passages"]


def test_units_have_vectors_of_their_own_unless_they_are_left_out(curbside, model, tmp_path):
    curbside("init")
    built = told(curbside("index", "build", "--no-units", "--json")[1])
    assert (built["vectors"], built["units_made"], built["units"], built["with_units"]) == (2, 0, 0, 0)
    record = {"id": "s:new", "kind": "guideline", "title": "Invented", "text": "Inventamab is an invented medicine."}
    (tmp_path / "new.jsonl").write_text(json.dumps(record) + "\n")
    assert "1 vectors of passages and 0 of units made." in curbside("ingest", str(tmp_path / "new.jsonl"))[2]
    assert "Units (sentences, list items, table rows): 0 vectors" in curbside("index", "status")[1]
    built = told(curbside("index", "build", "--json")[1])
    assert (built["vectors_made"], built["with_units"], built["units_made"]) == (0, 3, built["units"])
    again = told(curbside("index", "build", "--again", "--json")[1])
    assert (again["units_made"], again["units"], again["with_units"]) == (0, built["units"], 3)
    code, out, _ = curbside("index", "verify", "--json")
    assert (code, told(out)["units"], told(out)["ok"]) == (0, built["units"], True)
    assert f"{built['units']} of units removed" in curbside("index", "drop", "--units")[1]
    status = told(curbside("index", "status", "--json")[1])
    assert (status["units"], status["vectors"]) == (0, 3)


def test_without_vectors_a_search_by_them_says_that_it_is_by_words(curbside):
    curbside("init")
    code, _, err = curbside("search", "medicine", "--ranker", "vectors")
    assert code == 0
    assert "by words alone, since the index has no vectors" in err


def test_filters_leave_out(curbside):
    curbside("init")
    everything = curbside("search", "medicine", "dose", "weekly", "--json")[1].splitlines()
    assert everything
    assert curbside("search", "medicine", "dose", "weekly", "--until", "1900", "--json")[1] == ""
    assert curbside("search", "medicine", "--kind", "no such kind")[0] == 2


def test_verify_tells_a_sound_index_from_a_damaged_one(curbside, home):
    curbside("init")
    code, out, _ = curbside("index", "verify")
    assert (code, "every row is what the library says" in out) == (0, True)
    path = next((home / "index" / "words").glob("*.store"))
    raw = bytearray(path.read_bytes())
    raw[-1] ^= 1
    raw[3] ^= 0x55
    path.write_bytes(raw)
    code, out, err = curbside("index", "verify", "--json")
    assert code == 1
    assert "Traceback" not in err


def test_dropping_vectors_leaves_the_words(curbside, model):
    curbside("init")
    curbside("index", "build")
    assert "2 vectors removed" in curbside("index", "drop", "--vectors")[1]
    status = told(curbside("index", "status", "--json")[1])
    assert (status["passages"], status["vectors"], status["model"]) == (2, 0, None)


def test_the_index_of_no_library_is_told_in_a_sentence(curbside):
    code, _, err = curbside("index", "status")
    assert code == 1
    assert "There is no library" in err
