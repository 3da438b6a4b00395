"""For reviewers: the queue, and a revision statement by statement beside its quotes."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from curbside.errors import CurbsideError
from curbside.interop.exports.document import is_urgent
from curbside_site.accounts.access import needs
from curbside_site.accounts.models import Person
from curbside_site.accounts.roles import Permission
from curbside_site.articles import desk, states
from curbside_site.articles.models import Revision
from curbside_site.articles.moves import State
from curbside_site.articles.quotes import quotes
from curbside_site.pages.editorial.wording import flags
from curbside_site.pages.telling import attempt, person
from curbside_site.review import diff, queue, risk, services
from curbside_site.review.lapsing import barred
from curbside_site.review.models import Assignment


@needs(Permission.ACCOUNT)
@require_GET
def waiting(request: HttpRequest) -> HttpResponse:
    """What waits, by risk and age; for reviewers, and for editors who assign them."""
    me = _reviews_or_edits(request)
    rows = queue.waiting(me)
    return render(request, "editorial/queue.html", {"rows": rows, "reviewers": _reviewers()})


def _reviews_or_edits(request: HttpRequest) -> Person:
    me = person(request)
    if not (me.may(Permission.REVIEW) or me.may(Permission.EDIT)):
        raise PermissionDenied("Your account neither reviews nor edits.")
    return me


def _reviewers() -> list[Person]:
    found = Person.objects.filter(is_active=True, grants__role="reviewer", grants__revoked_at=None)
    return list(found.distinct().order_by("full_name"))


@needs(Permission.ACCOUNT)
@require_GET
def one(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """A revision to be reviewed: what changed, each statement beside its quotes, flags first, and the decision."""
    me = _reviews_or_edits(request)
    revision = get_object_or_404(
        Revision.objects.select_related("article", "author"), article__slug=slug, number=number
    )
    article, body = revision.article, revision.body
    before = _compared_with(revision)
    verdicts = services.latest_verdicts(revision, me)
    state = states.of(revision)
    decided = revision.decisions.filter(reviewer=me).first()
    may = me.may(Permission.REVIEW) and me != revision.author and decided is None
    notices = body["notices"][:-1]
    told = {
        "revision": revision,
        "article": article,
        "body": body,
        "state": state,
        "before": before,
        "difference": diff.difference(before.body, body) if before else None,
        "rows": _rows(revision, before, verdicts, request.GET.get("order") == "text"),
        "by_text": request.GET.get("order") == "text",
        "may_take": may and state is State.SUBMITTED,
        "may_decide": may and state is State.UNDER_REVIEW,
        "decided": decided,
        "decisions": revision.decisions.select_related("reviewer"),
        "needed": risk.reviewers_needed(article),
        "risk": risk.reasons(revision),
        "urgent": [n for n in notices if is_urgent(n)],
        "notices": [n for n in notices if not is_urgent(n)],
        "barred": barred(revision),
        "lapses": revision.lapses.all(),
        "done": len(verdicts),
        "renditions": [(r, r in ("page", "print")) for r in services.RENDITIONS],
        "next_review": risk.next_review(article),
        "interests": me.interests.first(),
        "credential": me.credentials.first(),
        "assigned": Assignment.objects.filter(revision=revision).select_related("reviewer"),
    }
    return render(request, "editorial/review.html", told)


def _compared_with(revision: Revision) -> Revision | None:
    """The text that readers have now, else the revision before."""
    standing = states.standing(revision.article)
    if standing is not None and standing.number < revision.number:
        return standing
    return revision.article.revisions.filter(number__lt=revision.number).order_by("-number").first()


def _rows(revision: Revision, before: Revision | None, verdicts: Any, by_text: bool) -> list[dict[str, Any]]:
    body = revision.body
    shown = quotes(body["statements"], desk.library())
    changes = {c.new["id"]: c for c in diff.difference(before.body, body).statements if c.new} if before else {}
    leading = set(body.get("bottom_line", ()))
    headings = {i: s["heading"] for s in body.get("sections", ()) for i in s["statements"]}
    rows = [
        {
            "statement": s,
            "heading": "Bottom line" if s["id"] in leading else headings.get(s["id"], ""),
            "quotes": shown[s["id"]],
            "flags": flags(s),
            "change": changes.get(s["id"]),
            "verdict": verdicts.get(s["id"]),
        }
        for s in body["statements"]
    ]
    return rows if by_text else sorted(rows, key=lambda r: not r["flags"])


@needs(Permission.REVIEW)
@require_POST
def take(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Begin to review."""
    revision = get_object_or_404(Revision, article__slug=slug, number=number)
    attempt(request, lambda: services.take(by=person(request), revision=revision))
    return redirect("review_one", slug, number)


@needs(Permission.REVIEW)
@require_POST
def verdicts(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Verdicts on some or all statements: fields `verdict-s1`, `comment-s1`. JSON where a script asks for it."""
    revision = get_object_or_404(Revision, article__slug=slug, number=number)
    me, form = person(request), request.POST
    known = services.latest_verdicts(revision, me)
    given, faults = 0, []
    for statement in services.statement_ids(revision):
        verdict, comment = form.get(f"verdict-{statement}", ""), form.get(f"comment-{statement}", "").strip()
        was = known.get(statement)
        if not verdict or (was and (was.verdict, was.comment) == (verdict, comment)):
            continue
        try:
            services.give_verdict(by=me, revision=revision, statement=statement, verdict=verdict, comment=comment)
            given += 1
        except CurbsideError as error:
            faults.append(f"{statement}: {error}")
    if request.headers.get("Accept") == "application/json":
        done = len(services.latest_verdicts(revision, me))
        return JsonResponse({"given": given, "faults": faults, "done": done}, status=422 if faults else 200)
    for fault in faults:
        messages.error(request, fault)
    if given:
        messages.success(request, f"{given} verdict{'s' if given != 1 else ''} kept.")
    return redirect("review_one", slug, number)


@needs(Permission.REVIEW)
@require_POST
def decide(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Approve exactly the text that was read, or request changes."""
    revision = get_object_or_404(Revision, article__slug=slug, number=number)
    me, form = person(request), request.POST
    comment = form.get("comment", "")
    if form.get("do") == "approve":
        done = attempt(
            request,
            lambda: services.approve(
                by=me,
                revision=revision,
                text_hash=form.get("text_hash", ""),
                renditions=tuple(form.getlist("rendition")),
                comment=comment,
                next_review=_date(form.get("next_review", "")),
            ),
        )
        if done:
            left = risk.reviewers_needed(revision.article) - revision.decisions.filter(approves=True).count()
            said = "Your approval is written down; another reviewer's is needed." if left > 0 else "It is approved."
            messages.success(request, said)
    else:
        said = "It goes back to its author with your comments."
        done = attempt(request, lambda: services.request_changes(by=me, revision=revision, comment=comment), said)
    return redirect("review") if done else redirect("review_one", slug, number)


def _date(text: str) -> date | None:
    from curbside_site.errors import NotComplete

    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise NotComplete(f"{text!r} is no date; write it as 2027-03-31.") from error


@needs(Permission.PUBLIC)
@require_GET
def board(request: HttpRequest) -> HttpResponse:
    """The reviewers, what entitles them and who verified it, their interests, and what they reviewed."""
    people = Person.objects.filter(decisions__isnull=False) | Person.objects.filter(
        grants__role="reviewer", grants__revoked_at=None
    )
    rows = []
    for one in people.distinct().order_by("full_name", "username"):
        decisions = one.decisions.select_related("revision", "revision__article").order_by("-decided_at")
        reviewed = [d for d in decisions if d.approves][:20]
        rows.append(
            {
                "them": one,
                "now": one.is_active and one.may(Permission.REVIEW),
                "credentials": one.credentials.select_related("verified_by"),
                "interests": one.interests.first(),
                "decisions": reviewed,
                "count": decisions.count(),
            }
        )
    rows.sort(key=lambda r: not r["now"])
    return render(request, "editorial/board.html", {"rows": rows})
