"""For authors: choosing sentences of a source, and adding a source to the library."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from curbside.errors import CurbsideError, SourceNotFound
from curbside.evidence.status import standing
from curbside.selecting.quotable import quotable
from curbside.types import Kind, Source
from curbside_site.accounts.access import needs
from curbside_site.accounts.roles import Permission
from curbside_site.articles import desk, sourcing
from curbside_site.articles.models import Article, Working
from curbside_site.pages.telling import person

FOUND = 40
UNITS = 1500


@needs(Permission.WRITE)
@require_GET
def choose(request: HttpRequest, slug: str) -> HttpResponse:
    """Sources for an article, by words of their titles or by what they say of the words."""
    article, words = get_object_or_404(Article, slug=slug), request.GET.get("q", "").strip()
    found = _found(words or article.question)
    return render(request, "editorial/choose_source.html", {"article": article, "q": words, "found": found})


def _found(words: str) -> list[Source]:
    """Those that hold the words best, by passages; then those whose title or topic has them."""
    from curbside.retrieval.query import query_of
    from curbside.retrieval.stock import Stock
    from curbside.retrieval.understanding import understand

    used = desk.engine()
    hits = Stock(used.library, used.index).search(query_of(understand(words[:1000], None)), 60)
    ids = dict.fromkeys(h.passage.source for h in hits)
    described = used.library.described(ids)
    found = [described[i] for i in ids if i in described]
    named = [s for s in used.library.mentioning(words) if s.id not in ids] if words else []
    return [*found, *named][:FOUND]


@needs(Permission.WRITE)
@require_GET
def sentences(request: HttpRequest, slug: str, source: str) -> HttpResponse:
    """The sentences of a source under its headings, to be ticked."""
    article = get_object_or_404(Article, slug=slug)
    working = Working.objects.filter(article=article, author=person(request)).first()
    library = desk.library()
    try:
        found = library.get(library.resolve(source) or source)
    except SourceNotFound as error:
        raise Http404(str(error)) from error
    state = standing(found, lambda name: library.described([name]).get(name))
    told = {
        "article": article,
        "working": working,
        "source": found,
        "state": state,
        "groups": _groups(found) if state.usable else [],
        "more": len(found.units) > UNITS,
    }
    return render(request, "editorial/choose_sentences.html", told)


def _groups(source: Source) -> list[dict[str, Any]]:
    groups: list[dict[str, Any]] = []
    for unit in source.units[:UNITS]:
        if not quotable(source, unit):
            continue
        heading = " › ".join(unit.headings[1:]) or unit.headings[0] if unit.headings else ""
        if not groups or groups[-1]["heading"] != heading:
            groups.append({"heading": heading, "units": []})
        lead = " ".join(source.text[r.start : r.end] for r in unit.context)
        groups[-1]["units"].append({"start": unit.start, "text": source.text[unit.start : unit.end], "lead": lead})
    return groups


@needs(Permission.ADD_SOURCES)
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Upload a document, or fetch a record by its identifier where the owner allows that."""
    if request.method == "POST":
        try:
            made = _added(request)
        except CurbsideError as error:
            messages.error(request, str(error))
        else:
            for line in made.told:
                messages.warning(request, line)
            names = desk.library().described(made.new)
            for source in names.values():
                messages.success(request, f"In the library: {source.title} ({source.id}).")
            return redirect("add_source")
    told = {
        "kinds": [str(k) for k in Kind],
        "endings": ",".join(sourcing.ENDINGS),
        "largest": settings.UPLOAD_LARGEST // 1_000_000,
        "fetching": settings.FETCHING,
        "form": request.POST,
    }
    return render(request, "editorial/add_source.html", told)


def _added(request: HttpRequest) -> sourcing.Added:
    me, file = person(request), request.FILES.get("file")
    if file is not None:
        return sourcing.upload(by=me, file=file, facts={n: request.POST.get(n, "") for n in sourcing.FACTS})
    return sourcing.fetch(by=me, identifier=request.POST.get("identifier", ""))
