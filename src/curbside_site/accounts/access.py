"""Every route declares what it needs; one that does not is shut."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, TypeVar

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from curbside_site.accounts.models import Person
from curbside_site.accounts.roles import ANYBODY, Permission

View = TypeVar("View", bound=Callable[..., Any])
OUTSIDE: Final[dict[str, Permission]] = {}
"""The routes of other packages, by view name, which cannot carry a declaration of their own."""


def needs(permission: Permission) -> Callable[[View], View]:
    """Declare what a view needs."""

    def declare(view: View) -> View:
        view.needs = permission  # type: ignore[attr-defined]
        return view

    return declare


def declared(view: Any, name: str | None) -> Permission | None:
    """What a route needs, None where nothing is declared."""
    return getattr(view, "needs", None) or OUTSIDE.get(name or "")


def allows(person: Any, permission: Permission) -> bool:
    """Whether that person, or somebody without an account, has the permission."""
    if permission in ANYBODY or (permission is Permission.ASK and settings.ASKING == "anyone"):
        return True
    return isinstance(person, Person) and person.may(permission)


class PermissionMiddleware:
    """Lets nobody through to a view whose permission they lack; without an account, to the login."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        match = request.resolver_match
        permission = declared(view, match.view_name if match else None)
        if permission is None:
            raise PermissionDenied("This page does not say who may see it.")
        if allows(request.user, permission):
            return None
        # A route for programs refuses in its own form; a login page would tell a program nothing.
        if refuse := getattr(view, "refuse", None):
            return _refused_program(request, refuse, permission)
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        raise PermissionDenied(f"Your account may not {permission}.")


def _refused_program(request: HttpRequest, refuse: Callable[..., HttpResponse], permission: Permission) -> HttpResponse:
    if request.user.is_authenticated:
        return refuse(request, 403, f"The account of this token may not {permission}.")
    return refuse(request, 401, "Give a token: Authorization: Bearer ...; your account page makes them.")


def context(request: HttpRequest) -> dict[str, Any]:
    """For templates: `may.write`, `may.review` ... by the names of `Permission`."""
    person = getattr(request, "user", None)
    return {"may": {p.name.lower(): allows(person, p) for p in Permission}, "site_url": settings.SITE_URL}
