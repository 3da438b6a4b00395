"""What search engines and readers of feeds get: approved articles, and nothing that was withdrawn."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Final
from xml.etree import ElementTree

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed
from django.views.decorators.http import require_safe

from curbside_site.accounts.access import needs
from curbside_site.accounts.roles import Permission
from curbside_site.api.published import Published, published, standing
from curbside_site.api.readings import reading
from curbside_site.articles.moves import State

NEWEST: Final = 50
LONGEST_MAP: Final = 50_000
RENDITION: Final = "feed"
_NOT_XML: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NAMESPACE: Final = "http://www.sitemaps.org/schemas/sitemap/0.9"
_CLOSED: Final = ("/account/", "/api/", "/cds-services", "/login", "/logout", "/review/", "/runs/", "/write/")


@needs(Permission.PUBLIC)
@require_safe
def rss(request: HttpRequest) -> HttpResponse:
    """The newest approved articles as RSS 2.0."""
    return _feed(Rss201rev2Feed, "rss")


@needs(Permission.PUBLIC)
@require_safe
def atom(request: HttpRequest) -> HttpResponse:
    """The same as Atom."""
    return _feed(Atom1Feed, "atom")


def _feed(kind: type[Rss201rev2Feed] | type[Atom1Feed], name: str) -> HttpResponse:
    base = settings.SITE_URL
    made = kind(
        title="Curbside: approved articles",
        link=f"{base}/articles/",
        description="Articles that a named reviewer approved, with every sentence's source.",
        language="en",
        feed_url=f"{base}/feeds/articles.{name}",
    )
    for one in published(standing().order_by("-state_since", "-number")[:NEWEST]):
        made.add_item(
            title=_clean(one.revision.title),
            link=f"{base}/articles/{one.article.slug}/",
            description=_clean(_summary(one)),
            unique_id=f"{base}/articles/{one.article.slug}/revisions/{one.revision.number}/",
            unique_id_is_permalink=True,
            pubdate=max(d.decided_at for d in one.decisions if d.approves),
            updateddate=one.since,
            author_name=one.approval.reviewer if one.approval else None,
        )
    response = HttpResponse(content_type=f"{made.content_type}")
    made.write(response, "utf-8")
    return response


def _summary(one: Published) -> str:
    """Where it stands; its bottom line where the approval holds for feeds, and the text is the one approved."""
    told = [f"{one.state.value.capitalize()} since {one.since:%Y-%m-%d}."]
    if one.state is State.NEEDS_RE_REVIEW:
        told += [lapse.detail for lapse in one.lapses]
    elif one.approval and RENDITION in one.approval.renditions:
        now = reading(one)
        if now.answer is not None and now.fingerprint == one.revision.text_hash:
            said = {s.id: s.text for s in now.answer.statements}
            told += [said[key] for key in now.answer.bottom_line]
    return " ".join(told)


def _clean(text: str) -> str:
    return _NOT_XML.sub("\ufffd", text)


@needs(Permission.PUBLIC)
@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """The pages of approved articles, with the day of their last change of state."""
    base = settings.SITE_URL
    rows = [(f"{base}/", None), (f"{base}/articles/", None)]
    rows += [(f"{base}/articles/{one.article.slug}/", one.since) for one in published(standing()[:LONGEST_MAP])]
    return HttpResponse(_map(rows), content_type="application/xml; charset=utf-8")


def _map(rows: Iterable[tuple[str, datetime | None]]) -> bytes:
    root = ElementTree.Element("urlset", xmlns=_NAMESPACE)
    for address, changed in rows:
        url = ElementTree.SubElement(root, "url")
        ElementTree.SubElement(url, "loc").text = address
        if changed:
            ElementTree.SubElement(url, "lastmod").text = changed.astimezone(UTC).strftime("%Y-%m-%d")
    return ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)


@needs(Permission.PUBLIC)
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What search engines are asked not to read, and where the map is."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in _CLOSED), f"Sitemap: {settings.SITE_URL}/sitemap.xml"]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
