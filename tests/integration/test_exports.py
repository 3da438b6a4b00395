"""Answers of the starter library in every format, read back by what others wrote (all of them: `evals/exports.py`)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date

import pytest
from evals import exports
from evals.starter_questions import FILES, load

from curbside.engine import Engine
from curbside.interop.contract import as_json
from curbside.interop.exports import FORMATS, Printing
from curbside.interop.saved import answer_of
from curbside.types import Answer

QUESTIONS = [q for q in load(FILES) if q["expect"] == "answered"]
# One in so many, since a PDF takes a second or more.
SAMPLED, DRAWN = QUESTIONS[::6], QUESTIONS[::24]


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with Engine.open(tmp_path_factory.mktemp("starter")) as made:
        yield made


def answered(engine: Engine, question, length="full") -> Answer:
    found = engine.ask(
        question["question"], jurisdiction=question["jurisdiction"], audience=question["audience"], length=length
    )
    assert isinstance(found, Answer)
    return found


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q["id"])
def test_an_answer_comes_back_from_its_json_as_it_was(engine, question):
    read = engine.library.read_span
    for length in ("short", "full"):
        printed = json.loads(json.dumps(as_json(answered(engine, question, length), read)))
        assert json.loads(json.dumps(as_json(answer_of(printed, engine.library), read))) == printed


@pytest.mark.parametrize("question", SAMPLED, ids=lambda q: q["id"])
@pytest.mark.parametrize("to", [to for to in FORMATS if to != "pdf"])
def test_an_export_is_read_back_whole(engine, question, to):
    answer = answered(engine, question)
    how = Printing(engine.library.read_span, date(2026, 12, 1), "name", date(2026, 12, 1))
    assert exports.READERS[to](FORMATS[to].made(answer, how), answer, how) == []


@pytest.mark.parametrize("question", DRAWN, ids=lambda q: q["id"])
def test_a_pdf_is_read_back_whole(engine, question):
    answer = answered(engine, question, "short")
    how = Printing(engine.library.read_span, date(2026, 12, 1), "name", date(2026, 12, 1))
    assert exports.of_pdf(FORMATS["pdf"].made(answer, how), answer, how) == []


def test_every_format_has_a_reader():
    assert set(exports.READERS) == set(FORMATS)


def test_a_reader_finds_what_is_missing(engine):
    answer = answered(engine, QUESTIONS[0])
    how = Printing(engine.library.read_span, date(2026, 12, 1), "name", date(2026, 12, 1))
    raw = FORMATS["md"].made(answer, how).decode()
    cut = raw.replace(answer.notices[-1].split(".")[0], "")
    assert exports.of_md(cut.encode(), answer, how) == [f"missing: {answer.notices[-1][:60]}"]
