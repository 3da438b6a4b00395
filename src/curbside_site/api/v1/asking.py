"""Questions: a run is made, a worker answers it, and whoever asked reads on."""

from __future__ import annotations

import time
import uuid
from typing import Any, Final, Literal

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from ninja import Router, Schema
from pydantic import ConfigDict, Field

from curbside_site.api.v1.contract import Answer, Open, Problem
from curbside_site.asking import services, streams
from curbside_site.asking.models import Run
from curbside_site.guarding.problems import problem

router = Router(tags=["asking"])
LONGEST_WAIT: Final = 30
_LOOK_EVERY: Final = 0.2
_DONE: Final = (Run.FINISHED, Run.FAILED)
ANONYMOUS: Final = "api:"
_TEXT: Final = {"schema": {"type": "string"}}
_STREAM: Final = {"responses": {200: {"description": "Server-sent events", "content": {"text/event-stream": _TEXT}}}}
_BOTH: Final = {"responses": {200: {"content": {"text/event-stream": _TEXT}}}}


class Asked(Schema):
    """A question. jurisdiction: whose doses come first, "uk", "us" ...; unset: as the library says. follow_up: the id
    of the answer that it follows (`answer` of a run)."""

    model_config = ConfigDict(extra="forbid")

    question: str = Field(min_length=1, max_length=10_000)
    jurisdiction: str | None = Field(None, max_length=20)
    audience: Literal["professional", "nurse", "pharmacist", "student", "patient"] = "professional"
    length: Literal["short", "standard", "full"] = "standard"
    follow_up: str | None = Field(None, max_length=64)


class RunTold(Open):
    """state: queued, running, finished or failed. result: the answer or refusal, when it is finished."""

    id: uuid.UUID
    state: str
    question: str
    asked_at: str
    finished_at: str | None
    result: Answer | None
    answer: str | None
    failure: str | None
    url: str
    events: str


@router.post(
    "/ask",
    url_name="ask",
    operation_id="ask",
    response={200: RunTold, 202: RunTold, 400: Problem, 411: Problem, 413: Problem, 422: Problem, 503: Problem},
    openapi_extra=_BOTH,
    summary="Ask a question",
)
def ask(request: HttpRequest, body: Asked, wait: int = 0) -> HttpResponse:
    """A run is made: 202 with its address; with `?wait=seconds` (at most 30) 200 as soon as it is finished. With
    `Accept: text/event-stream` the events of the run follow at once. Identifiers of a patient in the question are
    masked before it is stored."""
    options = {"audience": body.audience, "length": body.length}
    options |= {name: told for name in ("jurisdiction", "follow_up") if (told := getattr(body, name))}
    person = request.user if request.user.is_authenticated else None
    # Without an account the random id of the run is the key to it, since a program keeps no session.
    visitor = "" if person else f"{ANONYMOUS}{uuid.uuid4().hex}"
    run = services.ask(by=person, visitor=visitor, text=body.question, options=options)
    if "text/event-stream" in request.headers.get("Accept", ""):
        return _streamed(request, run)
    return _told(_waited(run, wait))


@router.get(
    "/runs/{uuid:run_id}",
    url_name="run",
    operation_id="run",
    response={200: RunTold, 202: RunTold, 404: Problem, 422: Problem},
)
def run(request: HttpRequest, run_id: uuid.UUID, wait: int = 0) -> HttpResponse:
    """A run of yours: 200 when it is over, 202 before."""
    return _told(_waited(_own(request, run_id), wait))


def _own(request: HttpRequest, run_id: uuid.UUID) -> Run:
    found = Run.objects.filter(pk=run_id).first()
    mine = found is not None and (
        found.person_id == request.user.pk if request.user.is_authenticated else found.visitor.startswith(ANONYMOUS)
    )
    if found is None or not mine:
        raise Http404("You have no run of that id.")
    return found


def _waited(run: Run, seconds: int) -> Run:
    """The run when it is over, or after so many seconds."""
    until = time.monotonic() + min(max(seconds, 0), LONGEST_WAIT)
    while run.state not in _DONE and time.monotonic() < until:
        time.sleep(_LOOK_EVERY)
        run.refresh_from_db()
    return run


def _told(run: Run) -> HttpResponse:
    body: dict[str, Any] = {
        "id": str(run.pk),
        "state": run.state,
        "question": run.text,
        "asked_at": run.asked_at.isoformat(),
        "finished_at": run.finished_at.isoformat() if run.finished_at else None,
        "result": run.result,
        "answer": run.answer or None,
        "failure": run.failure or None,
        "url": reverse("v1:run", args=[run.pk]),
        "events": reverse("v1:run_events", args=[run.pk]),
    }
    made = JsonResponse(body, status=200 if run.state in _DONE else 202)
    if run.state not in _DONE:
        made["Location"], made["Retry-After"] = body["url"], "1"
    return made


@router.get(
    "/runs/{uuid:run_id}/events",
    url_name="run_events",
    operation_id="run_events",
    response={200: str, 204: None, 404: Problem, 503: Problem},
    openapi_extra=_STREAM,
    summary="The events of a run",
)
def run_events(request: HttpRequest, run_id: uuid.UUID) -> HttpResponse:
    """A stream that can be taken up again with `Last-Event-ID`: searching, found, ranked, drafted, checked ...,
    finished or failed; `restarted` where another worker took over, and what was told before is void. 204: nothing
    more comes. After 25 seconds it ends, and is to be asked for again."""
    return _streamed(request, _own(request, run_id))


def _streamed(request: HttpRequest, run: Run) -> HttpResponse:
    made = streams.stream(run, streams.last_seen(request))
    if made is None:
        return problem(request, 503, "Too many streams are open; look at the run itself.")
    made["Location"] = reverse("v1:run", args=[run.pk])
    return made
