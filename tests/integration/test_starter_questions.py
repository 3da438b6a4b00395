"""The reviewed questions, asked of the starter library in this process, and the scorer's own checks."""

from __future__ import annotations

import contextlib
import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from evals.contract import Read
from evals.in_process import asking, reading
from evals.starter_questions import FILES, Ask, AskError, judge, load, normal, report, run

from curbside.retrieval.reranking.chosen import VARIABLE as RERANKER
from curbside.settings import NO_RERANKER
from curbside.testing.carried_models import carried_model, carried_reranker

if TYPE_CHECKING:
    from curbside.engine import Engine

QUESTIONS = load(FILES)


@pytest.fixture(scope="module", params=["words", "hybrid"])
def asked(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[tuple[Ask, Read]]:
    """`ask` and `read` on one engine with the starter library, as a running program would use it.

    words: with no model at all. hybrid: with vectors and the cross-encoder.
    """
    from curbside.engine import Engine
    from curbside.library import Library

    home, bare = tmp_path_factory.mktemp("home"), request.param == "words"
    with pytest.MonkeyPatch.context() as patch:
        if bare:
            patch.setenv(RERANKER, NO_RERANKER)
        with Engine.open(home) as engine, contextlib.closing(Library.open(home)) as library:
            if not bare:
                carried_reranker()
                _give_vectors(engine)
            yield asking(engine, library, "full"), reading(library)


@pytest.fixture(scope="module", params=["short", "standard"])
def asked_briefly(
    tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[tuple[Ask, Read]]:
    """The same at the lengths that leave out what there is no room for, as the cross-encoder reads it."""
    from curbside.engine import Engine
    from curbside.library import Library

    carried_reranker()
    home = tmp_path_factory.mktemp("home")
    with Engine.open(home) as engine, contextlib.closing(Library.open(home)) as library:
        yield asking(engine, library, request.param), reading(library)


def _give_vectors(engine: Engine) -> None:
    from curbside.retrieval.embedding.onnx import OnnxEmbedder
    from curbside.retrieval.vectors import embed

    with contextlib.closing(OnnxEmbedder(carried_model())) as model:
        assert embed(engine.library, engine.index, model) == engine.index.passages_count()


@pytest.mark.parametrize("question", QUESTIONS, ids=[q["id"] for q in QUESTIONS])
def test_a_reviewed_question_is_answered_as_expected(question: dict[str, Any], asked: tuple[Ask, Read]) -> None:
    (result,) = run([question], *asked)
    assert not result.problems, report(result)


@pytest.mark.parametrize("question", QUESTIONS, ids=[q["id"] for q in QUESTIONS])
def test_a_shorter_answer_holds_nothing_that_must_not_be_there(
    question: dict[str, Any], asked_briefly: tuple[Ask, Read]
) -> None:
    (result,) = run([{**question, "must": []}], *asked_briefly)
    assert not result.problems, report(result)


# Invented from here on: the drug, its source and the answer exist nowhere.
TEXT = "Adults are given examplimab 1,000 micrograms by mouth every two months."
HASH = "a" * 64


def stored(source: str, content_hash: str, start: int, end: int) -> str:
    return {("test:a", HASH): TEXT}[source, content_hash][start:end]


def invented() -> dict[str, Any]:
    citation = {
        "ref": 1,
        "source": "test:a",
        "hash": HASH,
        "start": 0,
        "end": len(TEXT),
        "quote": TEXT,
        "relation": "supports",
    }
    statement = {
        "id": "s1",
        "text": TEXT,
        "facet": "regimen",
        "citations": [citation],
        "verdict": "supported",
        "reasons": [],
        "flags": ["summary"],
        "strength": "not stated",
        "against": False,
    }
    reference = dict.fromkeys(("publisher", "year", "identifier", "url")) | {
        "ref": 1,
        "id": "test:a",
        "kind": "label",
        "title": "An invented label",
        "jurisdiction": "uk",
        "status": "current",
        "text_is": "summary",
        "derived_from": [],
    }
    understood = {"drugs": [], "conditions": [], "route": None, "population": [], "intent": "", "jurisdiction": "uk"}
    return {
        "question": {"text": "Examplimab?", "understood": understood, "audience": "professional"},
        "status": "answered",
        "refusal": None,
        "title": "Examplimab",
        "bottom_line": [],
        "sections": [{"heading": "Dose", "facet": "regimen", "statements": ["s1"]}],
        "statements": [statement],
        "regimens": [],
        "criteria": [],
        "conflicts": [],
        "not_found": ["contraindications of examplimab"],
        "references": [reference],
        "notices": [],
        "made": {"version": "", "composer": "", "settings_hash": "", "library_hash": "", "milliseconds": {}},
    }


def expecting(must: list[dict[str, Any]], must_not: list[dict[str, Any]], expect: str = "answered") -> dict[str, Any]:
    return {
        "id": "invented",
        "question": "Examplimab?",
        "jurisdiction": "uk",
        "audience": "professional",
        "expect": expect,
        "must": must,
        "must_not": must_not,
        "why": [],
    }


def wanted(pattern: str, where: str = "statements", **more: str) -> dict[str, Any]:
    return {"what": "x", "pattern": pattern, "where": where, **more}


@pytest.mark.parametrize(
    "item",
    [
        wanted("1000 micrograms"),
        wanted("1000 micrograms", drug="examplimab", jurisdiction="uk"),
        wanted("1000 micrograms", "flags:summary"),
        wanted("1000 micrograms", "unflagged:other_drug"),
        wanted("contraindications", "not_found"),
        wanted("invented label", "references"),
    ],
)
def test_what_is_there_is_found_and_would_fail_where_forbidden(item: dict[str, Any]) -> None:
    assert not judge(expecting([item], []), invented(), stored).problems
    assert judge(expecting([], [item]), invented(), stored).problems


@pytest.mark.parametrize(
    "item",
    [
        wanted("10000 micrograms"),
        wanted("1000 micrograms", jurisdiction="us"),
        wanted("1000 micrograms", drug="metformin"),
        wanted("1000 micrograms", "flags:other_drug"),
        wanted("1000 micrograms", "unflagged:summary"),
        wanted("1000 micrograms", "bottom_line"),
        wanted("1000 micrograms", "notices"),
    ],
)
def test_what_is_not_there_is_missed_and_passes_where_forbidden(item: dict[str, Any]) -> None:
    assert judge(expecting([item], []), invented(), stored).problems
    assert not judge(expecting([], [item]), invented(), stored).problems


def test_an_answer_where_a_refusal_was_due_fails() -> None:
    assert judge(expecting([], [], "refused"), invented(), stored).problems


def test_a_broken_contract_fails_whatever_was_expected() -> None:
    answer = copy.deepcopy(invented())
    answer["statements"][0]["citations"][0]["end"] -= 1
    assert judge(expecting([], [], "either"), answer, stored).problems


def test_a_question_that_cannot_be_asked_passes_only_where_that_is_allowed() -> None:
    def ask(question: str, jurisdiction: str | None, audience: str) -> dict[str, Any]:
        raise AskError("A question is needed.")

    strict, lenient = expecting([], [], "refused"), expecting([], [], "refused") | {"error_ok": True}
    assert [bool(r.problems) for r in run([strict, lenient], ask, stored)] == [True, False]


def test_variants_of_notation_are_made_plain() -> None:
    assert normal("1,000\u00a0mcg [1], 10\u201315\u2009mg") == "1000 micrograms , 10-15 mg"


def test_a_line_that_is_no_question_is_named(tmp_path: Path) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_text(json.dumps(expecting([wanted("x", "footer")], [])), encoding="utf-8")
    with pytest.raises(ValueError, match=r"bad\.jsonl, line 1"):
        load([path])


def test_every_question_rests_on_facts_or_expects_no_clinical_content() -> None:
    ungrounded = [q["id"] for q in QUESTIONS if not q["why"] and q["expect"] == "answered"]
    assert ungrounded == []
