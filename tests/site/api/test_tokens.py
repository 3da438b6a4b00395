"""Tokens: whose they are, what they open, and when they do not."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from curbside_site.accounts.models import Person
from curbside_site.accounts.roles import Role
from curbside_site.api import tokens
from curbside_site.api.models import Token
from curbside_site.audit_trail.models import Entry
from curbside_site.errors import NotAllowed, NotComplete, NotLegal

pytestmark = pytest.mark.django_db
People = Callable[..., Person]


def test_of_a_token_the_hash_alone_is_kept(person: People) -> None:
    ada = person("ada", Role.READER)
    token, secret = tokens.make(by=ada, person=ada, name="a program", scopes=["ask"])
    assert token.digest == hashlib.sha256(secret.encode()).hexdigest()
    assert all(secret not in str(value) for row in Token.objects.values() for value in row.values())
    assert all(secret not in str(value) for row in Entry.objects.values() for value in row.values())
    assert tokens.found(secret) == token


def test_a_token_is_made_and_revoked_by_its_person_or_an_admin(person: People) -> None:
    ada, ben, admin = person("ada", Role.READER), person("ben", Role.EDITOR), person("root", Role.ADMIN)
    token, secret = tokens.make(by=ada, person=ada, name="a program", scopes=["ask"])
    with pytest.raises(NotAllowed):
        tokens.make(by=ben, person=ada, name="not mine", scopes=["ask"])
    with pytest.raises(NotAllowed):
        tokens.revoke(by=ben, token=token)
    tokens.revoke(by=admin, token=token)
    with pytest.raises(NotAllowed, match="revoked"):
        tokens.found(secret)
    with pytest.raises(NotLegal):
        tokens.revoke(by=ada, token=token)
    assert list(Entry.objects.values_list("action", "by")) == [("token made", ada.name), ("token revoked", admin.name)]


@pytest.mark.parametrize(
    ("name", "scopes", "days"),
    [("", ["ask"], 1), ("x", [], 1), ("x", ["everything"], 1), ("x", ["ask"], 0), ("x" * 101, ["ask"], 1)],
)
def test_a_token_is_complete(person: People, name: str, scopes: list[str], days: int) -> None:
    ada = person("ada", Role.READER)
    with pytest.raises(NotComplete):
        tokens.make(by=ada, person=ada, name=name, scopes=scopes, days=days)


def test_an_ended_token_and_one_of_a_closed_account_open_nothing(person: People, client: Client) -> None:
    ada = person("ada", Role.READER)
    token, secret = tokens.make(by=ada, person=ada, name="x", scopes=["articles"])
    header = {"Authorization": f"Bearer {secret}"}
    assert client.get("/api/v1/articles", headers=header).status_code == 200
    Token.objects.filter(pk=token.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    assert client.get("/api/v1/articles", headers=header).status_code == 401
    Token.objects.filter(pk=token.pk).update(expires_at=None)
    Person.objects.filter(pk=ada.pk).update(is_active=False)
    told = client.get("/api/v1/articles", headers=header)
    assert (told.status_code, told["Content-Type"]) == (401, "application/problem+json")
    assert told["WWW-Authenticate"].startswith("Bearer")


def test_a_token_opens_what_its_scopes_name_and_no_more_than_its_person_may(
    person: People, client: Client, bearer: Callable[..., dict[str, str]]
) -> None:
    ada = person("ada", Role.READER)
    told = client.get("/api/v1/sources", headers=bearer(ada, "articles"))
    assert (told.status_code, told.json()["detail"]) == (403, "This token has no scope 'sources'.")
    header = bearer(ada, "ask")
    ada.grants.update(revoked_at=timezone.now(), revoked_by="the tests")
    told = client.post("/api/v1/ask", {"question": "x"}, content_type="application/json", headers=header)
    assert (told.status_code, told.json()["detail"]) == (403, "The account of this token may not ask questions.")


def test_the_cookie_of_a_browser_opens_no_route_for_programs(person: People) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(person("ada", Role.READER))
    told = client.post("/api/v1/ask", {"question": "x"}, content_type="application/json")
    assert told.status_code == 401


def test_the_page_shows_a_secret_once_and_revokes(person: People, client: Client) -> None:
    ada, eve = person("ada", Role.READER), person("eve", Role.READER)
    client.force_login(ada)
    told = client.post("/account/tokens/", {"name": "my program", "days": "30", "scopes": ["ask", "articles"]})
    assert (told.status_code, told["Location"]) == (302, "/account/tokens/")
    assert not [row for row in Session.objects.all() if "cbs_" in str(row.get_decoded())]
    page = client.get("/account/tokens/")
    secret = page.context["made"]["secret"]
    assert secret in page.content.decode()
    token = tokens.found(secret)
    assert token.scopes == ["articles", "ask"]
    assert secret not in client.get("/account/tokens/").content.decode()
    assert Token.objects.count() == 1
    wrong = client.post("/account/tokens/", {"name": "", "days": "0", "scopes": []})
    assert wrong.status_code == 400
    client.force_login(eve)
    assert client.post(f"/account/tokens/{token.pk}/revoke/").status_code == 404
    assert "my program" not in client.get("/account/tokens/").content.decode()
    client.force_login(ada)
    client.post(f"/account/tokens/{token.pk}/revoke/")
    with pytest.raises(NotAllowed):
        tokens.found(secret)
