"""The draw of questions for a reading: an order by hash, one wording once, nothing that was read before."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from evals import reading_draw
from evals.reading_draw import WANTED, draw, length, place, starter


def invented(*questions: str) -> Iterator[tuple[str, dict[str, Any]]]:
    for number, question in enumerate(questions):
        yield f"q{number}", {"question": question, "jurisdiction": None, "audience": "professional"}


def test_questions_come_in_the_order_of_their_hashes() -> None:
    names = [row["kind"] for row in draw("starter", invented("One?", "Two?", "Three?", "Four?"))]
    assert names == sorted(names, key=place)
    assert len(names) == 4


def test_one_wording_is_drawn_once() -> None:
    assert len(list(draw("starter", invented("The same?", "The same?", "Another?")))) == 2


def test_what_was_read_before_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading_draw, "READ", "| r01 | Asked before? |")
    assert [row["question"] for row in draw("starter", invented("Asked before?", "New?"))] == ["New?"]


def test_as_many_are_drawn_as_wanted() -> None:
    rows = list(draw("starter", starter()))
    assert [row["id"] for row in rows] == [f"s{n:02}" for n in range(1, WANTED["starter"] + 1)]


def test_the_length_follows_from_the_name() -> None:
    lengths = [length(f"q{n}") for n in range(64)]
    assert lengths == [length(f"q{n}") for n in range(64)]
    assert set(lengths) == {"short", "standard", "full"}
