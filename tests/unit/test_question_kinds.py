"""The scorer of kinds of question: its files, and that it counts what it says."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from evals.kinds import HELD, KINDS, OPEN, figures, lines, load, recognised

ROWS = [
    {"id": "a", "question": "Is exemplamine safe?", "kind": "yes_no"},
    {"id": "b", "question": "Is it inherited?", "kind": "yes_no", "also": ["cause"]},
    {"id": "c", "question": "Exemplamine dose?", "kind": "dose"},
]


def test_the_files_hold_every_kind_and_share_no_question() -> None:
    opened, held = load(OPEN), load(HELD)
    assert len(opened) >= 240
    assert len(held) >= 160
    assert {r["kind"] for r in opened} == {r["kind"] for r in held} == set(KINDS)
    assert not {r["question"].casefold() for r in opened} & {r["question"].casefold() for r in held}


def test_a_kind_that_is_as_defensible_is_right_but_not_exactly() -> None:
    answers = {"a": "yes_no", "b": "cause", "c": "list"}
    found = figures(recognised(ROWS, lambda text: answers[next(r["id"] for r in ROWS if r["question"] == text)]))
    assert (found["questions"], found["right"], found["exactly"]) == (3, 2, 1)
    assert found["by_kind"]["yes_no"] == [2, 2]
    assert found["confusion"]["dose"] == {"list": 1}
    assert next(lines(found)) == "right: 2 of 3 (66.7%), exactly: 1"


def test_a_kind_that_is_none_of_the_eight_is_an_error() -> None:
    with pytest.raises(ValueError, match="'dosing', which is none of"):
        recognised(ROWS, lambda text: "dosing")


@pytest.mark.parametrize(
    "bad",
    [
        {"id": "z", "question": "x", "kind": "dosing"},
        {"id": "z", "question": "x", "kind": "dose", "also": ["dose"]},
        {"id": "z", "kind": "dose"},
        {"id": "a", "question": "x", "kind": "dose"},
        {"id": "z", "question": "IS EXEMPLAMINE SAFE?", "kind": "yes_no"},
    ],
)
def test_a_line_that_is_no_such_question_is_named(tmp_path: Path, bad: dict[str, object]) -> None:
    path = tmp_path / "kinds.jsonl"
    path.write_text(json.dumps(ROWS[0]) + "\n" + json.dumps(bad), encoding="utf-8")
    with pytest.raises(ValueError, match=r"kinds\.jsonl, line 2"):
        load(path)
