"""The API itself: its routes, its errors as problems, and its OpenAPI document."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from functools import cache
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern
from django.views.decorators.http import require_safe
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from curbside import __version__
from curbside.errors import CurbsideError, InputError, LibraryError, SearchIndexError, SourceNotFound, UsageError
from curbside_site.accounts.roles import Permission
from curbside_site.api.programs import program
from curbside_site.api.v1 import articles, asking, checking, sources
from curbside_site.api.v1.rights import RIGHTS
from curbside_site.errors import NotAllowed, NotComplete, NotLegal
from curbside_site.guarding.limits import limited
from curbside_site.guarding.problems import TYPE, problem

PREFIX: Final = "/api/v1/"
_log = logging.getLogger(__name__)
_STATUS: Final = (
    (SourceNotFound, 404),
    (UsageError, 422),
    (InputError, 422),
    (NotAllowed, 403),
    (NotLegal, 409),
    (NotComplete, 422),
    (LibraryError, 503),
    (SearchIndexError, 503),
)
_SECURITY: Final = {"type": "http", "scheme": "bearer", "description": "A token of /account/tokens/, with its scopes."}
_COMMON: Final = {
    "401": "The token is missing or does not hold.",
    "403": "The token or its person may not.",
    "429": "That was asked too often; Retry-After says when again.",
}

api = NinjaAPI(
    title="Curbside",
    version="1",
    description=(
        "Answers from the sources of one library, each sentence with its quote; approved articles; audits. "
        "For professionals who can check the basis of every sentence: it looks up references, does not select "
        "treatment for a patient, and is not for emergencies."
    ),
    docs_url=None,
    openapi_url=None,
    urls_namespace="v1",
)
for _router in (asking.router, articles.router, sources.router, checking.router):
    api.add_router("", _router)


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """What does not fit the document, field by field; what was sent is not repeated, since it may name a patient."""
    faults = [{"where": _where(e["loc"]), "what": e["msg"]} for e in error.errors]
    first = faults[0]
    return problem(request, 422, f"{first['where']}: {first['what']}.", errors=faults)


def _where(place: Iterable[str | int]) -> str:
    """ "body.lines.0.text", or the name of a parameter; ninja names the argument of our function in between."""
    kind, *names = map(str, place)
    return ".".join(["body", *names[1:]]) if kind == "body" else ".".join(names) or kind


@api.exception_handler(HttpError)
def _refused(request: HttpRequest, error: HttpError) -> HttpResponse:
    told = "The body is no JSON." if error.status_code == 400 else str(error)
    return problem(request, error.status_code, told)


@api.exception_handler(Http404)
def _missing(request: HttpRequest, error: Http404) -> HttpResponse:
    return problem(request, 404, str(error) or "There is nothing here.")


@api.exception_handler(CurbsideError)
def _told(request: HttpRequest, error: CurbsideError) -> HttpResponse:
    status = next((status for kind, status in _STATUS if isinstance(error, kind)), 500)
    return problem(request, status, str(error))


@api.exception_handler(Exception)
def _broken(request: HttpRequest, error: Exception) -> HttpResponse:
    _log.exception("A request to the API failed.", exc_info=error)
    return problem(request, 500, "Something is broken here; the log has it under the id of this request.")


@program(Permission.PUBLIC, "articles")
@require_safe
def openapi(request: HttpRequest) -> HttpResponse:
    """GET /api/v1/openapi.json."""
    return JsonResponse(document())


@program(Permission.PUBLIC, "articles")
def nothing_here(request: HttpRequest, rest: str = "") -> HttpResponse:
    """Any other address under /api/."""
    return problem(request, 404, "There is no such address; /api/v1/openapi.json lists them.")


@cache
def document() -> dict[str, Any]:
    """The OpenAPI document: errors are problems, and every operation names its scope."""
    made: dict[str, Any] = dict(api.get_openapi_schema(path_prefix=PREFIX))
    made["info"] = {**made["info"], "x-curbside-version": __version__}
    made["components"] = {**made["components"], "securitySchemes": {"token": _SECURITY}}
    for methods in made["paths"].values():
        for operation in methods.values():
            _complete(operation)
    return made


def _complete(operation: dict[str, Any]) -> None:
    right = RIGHTS[operation["operationId"]]
    operation["security"] = [{"token": []}, {}] if right.permission is Permission.PUBLIC else [{"token": []}]
    operation["x-scope"] = right.scope
    responses = {str(status): told for status, told in operation["responses"].items()}
    for status, told in _COMMON.items():
        if status != "429" or right.limited:
            responses.setdefault(status, {"description": told, "content": _problem()})
    for status, told in responses.items():
        if status >= "400":
            told["content"] = _problem()
    operation["responses"] = responses


def _problem() -> dict[str, Any]:
    return {TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}


def patterns() -> list[URLPattern]:
    """The addresses under /api/v1/, each with what it needs (`RIGHTS`). Raises KeyError for one that says nothing."""
    found = [p for p in api.urls[0] if p.name != "api-root"]
    for pattern in found:
        right = RIGHTS[pattern.name]
        program(right.permission, right.scope, largest=right.largest)(pattern.callback)
        if right.limited:
            limited(right.limited)(pattern.callback)
    return found
