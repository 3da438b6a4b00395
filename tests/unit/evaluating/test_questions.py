import json

import pytest

from curbside.errors import InputError
from curbside.evaluating.questions import questions


@pytest.fixture
def file(tmp_path):
    def written(*lines):
        path = tmp_path / "questions.jsonl"
        path.write_text("".join(f"{one if isinstance(one, str) else json.dumps(one)}\n" for one in lines), "utf-8")
        return path

    return written


def test_all_fields_are_read_and_others_passed_over(file):
    found = questions(file({"id": "q1", "question": "Yaks?", "ideal": ["Yes."], "sources": ["a", 2], "more": {}}))
    assert [(one.id, one.text, one.ideal, one.sources) for one in found] == [("q1", "Yaks?", ("Yes.",), ("a", "2"))]
    assert found[0].where.endswith("questions.jsonl, line 1")


def test_ideals_and_sources_may_be_left_out_and_blank_lines_stand_between(file):
    first, second = questions(file("\ufeff" + json.dumps({"id": 1, "question": "A?"}), "", {"id": 2, "question": "B?"}))
    assert (first.id, first.ideal, first.sources) == ("1", (), ())
    assert second.where.endswith("line 3")


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("{", "no JSON"),
        ("[" * 100_000, "no JSON"),
        ([1], "no object"),
        ({"question": "A?"}, "has no id"),
        ({"id": True, "question": "A?"}, "has no id"),
        ({"id": "", "question": "A?"}, "has no id"),
        ({"id": "q", "question": "  "}, "has no question"),
        ({"id": "q", "question": 5}, "has no question"),
        ({"id": "q", "question": "A?", "ideal": "Yes."}, "ideal is no list of texts"),
        ({"id": "q", "question": "A?", "ideal": [1]}, "ideal is no list of texts"),
        ({"id": "q", "question": "A?", "sources": [None]}, "sources is no list of texts"),
        ({"id": "good", "question": "A?"}, "'good' comes a second time"),
    ],
)
def test_a_wrong_line_is_told_with_its_number(file, line, told):
    with pytest.raises(InputError, match=told) as raised:
        questions(file({"id": "good", "question": "A?"}, line))
    assert raised.value.where.endswith("questions.jsonl, line 2")


def test_a_file_without_a_question_is_an_error(file):
    with pytest.raises(InputError, match="has no question"):
        questions(file(""))


def test_what_is_not_utf_8_is_told(tmp_path):
    path = tmp_path / "latin.jsonl"
    path.write_bytes(b'{"id": "q", "question": "M\xe9ni\xe8re?"}\n')
    with pytest.raises(InputError, match="not UTF-8"):
        questions(path)
