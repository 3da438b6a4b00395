"""Ask, and watch the answer being made."""

from __future__ import annotations

import uuid
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from curbside_site.accounts.access import allows, needs
from curbside_site.accounts.roles import Permission
from curbside_site.articles import present, reading, standing
from curbside_site.articles.models import Revision
from curbside_site.asking import queue, services, streams
from curbside_site.asking.models import Run
from curbside_site.errors import NotAllowed, NotComplete
from curbside_site.guarding.limits import limited
from curbside_site.pages.reader import listing, progress
from curbside_site.pages.reader.answers import as_it_stands
from curbside_site.pages.reader.forms import AskForm
from curbside_site.pages.reader.visitors import audience_of, person_of, remember_audience, visitor_of

RECENT = 6


@needs(Permission.PUBLIC)
@limited("ask")
@require_http_methods(["GET", "HEAD", "POST"])
def home(request: HttpRequest) -> HttpResponse:
    """The box; somebody who may not ask here finds articles and the way to log in."""
    may_ask = allows(request.user, Permission.ASK)
    if request.method == "POST":
        if not may_ask:
            raise PermissionDenied("Log in to ask; this site answers people with an account.")
        form = AskForm(request.POST)
        if form.is_valid() and (answered := _asked(request, form)):
            return answered
    else:
        form = AskForm(initial={"audience": audience_of(request), "follow_article": request.GET.get("follow_article")})
    runs = services.runs_of(person_of(request), visitor_of(request)) if may_ask else Run.objects.none()
    recent = runs.exclude(text=services.NOT_KEPT).only("id", "text", "state", "asked_at")[:RECENT]
    articles = listing.listed(person_of(request))[:RECENT]
    told = {"form": form, "may_ask": may_ask, "recent": recent, "articles": articles, "following": _following(form)}
    return render(request, "reader/home.html", told)


def _following(form: AskForm) -> str:
    """The title of the article that the question will follow, "" where it follows none."""
    slug = form["follow_article"].value() if services.FOLLOWS else ""
    found = standing.shown(standing.of_article(slug), None) if slug else None
    return Revision.objects.values_list("title", flat=True).get(pk=found.revision) if found else ""


def _asked(request: HttpRequest, form: AskForm) -> HttpResponse | None:
    """To the page of the run; None where the form says what is wrong."""
    person, visitor = person_of(request), visitor_of(request, make=True)
    options: dict[str, Any] = form.options()
    try:
        remember_audience(request, options["audience"])
        if person:
            services.describe_oneself(by=person, audience=options["audience"])
        if services.FOLLOWS:
            options |= _followed(request, form)
        run = services.ask(by=person, visitor=visitor, text=form.cleaned_data["text"], options=options)
    except NotAllowed as error:
        raise PermissionDenied(str(error)) from error
    except NotComplete as error:
        form.add_error("text", str(error))
        return None
    return redirect("run", run.pk)


def _followed(request: HttpRequest, form: AskForm) -> dict[str, Any]:
    """The options for a question that follows an answer: under which id the library keeps that, and what is dropped."""
    told, person, visitor = form.cleaned_data, person_of(request), visitor_of(request)
    if told["again"] and (run := services.run_of(person, visitor, told["again"])):
        carried = {one["what"] for one in ((run.result or {}).get("follow_up") or {}).get("carried", ())}
        dropped = {*told["drop"], *run.options.get("drop", ())} & {*carried, *run.options.get("drop", ())}
        return {"follow_up": run.options.get("follow_up"), "drop": sorted(dropped)}
    if told["follow_run"] and (run := services.run_of(person, visitor, told["follow_run"])):
        return {"follow_up": run.answer}
    if told["follow_article"] and (here := standing.shown(standing.of_article(told["follow_article"]), person)):
        return {"follow_up": Revision.objects.values_list("answer", flat=True).get(pk=here.revision)}
    return {}


def own_run(request: HttpRequest, key: uuid.UUID) -> Run:
    """A run of whoever looks. Raises Http404 for another's, so that nobody learns that there is one."""
    run = services.run_of(person_of(request), visitor_of(request), key)
    if run is None:
        raise Http404("There is no such question of yours.")
    return run


@needs(Permission.PUBLIC)
@require_safe
@never_cache
def run_page(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """How far a question is; its answer once it is there."""
    run = own_run(request, key)
    if run.state == Run.FINISHED:
        return _answer(request, run)
    events = streams.since(run.pk, 0)
    told = {
        "run": run,
        "stages": progress.stages(events),
        "statements": progress.statements(events),
        "after": events[-1].number if events else 0,
        "before": queue.waiting_before(run) if run.state == Run.QUEUED else 0,
        "urgent": run.options.get("notices", ()),
    }
    return render(request, "reader/run.html", told)


def _answer(request: HttpRequest, run: Run) -> HttpResponse:
    body, gone = as_it_stands(run)
    form = AskForm(initial={**run.options, "text": "" if run.text == services.NOT_KEPT else run.text})
    told: dict[str, Any] = {"run": run, "form": form, "body": body, "gone": gone, "follows": services.FOLLOWS}
    if body and body["status"] == "answered":
        told["text"] = reading.text(body, now=present.sources(body))
    return render(request, "reader/answer.html", told)


@needs(Permission.PUBLIC)
@require_safe
def run_events(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """The events as they happen (server-sent events); `Last-Event-ID` goes on where a connection broke."""
    run = own_run(request, key)
    told = streams.stream(run, streams.last_seen(request))
    return told or HttpResponse("Too many are watching; the page looks again by itself.", status=503)
