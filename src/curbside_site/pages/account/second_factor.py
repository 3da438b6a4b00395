"""A second factor, required of all who may do more than read and ask, where the site's owner says so."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from curbside_site.accounts.models import Person
from curbside_site.accounts.roles import Permission

_MORE: Final = (
    Permission.WRITE,
    Permission.ADD_SOURCES,
    Permission.REVIEW,
    Permission.EDIT,
    Permission.READ_TRAIL,
    Permission.ADMINISTER,
)
_ALLOWED: Final = ("mfa_", "account_", "login", "logout")


class SecondFactorMiddleware:
    """Leads whoever lacks it to where it is set up, whatever else they want."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        if settings.MFA != "required" or not isinstance(request.user, Person):
            return None
        name = request.resolver_match.view_name if request.resolver_match else ""
        if (name or "").startswith(_ALLOWED) or not any(request.user.may(p) for p in _MORE) or _has_one(request.user):
            return None
        if refuse := getattr(view, "refuse", None):
            told: HttpResponse = refuse(request, 403, "This site requires a second factor of the person of a token.")
            return told
        messages.warning(request, "This site requires a second factor of you; set it up first.")
        return redirect("mfa_activate_totp")


def _has_one(person: Person) -> bool:
    from allauth.mfa.models import Authenticator

    return Authenticator.objects.filter(user=person, type=Authenticator.Type.TOTP).exists()
