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
from django.db.models import Count
from django.template.loader import render_to_string

from curbside_site.articles.models import Revision
from curbside_site.articles.standing import Standing
from curbside_site.review.models import Lapse
from curbside_site.review.showing import Shown, shown

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
class _Key:
    found: tuple[Standing, ...]
    here: Standing
    lapses: int
    with_text: bool
    period: int


def article(found: tuple[Standing, ...], here: Standing, with_text: bool) -> Rendered:
    """The shared part for a revision. found: the standings of all revisions of the article."""
    lapses = Lapse.objects.filter(revision=here.revision).aggregate(n=Count("pk"))["n"]
    return _rendered(_Key(found, here, lapses, with_text, int(time.time() // FRESH)))


def view(found: tuple[Standing, ...], here: Standing, with_text: bool) -> Shown:
    """What is shown of a revision, as plain data."""
    revision = Revision.objects.select_related("article", "author").get(pk=here.revision)
    return shown(revision, found, here, with_text)


@lru_cache(maxsize=KEPT)
def _rendered(key: _Key) -> Rendered:
    page = view(key.found, key.here, key.with_text)
    told = {
        "page": page,
        "text": page.text,
        "article": True,
        "revisions": [s for s in key.found if s.public],
        "calendar": settings.ENGINE.allowed("schedules") and _signed_for(page, "calendar"),
    }
    lead = page.text.bottom_line[0].text if page.text and page.text.bottom_line else ""
    return Rendered(render_to_string("reader/article_body.html", told), page.title, lead[:300], str(page.state))


def _signed_for(page: Shown, rendition: str) -> bool:
    return page.approved and all(rendition in s.renditions for s in page.signed)
