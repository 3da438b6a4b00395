"""Calendars, JSON-LD, feeds, the map for search engines."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree

import icalendar
import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.utils import timezone

from curbside_site.articles import services as articles
from curbside_site.articles.models import Revision
from curbside_site.review.models import Lapse

pytestmark = pytest.mark.django_db
Publish = Callable[..., Revision]


@pytest.fixture
def schedules(settings: Any) -> Iterator[None]:
    """The owner allows schedules."""
    settings.ENGINE = replace(django_settings.ENGINE, allow=("schedules",))
    return


def calendar(revision: Revision, query: str) -> str:
    return f"/articles/{revision.article.slug}/schedule.ics?{query}"


def hide(revision: Revision, *ids: str) -> None:
    Lapse.objects.create(
        article=revision.article, revision=revision, reason="retracted", detail="An invented retraction.",
        hides=list(ids), key=f"the tests {ids}", at=timezone.now(),
    )  # fmt: skip


def test_calendars_are_off_until_they_are_allowed(client: Client, publish: Publish) -> None:
    assert client.get(calendar(publish("calendar"), "start=2026-01-31")).status_code == 404


@pytest.mark.usefixtures("schedules")
def test_a_calendar_has_the_dates_and_who_approved_it(client: Client, publish: Publish, answered: Any) -> None:
    revision = publish("calendar")
    told = client.get(calendar(revision, "start=2026-01-31&regimen=r1"))
    assert told["Content-Type"] == "text/calendar; charset=utf-8"
    events = icalendar.Calendar.from_ical(told.content).walk("VEVENT")
    assert str(events[0]["DTSTART"].dt) == "2026-01-31"
    assert "Approved by Ben (invented)" in str(events[0]["DESCRIPTION"])
    assert client.get(calendar(revision, "start=tomorrow&regimen=r1")).status_code == 400
    assert client.get(calendar(revision, "start=2026-01-31&regimen=r99")).status_code == 400


@pytest.mark.usefixtures("schedules")
def test_a_calendar_that_nobody_approved_or_that_was_withdrawn_is_not_given(
    client: Client, publish: Publish, answered: Any
) -> None:
    revision = publish("calendar")
    hide(revision, answered.body["regimens"][0]["statement"])
    told = client.get(calendar(revision, "start=2026-01-31&regimen=r1"))
    assert told.status_code == 410
    assert "An invented retraction." in told.content.decode()


@pytest.mark.usefixtures("schedules")
def test_an_article_that_was_not_approved_as_a_calendar_has_none(client: Client, publish: Publish) -> None:
    assert client.get(calendar(publish("fhir"), "start=2026-01-31&regimen=r1")).status_code == 404


def test_json_ld_names_a_reviewer_only_where_it_was_approved_as_that(
    client: Client, publish: Publish, person: Any
) -> None:
    revision = publish("jsonld")
    told = client.get(f"/articles/{revision.article.slug}/article.jsonld")
    assert told["Content-Type"] == "application/ld+json; charset=utf-8"
    page = told.json()
    assert page["@type"] == "MedicalWebPage"
    assert page["reviewedBy"]["name"] == "Ben (invented)"
    other = publish(author=revision.author, reviewer=revision.decisions.get().reviewer)
    told = client.get(f"/articles/{other.article.slug}/article.jsonld").json()
    assert "reviewedBy" not in told
    assert told["creativeWorkStatus"] == "Not reviewed"


@pytest.mark.parametrize("name", ["rss", "atom"])
def test_a_feed_has_approved_articles_and_the_bottom_line_only_of_those_approved_for_it(
    client: Client, publish: Publish, answered: Any, name: str
) -> None:
    revision = publish("feed")
    draft = articles.create(by=revision.author, body={**answered.body, "title": "A draft of the tests"}, answer="x")
    other = publish(author=revision.author, reviewer=revision.decisions.get().reviewer)
    page = client.get(f"/feeds/articles.{name}").content.decode()
    ElementTree.fromstring(page)
    line = next(s["text"] for s in answered.body["statements"] if s["id"] == answered.body["bottom_line"][0])
    assert page.count(line.replace("&", "&amp;")) == 1
    assert f"/articles/{other.article.slug}/" in page
    assert draft.slug not in page


def test_a_withdrawn_dose_leaves_the_feed(client: Client, publish: Publish, answered: Any) -> None:
    revision = publish("feed")
    line = next(s for s in answered.body["statements"] if s["id"] == answered.body["bottom_line"][0])
    assert line["text"] in client.get("/feeds/articles.rss").content.decode()
    hide(revision, line["id"])
    assert line["text"] not in client.get("/feeds/articles.rss").content.decode()


def test_the_map_has_approved_articles_alone_and_robots_txt_names_it(
    client: Client, publish: Publish, answered: Any
) -> None:
    revision = publish()
    draft = articles.create(by=revision.author, body={**answered.body, "title": "A draft of the tests"}, answer="x")
    root = ElementTree.fromstring(client.get("/sitemap.xml").content)
    found = [e.text for e in root.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    assert f"{django_settings.SITE_URL}/articles/{revision.article.slug}/" in found
    assert not [address for address in found if draft.slug in str(address)]
    robots = client.get("/robots.txt").content.decode()
    assert f"Sitemap: {django_settings.SITE_URL}/sitemap.xml" in robots
    assert "Disallow: /review/" in robots
