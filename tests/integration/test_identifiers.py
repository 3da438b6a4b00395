"""Nothing of a patient's identifier gets out of a question: not into the library's file, an export, a log line or a
request. All people are invented."""

from __future__ import annotations

import json
import logging
import re
from pathlib import Path
from typing import Any

import pytest
from evals.identifiers import FOLDER, counted, load

from curbside.cli.main import run
from curbside.testing.embeddings_server import EmbeddingsServer

ROWS = load(FOLDER / "build_identifiers.jsonl")
CLINICAL = load(FOLDER / "build_clinical.jsonl")


def test_every_identifier_of_the_build_set_is_masked_and_no_clinical_number_is() -> None:
    assert counted(ROWS).wrong == []
    assert counted(CLINICAL).wrong == []
    assert counted(load(FOLDER / "build_forms.jsonl")).wrong == []
    assert counted(load(FOLDER / "build_forms_clinical.jsonl")).wrong == []
    assert counted(load(FOLDER / "build_hard.jsonl")).wrong == []
    assert counted(load(FOLDER / "build_hard_clinical.jsonl")).wrong == []
    assert {i["kind"] for row in ROWS for i in row["identifiers"]} == {
        *("name", "nhs_number", "record_number", "social_security_number", "phone"),
        *("email", "date", "address", "postcode", "age"),
    }


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "home"
    monkeypatch.setenv("CURBSIDE_HOME", str(folder))
    monkeypatch.setenv("CURBSIDE_RERANKER", "none")
    return folder


def _asked(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = run(list(arguments))
    out, err = capsys.readouterr()
    return code, out, err


def _leaks(words: list[str], where: str, text: str) -> list[str]:
    return [f"{word!r} in {where}" for word in words if word in text]


@pytest.mark.allow_hosts(["127.0.0.1"])
def test_no_identifier_reaches_a_file_a_log_line_or_a_request(
    home: Path, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    caplog.set_level(logging.DEBUG)
    rows = _one_of_each_kind()
    with EmbeddingsServer() as server:
        monkeypatch.setenv("CURBSIDE_EMBEDDINGS_URL", server.url)
        monkeypatch.setenv("CURBSIDE_EMBEDDINGS_MODEL", "invented")
        assert _asked(capsys, "init")[0] == 0
        built, _, err = _asked(capsys, "index", "build")
        assert built == 0, err
        before, leaks = len(server.requests), []
        last = None
        for row in rows:
            words = _telling(row)
            follow = ["--follow-up", last] if last else []
            code, out, err = _asked(capsys, "ask", "--json", "--jurisdiction", "uk", *follow, "--", row["text"])
            assert code in (0, 3), err
            body = json.loads(out)
            last = body["id"]
            leaks += _leaks(words, f"the answer to {row['id']}", out) + _leaks(words, "stderr", err)
            if code == 0:
                exported = home / f"{row['id']}.md"
                assert _asked(capsys, "export", last, "--to", "md", "--out", str(exported))[0] == 0
                leaks += _leaks(words, exported.name, exported.read_text(encoding="utf-8"))
        sent = [json.dumps(request.body, ensure_ascii=False) for request in server.requests[before:]]
    assert sent, "no question was sent, so nothing is shown of requests"
    words = [word for row in rows for word in _telling(row)]
    leaks += [line for body in sent for line in _leaks(words, "a request", body)]
    leaks += [line for record in caplog.records for line in _leaks(words, "a log line", record.getMessage())]
    for file in (f for f in home.rglob("*") if f.is_file()):
        leaks += _leaks(words, file.name, file.read_bytes().decode("utf-8", "replace"))
    assert leaks == []


def _one_of_each_kind() -> list[dict[str, Any]]:
    first = {one["kind"]: row for row in reversed(ROWS) for one in row["identifiers"]}
    return [*first.values(), *ROWS[-2:]]


def _telling(row: dict[str, Any]) -> list[str]:
    """What must be nowhere; one word by itself ("97", "Rose") is found in many a text, so with what follows it."""
    told = []
    for one in row["identifiers"]:
        after = row["text"][row["text"].index(one["text"]) + len(one["text"]) :][:6]
        told.append(one["text"] + after if len(one["text"]) < 6 else one["text"])
    return told


def test_an_age_above_89_is_worked_out_and_shown_as_90_or_over(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    question = "Apixaban in AF for a 94-year-old man of 58 kg with creatinine 100 micromol/L: which dose?"
    code, out, err = _asked(capsys, "ask", "--json", "--jurisdiction", "eu", "--", question)
    assert code == 0, err
    body = json.loads(out)
    (aged,) = [
        m for c in body["criteria"] for m in c["members"] if "80" in json.dumps(m) and "year" in json.dumps(m).lower()
    ][:1]
    assert aged["verdict"] == "met"
    told = json.dumps({name: value for name, value in body.items() if name != "made"})
    assert re.search(r"(?<![\w.])94(?![\w.])", told) is None
