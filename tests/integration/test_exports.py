"""Answers of the starter library in every format, read back by what others wrote (all of them: `evals/exports.py`)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from evals import exports
from evals.starter_questions import FILES, load

from curbside import settings
from curbside.engine import Engine
from curbside.interop.contract import as_json
from curbside.interop.exports import FORMATS, Printing
from curbside.interop.saved import answer_of
from curbside.retrieval.opening import open_home
from curbside.types import Answer

QUESTIONS = [q for q in load(FILES) if q["expect"] == "answered"]
# One in so many, since a PDF takes a second or more.
SAMPLED, DRAWN = QUESTIONS[::6], QUESTIONS[::24]


# Of the second a part is masked ("93" is stored as "90 or over"), so that it cannot be worked out again as a whole.
OF_PATIENTS = (
    "is apixaban 2.5 mg right at 82 years, 58 kg, creatinine 1.25 mg/dL, eGFR 44?",
    "93F with non-valvular AF, 48 kg, Cr 1.6 mg/dL: apixaban dose?",
)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("starter")


@pytest.fixture(scope="module")
def engine(home: Path) -> Iterator[Engine]:
    with Engine.open(home) as made:
        yield made


@pytest.fixture(scope="module")
def of_patients(engine: Engine, home: Path) -> tuple[Answer, ...]:
    """Answers with criteria, which a program has to allow."""
    with Engine(settings.load(home, None, allow=("criteria",)), *open_home(home)) as made:
        found = tuple(made.ask(text, jurisdiction="eu") for text in OF_PATIENTS)
    assert all(isinstance(a, Answer) and len(a.criteria) == 3 for a in found)
    return tuple(a for a in found if isinstance(a, Answer))


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
        # What was left out for a patient cannot be read off an answer that the library does not keep.
        answer = replace(answered(engine, question, length), untold=())
        printed = json.loads(json.dumps(as_json(answer, read)))
        assert json.loads(json.dumps(as_json(answer_of(printed, engine.library), read))) == printed


@pytest.mark.parametrize("n", range(len(OF_PATIENTS)))
def test_an_answer_with_criteria_comes_back_from_its_json_as_it_was(engine, of_patients, n):
    read = engine.library.read_span
    printed = json.loads(json.dumps(as_json(of_patients[n], read)))
    assert json.loads(json.dumps(as_json(answer_of(printed, engine.library), read))) == printed


@pytest.mark.parametrize("n", range(len(OF_PATIENTS)))
@pytest.mark.parametrize("to", ["md", "html", "docx", "pdf"])
def test_a_document_has_the_criteria_whole(engine, of_patients, n, to):
    how = Printing(engine.library.read_span, date(2026, 12, 1), "name", date(2026, 12, 1))
    assert exports.READERS[to](FORMATS[to].made(of_patients[n], how), of_patients[n], how) == []


@pytest.mark.parametrize("question", SAMPLED, ids=lambda q: q["id"])
@pytest.mark.parametrize("to", [to for to in exports.READERS if to != "pdf"])
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
    """FHIR and calendars have theirs in `evals/fhir_and_calendars.py` (test_fhir_and_calendars.py)."""
    assert set(exports.READERS) | exports.ELSEWHERE == set(FORMATS)
    assert not set(exports.READERS) & exports.ELSEWHERE


def test_a_reader_finds_what_is_missing(engine):
    answer = answered(engine, QUESTIONS[0])
    how = Printing(engine.library.read_span, date(2026, 12, 1), "name", date(2026, 12, 1))
    raw = FORMATS["md"].made(answer, how).decode()
    cut = raw.replace(answer.notices[-1].split(".")[0], "")
    assert exports.of_md(cut.encode(), answer, how) == [f"missing: {answer.notices[-1][:60]}"]
