"""CDS Hooks 2.0: GET /cds-services and POST /cds-services/{id}, from articles that are approved as cards.

A call is answered from cards that lie ready. Where something has changed since they were made (a source, a state, a
lapse, the day), they are made again behind the call, and until then there are none: no card is better than one with a
dose that was withdrawn.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as TooSlow
from typing import Any, Final

from django.conf import settings
from django.db.models import Max
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from curbside.errors import LibraryError, SearchIndexError
from curbside.interop.cds_hooks import RENDITION, Approved, BadRequest, Shelf, discovery, respond, shelf
from curbside_site.accounts.roles import Permission
from curbside_site.api.programs import program
from curbside_site.api.published import Published, published, standing
from curbside_site.api.readings import reading
from curbside_site.articles.models import StateRow
from curbside_site.articles.moves import State
from curbside_site.guarding.problems import problem
from curbside_site.review.models import Lapse
from curbside_site.shelf import library

WAIT: Final = 0.3
"""Seconds that a call waits for cards that are being made; the specification wants answers within about 0.5 s."""
_maker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="cards")
_lock = threading.Lock()
_ready: dict[tuple[Any, ...], Future[Shelf]] = {}


@program(Permission.PUBLIC, "cds", foreign=True)
@require_GET
def services(request: HttpRequest) -> HttpResponse:
    """Which services there are; none until the owner of the site allows cards."""
    return _open(JsonResponse(discovery(settings.ENGINE)))


@program(Permission.PUBLIC, "cds", foreign=True)
@require_POST
def service(request: HttpRequest, service_id: str) -> HttpResponse:
    """The cards for a call. A patient's data in it is matched and forgotten."""
    if not settings.ENGINE.allowed("cards"):
        return problem(request, 404, "There is no such service.")
    try:
        body = json.loads(request.body)
    except (ValueError, RecursionError):
        return problem(request, 400, "The body is no JSON.")
    try:
        told = respond(service_id, body, cards(WAIT), settings.ENGINE)
    except (LibraryError, SearchIndexError) as error:
        return problem(request, 503, str(error))
    if isinstance(told, BadRequest):
        return problem(request, told.status, told.message)
    return _open(JsonResponse(told))


def cards(wait: float | None = None) -> Shelf:
    """The cards that may be shown now. wait: seconds, None for as long as it takes; without cards after that."""
    today = timezone.localdate()
    # Before the rows are read: what moves in between makes another key, and the next call makes the cards again.
    key = (library().last_change(), *_moved(), today)
    with _lock:
        making = _ready.get(key)
        if making is None:
            # The rows are read here, since the thread that makes the cards has no connection of its own.
            shown = [(one, one.revision.body) for one in published(_approved()) if _as_cards(one)]
            making = _maker.submit(_made, shown, today)
            _ready.clear()
            _ready[key] = making
    try:
        return making.result(wait)
    except TooSlow:
        return Shelf()
    except (LibraryError, SearchIndexError):
        with _lock:
            _ready.pop(key, None)
        raise


def _approved() -> Any:
    return standing().filter(state_now=State.APPROVED.value)


def _as_cards(one: Published) -> bool:
    return bool(one.approval and RENDITION in one.approval.renditions and not one.hidden)


def _moved() -> tuple[int, int]:
    """What is newest of states and lapses."""
    state, lapse = StateRow.objects.aggregate(at=Max("pk")), Lapse.objects.aggregate(at=Max("pk"))
    return state["at"] or 0, lapse["at"] or 0


def _made(shown: Iterable[tuple[Published, dict[str, Any]]], today: Any) -> Shelf:
    found = (_article(one, body) for one, body in shown)
    return shelf((a for a in found if a), library().read_span, today)


def _article(one: Published, body: dict[str, Any]) -> Approved | None:
    now, approval = reading(one), one.approval
    if now.answer is None or approval is None:
        return None
    known = body["question"]["understood"]
    drugs = tuple(dict.fromkeys([*known["drugs"], *(r["drug"] for r in body["regimens"])]))
    url = f"{settings.SITE_URL}/articles/{one.article.slug}/"
    return Approved(now.answer, approval, url, drugs, tuple(known["conditions"]))


def _open(made: HttpResponse) -> HttpResponse:
    """What the specification has a server allow, so that clients in a browser may read the answer."""
    made["Access-Control-Allow-Origin"] = "*"
    made["Cross-Origin-Resource-Policy"] = "cross-origin"
    return made
