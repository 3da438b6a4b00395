"""A program uses the service: with a token that its person made in the browser, and without one where it may."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import expect
from tests.functional.conftest import Site, Visit, Watched
from tests.functional.sources import RASH


@pytest.fixture
def program(chromium: Any, site: Site) -> Iterator[Any]:
    """Requests without cookies."""
    context = chromium.new_context(base_url=site.house.address)
    yield context.request
    context.close()


def made_token(page: Any) -> str:
    """Make a token with every scope that one may give, and copy it from the page."""
    page.goto("/account/")
    page.get_by_role("link", name=re.compile("token", re.I)).first.click()
    page.get_by_label(re.compile("name|program", re.I)).first.fill("a program of the tests")
    for scope in page.get_by_role("checkbox").all():
        scope.check()
    page.get_by_role("button", name=re.compile("make", re.I)).click()
    secret = page.get_by_role("main").locator("code").first.inner_text()
    assert len(secret) > 20
    page.reload()
    assert secret not in page.content(), "it is shown once"
    expect(page.get_by_role("button", name=re.compile("revoke", re.I))).to_have_count(1)
    return str(secret)


def test_a_program_asks_audits_and_checks_with_a_token_until_it_is_revoked(visit: Visit, program: Any) -> None:
    page = visit("rana")
    secret = made_token(page)
    headers = {"Authorization": f"Bearer {secret}"}
    answer = program.post("/api/v1/ask?wait=30", headers=headers, data={"question": RASH.question})
    assert answer.status == 200, answer.text()
    told = json.dumps(answer.json())
    assert RASH.dosing in told
    assert f'"source": "local:{RASH.key}"' in told
    stream = program.post(
        "/api/v1/ask", headers={**headers, "Accept": "text/event-stream"}, data={"question": RASH.question}
    )
    kinds = re.findall(r"^event: (\w+)$", stream.text(), re.M)
    assert kinds[0] == "searching"
    assert kinds[-1] == "finished"
    numbers = [int(n) for n in re.findall(r"^id: (\d+)$", stream.text(), re.M)]
    assert numbers == sorted(set(numbers))
    wrong = f"Adults with the invented rash are given rashamine {RASH.dose}0 mg by mouth twice daily."
    audit = program.post("/api/v1/audit", headers=headers, data={"text": wrong})
    assert audit.status == 200, audit.text()
    assert '"supported"' not in re.sub(r'"supported": (0|false)', "", json.dumps(audit.json()["claims"]))
    page.get_by_role("button", name=re.compile("revoke", re.I)).click()
    expect(page.get_by_role("main")).to_contain_text("revoked")
    refused = program.post("/api/v1/ask", headers=headers, data={"question": RASH.question})
    assert refused.status == 401
    assert refused.headers["content-type"].startswith("application/problem+json")


def test_a_program_reads_approved_articles_and_sources_without_an_account(program: Any, site: Site) -> None:
    slug = site.slugs["rash"]
    listed = program.get("/api/v1/articles").json()
    assert slug in json.dumps(listed)
    assert site.slugs["itch"] not in json.dumps(listed), "a draft"
    article = program.get(f"/api/v1/articles/{slug}")
    assert "Ben Reviewer" in article.text()
    source = program.get(f"/api/v1/sources/local:{RASH.key}")
    assert RASH.title in source.text()
    assert program.get(f"/api/v1/articles/{site.slugs['itch']}").status == 404


def test_the_description_of_the_api_names_what_it_has(program: Any) -> None:
    described = program.get("/api/v1/openapi.json").json()
    assert described["openapi"].startswith("3.")
    for path in ("ask", "articles", "sources", "audit", "check"):
        assert any(path in p for p in described["paths"]), path


def test_approved_articles_are_in_fhir_cards_feeds_and_the_calendar(program: Any, site: Site) -> None:
    slug = site.slugs["rash"]
    assert program.get("/fhir/metadata").json()["resourceType"] == "CapabilityStatement"
    plans = program.get("/fhir/PlanDefinition").text()
    assert "rashamine" in plans.lower()
    assert site.slugs["itch"] not in plans
    services = program.get("/cds-services").json()["services"]
    assert services
    for feed in ("/feeds/articles.atom", "/feeds/articles.rss", "/sitemap.xml"):
        assert f"/articles/{slug}/" in program.get(feed).text(), feed
    calendar = program.get(f"/articles/{slug}/schedule.ics?start=2026-12-07")
    assert calendar.text().startswith("BEGIN:VCALENDAR"), calendar.text()[:300]
    assert "5 mg" in calendar.text()


def test_a_reader_takes_the_calendar_from_the_article(visit: Visit, site: Site) -> None:
    page = visit("rana")
    page.goto(site.article("rash"))
    page.get_by_label(re.compile("calendar", re.I)).fill("2026-12-07")
    with page.expect_download() as got:
        page.get_by_role("button", name=re.compile("calendar", re.I)).click()
    assert got.value.suggested_filename.endswith(".ics")


def test_a_webhook_to_a_private_address_is_refused(visit: Visit, watched: Watched) -> None:
    watched.expected = ("status of 400", "status of 422")
    adam = visit("adam", script=False)
    adam.goto("/administration/")
    adam.get_by_role("link", name=re.compile("webhook", re.I)).first.click()
    adam.get_by_label(re.compile("address|url", re.I)).first.fill("http://169.254.169.254/latest")
    adam.get_by_role("button", name=re.compile("add", re.I)).first.click()
    assert "169.254" not in " ".join(adam.get_by_role("list").all_inner_texts()), "no private address"
    expect(adam.get_by_role("main")).to_contain_text(re.compile("https|private|public", re.I))
