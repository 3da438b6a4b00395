"""The sheets of the reading: questions, the rule that draws documents, what is kept of the marks. All invented."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from evals.kinds import KINDS
from evals.reading import CRITERIA, kept, load, main, marked, sheet
from evals.reading_library import drawn, medquad, pubmedqa

TEXT = "Invented sentence of a source that must not be kept."


def row(number: int, mark: int | None, **more: Any) -> dict[str, Any]:
    return {
        "id": f"r{number:02d}",
        "question": "exemplamine | dose?",
        "jurisdiction": None,
        "audience": "professional",
        "library": "practice",
        "length": "short",
        "kind": "dose",
        "there": True,
        "status": "answered",
        "words": 9,
        "bottom_line": ["s1"],
        "statements": ["s1: test:a 0-52"],
        "marks": dict.fromkeys(CRITERIA, mark),
        "remark": "",
        **more,
    }


def written(path: Path, *rows: dict[str, Any]) -> Path:
    path.write_text("".join(json.dumps(r) + "\n" for r in rows), encoding="utf-8")
    return path


def test_there_are_sixty_questions_of_every_kind_and_length() -> None:
    questions = load()
    assert Counter(q["library"] for q in questions) == {"starter": 36, "practice": 24}
    assert {q["kind"] for q in questions} == set(KINDS)
    assert {q["length"] for q in questions} == {"short", "standard", "full"}
    assert sum(not q["there"] for q in questions) == 5


def test_the_sheet_has_the_answer_and_the_page_that_is_kept_has_not() -> None:
    assert TEXT in "\n".join(sheet([(TEXT, row(1, None))]))
    page = "\n".join(
        kept([row(1, 2), row(2, 1, marks={**dict.fromkeys(CRITERIA, 1), "safe": 0})], "invented", "2026-01-01")
    )
    assert TEXT not in page
    assert "| **mean of the six** | **1.50** |" in page
    assert "| safe |  | 1 | 0 | 1 |" in page
    assert "Unsafe (0): r02." in page
    assert "exemplamine \\| dose?" in page
    assert "- r01 (answered; bottom line: s1): s1: test:a 0-52" in page


@pytest.mark.parametrize("mark", [None, 3, True, "2"])
def test_a_mark_that_is_none_is_named(tmp_path: Path, mark: object) -> None:
    path = written(tmp_path / "marks.jsonl", row(1, 2), row(2, 2, marks={**dict.fromkeys(CRITERIA, 2), "order": mark}))
    with pytest.raises(ValueError, match=r"marks\.jsonl, line 2 \(r02\): no mark of 0, 1 or 2 for order"):
        marked(path)


def test_the_page_is_written_from_the_marks(tmp_path: Path) -> None:
    path, page = written(tmp_path / "marks.jsonl", row(1, 2)), tmp_path / "page.md"
    assert main(["--kept", str(path), "--to", str(page), "--reader", "an invented reader"]) == 0
    assert "an invented reader" in page.read_text(encoding="utf-8")


@pytest.mark.parametrize("change", [{"length": "long"}, {"there": "yes"}, {"question": " "}, {"kind": "dosing"}])
def test_a_line_that_is_no_such_question_is_named(tmp_path: Path, change: dict[str, Any]) -> None:
    path = written(tmp_path / "reading.jsonl", row(1, None), row(2, None, **change))
    with pytest.raises(ValueError, match=r"reading\.jsonl, line 2"):
        load(path)


def test_a_document_is_drawn_whole_or_not_at_all(tmp_path: Path) -> None:
    names = [f"Invented-{n:07d}" for n in range(200)]
    wanted = {name for name in names if drawn(name, "0")}
    lines = [
        {
            "id": f"{name}-{part}",
            "source": "X",
            "url": "https://x.example",
            "focus": "x",
            "question": "?",
            "answer": text,
        }
        for name in names
        for part, text in ((1, "One."), (2, "Two."), (3, " "))
    ]
    written(tmp_path / "a.jsonl", *lines)
    sources = list(medquad(tmp_path))
    assert 0 < len(wanted) < 50
    assert {s["id"] for s in sources} == {f"medquad:{name}" for name in wanted}
    assert all([p["text"] for p in s["sections"]] == ["One.", "Two."] for s in sources)


def test_a_conclusion_is_the_last_section_of_its_abstract(tmp_path: Path) -> None:
    abstract = {
        "QUESTION": "X?",
        "YEAR": None,
        "LABELS": ["AIM"],
        "CONTEXTS": ["To see."],
        "LONG_ANSWER": "It was seen.",
    }
    names = [str(n) for n in range(100)]
    path = tmp_path / "practice.json"
    path.write_text(json.dumps(dict.fromkeys(names, abstract)), encoding="utf-8")
    sources = list(pubmedqa(path))
    assert {s["id"] for s in sources} == {f"pmid:{name}" for name in names if drawn(name, "08")}
    assert [(p["heading"], p["text"]) for p in sources[0]["sections"]] == [
        ("Aim", "To see."),
        ("Conclusions", "It was seen."),
    ]
