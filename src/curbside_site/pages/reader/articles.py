"""Read articles: by their address, by a revision, in a list, as a file; and report a fault."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_http_methods, require_safe

from curbside_site.accounts.access import needs
from curbside_site.accounts.roles import Permission
from curbside_site.articles import services, standing
from curbside_site.articles.models import Revision
from curbside_site.articles.standing import Standing
from curbside_site.asking.services import FOLLOWS
from curbside_site.errors import NotComplete
from curbside_site.guarding.limits import limited
from curbside_site.pages.reader import listing, rendering
from curbside_site.pages.reader.forms import ReportForm
from curbside_site.pages.reader.visitors import audience_of, person_of

PAGE = 30


@needs(Permission.PUBLIC)
@require_safe
def article(request: HttpRequest, slug: str) -> HttpResponse:
    """The article as whoever looks gets it."""
    return _page(request, slug, None)


@needs(Permission.PUBLIC)
@require_safe
def revision(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One revision of it; a draft is there for those alone who may see drafts."""
    return _page(request, slug, number)


def visible(request: HttpRequest, slug: str, number: int | None = None) -> tuple[Standing, ...]:
    """The standings of an article, the one that is meant first. Raises Http404 where there is none for who looks."""
    found = standing.of_article(slug)
    person = person_of(request)
    here = standing.shown(found, person) if number is None else next((s for s in found if s.number == number), None)
    if here is None or not (here.public or standing.is_insider(person, here)):
        raise Http404("There is no such article.")
    return (here, *found)


def _page(request: HttpRequest, slug: str, number: int | None) -> HttpResponse:
    stamp = rendering.stamp(slug)
    if stamp is None:
        raise Http404("There is no such article.")
    if not request.COOKIES:
        page = rendering.for_everybody(stamp, number)
        if page is None:
            raise Http404("There is no such article.")
        return _fresh(HttpResponse(page))
    person = person_of(request)
    found = rendering.standings(stamp)
    here = standing.shown(found, person) if number is None else next((s for s in found if s.number == number), None)
    insider = here is not None and standing.is_insider(person, here)
    if here is None or not (here.public or insider or here.state in standing.TAKEN_BACK):
        raise Http404("There is no such article.")
    told = {
        "rendered": rendering.article(stamp, here, with_text=here.public or insider),
        "slug": slug,
        "here": here,
        "follows": FOLLOWS and here.public,
        "audience": audience_of(request),
    }
    return _fresh(render(request, "reader/article.html", told))


def _fresh(response: HttpResponse) -> HttpResponse:
    """Nobody between us and the reader keeps it unasked: what is retracted is hidden at once."""
    response["Cache-Control"] = "no-cache"
    patch_vary_headers(response, ("Cookie",))
    return response


@needs(Permission.PUBLIC)
@require_safe
def articles(request: HttpRequest) -> HttpResponse:
    """Search and browse."""
    words, state = request.GET.get("q", "").strip()[:200], request.GET.get("state", "")
    found = listing.listed(person_of(request), words, state)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    return render(request, "reader/articles.html", {"page": page, "words": words, "state": state})


@needs(Permission.PUBLIC)
@limited("report")
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Report a fault of a revision, or of one sentence of it."""
    here, *found = visible(request, slug, number)
    of = Revision.objects.select_related("article").get(pk=here.revision)
    text = rendering.view(tuple(found), here, with_text=True).text
    assert text is not None, "it was asked for with its text"
    sentences = [(s.id, s.text) for s in (*text.bottom_line, *(s for p in text.parts for s in p.statements)) if s.text]
    form = ReportForm(
        request.POST or None, sentences=sentences, initial={"statement": request.GET.get("statement", "")}
    )
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            kept = services.report(by=person_of(request), revision=of, text=told["text"], statement=told["statement"])
        except NotComplete as error:
            form.add_error("text", str(error))
        else:
            messages.success(request, f"Thank you. Your report has the number {kept.pk}; an editor will answer it.")
            return redirect("article", slug)
    return render(request, "reader/report.html", {"form": form, "revision": of})
