"""Pages on which people keep their tokens, and admins the webhooks."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from curbside.errors import CurbsideError
from curbside_site.accounts.access import needs
from curbside_site.accounts.roles import Permission
from curbside_site.api import tokens, webhooks
from curbside_site.api.models import SCOPES, Delivery, Token, Webhook

_WHAT = {
    "ask": "ask questions and read one's own runs",
    "articles": "read approved articles",
    "sources": "read sources, as far as their licences allow",
    "audit": "check texts against the library",
    "check": "check claims, read doses, calculate",
    "fhir": "read definitions as FHIR",
    "cds": "call the CDS Hooks services",
}


_SECRET = "new-secret"
_SHOWN_WITHIN = 60
"""Seconds from the form to the page that shows what was made."""


class TokenForm(forms.Form):
    """A new token."""

    name = forms.CharField(max_length=100, label="What program is it for?")
    days = forms.IntegerField(min_value=1, max_value=tokens.LONGEST_DAYS, initial=365, label="Days until it ends")
    scopes = forms.MultipleChoiceField(
        choices=[(s, f"{s}: {_WHAT[s]}") for s in SCOPES], widget=forms.CheckboxSelectMultiple, label="What may it do?"
    )


class WebhookForm(forms.Form):
    """A new webhook."""

    url = forms.CharField(max_length=500, label="Address", help_text="https://..., a public one")


@needs(Permission.ACCOUNT)
@require_http_methods(["GET", "HEAD", "POST"])
def token_list(request: HttpRequest) -> HttpResponse:
    """One's own tokens; for an admin those of all. A new one is shown once, on the page that follows the form."""
    form = TokenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            made, secret = tokens.make(
                by=request.user, person=request.user, name=given["name"], scopes=given["scopes"], days=given["days"]
            )
        except CurbsideError as error:
            form.add_error(None, str(error))
        else:
            return _once(request, "tokens", made.name, secret)
    every = request.user.may(Permission.ADMINISTER)
    found = Token.objects.select_related("person").order_by("revoked_at", "-created_at")
    shown: dict[str, Any] = {"form": form, "every": every, "made": _taken(request, "tokens")}
    shown["tokens"] = found if every else found.filter(person=request.user)
    return _shown(request, "api/tokens.html", shown, bool(form.errors))


@needs(Permission.ACCOUNT)
@require_POST
def token_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """End a token. Another's is not found, but by an admin."""
    found = (
        Token.objects.all() if request.user.may(Permission.ADMINISTER) else Token.objects.filter(person=request.user)
    )
    return _done(request, lambda: tokens.revoke(by=request.user, token=get_object_or_404(found, pk=pk)), "tokens")


@needs(Permission.ADMINISTER)
@require_http_methods(["GET", "HEAD", "POST"])
def webhook_list(request: HttpRequest) -> HttpResponse:
    """The webhooks with what they were last sent; a secret is shown once, on the page that follows the form."""
    form = WebhookForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = webhooks.add(by=request.user, url=form.cleaned_data["url"])
        except CurbsideError as error:
            form.add_error("url", str(error))
        else:
            return _once(request, "webhooks", made.url, made.secret)
    shown = {
        "form": form,
        "made": _taken(request, "webhooks"),
        "webhooks": Webhook.objects.select_related("added_by").order_by("stopped_at", "-added_at"),
        "deliveries": Delivery.objects.select_related("webhook").order_by("-pk")[:50],
    }
    return _shown(request, "api/webhooks.html", shown, bool(form.errors))


@needs(Permission.ADMINISTER)
@require_POST
def webhook_stop(request: HttpRequest, pk: int) -> HttpResponse:
    """Tell an address nothing more."""
    return _done(request, lambda: webhooks.stop(by=request.user, webhook=get_object_or_404(Webhook, pk=pk)), "webhooks")


@needs(Permission.ADMINISTER)
@require_POST
def delivery_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Try a message again that was given up."""
    found = get_object_or_404(Delivery.objects.select_related("webhook"), pk=pk)
    return _done(request, lambda: webhooks.again(by=request.user, delivery=found), "webhooks")


def _once(request: HttpRequest, page: str, name: str, secret: str) -> HttpResponse:
    """To the page that shows a secret, so that loading it again makes no second one.

    It travels in a cookie of its person alone, since a session is a row of the database, which holds no token.
    """
    response = redirect(page)
    response.set_cookie(
        _SECRET,
        signing.dumps({"page": page, "person": request.user.pk, "name": name, "secret": secret}, salt=_SECRET),
        max_age=_SHOWN_WITHIN,
        path=response["Location"],
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Strict",
    )
    response["Cache-Control"] = "no-store"
    return response


def _taken(request: HttpRequest, page: str) -> dict[str, str] | None:
    """The name and the secret of what was just made, None where nothing was."""
    try:
        told = signing.loads(request.COOKIES.get(_SECRET, ""), salt=_SECRET, max_age=_SHOWN_WITHIN)
    except signing.BadSignature:
        return None
    mine = told["page"] == page and told["person"] == request.user.pk
    return {"name": told["name"], "secret": told["secret"]} if mine else None


def _shown(request: HttpRequest, template: str, told: dict[str, Any], failed: bool) -> HttpResponse:
    response = render(request, template, told, status=400 if failed else 200)
    response.delete_cookie(_SECRET, path=request.path, samesite="Strict")
    response["Cache-Control"] = "no-store"
    return response


def _done(request: HttpRequest, do: Any, page: str) -> HttpResponse:
    try:
        do()
    except CurbsideError as error:
        messages.error(request, str(error))
    return redirect(page)
