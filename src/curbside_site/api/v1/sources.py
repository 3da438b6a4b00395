"""The sources of the library, as far as each one's licence allows."""

from __future__ import annotations

from datetime import date
from itertools import islice
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from ninja import Router

from curbside.cli.source_page import record
from curbside.errors import SourceNotFound
from curbside.evidence.appraising import appraisal
from curbside.interop.contract import source_row
from curbside.types import Source
from curbside_site.api.published import standing
from curbside_site.api.v1.contract import Open, Problem, SourceRow
from curbside_site.api.v1.paging import Limit, page
from curbside_site.articles.models import Revision
from curbside_site.shelf import library

router = Router(tags=["sources"])
_OURS: Final = ("where", "original", "raw_hash")
"""Fields about how this machine keeps a source, which are nobody's else."""


class SourceInList(SourceRow):
    characters: int
    sections: int
    sentences: int
    api: str


class Sources(Open):
    items: list[SourceInList]
    next: str | None


class SourceTold(SourceRow):
    """text: as far as the licence allows (`text_withheld` says why it is not whole). units, sections: places in the
    stored text. articles: approved ones that cite it. The rest as `sources show --json`."""

    hash: str
    text: str
    text_withheld: str | None
    authors: list[str]
    date: str | None
    licence: dict[str, Any]
    status_detail: dict[str, Any]
    versions: list[dict[str, Any]]
    appraisal: dict[str, Any]
    articles: list[str]


@router.get("/sources", url_name="sources", operation_id="sources", response={200: Sources, 422: Problem, 503: Problem})
def sources(request: HttpRequest, limit: Limit = 50, after: str = "") -> HttpResponse:
    """All sources, in the order of their ids."""
    rows = [
        {
            **source_row(source),
            "characters": counts.characters,
            "sections": counts.sections,
            "sentences": counts.sentences,
            "api": reverse("v1:source", args=[source.id]),
        }
        for source, counts in islice(library().sources_counted(after.replace("\0", "")), limit + 1)
    ]
    return JsonResponse(page(rows, limit, lambda last: {"after": last["id"]}, reverse("v1:sources")))


@router.get(
    "/sources/{path:source_id}",
    url_name="source",
    operation_id="source",
    response={200: SourceTold, 404: Problem, 503: Problem},
)
def source(request: HttpRequest, source_id: str) -> HttpResponse:
    """One source: what it is, its standing and appraisal, its text as far as its licence allows."""
    shelf = library()
    found = shelf.get(source_id.replace("\0", ""))
    weighed = appraisal(found, today=date.today(), find=_known)
    body = {k: v for k, v in record(found, shelf.versions(found.id), weighed).items() if k not in _OURS}
    citing = standing(Revision.objects.filter(cited__source=found.id)).values_list("article__slug", flat=True)
    return JsonResponse({**body, "articles": sorted(set(citing))})


def _known(source_id: str) -> Source | None:
    try:
        return library().get(source_id)
    except SourceNotFound:
        return None
