"""FHIR: definitions of approved articles, read, searched, and withdrawn."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from fhir.resources import get_fhir_model_class
from fhir.resources.R4B import get_fhir_model_class as get_r4b

from curbside.interop.fhir import violations
from curbside.interop.fhir.identities import identities
from curbside_site.articles.models import Revision
from curbside_site.review.models import Lapse

pytestmark = pytest.mark.django_db
Publish = Callable[..., Revision]


def searched(client: Client, address: str) -> list[dict[str, Any]]:
    told = client.get(address)
    assert told.status_code == 200, told.content
    made = told.json()
    get_fhir_model_class("Bundle").model_validate(made)
    return [e["resource"] for e in made.get("entry", [])]


def lapse(revision: Revision, *hides: str) -> None:
    Lapse.objects.create(
        article=revision.article,
        revision=revision,
        reason="safety alert",
        detail="An invented alert touches it.",
        hides=list(hides),
        key=f"the tests {hides}",
        at=timezone.now(),
    )


def test_the_capability_statement_is_read_by_fhir_resources_in_both_releases(client: Client) -> None:
    told = client.get("/fhir/metadata")
    assert told["Content-Type"] == "application/fhir+json; fhirVersion=5.0; charset=utf-8"
    get_fhir_model_class("CapabilityStatement").model_validate(told.json())
    older = client.get("/fhir/metadata", headers={"Accept": "application/fhir+json; fhirVersion=4.3"}).json()
    get_r4b("CapabilityStatement").model_validate(older)
    assert older["fhirVersion"] == "4.3.0"
    assert client.get("/fhir/metadata?_format=application/fhir%2Bjson;fhirVersion=3.0").status_code == 406


def test_only_what_is_approved_as_fhir_is_given_out(client: Client, publish: Publish) -> None:
    revision = publish("print")
    assert searched(client, "/fhir/PlanDefinition") == []
    for key, kind in identities(revision.body, "R5").items():
        assert client.get(f"/fhir/{kind}/{key}").status_code == 404


def test_every_resource_of_an_approved_article_is_found_by_its_id(
    client: Client, publish: Publish, answered: Any
) -> None:
    revision = publish("fhir")
    (bundle,) = searched(client, f"/fhir/Bundle?article={revision.article.slug}")
    assert list(violations(bundle, "R5")) == []
    held = {e["resource"]["id"]: e["resource"] for e in bundle["entry"]}
    assert set(held) <= set(identities(revision.body, "R5"))
    for key, resource in held.items():
        assert client.get(f"/fhir/{resource['resourceType']}/{key}").json() == resource
    plans = searched(client, "/fhir/PlanDefinition")
    assert len(plans) == len(answered.body["regimens"])
    assert "Approved by Ben (invented)" in bundle["entry"][0]["resource"]["text"]["div"]
    assert client.get(f"/fhir/Bundle/{bundle['id']}").json() == bundle
    (one,) = searched(client, f"/fhir/PlanDefinition?url={plans[0]['url']}")
    assert one == plans[0]
    assert searched(client, "/fhir/PlanDefinition?title=metformin") == []


def test_r4b_is_given_where_it_is_asked_for(client: Client, publish: Publish) -> None:
    publish("fhir")
    told = client.get("/fhir/Bundle", headers={"Accept": "application/fhir+json; fhirVersion=4.3"}).json()
    get_r4b("Bundle").model_validate(told)
    (bundle,) = [e["resource"] for e in told["entry"]]
    assert list(violations(bundle, "R4B")) == []


def test_a_dose_that_is_hidden_is_withdrawn_with_the_reason(client: Client, publish: Publish, answered: Any) -> None:
    revision = publish("fhir")
    plans = searched(client, "/fhir/PlanDefinition")
    hidden = answered.body["regimens"][0]["statement"]
    text = next(s["text"] for s in answered.body["statements"] if s["id"] == hidden)
    lapse(revision, hidden)
    left = searched(client, "/fhir/PlanDefinition")
    assert len(left) < len(plans)
    gone = [p for p in plans if p["id"] not in {one["id"] for one in left}]
    for plan in gone:
        told = client.get(f"/fhir/PlanDefinition/{plan['id']}")
        assert told.status_code == 410
        assert told.json()["issue"][0]["diagnostics"] == "It was withdrawn: An invented alert touches it."
        get_fhir_model_class("OperationOutcome").model_validate(told.json())
    bundle = client.get(f"/fhir/Bundle?article={revision.article.slug}").content.decode()
    assert text not in bundle
    assert "Nobody has reviewed this text" in bundle


def test_what_rests_on_a_retracted_source_is_withdrawn_at_once(
    client: Client, publish: Publish, answered: Any, retracted: Callable[[str], None]
) -> None:
    publish("fhir")
    plans = searched(client, "/fhir/PlanDefinition")
    source = answered.body["regimens"][0]["source"]
    retracted(source)
    left = {p["id"] for p in searched(client, "/fhir/PlanDefinition")}
    gone = [p for p in plans if p["id"] not in left]
    assert gone
    assert {client.get(f"/fhir/PlanDefinition/{p['id']}").status_code for p in gone} == {410}


def test_where_nothing_is_left_everything_is_gone(client: Client, publish: Publish, answered: Any) -> None:
    revision = publish("fhir")
    (plan, *_) = searched(client, "/fhir/PlanDefinition")
    lapse(revision, *(s["id"] for s in answered.body["statements"]))
    assert searched(client, "/fhir/PlanDefinition") == []
    assert client.get(f"/fhir/PlanDefinition/{plan['id']}").status_code == 410


def test_pages_of_a_search_follow_one_another(client: Client, publish: Publish, person: Any) -> None:
    from curbside_site.accounts.roles import Role

    ada, ben = person("ada", Role.AUTHOR), person("ben", Role.REVIEWER)
    for _ in range(3):
        publish("fhir", author=ada, reviewer=ben)
    seen, address = [], "/fhir/Library?_count=1"
    while address:
        told = client.get(address).json()
        seen += [e["resource"]["id"] for e in told["entry"]]
        address = next((x["url"].partition("8000")[2] for x in told["link"] if x["relation"] == "next"), "")
    assert len(seen) == 3


def test_errors_are_operation_outcomes(client: Client) -> None:
    for address, status in (
        ("/fhir/Patient", 404),
        ("/fhir/Patient/1", 404),
        ("/fhir/PlanDefinition/none", 404),
        ("/fhir/Bundle/article-x", 404),
        ("/fhir/PlanDefinition?patient=1", 400),
        ("/fhir/PlanDefinition?_count=many", 400),
    ):
        told = client.get(address)
        assert told.status_code == status, address
        get_fhir_model_class("OperationOutcome").model_validate(told.json())
    told = client.post("/fhir/PlanDefinition", {}, content_type="application/json")
    assert told.status_code == 405
    get_fhir_model_class("OperationOutcome").model_validate(told.json())
