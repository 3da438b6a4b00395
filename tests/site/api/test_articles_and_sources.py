"""Articles and sources over the API."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from curbside_site import shelf
from curbside_site.accounts.models import Person
from curbside_site.accounts.roles import Role
from curbside_site.articles import services as articles
from curbside_site.articles.models import Revision
from curbside_site.review import services as review
from curbside_site.review.models import Lapse

pytestmark = pytest.mark.django_db
People = Callable[..., Person]
Publish = Callable[..., Revision]


def test_an_approved_article_is_read_as_it_was_approved(client: Client, publish: Publish, answered: Any) -> None:
    revision = publish("fhir")
    told = client.get(f"/api/v1/articles/{revision.article.slug}").json()
    assert told["as_approved"] is True
    assert told["text"] == answered.body
    assert told["state"] == "approved"
    assert told["renditions"] == ["fhir", "page"]
    assert [a["reviewer"] for a in told["approved_by"]] == ["Ben (invented)"]
    assert client.get(f"/api/v1/articles/{revision.article.slug}/revisions/1").json() == told
    (row,) = client.get("/api/v1/articles").json()["items"]
    assert row == {k: v for k, v in told.items() if k not in ("text", "as_approved")}
    assert client.get("/api/v1/articles?q=hydroxocobalamin").json()["items"] == [row]
    assert client.get("/api/v1/articles?q=metformin").json()["items"] == []


def test_a_draft_is_for_those_who_work_on_it(
    client: Client, person: People, answered: Any, bearer: Callable[..., dict[str, str]]
) -> None:
    ada, ben, eve = person("ada", Role.AUTHOR), person("ben", Role.REVIEWER), person("eve", Role.AUTHOR)
    article = articles.create(by=ada, body=answered.body, answer=answered.id)
    address = f"/api/v1/articles/{article.slug}/revisions/1"
    assert client.get(f"/api/v1/articles/{article.slug}").status_code == 404
    assert client.get("/api/v1/articles").json()["items"] == []
    assert client.get(address).status_code == 404
    assert client.get(address, headers=bearer(eve, "articles")).status_code == 404
    for insider in (ada, ben):
        assert client.get(address, headers=bearer(insider, "articles")).json()["state"] == "draft"


def test_a_withdrawn_revision_is_gone_with_its_reason(client: Client, publish: Publish, person: People) -> None:
    revision = publish()
    review.withdraw(by=person("ed", Role.EDITOR), revision=revision, reason="an invented reason")
    told = client.get(f"/api/v1/articles/{revision.article.slug}/revisions/1")
    assert (told.status_code, told.json()["detail"]) == (410, "It was withdrawn: an invented reason.")
    assert client.get(f"/api/v1/articles/{revision.article.slug}").status_code == 404


def test_what_rests_on_a_retracted_source_is_out_before_anything_else_has_run(
    client: Client, publish: Publish, answered: Any, retracted: Callable[[str], None]
) -> None:
    revision = publish()
    regimen = answered.body["regimens"][0]
    retracted(regimen["source"])
    told = client.get(f"/api/v1/articles/{revision.article.slug}").json()
    assert told["as_approved"] is False
    assert all(r["source"] != regimen["source"] for r in told["text"]["regimens"])
    only = [
        s["text"] for s in answered.body["statements"] if {c["source"] for c in s["citations"]} == {regimen["source"]}
    ]
    assert only
    assert not {s["text"] for s in told["text"]["statements"]} & set(only)
    assert any(n.startswith("Withheld:") for n in told["text"]["notices"])


def test_what_a_lapse_hides_is_out_with_the_reason(client: Client, publish: Publish, answered: Any) -> None:
    revision = publish()
    hidden = answered.body["regimens"][0]["statement"]
    text = next(s["text"] for s in answered.body["statements"] if s["id"] == hidden)
    Lapse.objects.create(
        article=revision.article,
        revision=revision,
        reason="safety alert",
        detail="An invented alert touches it.",
        hides=[hidden],
        key="the tests",
        at=timezone.now(),
    )
    page = client.get(f"/api/v1/articles/{revision.article.slug}")
    told = page.json()
    assert text not in page.content.decode()
    assert hidden not in [s["id"] for s in told["text"]["statements"]]
    assert all(r["statement"] != hidden for r in told["text"]["regimens"])
    assert "An invented alert touches it" in told["text"]["notices"][0]
    assert told["lapses"][0]["statements"] == [hidden]


def test_pages_follow_one_another_without_gap(client: Client) -> None:
    found, address = [], "/api/v1/sources?limit=7"
    while address:
        told = client.get(address).json()
        assert len(told["items"]) <= 7
        found += [s["id"] for s in told["items"]]
        address = told["next"]
    assert found == [s.id for s in shelf.library().sources()]
    assert client.get("/api/v1/sources?limit=0").status_code == 422


def test_a_source_is_shown_as_far_as_its_licence_allows(client: Client, publish: Publish, answered: Any) -> None:
    revision = publish()
    reference = answered.body["references"][0]["id"]
    told = client.get(f"/api/v1/sources/{reference}").json()
    stored = shelf.library().get(reference)
    assert told["hash"] == stored.content_hash
    assert told["articles"] == [revision.article.slug]
    assert (told["text"] == stored.text) == (told["text_withheld"] is None)
    assert not {"where", "original", "raw_hash"} & set(told)
    missing = client.get("/api/v1/sources/doi:10.1/nothing")
    assert (missing.status_code, missing["Content-Type"]) == (404, "application/problem+json")


def test_a_source_whose_licence_forbids_it_is_not_shown(client: Client) -> None:
    from dataclasses import replace

    from curbside.types import Licence

    source = shelf.library().get(next(s.id for s in shelf.library().sources()))
    closed = replace(source, id="file:closed-of-the-tests", licence=Licence("an invented one", show=False, quote=True))
    shelf.library().put(closed)
    try:
        told = client.get("/api/v1/sources/file:closed-of-the-tests").json()
        assert (told["text"], bool(told["text_withheld"])) == ("", True)
    finally:
        shelf.library().remove(closed.id)


def test_every_other_address_is_a_problem_with_one_sentence(client: Client) -> None:
    for address in ("/api/", "/api/v2/ask", "/api/v1/nothing", "/api/v1/articles/none", "/api/v1/runs/no-id"):
        told = client.get(address)
        assert (told.status_code, told["Content-Type"]) == (404, "application/problem+json"), address
        assert told.json()["detail"].endswith(".")
    told = client.delete("/api/v1/articles")
    assert (told.status_code, told["Allow"], told["Content-Type"]) == (405, "GET", "application/problem+json")
