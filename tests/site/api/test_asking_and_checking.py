"""Questions, audits, claims, doses and formulas over the API, with the real engine."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client

from curbside.engine import Engine
from curbside_site import shelf
from curbside_site.accounts.models import Person
from curbside_site.accounts.roles import Role
from curbside_site.api.v1 import checking
from curbside_site.asking.models import Run
from curbside_site.asking.worker import Worker

pytestmark = pytest.mark.django_db
People = Callable[..., Person]
QUESTION = "What is the dose of hydroxocobalamin in pernicious anaemia? The patient is Mr John Smith."


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    with shelf.engine() as made:
        yield made


@pytest.fixture
def header(person: People, bearer: Callable[..., Any]) -> dict[str, str]:
    return bearer(person("ada", Role.READER), "ask", "audit", "check")


def post(client: Client, address: str, body: Any, header: dict[str, str] | None = None) -> Any:
    return client.post(f"/api/v1/{address}", body, content_type="application/json", headers=header or {})


def test_a_question_becomes_a_run_that_a_worker_answers(client: Client, header: dict[str, str], engine: Engine) -> None:
    told = post(client, "ask", {"question": QUESTION, "jurisdiction": "UK"}, header)
    assert (told.status_code, told.json()["state"]) == (202, "queued")
    assert "Smith" not in told.content.decode()
    address = told["Location"]
    assert client.get(address, headers=header).status_code == 202
    assert Worker(engine, "the tests").answer_one()
    run = client.get(address, headers=header)
    assert run.status_code == 200
    answer = run.json()["result"]
    assert (answer["status"], answer["question"]["understood"]["jurisdiction"]) == ("answered", "uk")
    events = client.get(run.json()["events"], headers=header)
    assert events["Content-Type"] == "text/event-stream"
    lines = b"".join(events).decode()
    assert [x for x in lines.splitlines() if x.startswith("event: ")][-1] == "event: finished"
    last = [x for x in lines.splitlines() if x.startswith("id: ")][-1].removeprefix("id: ")
    assert client.get(run.json()["events"], headers={**header, "Last-Event-ID": last}).status_code == 204


def test_the_events_are_the_answer_where_they_are_asked_for(
    client: Client, header: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("curbside_site.asking.streams.LONGEST", 0.05)
    told = post(client, "ask", {"question": "hydroxocobalamin?"}, {**header, "Accept": "text/event-stream"})
    assert told["Content-Type"] == "text/event-stream"
    assert b"".join(told) == b"retry: 1000\n\n"
    told.close()
    assert told["Location"] == f"/api/v1/runs/{Run.objects.get().pk}"


def test_a_run_is_read_by_whoever_asked_alone(
    client: Client, header: dict[str, str], person: People, bearer: Callable[..., Any]
) -> None:
    address = post(client, "ask", {"question": "hydroxocobalamin?"}, header)["Location"]
    for role in Role:
        stranger = bearer(person(f"stranger-{role}", role), "ask")
        assert client.get(address, headers=stranger).status_code == 404
        assert client.get(f"{address}/events", headers=stranger).status_code == 404


def test_without_an_account_the_id_of_a_run_is_its_key(client: Client, settings: Any) -> None:
    settings.ASKING = "anyone"
    address = post(client, "ask", {"question": "hydroxocobalamin?"})["Location"]
    assert client.get(address).status_code == 202
    assert client.get(f"/api/v1/runs/{uuid.uuid4()}").status_code == 404
    owned = Run.objects.create(visitor="a session", text="of a page")
    assert client.get(f"/api/v1/runs/{owned.pk}").status_code == 404


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ({}, "body.question: Field required."),
        ({"question": ""}, "body.question: String should have at least 1 character."),
        ({"question": "   "}, "Write a question."),
        ({"question": "x", "size": "long"}, "body.size: Extra inputs are not permitted."),
        ({"question": "x", "jurisdiction": "Atlantis"}, "'Atlantis' is no jurisdiction"),
    ],
)
def test_what_is_wrong_with_a_question_is_told_in_a_sentence(
    client: Client, header: dict[str, str], body: Any, told: str
) -> None:
    answer = post(client, "ask", body, header)
    assert answer.status_code == 422
    assert answer.json()["detail"].startswith(told)
    assert Run.objects.count() == 0


def test_what_was_sent_is_not_repeated_in_an_error(client: Client, header: dict[str, str]) -> None:
    told = post(client, "ask", {"question": ["Mr John Smith"], "Mr John Smith": 1}, header)
    assert told.status_code == 422
    assert "input" not in told.json()["errors"][0]


def test_a_text_of_others_is_audited_against_the_library(client: Client, header: dict[str, str], answered: Any) -> None:
    quoted = answered.body["statements"][0]["text"]
    told = post(
        client, "audit", {"text": f"{quoted} Hydroxocobalamin is given 90 times a day in pernicious anaemia."}, header
    )
    assert told.status_code == 200, told.content
    first, second = told.json()["claims"]
    assert first["verdict"] == "supported"
    assert second["verdict"] != "supported"
    assert first["evidence"][0]["quote"]
    empty = post(client, "audit", {"text": "..."}, header)
    assert empty.status_code == 422
    page = post(client, "audit", {"text": f"<p>{quoted}</p><script>1</script>", "form": "html"}, header)
    assert page.json()["claims"][0]["verdict"] == "supported"


def test_claims_are_judged_by_the_evidence_that_comes_with_them(client: Client, header: dict[str, str]) -> None:
    evidence = ["An invented drug is given at 10 mg once daily."]
    claims = [
        {"id": 1, "claim": "An invented drug is given at 10 mg once daily.", "evidence": evidence},
        {"id": "b", "claim": "An invented drug is given at 1 mg once daily.", "evidence": evidence},
    ]
    first, second = post(client, "check", {"claims": claims}, header).json()["verdicts"]
    assert (first["id"], first["verdict"]) == (1, "supported")
    assert (second["id"], second["verdict"] != "supported") == ("b", True)
    assert post(client, "check", {"claims": claims * 26}, header).status_code == 422


def test_doses_are_read_as_fields(client: Client, header: dict[str, str]) -> None:
    told = post(client, "regimens", {"lines": [{"id": "a", "text": "Hydroxocobalamin 1 mg every 2 months."}]}, header)
    (line,) = told.json()["lines"]
    assert line["id"] == "a"
    assert line["phases"][0]["amount"] == {"low": "1", "high": "1", "unit": "mg"}
    assert line["phases"][0]["period_unit"] == "mo"


def test_formulas_are_off_until_the_owner_allows_criteria(
    client: Client, header: dict[str, str], settings: Any
) -> None:
    values = {"age": "82", "sex": "female", "weight": "58 kg", "creatinine": "1.25 mg/dL"}
    body = {"name": "cockcroft-gault", "values": values}
    assert post(client, "calculate", body, header).status_code == 403
    settings.ENGINE = replace(django_settings.ENGINE, allow=("criteria",))
    told = post(client, "calculate", body, header)
    assert (told.status_code, told.json()["unit"]) == (200, "mL/min")
    assert told.json()["source"]["identifier"]
    missing = post(client, "calculate", {"name": "cockcroft-gault", "values": {"age": "82"}}, header).json()
    assert (missing["value"], "weight" in missing["missing"]) == (None, True)
    assert post(client, "calculate", {"name": "none", "values": {}}, header).status_code == 422


def test_a_body_that_is_no_json_is_told(client: Client, header: dict[str, str]) -> None:
    for body in ("{", b"\xff\xfe", '{"question": "\\ud800"}', "[" * 3000):
        told = client.post("/api/v1/ask", body, content_type="application/json", headers=header)
        assert told.status_code in (400, 422), body
        assert json.loads(told.content)["detail"].endswith(".")


def test_a_library_that_cannot_be_opened_is_no_server_error(
    client: Client, header: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from curbside.errors import LibraryError

    def broken() -> Any:
        raise LibraryError("The library is not there.")

    monkeypatch.setattr(checking, "_engine", broken)
    told = post(client, "audit", {"text": "A claim of the tests stands here."}, header)
    assert (told.status_code, told.json()["detail"]) == (503, "The library is not there.")
