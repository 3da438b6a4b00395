"""Routes for programs: who calls is told by a token, never by the cookie of a browser, and errors are problems.

That no cookie counts here is why these routes need no CSRF token: a page of somebody else cannot use a visitor's login.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, TypeVar

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from curbside_site.accounts.roles import Permission
from curbside_site.api import tokens
from curbside_site.errors import NotAllowed
from curbside_site.guarding.problems import problem

View = TypeVar("View", bound=Callable[..., Any])
LARGEST: Final = 2_000_000


def program(
    permission: Permission,
    scope: str,
    *,
    refuse: Callable[..., HttpResponse] = problem,
    foreign: bool = False,
    largest: int = LARGEST,
) -> Callable[[View], View]:
    """Declare a view to be for programs: what it needs of a person, and which scope of a token.

    refuse: makes its errors of request, status and sentence. foreign: tokens that are not ours are passed over, where
    a protocol has clients send their own (CDS Hooks). largest: bytes of a body.
    """

    def declare(view: View) -> View:
        view.needs = permission  # type: ignore[attr-defined]
        view.scope = scope  # type: ignore[attr-defined]
        view.refuse = refuse  # type: ignore[attr-defined]
        view.foreign = foreign  # type: ignore[attr-defined]
        view.largest = largest  # type: ignore[attr-defined]
        return csrf_exempt(view)

    return declare


class ProgramMiddleware:
    """Before the middleware of permissions: the person of a request to such a route is that of its token."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        refuse = getattr(request, "refuse", None)
        if refuse is None:
            return response
        response.setdefault("Vary", "Authorization")
        if response.status_code == 405:
            told = refuse(request, 405, f"{request.method} is not possible here; {response['Allow']} is.")
            told["Allow"] = response["Allow"]
            return told
        return response

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        scope = getattr(view, "scope", None)
        if scope is None:
            return None
        request.refuse = view.refuse  # type: ignore[attr-defined]
        request.user = AnonymousUser()
        given = _bearer(request)
        if given is None or (view.foreign and not given.startswith(tokens.PREFIX)):
            return _too_large(request, view)
        try:
            token = tokens.found(given)
        except NotAllowed as error:
            return view.refuse(request, 401, str(error))
        if scope not in token.scopes:
            return view.refuse(request, 403, f"This token has no scope {scope!r}.")
        request.user = token.person
        return _too_large(request, view)


def _bearer(request: HttpRequest) -> str | None:
    kind, _, given = request.headers.get("Authorization", "").partition(" ")
    return given.strip() if kind.lower() == "bearer" else None


def _too_large(request: HttpRequest, view: Any) -> HttpResponse | None:
    told = request.headers.get("Content-Length", "")
    if "Transfer-Encoding" in request.headers and not told.isdigit():
        return view.refuse(request, 411, "Say with Content-Length how long the body is.")
    if told.isdigit() and int(told) > view.largest:
        return view.refuse(request, 413, f"The body has more than {view.largest:,} bytes.")
    return None
