"""`curbside ask --composer model` on an invented library, with the model of a scripted server."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from curbside.library import Library
from curbside.testing.homes import invented_document
from curbside.testing.model_scripts import quoting
from curbside.testing.scripted_model import ScriptedModel

pytest.importorskip("openai")
pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])

DOSE = "Fictoprolol 6 mg is taken by mouth once daily by adults with hypertension."
TRIAL = "In a trial in adults with hypertension, fictoprolol lowered blood pressure more than placebo did."
QUESTION = "fictoprolol dose in hypertension"
KEY = "sk-invented-key"


@pytest.fixture
def server(starter, monkeypatch) -> Iterator[ScriptedModel]:
    starter.append(invented_document("test:a", f"# Invented\n\n## Dose\n\n{DOSE}\n\n## Evidence\n\n{TRIAL}\n"))
    with ScriptedModel(quoting, key=KEY) as made:
        monkeypatch.setenv("CURBSIDE_MODEL_URL", made.url)
        monkeypatch.setenv("CURBSIDE_MODEL", "invented-1")
        monkeypatch.setenv("CURBSIDE_MODEL_KEY", KEY)
        yield made


def test_the_record_of_the_model_is_in_the_json_and_can_be_read_back(curbside, server, home) -> None:
    code, out, _ = curbside("ask", QUESTION, "--composer", "model", "--json", "--jurisdiction", "uk")
    assert code == 0
    body = json.loads(out)
    use = body["made"]["model"]
    assert body["made"]["composer"] == "model"
    assert (use["name"], use["place"], use["prompts"]) == ("invented-1", server.url, ["compose 1"])
    assert (use["requests"], use["dropped"], use["cost"], use["stopped"]) == (1, 0, None, "")
    code, exported, _ = curbside("export", body["id"], "--to", "jsonld")
    assert code == 0
    assert DOSE in exported


def test_without_the_option_nothing_is_sent(curbside, server) -> None:
    code, out, _ = curbside("ask", QUESTION, "--json")
    assert code == 0
    assert json.loads(out)["made"]["model"] is None
    assert server.requests == []


def test_the_key_is_nowhere_but_in_the_request(curbside, server, home, caplog) -> None:
    caplog.set_level("DEBUG")
    printed = [
        *curbside("ask", QUESTION, "--composer", "model", "--json")[1:],
        *curbside("ask", QUESTION, "--composer", "model", "--audit")[1:],
        *curbside("doctor")[1:],
    ]
    server.key = "another"
    printed += curbside("ask", QUESTION, "--composer", "model")[1:]
    assert any("answered 401" in " ".join(text.split()) for text in printed)
    assert not [text for text in (*printed, caplog.text) if KEY in text]
    kept = b"".join(p.read_bytes() for p in home.rglob("*") if p.is_file())
    assert KEY.encode() not in kept
    assert all(KEY in headers["authorization"] for headers in server.headers)


def test_statements_are_printed_as_they_pass_where_that_is_wanted(curbside, server) -> None:
    code, out, _ = curbside("ask", QUESTION, "--composer", "model", "--stream", "--jurisdiction", "uk")
    assert code == 0
    text = " ".join(out.split())
    assert text.index("As they pass the checks:") < text.index(f"✓ {DOSE}") < text.index("BOTTOM LINE")
    assert "As they pass" not in curbside("ask", QUESTION, "--composer", "model")[1], "no terminal"
    assert "As they pass" not in curbside("ask", QUESTION, "--composer", "model", "--no-stream")[1]


@pytest.mark.parametrize("other", ["--json", "--audit"])
def test_what_passes_is_not_printed_between_the_lines_of_programs(curbside, server, other: str) -> None:
    code, _, err = curbside("ask", QUESTION, "--composer", "model", "--stream", other)
    assert code == 2
    assert "--stream prints for people" in err


def test_no_model_is_one_sentence(curbside, server, monkeypatch) -> None:
    monkeypatch.delenv("CURBSIDE_MODEL_URL")
    code, _, err = curbside("ask", QUESTION, "--composer", "model")
    assert code == 2
    assert "CURBSIDE_MODEL_URL is its address" in " ".join(err.split())


def test_doctor_says_what_would_be_sent_where(curbside, server, monkeypatch, home) -> None:
    _, out, _ = curbside("doctor")
    here = " ".join(out.split())
    assert f"invented-1 at {server.url} (on this machine, with a key)" in here
    assert "the question, without what would tell who a patient is, and the sentences" in here
    monkeypatch.setenv("CURBSIDE_MODEL_URL", "https://models.example/v1")
    _, out, _ = curbside("doctor")
    assert "on another machine" in " ".join(out.split())
    assert "but for those whose licence forbids it" in " ".join(out.split())
    monkeypatch.setenv("CURBSIDE_MODEL_TOKENS", "many")
    code, out, _ = curbside("doctor")
    assert code == 1
    assert "CURBSIDE_MODEL_TOKENS is a number" in " ".join(out.split())


def test_answers_of_a_model_are_kept_with_its_record(curbside, server, home) -> None:
    _, out, _ = curbside("ask", QUESTION, "--composer", "model", "--json")
    with Library.open(home) as library:
        kept = json.loads(library.answer(json.loads(out)["id"]).body)
    assert kept["made"]["model"]["name"] == "invented-1"
