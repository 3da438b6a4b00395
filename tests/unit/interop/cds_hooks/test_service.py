"""Cards from approved articles. Drugs, doses, people and sources are invented."""

from __future__ import annotations

import copy
import tempfile
import time
import uuid
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.interop.cds_hooks.schemas import CARDS, SERVICES

from curbside.interop.approval import Approval, fingerprint
from curbside.interop.cds_hooks import RENDITION, RXNORM, Approved, BadRequest, Code, Shelf, discovery, respond, shelf
from curbside.settings import Settings
from curbside.testing.homes import invented_document, invented_engine
from curbside.types import Answer, Kind, Reference, Span, State, Status

jsonschema = pytest.importorskip("jsonschema")
ON = Settings(Path("/nowhere"), allow=("cards",))
TODAY = date(2026, 6, 1)
OFF = Settings(Path("/nowhere"))
SOURCE = invented_document(
    "test:label",
    "# Invented\n\n## Dose\n\nFor pernicious anaemia, hydroxocobalamin 7 mg is given by mouth once daily.\n\n"
    "## Contraindications\n\nHydroxocobalamin is contraindicated in fictitis.\n",
    kind=Kind.LABEL,
    title="Invented label of hydroxocobalamin",
    jurisdiction="uk",
)
ORDER_SELECT, PATIENT_VIEW = "curbside-order-select", "curbside-patient-view"


@cache
def answered() -> Answer:
    with tempfile.TemporaryDirectory() as folder, invented_engine(Path(folder) / "home", [SOURCE], "uk") as engine:
        answer = engine.ask("hydroxocobalamin dose in pernicious anaemia")
    assert isinstance(answer, Answer)
    assert answer.bottom_line
    return answer


def read(span: Span) -> str:
    return SOURCE.text[span.start : span.end]


def approval(answer: Answer, **changes: Any) -> Approval:
    made = Approval(
        reviewer="Dr A. N. Invented",
        credential="invented register 7, checked 1 January 2026",
        specialty="haematology",
        interests="none declared",
        approved=date(2026, 1, 2),
        next_review=date(2027, 1, 2),
        of=fingerprint(answer, read),
        renditions=frozenset({RENDITION}),
    )
    return replace(made, **changes)


def approved(answer: Answer | None = None, **changes: Any) -> Approved:
    answer = answer or answered()
    made = Approved(
        answer,
        approval(answer),
        url="https://example.org/articles/1",
        drugs=("hydroxocobalamin",),
        conditions=("pernicious anaemia",),
        codes=(Code(RXNORM, "5514"), Code("http://snomed.info/sct", "84027009")),
    )
    return replace(made, **changes)


def stocked(*articles: Approved) -> Shelf:
    return shelf(articles or [approved()], read, TODAY)


def order(*words: str, code: str | None = None, key: str = "1", **more: Any) -> dict[str, Any]:
    coding = [{"system": RXNORM, "code": code, "display": words[0]}] if code else []
    concept = {**({"coding": coding} if coding else {}), **({"text": words[0]} if words else {})}
    made = {"resourceType": "MedicationRequest", "id": key, "status": "draft", "medicationCodeableConcept": concept}
    return {**made, **more}


def call(*orders: dict[str, Any], selections: list[str] | None = None) -> dict[str, Any]:
    chosen = [f"{o['resourceType']}/{o['id']}" for o in orders] if selections is None else selections
    return {
        "hook": "order-select",
        "hookInstance": "d1577c69-dfbe-44ad-ba6d-3e05e953b2ea",
        "context": {
            "userId": "Practitioner/1",
            "patientId": "2",
            "selections": chosen,
            "draftOrders": {"resourceType": "Bundle", "entry": [{"resource": o} for o in orders]},
        },
    }


def view(**prefetch: Any) -> dict[str, Any]:
    context = {"userId": "Practitioner/1", "patientId": "2"}
    return {"hook": "patient-view", "hookInstance": str(uuid.uuid4()), "context": context, "prefetch": prefetch}


def problem(text: str, **more: Any) -> dict[str, Any]:
    return {
        "resourceType": "Bundle",
        "entry": [{"resource": {"resourceType": "Condition", "code": {"text": text}, **more}}],
    }


def cards(service: str, body: object, *articles: Approved) -> list[dict[str, Any]]:
    made = respond(service, body, stocked(*articles), ON)
    assert not isinstance(made, BadRequest), made
    jsonschema.validate(made, CARDS, format_checker=jsonschema.FormatChecker())
    return made["cards"]


def test_the_two_services_are_discovered_as_the_specification_has_them() -> None:
    made = discovery(ON)

    jsonschema.validate(made, SERVICES)
    assert {s["hook"]: s["id"] for s in made["services"]} == {
        "patient-view": PATIENT_VIEW,
        "order-select": ORDER_SELECT,
    }


def test_nothing_is_there_until_the_owner_turns_cards_on() -> None:
    assert discovery(OFF) == {"services": []}
    assert respond(ORDER_SELECT, call(order("hydroxocobalamin")), stocked(), OFF) == BadRequest(
        404, "There is no such service."
    )


@pytest.mark.parametrize(
    "one",
    [
        order("hydroxocobalamin 1 mg/mL solution for injection"),
        order("HYDROXOCOBALAMIN"),
        order("Neo-Cytamen injection"),
        order("something in another language", code="5514"),
        {"resourceType": "MedicationRequest", "id": "1", "medication": {"concept": {"text": "hydroxocobalamin"}}},
        {
            "resourceType": "MedicationRequest",
            "id": "1",
            "medicationReference": {"reference": "#m"},
            "contained": [{"resourceType": "Medication", "id": "m", "code": {"text": "hydroxocobalamin"}}],
        },
    ],
)
def test_a_selected_order_of_the_drug_gets_the_card(one) -> None:
    assert len(cards(ORDER_SELECT, call(one))) == 1


@pytest.mark.parametrize(
    "one",
    [
        order("amoxicillin 500 mg"),
        order("amoxicillin with hydroxocobalamin"),
        order("", code="99"),
        order(),
        order("hydroxocobalamin", doNotPerform=True),
        {"resourceType": "ServiceRequest", "id": "1", "code": {"text": "hydroxocobalamin"}},
    ],
)
def test_any_other_order_gets_no_card(one) -> None:
    assert cards(ORDER_SELECT, call(one)) == []


def test_an_order_that_was_not_selected_gets_no_card() -> None:
    body = call(order("hydroxocobalamin", key="1"), order("amoxicillin", key="2"), selections=["MedicationRequest/2"])

    assert cards(ORDER_SELECT, body) == []
    body["context"]["selections"] = ["1"]
    assert len(cards(ORDER_SELECT, body)) == 1


def test_a_card_says_what_was_approved_by_whom_and_what_stands_beside_the_dose() -> None:
    (card,) = cards(ORDER_SELECT, call(order("hydroxocobalamin")))

    assert "7 mg" in card["detail"]
    assert "contraindicated in fictitis" in card["detail"]
    assert "Approved by Dr A. N. Invented" in card["detail"]
    assert "on 2 January 2026" in card["detail"]
    assert "not approved as a medical device" in card["detail"]
    assert card["source"]["url"] == "https://example.org/articles/1"
    assert "suggestions" not in card


def test_a_card_keeps_its_uuid_and_another_text_has_another() -> None:
    first, again = (cards(ORDER_SELECT, call(order("hydroxocobalamin")))[0]["uuid"] for _ in range(2))
    changed = replace(answered(), title="Another title")
    (other,) = cards(ORDER_SELECT, call(order("hydroxocobalamin")), approved(changed))

    assert first == again != other["uuid"]


def test_a_long_title_is_cut_between_words() -> None:
    long = replace(answered(), title="word " * 60)
    (card,) = cards(ORDER_SELECT, call(order("hydroxocobalamin")), approved(long))

    assert len(card["summary"]) < 140
    assert card["summary"].endswith("word…")


@pytest.mark.parametrize(
    "body",
    [
        view(conditions=problem("pernicious anaemia")),
        view(conditions={"resourceType": "Condition", "code": {"text": "Pernicious anaemia"}}),
        view(
            conditions=problem("x", code={"coding": [{"system": "http://snomed.info/sct", "code": "84027009"}]}),
        ),
        view(medications={"resourceType": "Bundle", "entry": [{"resource": order("hydroxocobalamin")}]}),
    ],
)
def test_a_record_with_the_problem_or_the_drug_gets_the_card(body) -> None:
    assert len(cards(PATIENT_VIEW, body)) == 1


@pytest.mark.parametrize(
    "body",
    [
        view(),
        view(conditions=None, medications=None),
        view(conditions=problem("asthma")),
        view(
            conditions=problem("pernicious anaemia", clinicalStatus={"coding": [{"code": "resolved", "system": "x"}]})
        ),
        view(conditions=problem("pernicious anaemia", verificationStatus={"text": "refuted"})),
        view(conditions=problem("pernicious anaemia", clinicalStatus="inactive")),
        view(other=problem("pernicious anaemia")),
    ],
)
def test_any_other_record_gets_no_card(body) -> None:
    assert cards(PATIENT_VIEW, body) == []


def with_status(state: State) -> Answer:
    return replace(
        answered(),
        references=tuple(Reference(r.ref, replace(r.source, status=Status(state))) for r in answered().references),
    )


@pytest.mark.parametrize(
    "article",
    [
        lambda: approved(approval=approval(answered(), of="0" * 64)),
        lambda: approved(approval=approval(answered(), renditions=frozenset({"pdf"}))),
        lambda: replace(approved(), answer=replace(answered(), bottom_line=())),
        lambda: approved(with_status(State.RETRACTED)),
        lambda: approved(with_status(State.WITHDRAWN)),
        lambda: approved(url="http://example.org"),
    ],
)
def test_an_article_that_is_not_what_was_approved_or_lost_a_source_has_no_card(article) -> None:
    assert cards(ORDER_SELECT, call(order("hydroxocobalamin")), article()) == []


def test_a_review_that_is_overdue_is_told() -> None:
    overdue = approved(approval=approval(answered(), next_review=date(2026, 3, 1)))
    (card,) = cards(ORDER_SELECT, call(order("hydroxocobalamin")), overdue)

    assert "has been due since 1 March 2026" in card["detail"]


GOOD = call(order("hydroxocobalamin"))


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("hook",), "patient-view"),
        (("hook",), None),
        (("hookInstance",), "not a uuid"),
        (("hookInstance",), 5),
        (("context",), []),
        (("context", "userId"), ""),
        (("context", "patientId"), None),
        (("context", "patientId"), "x" * 5000),
        (("context", "encounterId"), 7),
        (("context", "selections"), []),
        (("context", "selections"), "MedicationRequest/1"),
        (("context", "selections"), ["MedicationRequest/9"]),
        (("context", "draftOrders"), {}),
        (("context", "draftOrders"), {"resourceType": "Bundle", "entry": [1]}),
        (("context", "draftOrders"), {"resourceType": "Bundle", "entry": [{"resource": {}}] * 501}),
        (("prefetch",), None),
        (("fhirAuthorization",), {"access_token": "x"}),
    ],
)
def test_a_bad_call_is_told_as_a_value(path, value) -> None:
    body = copy.deepcopy(GOOD)
    held = body
    for name in path[:-1]:
        held = held[name]
    held[path[-1]] = value

    made = respond(ORDER_SELECT, body, stocked(), ON)

    assert isinstance(made, BadRequest)
    assert made.status == 400
    assert made.message.endswith(".")


def test_there_is_no_other_service() -> None:
    assert respond("order-sign", GOOD, stocked(), ON) == BadRequest(404, "There is no such service.")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.just("hydroxocobalamin"),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["code", "text", "coding", "resource", "entry", "medication", "reference", "id"]), inner
        )
    ),
    max_leaves=12,
)


@given(JSON)
def test_whatever_is_sent_is_answered_or_told(sent: object) -> None:
    stock = stocked()
    bodies = [sent, {**GOOD, "context": sent}, {**view(), "prefetch": {"conditions": sent, "medications": sent}}]
    one = order("x")
    one["medicationCodeableConcept"] = one["medication"] = one["medicationReference"] = one["contained"] = sent
    bodies.append(call(one))
    for body in bodies:
        for service in (ORDER_SELECT, PATIENT_VIEW):
            made = respond(service, body, stock, ON)
            if not isinstance(made, BadRequest):
                jsonschema.validate(made, CARDS)


def test_two_thousand_articles_and_a_hundred_orders_are_answered_in_time() -> None:
    articles = [approved(url=f"https://example.org/{n}", drugs=(f"drug{n}", "hydroxocobalamin")) for n in range(50)]
    stock = stocked(*articles)
    many = replace(stock, drugs={**{f"other{n}": (0,) for n in range(2_000)}, **stock.drugs})
    body = call(*(order(f"hydroxocobalamin {n} mg/mL solution for injection", key=str(n)) for n in range(100)))

    started = time.perf_counter()
    made = respond(ORDER_SELECT, body, many, ON)
    taken = time.perf_counter() - started

    assert not isinstance(made, BadRequest)
    assert len(made["cards"]) == 10
    assert taken < 0.5
