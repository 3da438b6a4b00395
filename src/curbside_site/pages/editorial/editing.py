"""For editors: assigning, policies and lists, what lapsed and why, reports, revisions side by side, renditions."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from curbside_site.accounts.access import needs
from curbside_site.accounts.models import Person
from curbside_site.accounts.roles import Permission
from curbside_site.articles import states
from curbside_site.articles.models import Article, Report, Revision
from curbside_site.pages.telling import attempt, person, whole
from curbside_site.review import diff, policies, queue, services
from curbside_site.review.models import HighRisk, Lapse, Policy

A_PAGE = 40


@needs(Permission.EDIT)
@require_GET
def editing(request: HttpRequest) -> HttpResponse:
    """Where an editor begins: what is late, what lapsed, what readers reported."""
    rows = queue.waiting(person(request))
    told = {
        "unassigned": [r for r in rows if not r.assigned],
        "waiting": rows,
        "lapsed": [one for one in Lapse.objects.select_related("article", "revision")[:200] if _open(one)],
        "reports": Report.objects.filter(answered_at=None).select_related("revision", "revision__article"),
        "articles": Article.objects.count(),
    }
    return render(request, "editorial/editing.html", told)


def _open(lapse: Lapse) -> bool:
    """Whether readers still get the revision that lapsed."""
    return states.standing(lapse.article) == lapse.revision


@needs(Permission.EDIT)
@require_POST
def assign(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Ask a reviewer to review a revision."""
    revision = get_object_or_404(Revision, article__slug=slug, number=number)
    them = get_object_or_404(Person, username=request.POST.get("reviewer", ""))
    said = f"{them.name} is asked to review it."
    attempt(request, lambda: services.assign(by=person(request), revision=revision, reviewer=them), said)
    return redirect("review")


@needs(Permission.EDIT)
@require_http_methods(["GET", "POST"])
def policy(request: HttpRequest) -> HttpResponse:
    """The intervals of review, the text of the editorial policy, and the list of what is high-risk."""
    me, form = person(request), request.POST
    match form.get("do") if request.method == "POST" else None:
        case "policy":
            months, risky = whole(form.get("months")), whole(form.get("high_risk_months"))
            text = form.get("text", "")
            attempt(
                request,
                lambda: policies.set_policy(by=me, months=months, high_risk_months=risky, text=text),
                "The policy is in force.",
            )
        case "add":
            word, kind, why = (form.get(n, "") for n in ("word", "kind", "why"))
            attempt(request, lambda: policies.add_high_risk(by=me, word=word, kind=kind, why=why), "It is on the list.")
        case "remove":
            entry = get_object_or_404(HighRisk, pk=whole(form.get("entry")))
            why = form.get("why", "")
            attempt(request, lambda: policies.remove_high_risk(by=me, entry=entry, why=why), "It is off the list.")
    if request.method == "POST":
        return redirect("policy")
    told = {
        "policy": Policy.objects.first() or Policy(),
        "earlier": Policy.objects.all()[1:10],
        "risks": HighRisk.objects.order_by("kind", "word"),
    }
    return render(request, "editorial/policy.html", told)


@needs(Permission.EDIT)
@require_GET
def lapses(request: HttpRequest) -> HttpResponse:
    """Every approval that lapsed, and why, newest first."""
    found = Lapse.objects.select_related("article", "revision")
    reason = request.GET.get("reason", "")
    found = found.filter(reason=reason) if reason in Lapse.REASONS else found
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    told = {"page": page, "reason": reason, "reasons": Lapse.REASONS}
    return render(request, "editorial/lapses.html", told)


@needs(Permission.ANSWER_REPORTS)
@require_http_methods(["GET", "POST"])
def reports(request: HttpRequest) -> HttpResponse:
    """What readers reported; an editor answers, and may send the article to re-review for it."""
    if request.method == "POST":
        report = get_object_or_404(Report, pk=whole(request.POST.get("report")))
        again = request.POST.get("lapse") == "yes"
        answer = request.POST.get("answer", "")
        attempt(
            request,
            lambda: policies.answer_report(by=person(request), report=report, answer=answer, lapses=again),
            "Answered; the answer stands beside the article.",
        )
        return redirect("reports")
    found = Report.objects.select_related("revision", "revision__article", "reported_by", "answered_by")
    told = {
        "waiting": [_reported(r) for r in found.filter(answered_at=None)],
        "answered": [_reported(r) for r in found.exclude(answered_at=None)[:A_PAGE]],
    }
    return render(request, "editorial/reports.html", told)


def _reported(report: Report) -> dict[str, Any]:
    said = {s["id"]: s["text"] for s in report.revision.body["statements"]}
    return {"report": report, "statement": said.get(report.statement, "")}


@needs(Permission.ACCOUNT)
@require_GET
def history(request: HttpRequest, slug: str) -> HttpResponse:
    """All revisions of an article: states, decisions with their renditions, lapses; two of them side by side."""
    article = _seen(request, slug)
    revisions = [
        {
            "revision": r,
            "state": states.of(r),
            "states": r.states.all(),
            "decisions": r.decisions.select_related("reviewer"),
            "lapses": r.lapses.all(),
            "renditions": _renditions(r),
        }
        for r in article.revisions.order_by("-number").select_related("author")
    ]
    told = {"article": article, "revisions": revisions, "all_renditions": services.RENDITIONS}
    return render(request, "editorial/history.html", told)


def _renditions(revision: Revision) -> list[tuple[str, bool]]:
    """Each rendition and whether all approvals hold for it."""
    approvals = [set(d.renditions) for d in revision.decisions.filter(approves=True)]
    held = set.intersection(*approvals) if approvals else set()
    return [(r, r in held) for r in services.RENDITIONS]


def _seen(request: HttpRequest, slug: str) -> Article:
    article, me = get_object_or_404(Article, slug=slug), person(request)
    if me.may(Permission.EDIT) or me.may(Permission.REVIEW) or article.revisions.filter(author=me).exists():
        return article
    raise PermissionDenied("Earlier texts are for authors, reviewers and editors.")


@needs(Permission.ACCOUNT)
@require_GET
def compare(request: HttpRequest, slug: str, old: int, new: int) -> HttpResponse:
    """What changed between two revisions, statement by statement."""
    article = _seen(request, slug)
    before, after = (get_object_or_404(article.revisions, number=n) for n in (old, new))
    told = {
        "article": article,
        "before": before,
        "after": after,
        "difference": diff.difference(before.body, after.body),
    }
    return render(request, "editorial/compare.html", told)


@needs(Permission.EDIT)
@require_POST
def withdraw(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Take a revision out of circulation, with the reason."""
    revision = get_object_or_404(Revision, article__slug=slug, number=number)
    reason = request.POST.get("reason", "")
    if request.POST.get("sure") != "yes":
        messages.error(request, "Tick that it is meant: a text that was withdrawn does not come back.")
    else:
        attempt(
            request,
            lambda: services.withdraw(by=person(request), revision=revision, reason=reason),
            f"Revision {number} is withdrawn.",
        )
    return redirect("history", slug)
