"""Approved articles, as readers get them."""

from __future__ import annotations

from typing import Annotated, Any, Final

from django.conf import settings
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from ninja import Path, Router

from curbside_site.accounts.roles import Permission
from curbside_site.api.published import Published, made, of_article, published, standing, with_state
from curbside_site.api.readings import reading
from curbside_site.api.v1.contract import Answer, Open, Problem
from curbside_site.api.v1.paging import Limit, page
from curbside_site.articles.models import Revision
from curbside_site.articles.moves import State
from curbside_site.guarding.problems import problem

router = Router(tags=["articles"])
Slug = Annotated[str, Path(pattern=r"^[-a-zA-Z0-9_]{1,120}$")]
_OPEN: Final = (Permission.WRITE, Permission.REVIEW, Permission.EDIT)


class ApprovedBy(Open):
    reviewer: str
    credential: str
    specialty: str
    interests: str
    on: str


class Withheld(Open):
    """Why something of it is not shown. statements: their ids, empty where the text stays under a notice."""

    reason: str
    detail: str
    source: str | None
    statements: list[str]
    at: str


class ArticleRow(Open):
    """state: approved, or needs re-review under a notice. text_hash: of the text that was approved."""

    slug: str
    title: str
    kind: str
    question: str
    audience: str
    length: str
    revision: int
    state: str
    since: str
    approved_by: list[ApprovedBy]
    renditions: list[str]
    next_review: str | None
    text_hash: str
    lapses: list[Withheld]
    url: str
    api: str


class ArticleTold(ArticleRow):
    """text: the object of `ask --json` on the sources as they are now. as_approved: whether it is word for word what
    was approved; where it is not, something was withheld or a notice was added."""

    as_approved: bool
    text: Answer


class Articles(Open):
    items: list[ArticleRow]
    next: str | None


@router.get("/articles", url_name="articles", operation_id="articles", response={200: Articles, 422: Problem})
def articles(request: HttpRequest, limit: Limit = 50, after: str = "", q: str = "") -> HttpResponse:
    """Approved articles in the order of their addresses. q: words in the title or the question; after: the `next` of
    the page before has it."""
    found = standing().filter(article__slug__gt=after)
    for word in q.replace("\0", "").split()[:10]:
        found = found.filter(Q(title__icontains=word) | Q(article__question__icontains=word))
    rows = [row(one) for one in published(found[: limit + 1])]
    return JsonResponse(page(rows, limit, lambda last: {"after": last["slug"], "q": q}, reverse("v1:articles")))


@router.get(
    "/articles/{slug}",
    url_name="article",
    operation_id="article",
    response={200: ArticleTold, 404: Problem, 410: Problem, 422: Problem, 503: Problem},
)
def article(request: HttpRequest, slug: Slug) -> HttpResponse:
    """The revision that readers get. 410: it may not be shown any more, and why."""
    one = of_article(slug)
    if one is None:
        raise Http404("There is no approved article of that address.")
    return _whole(request, one)


@router.get(
    "/articles/{slug}/revisions/{int:number}",
    url_name="revision",
    operation_id="revision",
    response={200: ArticleTold, 404: Problem, 410: Problem, 422: Problem, 503: Problem},
)
def revision(request: HttpRequest, slug: Slug, number: int) -> HttpResponse:
    """One revision, also a superseded one. What was never approved is for its author, reviewers and editors."""
    if number > 2_000_000_000:
        raise Http404("There is no such revision.")
    found = with_state(Revision.objects.filter(article__slug=slug, number=number)).first()
    one = made(found) if found else None
    if one is None or not (one.approval or _works_on_it(request, one.revision)):
        raise Http404("There is no such revision that you may read.")
    if one.state is State.WITHDRAWN:
        return problem(request, 410, f"It was withdrawn: {one.revision.states.last().reason.rstrip('.')}.")
    return _whole(request, one)


def _works_on_it(request: HttpRequest, revision: Revision) -> bool:
    person = request.user
    return person.is_authenticated and (person.pk == revision.author_id or any(person.may(p) for p in _OPEN[1:]))


def _whole(request: HttpRequest, one: Published) -> HttpResponse:
    now = reading(one)
    if now.answer is None:
        return problem(request, 410, now.why)
    same = now.fingerprint == one.revision.text_hash
    return JsonResponse({**row(one), "as_approved": same, "text": now.body})


def row(one: Published) -> dict[str, Any]:
    """What is told of a published revision besides its text."""
    article, approval = one.article, one.approval
    return {
        "slug": article.slug,
        "title": one.revision.title,
        "kind": article.kind,
        "question": article.question,
        "audience": article.audience,
        "length": article.length,
        "revision": one.revision.number,
        "state": one.state.value,
        "since": one.since.isoformat(),
        "approved_by": [
            {
                "reviewer": d.reviewer.name,
                "credential": d.credential,
                "specialty": d.specialty,
                "interests": d.interests,
                "on": d.decided_at.date().isoformat(),
            }
            for d in one.decisions
            if d.approves
        ],
        "renditions": sorted(approval.renditions) if approval else [],
        "next_review": approval.next_review.isoformat() if approval else None,
        "text_hash": one.revision.text_hash,
        "lapses": [
            {
                "reason": lapse.reason,
                "detail": lapse.detail,
                "source": lapse.source or None,
                "statements": lapse.hides,
                "at": lapse.at.isoformat(),
            }
            for lapse in one.lapses
        ],
        "url": f"{settings.SITE_URL}/articles/{article.slug}/",
        "api": reverse("v1:article", args=[article.slug]),
    }
