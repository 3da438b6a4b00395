"""GET /fhir/...: metadata, read and search."""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from curbside import __version__
from curbside.errors import LibraryError, SearchIndexError
from curbside_site.accounts.roles import Permission
from curbside_site.api.fhir import stock
from curbside_site.api.fhir.outcomes import VERSIONS, outcome, release_of, resource
from curbside_site.api.fhir.stock import Json, Withdrawn
from curbside_site.api.programs import program
from curbside_site.api.published import Published

KINDS: Final = ("PlanDefinition", "ActivityDefinition", "Library", "Citation", "ArtifactAssessment")
_PARAMETERS: Final = {
    "_id": ("token", "the id"),
    "url": ("uri", "the canonical address, urn:uuid:..."),
    "title": ("string", "words of the title"),
    "article": ("string", "the address of the article on this site"),
}
_CONTROL: Final = frozenset({"_count", "_format", "_pretty", "_after"})
_ARTICLE: Final = "article-"
MOST: Final = 100


def _view(view: Any) -> Any:
    """What every route of FHIR has: it reads, for anybody, in a release that there is; a broken library is told."""

    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if release_of(request) is None:
            return outcome(request, 406, f"There is no such fhirVersion here; it is {' or '.join(VERSIONS.values())}.")
        try:
            return view(request, *args, **kwargs)
        except (LibraryError, SearchIndexError) as error:
            return outcome(request, 503, str(error))

    return program(Permission.PUBLIC, "fhir", refuse=outcome)(require_safe(asked))


@_view
def metadata(request: HttpRequest) -> HttpResponse:
    """GET /fhir/metadata."""
    return resource(request, capability(release_of(request) or "R5"))


@_view
def read(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """GET /fhir/{type}/{id}."""
    release = release_of(request) or "R5"
    if kind not in (*KINDS, "Bundle"):
        return outcome(request, 404, f"There is no {kind[:60]} here; there are {', '.join((*KINDS, 'Bundle'))}.")
    found = _bundle(key, release) if kind == "Bundle" else stock.find(kind, key, release)
    if found is None:
        return outcome(request, 404, f"There is no {kind} of that id among the articles that are approved as FHIR.")
    return outcome(request, 410, found.why) if isinstance(found, Withdrawn) else resource(request, found)


@_view
def search(request: HttpRequest, kind: str) -> HttpResponse:
    """GET /fhir/{type}?..."""
    if kind not in (*KINDS, "Bundle"):
        return outcome(request, 404, f"There is no {kind[:60]} here; there are {', '.join((*KINDS, 'Bundle'))}.")
    unknown = [name for name in request.GET if name not in _PARAMETERS and name not in _CONTROL]
    if unknown:
        return outcome(request, 400, f"There is no parameter {unknown[0][:60]!r}; there are {', '.join(_PARAMETERS)}.")
    count = request.GET.get("_count", "20")
    if not count.isdigit() or len(count) > 4:
        return outcome(request, 400, "_count is a number.")
    return resource(request, _searched(request, kind, release_of(request) or "R5", min(int(count), MOST)))


def _bundle(key: str, release: str) -> Json | Withdrawn | None:
    number = key.removeprefix(_ARTICLE)
    if not key.startswith(_ARTICLE) or not number.isascii() or not number.isdigit() or len(number) > 18:
        return None
    one = next(stock.approved(article_id=int(number)), None)
    made = stock.bundle(one, release) if one else None
    return {**made, "id": key} if isinstance(made, dict) else made


def _searched(request: HttpRequest, kind: str, release: str, count: int) -> Json:
    """A searchset in the order of the articles' addresses; whole articles fill a page."""
    only = {"article__slug__gt": request.GET.get("_after", "")}
    only |= {"article__slug": request.GET["article"]} if "article" in request.GET else {}
    found: list[Json] = []
    last = ""
    for one in stock.approved(**only):
        if found and len(found) >= count:
            return _set(request, kind, found, last)
        found, last = found + _of_article(request, kind, release, one), one.article.slug
    return _set(request, kind, found, "")


def _of_article(request: HttpRequest, kind: str, release: str, one: Published) -> list[Json]:
    """What of an article is asked for; where one resource is, no other article's bundle is made."""
    wanted = request.GET.get("_id") or request.GET.get("url", "").removeprefix("urn:uuid:")
    if kind != "Bundle" and wanted and stock.ids(one.revision.pk, release).get(wanted) != kind:
        return []
    made = stock.bundle(one, release)
    return [] if isinstance(made, Withdrawn) else _matching(request, kind, made, one.article.pk)


def _matching(request: HttpRequest, kind: str, made: Json, article: int) -> list[Json]:
    held = [{**made, "id": f"{_ARTICLE}{article}"}] if kind == "Bundle" else [e["resource"] for e in made["entry"]]
    asked = {name: request.GET[name] for name in ("_id", "url", "title") if name in request.GET}
    return [r for r in held if r["resourceType"] == kind and all(_fits(r, n, v) for n, v in asked.items())]


def _fits(held: Json, name: str, wanted: str) -> bool:
    if name == "title":
        return all(word in held.get("title", "").casefold() for word in wanted.casefold().split())
    return bool(held.get({"_id": "id"}.get(name, name)) == wanted)


def _set(request: HttpRequest, kind: str, found: list[Json], last: str) -> Json:
    base = f"{settings.SITE_URL}/fhir"
    asked = {k: v for k, v in request.GET.items() if k != "_after"}
    links = [{"relation": "self", "url": f"{base}/{kind}?{urlencode(request.GET.dict())}"}]
    if last:
        links.append({"relation": "next", "url": f"{base}/{kind}?{urlencode({**asked, '_after': last})}"})
    entries = [{"fullUrl": f"{base}/{kind}/{r['id']}", "resource": r, "search": {"mode": "match"}} for r in found]
    made: Json = {"resourceType": "Bundle", "type": "searchset", "link": links}
    return {**made, "entry": entries} if entries else made


def capability(release: str) -> Json:
    """What this server does (CapabilityStatement): it reads and searches definitions of approved articles."""
    return {
        "resourceType": "CapabilityStatement",
        "status": "active",
        "date": timezone.localdate().isoformat(),
        "kind": "instance",
        "software": {"name": "Curbside", "version": __version__},
        "implementation": {"description": "Definitions of approved articles", "url": f"{settings.SITE_URL}/fhir"},
        "fhirVersion": {"R5": "5.0.0", "R4B": "4.3.0"}[release],
        "format": ["application/fhir+json"],
        "rest": [{"mode": "server", "resource": [_capable(kind) for kind in _kinds(release)]}],
    }


def _kinds(release: str) -> tuple[str, ...]:
    return (*(KINDS if release == "R5" else KINDS[:3]), "Bundle")


def _capable(kind: str) -> Json:
    names = [n for n in _PARAMETERS if kind != "Bundle" or n in ("_id", "article")]
    return {
        "type": kind,
        "interaction": [{"code": "read"}, {"code": "search-type"}],
        "versioning": "no-version",
        "searchParam": [{"name": n, "type": _PARAMETERS[n][0], "documentation": _PARAMETERS[n][1]} for n in names],
    }
