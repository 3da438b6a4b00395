"""Two forms of an article beside its page: its dates as a calendar, and its description as JSON-LD."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime, time
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from curbside.errors import UsageError
from curbside.interop import ics
from curbside.interop.approval import reviewed
from curbside.interop.exports import jsonld
from curbside.interop.schedule_about import about_answer, one_of
from curbside.regimens.schedule import NotScheduled, Request, schedule
from curbside_site.accounts.access import needs
from curbside_site.accounts.roles import Permission
from curbside_site.api.published import Published, of_article
from curbside_site.api.readings import Reading, reading
from curbside_site.articles.moves import State
from curbside_site.shelf import library

CALENDAR: Final = "calendar"
JSONLD: Final = "jsonld"


@needs(Permission.PUBLIC)
@require_safe
def calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """/articles/<slug>/schedule.ics?start=2026-01-31&regimen=r1: one year of dates. Nothing of it is kept."""
    one = of_article(slug)
    if not settings.ENGINE.allowed("schedules"):
        return _refused(request, 404, "Calendars are switched off here: the owner of this site has not allowed them.")
    if one is None or one.approval is None or CALENDAR not in one.approval.renditions:
        return _refused(request, 404, "Nobody has approved this article as a calendar.")
    now = reading(one)
    if now.answer is None or now.fingerprint != one.revision.text_hash:
        return _refused(request, 410, f"The calendar was withdrawn. {now.why or ' '.join(one.because) or _CHANGED}")
    try:
        made = _calendar(request, one, now)
    except UsageError as error:
        return _refused(request, 400, str(error))
    if isinstance(made, NotScheduled):
        return _refused(request, 409, made.message)
    response = HttpResponse(made, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{one.article.slug}.ics"'
    response["Cache-Control"] = "private, no-store"
    return response


_CHANGED: Final = "A source of the article has changed since it was approved."


def _calendar(request: HttpRequest, one: Published, now: Reading) -> bytes | NotScheduled:
    """Raises UsageError where the day is none or it is not told which regimen is meant."""
    given = request.GET.get("start", "")
    try:
        start = date.fromisoformat(given)
    except ValueError as error:
        raise UsageError("Give the day of the first dose: ?start=2026-01-31.") from error
    if not 2000 <= start.year <= 2200:
        raise UsageError("The day of the first dose lies between the years 2000 and 2200.")
    assert now.answer is not None
    regimen = one_of(now.answer.regimens, request.GET.get("regimen") or None)
    planned = schedule(regimen, Request(start))
    if isinstance(planned, NotScheduled):
        return planned
    line = reviewed(one.approval, now.fingerprint, CALENDAR, timezone.localdate()).line
    more = " It needs re-review." if one.state is State.NEEDS_RE_REVIEW else ""
    about = replace(about_answer(now.answer, regimen), status=f"{line}{more} {_address(one)}")
    return ics.calendar(planned, about, datetime.combine(timezone.localdate(), time(), timezone.get_default_timezone()))


@needs(Permission.PUBLIC)
@require_safe
def described(request: HttpRequest, slug: str) -> HttpResponse:
    """/articles/<slug>/article.jsonld: the article in the vocabulary of schema.org."""
    one = of_article(slug)
    if one is None:
        return _refused(request, 404, "There is no approved article of that address.")
    now = reading(one)
    if now.answer is None:
        return _refused(request, 410, now.why)
    review = reviewed(one.approval, now.fingerprint, JSONLD, timezone.localdate())
    page = jsonld.page(now.answer, library().read_span, review=review, text=now.fingerprint, url=_address(one))
    response = HttpResponse(json.dumps(page, ensure_ascii=False), content_type="application/ld+json; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    return response


def _address(one: Published) -> str:
    return f"{settings.SITE_URL}/articles/{one.article.slug}/"


def _refused(request: HttpRequest, status: int, told: str) -> HttpResponse:
    return render(request, "refused.html", {"told": told}, status=status)
