"""The part of an article's page that is the same for everybody, rendered once for each state of its revision.

What it is made of changes by new rows only (states, decisions, lapses), so their numbers name it. Names of people may
change without one; those are at most `FRESH` seconds old.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from django.conf import settings
from django.db import connection
from django.db.models import Q
from django.http import HttpRequest
from django.template.loader import render_to_string

from curbside.errors import InputError, LibraryError
from curbside_site.articles import standing
from curbside_site.articles.models import Article, Revision
from curbside_site.articles.standing import Standing
from curbside_site.review.as_stands import revision_now
from curbside_site.review.forms import in_words
from curbside_site.review.showing import Shown, shown
from curbside_site.shelf import library

FRESH: Final = 300
KEPT: Final = 400
"""Pages a process; about 60 kB each."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """The shared part of the page, and what the rest of it says of the revision."""

    html: str
    title: str
    description: str
    state: str


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a page of an article was made from, as numbers of rows that are only ever added."""

    slug: str
    states: tuple[int, str]
    lapses: tuple[int, str]
    period: int


_STAMP: Final = """
SELECT COUNT(*), MAX(s.at), (SELECT COUNT(*) FROM review_lapse l WHERE l.article_id = a.id),
       (SELECT MAX(l.at) FROM review_lapse l WHERE l.article_id = a.id)
FROM articles_article a JOIN articles_revision r ON r.article_id = a.id JOIN articles_staterow s ON s.revision_id = r.id
WHERE a.slug = %s GROUP BY a.id
"""
# Counts, since of two transactions the later time may be seen first; times, since a backup that is brought back may
# hold as many rows as what it takes the place of.


def stamp(slug: str) -> Stamp | None:
    """The stamp of an article now, None where there is none. Written in SQL, since every page view asks it."""
    with connection.cursor() as cursor:
        cursor.execute(_STAMP, [slug])
        row = cursor.fetchone()
    if row is None:
        return None
    return Stamp(slug, (row[0], str(row[1])), (row[2], str(row[3])), int(time.time() // FRESH))


@lru_cache(maxsize=4 * KEPT)
def standings(stamp: Stamp) -> tuple[Standing, ...]:
    """Where the revisions of an article stand, oldest first."""
    return standing.of_article(stamp.slug)


@dataclass(frozen=True, slots=True)
class _Key:
    stamp: Stamp
    number: int
    with_text: bool


def article(stamp: Stamp, here: Standing, with_text: bool) -> Rendered:
    """The shared part for a revision."""
    return _rendered(_Key(stamp, here.number, with_text))


@lru_cache(maxsize=KEPT)
def for_everybody(stamp: Stamp, number: int | None) -> bytes | None:
    """The whole page for somebody without an account; None where there is none for them.

    number: of a revision; None for the address of the article. It holds nothing of a session, so it has no form.
    """
    found = standings(stamp)
    here = standing.shown(found, None) if number is None else next((s for s in found if s.number == number), None)
    if here is None or not (here.public or here.state in standing.TAKEN_BACK):
        return None
    told = {"rendered": article(stamp, here, here.public), "slug": stamp.slug, "here": here, "plain": True}
    return render_to_string("reader/article.html", told, _nobody()).encode("utf-8")


def _nobody() -> HttpRequest:
    """A request of somebody of whom nothing is known, for what templates ask of it."""
    from django.contrib.auth.models import AnonymousUser

    request = HttpRequest()
    request.user = AnonymousUser()
    return request


def view(found: tuple[Standing, ...], here: Standing, with_text: bool) -> Shown:
    """What is shown of a revision, as plain data."""
    revision = Revision.objects.select_related("article", "author").get(pk=here.revision)
    return shown(revision, found, here, with_text)


@lru_cache(maxsize=KEPT)
def _rendered(key: _Key) -> Rendered:
    found = standings(key.stamp)
    page = view(found, next(s for s in found if s.number == key.number), key.with_text)
    told = {
        "page": page,
        "title": page.title,
        "site_url": settings.SITE_URL,
        "text": page.text,
        "forms": in_words(
            frozenset.intersection(*(frozenset(s.renditions) for s in page.signed)) if page.signed else ()
        ),
        "no_files": _no_files(page),
        "revisions": [s for s in found if s.public],
        "renditions": _renditions(page.slug),
        "calendar": settings.ENGINE.allowed("schedules") and _signed_for(page, "calendar"),
    }
    lead = page.text.bottom_line[0].text if page.text and page.text.bottom_line else ""
    return Rendered(render_to_string("reader/article_body.html", told), page.title, lead[:300], str(page.state))


def _renditions(slug: str) -> list[tuple[str, str, str]]:
    """The address, audience and length of the other renditions of an article that everybody may see."""
    here = Article.objects.get(slug=slug)
    root = here.rendition_of_id or here.pk
    family = Article.objects.filter(Q(pk=root) | Q(rendition_of=root)).exclude(pk=here.pk)
    shown = (one for one in family if (s := standing.shown(standing.of_article(one.slug), None)) and s.public)
    return [(f"/articles/{one.slug}/", one.audience, one.length) for one in shown]


def _no_files(page: Shown) -> bool:
    """Whether nothing of a text may leave the site any more, so that no file of it is offered."""
    if not any(lapse.grave for lapse in page.lapses):
        return False
    revision = Revision.objects.get(article__slug=page.slug, number=page.number)
    try:
        revision_now(revision, library())
    except (InputError, LibraryError):
        return True
    return False


def _signed_for(page: Shown, rendition: str) -> bool:
    return page.approved and all(rendition in s.renditions for s in page.signed)
