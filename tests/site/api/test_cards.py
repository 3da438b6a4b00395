"""CDS Hooks over HTTP: off until it is switched on, from approved articles, quick, and withdrawn at once."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import jsonschema
import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.utils import timezone
from tests.unit.interop.cds_hooks.schemas import CARDS, SERVICES

from curbside_site.api import cards
from curbside_site.articles.models import Revision
from curbside_site.review.models import Lapse

pytestmark = pytest.mark.django_db
Publish = Callable[..., Revision]
ADDRESS = "/cds-services/curbside-order-select"


@pytest.fixture
def on(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The owner allows cards, and the site has a public address; a busy machine may take longer to make them."""
    monkeypatch.setattr(cards, "WAIT", 30.0)
    settings.ENGINE = replace(django_settings.ENGINE, allow=("cards",))
    settings.SITE_URL = "https://curbside.example"
    cards._ready.clear()
    yield
    cards._ready.clear()


def order(drug: str = "hydroxocobalamin") -> dict[str, Any]:
    resource = {
        "resourceType": "MedicationRequest",
        "id": "one",
        "status": "draft",
        "intent": "order",
        "subject": {"reference": "Patient/invented"},
        "medicationCodeableConcept": {"text": drug},
    }
    return {
        "hook": "order-select",
        "hookInstance": str(uuid.uuid4()),
        "context": {
            "userId": "Practitioner/invented",
            "patientId": "invented",
            "selections": ["MedicationRequest/one"],
            "draftOrders": {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": resource}]},
        },
    }


def call(client: Client, body: Any) -> Any:
    return client.post(ADDRESS, body, content_type="application/json")


def test_it_is_off_until_the_owner_switches_it_on(client: Client, publish: Publish) -> None:
    publish("cards")
    assert client.get("/cds-services").json() == {"services": []}
    assert call(client, order()).status_code == 404


@pytest.mark.usefixtures("on")
def test_an_order_gets_the_card_of_the_approved_article(client: Client, publish: Publish) -> None:
    revision = publish("cards")
    jsonschema.validate(client.get("/cds-services").json(), SERVICES)
    call(client, order())
    began = time.monotonic()
    told = call(client, order())
    took = time.monotonic() - began
    jsonschema.validate(told.json(), CARDS)
    (card,) = told.json()["cards"]
    assert card["source"]["url"] == f"https://curbside.example/articles/{revision.article.slug}/"
    assert "Ben (invented)" in card["source"]["label"]
    assert took < 0.5
    assert call(client, order("warfarin")).json() == {"cards": []}


@pytest.mark.usefixtures("on")
def test_an_article_that_was_not_approved_as_cards_gives_none(client: Client, publish: Publish) -> None:
    publish("fhir")
    cards.cards()
    assert call(client, order()).json() == {"cards": []}


@pytest.mark.usefixtures("on")
def test_what_was_withdrawn_is_on_no_card_from_the_next_call_on(
    client: Client, publish: Publish, answered: Any, retracted: Callable[[str], None]
) -> None:
    revision = publish("cards")
    cards.cards()
    assert len(call(client, order()).json()["cards"]) == 1
    retracted(answered.body["regimens"][0]["source"])
    assert call(client, order()).json() == {"cards": []}
    cards.cards()
    assert call(client, order()).json() == {"cards": []}
    assert revision.lapses.count() == 0


@pytest.mark.usefixtures("on")
def test_a_lapse_that_hides_a_statement_takes_the_card_away(client: Client, publish: Publish, answered: Any) -> None:
    revision = publish("cards")
    cards.cards()
    hides = [answered.body["statements"][0]["id"]]
    Lapse.objects.create(
        article=revision.article, revision=revision, reason="safety alert", detail="invented", hides=hides,
        key="the tests", at=timezone.now(),
    )  # fmt: skip
    cards.cards()
    assert call(client, order()).json() == {"cards": []}


@pytest.mark.usefixtures("on")
def test_a_bad_call_is_told_in_one_sentence(client: Client) -> None:
    told = client.post(ADDRESS, "{", content_type="application/json")
    assert (told.status_code, told.json()["detail"]) == (400, "The body is no JSON.")
    told = call(client, {"hook": "order-select"})
    assert (told.status_code, told.json()["detail"]) == (400, "hookInstance is no UUID.")
    assert client.post("/cds-services/none", order(), content_type="application/json").status_code == 404


@pytest.mark.usefixtures("on")
def test_the_token_that_a_client_signs_for_itself_is_passed_over_and_a_wrong_one_of_ours_is_not(client: Client) -> None:
    assert client.get("/cds-services", headers={"Authorization": "Bearer aaa.bbb.ccc"}).status_code == 200
    assert client.get("/cds-services", headers={"Authorization": "Bearer cbs_wrong"}).status_code == 401
