"""The questions whose first true sentence misleads, asked at every length in this process, and the scorer's checks."""

from __future__ import annotations

import contextlib
import copy
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from evals.completeness import LENGTHS, LIBRARIES, SOURCES, load, run, summary, whole
from evals.contract import Read
from evals.in_process import asking, reading
from evals.starter_questions import Ask, report

from curbside.cli.main import run as curbside
from curbside.engine import Engine
from curbside.library import Library

QUESTIONS = load()
NOTE = (
    "> Invented for a test of Curbside: there is no such medicine, publisher or study, and nothing here is a clinical "
)


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, tuple[Engine, Library]]]:
    """An engine and its library for each of the two libraries."""
    folder = tmp_path_factory.mktemp("homes")
    invented = str(folder / "invented")
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("CURBSIDE_JURISDICTION", raising=False)
        assert curbside(["init", "--empty", "--home", invented]) == 0
        assert curbside(["ingest", "--home", invented, str(SOURCES)]) == 0
        with contextlib.ExitStack() as stack:
            homes = {name: folder / name for name in LIBRARIES}
            yield {
                name: (
                    stack.enter_context(Engine.open(home)),
                    stack.enter_context(contextlib.closing(Library.open(home))),
                )
                for name, home in homes.items()
            }


def asks_of(opened: Mapping[str, tuple[Engine, Library]], length: str) -> dict[str, tuple[Ask, Read]]:
    return {name: (asking(engine, library, length), reading(library)) for name, (engine, library) in opened.items()}


@pytest.mark.parametrize("length", LENGTHS)
@pytest.mark.parametrize("question", QUESTIONS, ids=[q["id"] for q in QUESTIONS])
def test_a_question_whose_first_true_sentence_misleads_is_answered_whole(
    question: dict[str, Any], length: str, opened: dict[str, tuple[Engine, Library]]
) -> None:
    (asked,) = run([question], asks_of(opened, length))
    assert not asked.result.problems, report(asked.result)


def test_there_are_forty_and_every_source_is_asked_about_and_says_that_it_is_invented() -> None:
    files = {path.stem: path.read_text(encoding="utf-8") for path in SOURCES.glob("*.md")}
    asked_about = {name for q in QUESTIONS if q["library"] == "invented" for name in q["why"]}
    assert len(QUESTIONS) == 40
    assert asked_about == set(files)
    assert all(NOTE in text and 'title: "Invented ' in text for text in files.values())


# Invented from here on: the drug, its source and the answer exist nowhere.
FIRST = "Adults with gout take examplimab 1 mg by mouth once daily."
THEN = "Examplimab is stopped after 5 days."
TEXT = f"{FIRST} {THEN}"
HASH = "a" * 64


def stored(source: str, content_hash: str, start: int, end: int) -> str:
    return {("test:a", HASH): TEXT}[source, content_hash][start:end]


def statement(number: int, text: str) -> dict[str, Any]:
    start = TEXT.index(text)
    span = {"start": start, "end": start + len(text), "quote": text, "relation": "supports"}
    return {
        "id": f"s{number}",
        "text": text,
        "facet": "regimen",
        "citations": [{"ref": 1, "source": "test:a", "hash": HASH, **span}],
        "verdict": "supported",
        "reasons": [],
        "flags": [],
        "strength": "not stated",
        "against": False,
    }


def invented(*texts: str) -> dict[str, Any]:
    """An answer with the first text in its bottom line and the others in a section."""
    rows = [statement(i, text) for i, text in enumerate(texts, 1)]
    rest = [row["id"] for row in rows[1:]]
    reference = dict.fromkeys(("publisher", "year", "identifier", "url")) | {
        "ref": 1,
        "id": "test:a",
        "kind": "label",
        "title": "An invented label",
        "jurisdiction": "international",
        "status": "current",
        "text_is": "original wording",
        "derived_from": [],
    }
    understood = {"drugs": [], "conditions": [], "route": None, "population": [], "intent": "", "jurisdiction": None}
    return {
        "question": {"text": "Examplimab?", "understood": understood, "audience": "professional"},
        "status": "answered",
        "refusal": None,
        "title": "Examplimab",
        "bottom_line": ["s1"],
        "sections": [{"heading": "Dose", "facet": "regimen", "statements": rest}] if rest else [],
        "statements": rows,
        "regimens": [],
        "criteria": [],
        "conflicts": [],
        "not_found": ["contraindications of examplimab"],
        "references": [reference],
        "notices": [],
        "made": {"version": "", "composer": "", "settings_hash": "", "library_hash": "", "milliseconds": {}},
    }


def wanting(where: str) -> dict[str, Any]:
    return {
        "id": "invented",
        "library": "invented",
        "question": "Examplimab?",
        "jurisdiction": None,
        "audience": "professional",
        "expect": "answered",
        "must": [],
        "must_not": [],
        "beside": [{"what": "x", "pattern": r"\b1 mg", "needs": "5 days", "where": where}],
        "why": ["a"],
    }


@pytest.mark.parametrize(
    ("texts", "where", "is_whole"),
    [
        ((FIRST,), "statements", False),
        ((FIRST,), "bottom_line", False),
        ((FIRST, THEN), "statements", True),
        ((FIRST, THEN), "bottom_line", False),
        ((TEXT,), "bottom_line", True),
        ((THEN,), "bottom_line", True),
        ((THEN, FIRST), "bottom_line", True),
    ],
)
def test_what_may_not_stand_alone_is_told_where_it_does(texts: tuple[str, ...], where: str, is_whole: bool) -> None:
    assert (not whole(wanting(where), invented(*texts), stored).problems) is is_whole


def test_the_contract_is_checked_as_well() -> None:
    answer = copy.deepcopy(invented(TEXT))
    answer["statements"][0]["citations"][0]["end"] -= 1
    assert whole(wanting("statements"), answer, stored).problems


def test_the_words_and_the_whole_answers_are_counted() -> None:
    def ask(question: str, jurisdiction: str | None, audience: str) -> dict[str, Any]:
        return invented(FIRST, THEN)

    asked = list(run([wanting("statements"), wanting("bottom_line")], {"invented": (ask, stored)}))
    assert summary("short", asked) == "short: 1 of 2 whole; words: 17 in the middle, 17 at most."


@pytest.mark.parametrize(
    "change",
    [
        {"library": "practice"},
        {"case": " "},
        {"must": []},
        {"beside": [{"what": "x", "pattern": "x", "needs": "(", "where": "bottom_line"}]},
        {"beside": [{"what": "x", "pattern": "x", "needs": "x", "where": "notices"}]},
        {"beside": [{"what": "x", "pattern": "x", "where": "bottom_line"}]},
    ],
)
def test_a_line_that_is_no_such_question_is_named(tmp_path: Path, change: dict[str, Any]) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_text(json.dumps({**QUESTIONS[0], **change}), encoding="utf-8")
    with pytest.raises(ValueError, match=r"bad\.jsonl, line 1"):
        load(path)
