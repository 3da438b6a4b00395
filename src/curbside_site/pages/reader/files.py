"""Answers and articles as files: on the sources as they are now, each with what its review says of that rendition."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable
from datetime import date
from functools import lru_cache
from typing import Final

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from curbside.errors import CurbsideError, InputError, UsageError
from curbside.interop.exports import FORMATS, Printing
from curbside_site.accounts.access import needs
from curbside_site.accounts.roles import Permission
from curbside_site.articles.models import Revision
from curbside_site.articles.standing import Standing
from curbside_site.pages.reader import rendering
from curbside_site.pages.reader.answers import answer_now
from curbside_site.pages.reader.articles import visible
from curbside_site.pages.reader.asking import own_run
from curbside_site.pages.reader.rendering import Stamp
from curbside_site.review.as_stands import revision_now
from curbside_site.review.showing import approval
from curbside_site.shelf import library

TYPES: Final = {
    "pdf": ("application/pdf", "pdf"),
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"),
    "md": ("text/markdown; charset=utf-8", "md"),
    "ris": ("application/x-research-info-systems; charset=utf-8", "ris"),
    "bibtex": ("application/x-bibtex; charset=utf-8", "bib"),
    "csl": ("application/vnd.citationstyles.csl+json", "json"),
}
"""What readers may take away here: its media type and the ending of its name. FHIR and calendars have rooms of their
own, since they need an approval for that rendition."""

# Both tell of every property of a style sheet that they pass over.
for _name in ("weasyprint", "fontTools"):
    logging.getLogger(_name).setLevel(logging.ERROR)


@needs(Permission.PUBLIC)
@require_safe
@never_cache
def article_file(request: HttpRequest, slug: str, form: str, number: int | None = None) -> HttpResponse:
    """The revision that whoever looks gets, or one by its number, as a file."""
    here = visible(request, slug, number)[0]
    stamp = rendering.stamp(slug)
    assert stamp is not None, "an article that is visible is there"
    today, change = timezone.localdate(), library().last_change()
    return _sent(request, form, slug, lambda: _article(stamp, here, form, today, change))


@lru_cache(maxsize=64)
def _article(stamp: Stamp, here: Standing, form: str, today: date, change: int) -> bytes:
    """The file of a revision, made once while nothing changes: a PDF takes a second and more of a processor.

    change: of the library, since the sources are read as they are now.
    """
    revision = Revision.objects.select_related("article", "author").get(pk=here.revision)
    page = rendering.view(rendering.standings(stamp), here, with_text=False)
    how = Printing(
        read=library().read_span,
        today=today,
        name=revision.answer,
        answered=revision.created_at.date(),
        approval=approval(page),
        address=f"{settings.SITE_URL}{page.own_address}",
    )
    return FORMATS[form].made(revision_now(revision, library()), how)


@needs(Permission.PUBLIC)
@require_safe
@never_cache
def run_file(request: HttpRequest, key: uuid.UUID, form: str) -> HttpResponse:
    """The answer of a run of one's own as a file; nobody has reviewed it."""
    run = own_run(request, key)
    answered = run.finished_at.date() if run.finished_at else None
    address = f"{settings.SITE_URL}/runs/{run.pk}/"
    how = Printing(library().read_span, timezone.localdate(), run.answer or None, answered, address=address)
    return _sent(request, form, slugify(run.text)[:60] or "answer", lambda: FORMATS[form].made(answer_now(run), how))


def _sent(request: HttpRequest, form: str, name: str, make: Callable[[], bytes]) -> HttpResponse:
    if form not in TYPES:
        raise Http404(f"There is no form {form!r}; it is one of {', '.join(TYPES)}.")
    try:
        for check in FORMATS[form].needs:
            check()
        made = make()
    except UsageError as error:
        return _cannot(request, str(error), 501)
    except InputError as error:
        return _cannot(request, str(error), 410)
    except CurbsideError as error:
        return _cannot(request, str(error), 409)
    kind, ending = TYPES[form]
    response = HttpResponse(made, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name[:80]}.{ending}"'
    return response


def _cannot(request: HttpRequest, why: str, status: int) -> HttpResponse:
    return render(request, "reader/cannot.html", {"why": why}, status=status)
