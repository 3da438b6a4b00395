"""Every route, for everybody: each says what it needs, and lets nobody else in.

Three people (whoever owns a thing, members of each role who do not, and a stranger without an account) go over the
whole table of addresses. A route that declares nothing fails, and so does one that the table of examples does not know.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Any, Final

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from curbside_site.accounts.access import allows, declared
from curbside_site.accounts.models import Person
from curbside_site.accounts.roles import PERMISSIONS, Permission, Role
from curbside_site.api import tokens, webhooks
from curbside_site.api.models import SCOPES, Delivery
from curbside_site.articles import services as articles
from curbside_site.asking.models import Run

pytestmark = pytest.mark.django_db
STRANGER: Final = "stranger"
OWNER: Final = "owner"

EXAMPLES: Final = {
    "health": "/health",
    "ready": "/ready",
    "ask": "/",
    "run": "/runs/{run}/",
    "run-events": "/runs/{run}/events",
    "run-file": "/runs/{run}/as/ris",
    "articles": "/articles/",
    "article": "/articles/{slug}/",
    "article-file": "/articles/{slug}/as/ris",
    "revision": "/articles/{slug}/revisions/1/",
    "revision-file": "/articles/{slug}/revisions/1/as/ris",
    "report-fault": "/articles/{slug}/revisions/1/report/",
    "sources": "/sources/",
    "source": "/sources/{source}/",
    "editorial-policy": "/editorial-policy/",
    "write": "/write/",
    "add_source": "/write/add-source/",
    "write_from_run": "/write/from-run/{run}/",
    "write_from_overview": "/write/from-overview/",
    "write_from_question": "/write/from-question/",
    "write_article": "/write/{draft}/",
    "write_rendition": "/write/{slug}/rendition/",
    "write_check": "/write/{draft}/check/",
    "write_change": "/write/{draft}/do/save/",
    "choose_source": "/write/{draft}/sources/",
    "choose_sentences": "/write/{draft}/sources/{source}/",
    "review": "/review/",
    "review_one": "/review/{slug}/1/",
    "review_take": "/review/{slug}/1/take/",
    "review_verdicts": "/review/{slug}/1/verdicts/",
    "review_decide": "/review/{slug}/1/decide/",
    "assign": "/review/{slug}/1/assign/",
    "board": "/board/",
    "editing": "/editing/",
    "policy": "/editing/policy/",
    "lapses": "/editing/lapses/",
    "reports": "/editing/reports/",
    "history": "/editing/{slug}/",
    "compare": "/editing/{slug}/compare/1/1/",
    "withdraw": "/editing/{slug}/1/withdraw/",
    "account": "/account/",
    "account_describe": "/account/describe/",
    "account_interests": "/account/interests/",
    "set_password": "/account/set-password/MQ/none/",
    "login": "/account/login/",
    "account_login": "/account/login/",
    "logout": "/account/logout/",
    "account_logout": "/account/logout/",
    "account_inactive": "/account/inactive/",
    "account_change_password": "/account/password/",
    "account_reauthenticate": "/account/reauthenticate/",
    "administration": "/administration/",
    "people": "/administration/people/",
    "one_person": "/administration/people/{person}/",
    "change_person": "/administration/people/{person}/change/",
    "verify_credential": "/administration/people/{person}/verify/",
    "credentials": "/administration/credentials/",
    "end_credential": "/administration/credentials/{credential}/end/",
    "trail": "/administration/trail/",
    "jobs": "/administration/jobs/",
    "settings": "/administration/settings/",
    "roles": "/roles/",
    "mfa_index": "/account/two-factor/",
    "mfa_authenticate": "/account/two-factor/authenticate/",
    "mfa_reauthenticate": "/account/two-factor/reauthenticate/",
    "mfa_activate_totp": "/account/two-factor/totp/activate/",
    "mfa_deactivate_totp": "/account/two-factor/totp/deactivate/",
    "mfa_view_recovery_codes": "/account/two-factor/recovery-codes/",
    "mfa_generate_recovery_codes": "/account/two-factor/recovery-codes/generate/",
    "mfa_download_recovery_codes": "/account/two-factor/recovery-codes/download/",
    "tokens": "/account/tokens/",
    "token-revoke": "/account/tokens/{token}/revoke/",
    "webhooks": "/webhooks/",
    "webhook-stop": "/webhooks/{webhook}/stop/",
    "delivery-again": "/webhooks/messages/{delivery}/again/",
    "openapi": "/api/v1/openapi.json",
    "v1:ask": "/api/v1/ask",
    "v1:run": "/api/v1/runs/{run}",
    "v1:run_events": "/api/v1/runs/{run}/events",
    "v1:articles": "/api/v1/articles",
    "v1:article": "/api/v1/articles/{slug}",
    "v1:revision": "/api/v1/articles/{slug}/revisions/1",
    "v1:sources": "/api/v1/sources",
    "v1:source": "/api/v1/sources/{source}",
    "v1:audit": "/api/v1/audit",
    "v1:check": "/api/v1/check",
    "v1:regimens": "/api/v1/regimens",
    "v1:calculate": "/api/v1/calculate",
    "api-nothing": "/api/",
    "api-nothing-there": "/api/none",
    "fhir-metadata": "/fhir/metadata",
    "fhir-search": "/fhir/PlanDefinition",
    "fhir-read": "/fhir/PlanDefinition/none",
    "cds-services": "/cds-services",
    "cds-service": "/cds-services/curbside-patient-view",
    "schedule": "/articles/{slug}/schedule.ics",
    "article-jsonld": "/articles/{slug}/article.jsonld",
    "feed-rss": "/feeds/articles.rss",
    "feed-atom": "/feeds/articles.atom",
    "sitemap": "/sitemap.xml",
    "robots": "/robots.txt",
}
"""An address of each route; what stands in braces is of the things of the owner (`things`)."""

PRIVATE: Final = {
    "run": {OWNER},
    "run-events": {OWNER},
    "run-file": {OWNER},
    "v1:run": {OWNER},
    "v1:run_events": {OWNER},
    "token-revoke": {OWNER, Role.ADMIN},
    "draft": {OWNER, Role.REVIEWER, Role.EDITOR},
    "v1:draft": {OWNER, Role.REVIEWER, Role.EDITOR},
}
"""Things of one person: who finds them; to all others they are not there."""
DRAFT: Final = {"draft": "/articles/{draft}/revisions/1/", "v1:draft": "/api/v1/articles/{draft}/revisions/1"}


class Undone(Exception):  # noqa: N818
    """Ends a transaction without a trace."""


@dataclass(frozen=True)
class Actor:
    """Somebody: with the session of a browser and a token of all scopes, or neither."""

    name: str
    person: Person | None
    client: Client
    token: dict[str, str]

    def call(self, method: str, address: str, program: bool) -> Any:
        """The answer, of which nothing stays in the database."""
        response, cookies = None, deepcopy(self.client.cookies)
        try:
            with transaction.atomic():
                headers = self.token if program else {}
                data: dict[str, Any] = (
                    {"data": {}, "content_type": "application/json"} if program and method == "post" else {}
                )
                response = getattr(self.client, method)(address, headers=headers, **data)
                raise Undone
        except Undone:
            self.client.cookies = cookies
            return response


def routes() -> Iterator[tuple[str, Any]]:
    """Every route: its name, and its view."""

    def walk(resolver: URLResolver, space: str) -> Iterator[tuple[str, Any]]:
        for one in resolver.url_patterns:
            if isinstance(one, URLPattern):
                yield f"{space}{one.name or one.lookup_str}", one.callback
            else:
                yield from walk(one, f"{space}{one.namespace}:" if one.namespace else space)

    yield from walk(get_resolver(), "")


@pytest.fixture
def actors(person: Callable[..., Person]) -> dict[str, Actor]:
    def made(name: str, one: Person | None) -> Actor:
        client = Client()
        if one is None:
            return Actor(name, None, client, {})
        client.force_login(one)
        _, secret = tokens.make(by=one, person=one, name="of the tests", scopes=SCOPES)
        return Actor(name, one, client, {"Authorization": f"Bearer {secret}"})

    people = {OWNER: person("owner", Role.AUTHOR), **{r.value: person(f"a-{r}", r) for r in Role}}
    return {STRANGER: made(STRANGER, None), **{name: made(name, one) for name, one in people.items()}}


@pytest.fixture
def things(
    actors: dict[str, Actor], publish: Callable[..., Any], answered: Any, person: Callable[..., Person]
) -> dict[str, Any]:
    """What the owner has: a published article, a draft, a run with an answer, a token; and an admin's webhook."""
    owner, admin = actors[OWNER].person, actors[Role.ADMIN].person
    assert owner
    assert admin
    revision = publish("fhir", "jsonld", author=owner, reviewer=person("ben", Role.REVIEWER))
    draft = articles.create(by=owner, body=answered.body, answer=answered.id)
    run = Run.objects.create(
        person=owner, text="of the tests", state=Run.FINISHED, result=answered.body, answer=answered.id,
        finished_at=timezone.now(), options={"audience": "professional", "length": "full"},
    )  # fmt: skip
    token, _ = tokens.make(by=owner, person=owner, name="of the owner", scopes=["ask"])
    hook = webhooks.add(by=admin, url="https://example.org/hook")
    now = timezone.now()
    message = Delivery.objects.create(
        webhook=hook, body={"article": "x", "revision": 1, "reason": "x"}, due_at=now, given_up_at=now
    )
    return {
        "slug": revision.article.slug,
        "draft": draft.slug,
        "run": run.pk,
        "source": revision.cited.first().source,
        "token": token.pk,
        "webhook": hook.pk,
        "delivery": message.pk,
        "person": owner.username,
        "credential": actors[Role.REVIEWER].person.credentials.get().pk,  # type: ignore[union-attr]
    }


def shut(response: Any, program: bool) -> str:
    """How a route refused somebody for lack of a permission; "" where it let them in."""
    if program:
        return {401: "token", 403: "permission"}.get(response.status_code, "")
    if response.status_code == 302 and response["Location"].startswith("/account/login/?next="):
        return "login"
    return "permission" if response.status_code == 403 else ""


def test_every_route_says_what_it_needs_and_is_in_the_table_of_examples() -> None:
    found = dict(routes())
    assert [name for name, view in found.items() if declared(view, name) is None] == []
    assert set(found) == set(EXAMPLES)
    for name, view in found.items():
        if name.startswith(("v1:", "fhir-", "cds-", "api-")):
            assert view.scope in SCOPES, name


def test_nobody_gets_through_a_route_whose_permission_they_lack_and_everybody_else_does(
    actors: dict[str, Actor], things: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("curbside_site.asking.streams.LONGEST", 0.01)
    wrong = []
    for name, view in routes():
        needed, program = declared(view, name), hasattr(view, "scope")
        assert needed is not None
        address = EXAMPLES[name].format(**things)
        # What is public is public for every role alike.
        some = (STRANGER, OWNER, Role.ADMIN) if needed is Permission.PUBLIC else actors
        for actor in (actors[who] for who in some):
            may = allows(actor.person, needed)
            for method in ("get", "post"):
                response = actor.call(method, address, program)
                how = shut(response, program)
                if response.status_code >= 500 or (not may and not how) or (may and how in ("login", "token")):
                    wrong.append((name, method, actor.name, response.status_code, how))
                if may and how == "permission" and name not in BY_THE_THING:
                    wrong.append((name, method, actor.name, response.status_code, "refused although allowed"))
    assert wrong == [], wrong


BY_THE_THING: Final = {
    "ask",
    "compare",
    "history",
    "review",
    "review_one",
    "write_article",
    "write_change",
    "write_check",
    "write_rendition",
}
"""Routes that let somebody in by their permission, and then refuse by whose the thing is or what it is."""


def test_what_is_somebodys_is_found_by_them_alone(
    actors: dict[str, Actor], things: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("curbside_site.asking.streams.LONGEST", 0.01)
    wrong = []
    for name, finders in PRIVATE.items():
        address = {**EXAMPLES, **DRAFT}[name].format(**things)
        method = "post" if name == "token-revoke" else "get"
        for actor in actors.values():
            response = actor.call(method, address, name.startswith("v1:"))
            inside = response.status_code in (200, 204) or (
                name == "token-revoke" and response.get("Location") == "/account/tokens/"
            )
            if inside != (actor.name in finders):
                wrong.append((name, actor.name, response.status_code))
    assert wrong == []


def test_the_table_of_roles_holds_what_keeps_writing_reviewing_and_administering_apart() -> None:
    assert not PERMISSIONS[Role.ADMIN] & {Permission.WRITE, Permission.REVIEW, Permission.EDIT}
    assert Permission.WRITE not in PERMISSIONS[Role.REVIEWER]
    assert [role for role in Role if Permission.ADMINISTER in PERMISSIONS[role]] == [Role.ADMIN]
