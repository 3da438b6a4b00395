"""One's own account: name, audience, interests, credentials, password, second factor."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import PasswordResetConfirmView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from curbside_site.accounts.access import needs
from curbside_site.accounts.models import AUDIENCES
from curbside_site.accounts.roles import Permission
from curbside_site.audit_trail.trail import record
from curbside_site.pages.telling import attempt, person
from curbside_site.people import services


@needs(Permission.ACCOUNT)
@require_GET
def account(request: HttpRequest) -> HttpResponse:
    """What the site knows of whoever looks."""
    me = person(request)
    told = {
        "audiences": AUDIENCES,
        "roles": sorted(me.roles),
        "interests": me.interests.all()[:5],
        "credentials": me.credentials.select_related("verified_by"),
        "mfa": settings.MFA,
        "reviews": me.may(Permission.REVIEW),
    }
    return render(request, "account/own.html", told)


@needs(Permission.ACCOUNT)
@require_POST
def describe(request: HttpRequest) -> HttpResponse:
    """Change name and audience."""
    form = request.POST
    attempt(
        request,
        lambda: services.describe(
            by=person(request), full_name=form.get("full_name", ""), audience=form.get("audience", "")
        ),
        "Saved.",
    )
    return redirect("account")


@needs(Permission.ACCOUNT)
@require_POST
def interests(request: HttpRequest) -> HttpResponse:
    """Declare interests."""
    attempt(request, lambda: services.declare(by=person(request), text=request.POST.get("text", "")), "Declared.")
    back = request.POST.get("back", "")
    return redirect(back if back.startswith("/review/") else "account")


class SetPassword(PasswordResetConfirmView):
    """Where the link of an administrator leads: a password is set, once."""

    template_name = "account/set_password.html"
    success_url = "/account/login/"

    def form_valid(self, form: Any) -> HttpResponse:
        answer = super().form_valid(form)
        record(by=form.user, action="password set by a link", about=f"person:{form.user.username}")
        messages.success(self.request, "The password is set; log in with it.")
        return answer


set_password = needs(Permission.PUBLIC)(SetPassword.as_view())
