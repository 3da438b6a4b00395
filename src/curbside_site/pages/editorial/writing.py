"""For authors: drafts, the working copy statement by statement, and handing in."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from curbside.errors import CurbsideError, EditRefused
from curbside_site.accounts.access import needs
from curbside_site.accounts.models import Person
from curbside_site.accounts.roles import Permission
from curbside_site.articles import desk, states, writing
from curbside_site.articles.models import Article, Working
from curbside_site.articles.moves import State
from curbside_site.articles.quotes import quotes
from curbside_site.asking.models import Run
from curbside_site.pages.editorial.wording import flags
from curbside_site.pages.telling import attempt, person, whole
from curbside_site.review import services as review
from curbside_site.review.models import Lapse

REFUSED = 422


@needs(Permission.WRITE)
@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """What whoever looks is writing, wrote and has had sent back; editors see what all write."""
    me = person(request)
    found = Article.objects.select_related("owner").order_by("-created_at")
    if not me.may(Permission.EDIT):
        found = found.filter(revisions__author=me).distinct()
    copies = {w.article_id: w for w in me.working.all()}
    rows = [_row(article, copies) for article in found]
    order = [State.CHANGES_REQUESTED, State.DRAFT, State.NEEDS_RE_REVIEW]
    rows.sort(key=lambda r: (r["copy"] is None, order.index(r["state"]) if r["state"] in order else 9))
    return render(request, "editorial/write.html", {"rows": rows})


def _row(article: Article, copies: dict[int, Working]) -> dict[str, Any]:
    latest = article.latest
    state = states.of(latest)
    asked = latest.decisions.filter(approves=False).last()
    return {"article": article, "latest": latest, "state": state, "copy": copies.get(article.pk), "asked": asked}


@needs(Permission.WRITE)
@require_POST
def from_run(request: HttpRequest, run: str) -> HttpResponse:
    """Make an article of the answer to a question that one asked."""
    found = get_object_or_404(Run, pk=run, person=person(request))
    if not found.answer:
        messages.error(request, "That question has no answer yet, so there is nothing to make an article of.")
        return redirect("write")
    return _made(request, lambda: writing.from_answer(by=person(request), answer_id=found.answer))


@needs(Permission.WRITE)
@require_POST
def from_overview(request: HttpRequest) -> HttpResponse:
    """Make an article of an overview of a topic or of one source."""
    topic, length = request.POST.get("topic", ""), request.POST.get("length", "full")
    return _made(request, lambda: writing.from_overview(by=person(request), topic=topic, length=length))


@needs(Permission.WRITE)
@require_POST
def from_question(request: HttpRequest) -> HttpResponse:
    """Ask, and make an article of the answer at once."""
    form = request.POST

    def make() -> Article:
        return writing.from_question(
            by=person(request),
            text=form.get("text", ""),
            jurisdiction=form.get("jurisdiction") or None,
            audience=form.get("audience", "professional"),
            length=form.get("length", "standard"),
        )

    return _made(request, make)


@needs(Permission.WRITE)
@require_POST
def rendition(request: HttpRequest, slug: str) -> HttpResponse:
    """Make the article for another audience or at another length; it is reviewed by itself."""
    found, form = _article(request, slug), request.POST
    audience, length = form.get("audience", ""), form.get("length", "")
    return _made(
        request, lambda: writing.rendition(by=person(request), article=found, audience=audience, length=length)
    )


def _made(request: HttpRequest, make: Any) -> HttpResponse:
    try:
        article = make()
    except CurbsideError as error:
        messages.error(request, str(error))
        return redirect("write")
    messages.success(request, "It is a draft of yours. Change what needs it, then hand it in.")
    return redirect("write_article", article.slug)


@needs(Permission.WRITE)
@require_GET
def article(request: HttpRequest, slug: str) -> HttpResponse:
    """The working copy of whoever looks, or the latest text with a button that begins one."""
    return _page(request, _article(request, slug))


def _article(request: HttpRequest, slug: str) -> Article:
    found = get_object_or_404(Article, slug=slug)
    me = person(request)
    if not (me.may(Permission.EDIT) or found.owner == me or found.revisions.filter(author=me).exists()):
        raise PermissionDenied("It is another author's article.")
    return found


def _page(request: HttpRequest, article: Article, refused: dict[str, Any] | None = None) -> HttpResponse:
    me, latest = person(request), article.latest
    working = Working.objects.filter(article=article, author=me).first()
    text = writing.text_of(working.answer) if working else None
    body = writing.body_of(text) if text else latest.body
    empty = working is not None and text is None
    told = {
        "article": article,
        "latest": latest,
        "state": states.of(latest),
        "working": working,
        "title": working.title if working else latest.title,
        "body": body,
        "empty": writing.EMPTY if empty else "",
        "rows": [] if empty else _statements(body, refused or {}),
        "lapses": Lapse.objects.filter(article=article)[:10],
        "asked": latest.decisions.filter(approves=False),
        "faults": latest.verdicts.exclude(verdict="sound"),
        "may_submit": states.of(latest) is State.DRAFT and working is None,
    }
    return render(request, "editorial/working.html", told, status=REFUSED if refused else 200)


def _statements(body: dict[str, Any], refused: dict[str, Any]) -> list[dict[str, Any]]:
    shown = quotes(body["statements"], desk.library())
    headings = {i: s["heading"] for s in body.get("sections", ()) for i in s["statements"]}
    dosed = {r["statement"] for r in body["regimens"]}
    beside = {i for r in body["regimens"] for ids in r["beside"].values() for i in ids}
    return [
        {
            "statement": s,
            "heading": headings.get(s["id"], "Bottom line"),
            "quotes": shown[s["id"]],
            "flags": flags(s),
            "dosed": s["id"] in dosed,
            "beside": s["id"] in beside,
            "refused": refused if refused.get("statement") == s["id"] else None,
        }
        for s in body["statements"]
    ]


@needs(Permission.WRITE)
@require_POST
def change(request: HttpRequest, slug: str, do: str) -> HttpResponse:
    """One change to the working copy; a refused wording stays in its box, with the reasons beside the quote."""
    found, me, form = _article(request, slug), person(request), request.POST
    if do == "begin":
        attempt(request, lambda: writing.begin(by=me, article=found))
        return redirect("write_article", slug)
    if do == "submit":
        attempt(request, lambda: review.submit(by=me, revision=found.latest), "Handed in for review.")
        return redirect("write_article", slug)
    working = Working.objects.filter(article=found, author=me).first()
    if working is None:
        messages.error(request, "Begin to edit first; the working copy was kept or given up.")
        return redirect("write_article", slug)
    try:
        said = _changed(me, working, do, form)
    except EditRefused as error:
        if do == "reword":
            told = {"statement": form.get("statement"), "text": form.get("text"), "reasons": error.reasons}
            return _page(request, found, told)
        messages.error(request, str(error))
    except CurbsideError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, said)
    at = form.get("statement", "")
    anchor = f"#{at}" if do == "reword" and at.isalnum() else ""
    return redirect(f"/write/{slug}/{anchor}")


def _changed(me: Person, working: Working, do: str, form: Any) -> str:
    version = whole(form.get("version"))
    match do:
        case "reword":
            writing.reword(
                by=me, working=working, version=version, statement=form.get("statement", ""), text=form.get("text", "")
            )
            return "Its quotes carry it."
        case "remove":
            writing.remove(by=me, working=working, version=version, statements=form.getlist("statement"))
            return "Taken out."
        case "quote":
            starts = [whole(s, -1) for s in form.getlist("start")]
            count = writing.quote(by=me, working=working, version=version, source=form.get("source", ""), starts=starts)
            return f"{count} statement{'s' if count != 1 else ''} came in, with what must stand beside."
        case "retitle":
            writing.retitle(by=me, working=working, version=version, title=form.get("title", ""))
            return "It has another title."
        case "undo":
            writing.undo(by=me, working=working, version=version)
            return "Taken back."
        case "anew":
            writing.ask_anew(by=me, working=working, version=version)
            return "This is what the library answers now; “Take back” brings your text again."
        case "keep":
            made = writing.keep(by=me, working=working, version=version, why=form.get("why", ""))
            return f"Revision {made.number} is kept, a draft. Hand it in when it is ready."
        case "give-up":
            writing.give_up(by=me, working=working)
            return "The working copy is gone."
    raise EditRefused("There is no such change.")


@needs(Permission.WRITE)
@require_POST
def check(request: HttpRequest, slug: str) -> JsonResponse:
    """Whether the quotes of a statement carry other words, while these are typed; nothing is stored."""
    found, me = _article(request, slug), person(request)
    working = get_object_or_404(Working, article=found, author=me)
    answer = writing.text_of(working.answer)
    statement = next((s for s in (answer.statements if answer else ()) if s.id == request.POST.get("statement")), None)
    text = request.POST.get("text", "")
    if statement is None or not text.strip() or len(text) > 2000:
        return JsonResponse({"stands": False, "reasons": ["There is nothing to check."]}, status=REFUSED)
    tried, stands = desk.editing().checked(statement, text)
    reasons = [r.message for r in tried.verdict.reasons if not r.passed] if tried.verdict else []
    return JsonResponse({"stands": stands, "reasons": reasons})
