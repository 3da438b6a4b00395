"""The object of `ask --json`. Drugs, doses and sources are invented."""

from __future__ import annotations

import json

import pytest

from curbside.interop.contract import as_json
from curbside.testing.homes import invented_document
from curbside.types import Identifier, Kind, Span, State, Status

DOSE = "Fictoprolol 6 mg is taken by mouth once daily by adults with hypertension."
SOURCE = invented_document(
    "test:a",
    f"# Invented\n\n## Dose\n\n{DOSE}\n",
    kind=Kind.LABEL,
    identifiers=(Identifier("pmid", "1"), Identifier("url", "https://example.org/a")),
    status=Status(State.REVIEW_OVERDUE, since="2020-01-01"),
)
LISTS = ("bottom_line", "sections", "statements", "regimens", "criteria", "conflicts", "not_found", "references")


def read(span: Span) -> str:
    return SOURCE.text[span.start : span.end]


@pytest.fixture
def answer(ask):
    return as_json(ask([SOURCE], "fictoprolol dose in hypertension"), read)


@pytest.fixture
def refusal(ask):
    return as_json(ask([SOURCE], "dose of zzyzxin"), read)


def test_an_answer_and_a_refusal_have_the_same_keys(answer, refusal) -> None:
    assert list(answer) == list(refusal)
    assert (answer["status"], answer["refusal"]) == ("answered", None)
    assert refusal["status"] == "refused"
    assert set(refusal["refusal"]) == {"reason", "message", "looked_for"}


def test_of_a_refusal_the_lists_are_empty_and_none_is_missing(refusal) -> None:
    assert {name: refusal[name] for name in LISTS} == {name: [] for name in LISTS}


def test_every_word_is_plain_json(answer, refusal) -> None:
    for body in (answer, refusal):
        assert json.loads(json.dumps(body)) == body


def test_a_quote_is_read_from_the_stored_text(answer) -> None:
    ((row,),) = (s["citations"] for s in answer["statements"])
    assert row["quote"] == SOURCE.text[row["start"] : row["end"]] == DOSE
    assert (row["hash"], row["relation"], row["ref"]) == (SOURCE.content_hash, "supports", 1)


def test_a_reference_says_what_a_reader_must_know(answer) -> None:
    (reference,) = answer["references"]
    assert reference == {
        "ref": 1,
        "id": "test:a",
        "kind": "label",
        "title": "Invented document a",
        "publisher": "Invented Institute",
        "year": 2024,
        "identifier": "pmid:1",
        "url": "https://example.org/a",
        "jurisdiction": "uk",
        "status": "review overdue",
        "text_is": "original wording",
        "derived_from": [],
        "seen": "original text",
        "date": "2024",
        "superseded_by": None,
        "status_since": "2020-01-01",
    }


def test_a_regimen_counts_its_spans_from_its_quote(answer) -> None:
    (regimen,) = answer["regimens"]
    (phase,) = regimen["phases"]
    assert phase["amount"] == {"low": "6", "high": "6", "unit": "mg"}
    quote = SOURCE.text[regimen["start"] : regimen["end"]]
    start, end = phase["spans"]["amount"]
    assert "6 mg" in quote[start:end]
    assert phase["end"] is None


def test_a_statement_has_its_verdict_with_a_reason_a_gate(answer) -> None:
    (statement,) = answer["statements"]
    assert statement["verdict"] == "supported"
    assert all(": passed" in reason for reason in statement["reasons"])
    assert statement["flags"] == ["review_overdue"]
