"""What django-allauth asks of this site: who may come in, and how guessing is slowed down.

Nobody signs up: accounts are made by administrators, or by single sign-on where its owner lets newcomers in.
"""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.shortcuts import redirect
from django.urls import reverse

from curbside_site.accounts.models import Person
from curbside_site.people import demonstration, logins, services

try:
    from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
except ImportError:  # the single sign-on is not installed
    DefaultSocialAccountAdapter = object

HELD_BACK = "Too many tries. Wait a quarter of an hour, or ask an administrator for a link to set a new password."


class Accounts(DefaultAccountAdapter):
    """Local accounts."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        if logins.held_back(credentials.get("username", ""), logins.address(request)):
            raise ValidationError(HELD_BACK, code="too_many_login_attempts")

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        logins.failed(credentials.get("username", ""), logins.address(request))

    def post_login(self, request: HttpRequest, user: Person, **kwargs: Any) -> Any:
        logins.succeeded(user.username)
        return super().post_login(request, user, **kwargs)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("account")

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Nothing is sent: what changed is on the account page and in the trail."""

    def add_message(self, request: HttpRequest, level: int, *args: Any, **kwargs: Any) -> None:
        """Not "successfully signed in": whoever logged in sees it. Other messages are told."""
        template = kwargs.get("message_template") or (args[0] if args else "")
        if template not in ("account/messages/logged_in.txt", "account/messages/logged_out.txt"):
            super().add_message(request, level, *args, **kwargs)


class SingleSignOn(DefaultSocialAccountAdapter):
    """People whom an OpenID Connect provider vouches for. They are known by the address that an administrator set."""

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        if sociallogin.is_existing:
            return
        email = sociallogin.account.extra_data.get("email") or sociallogin.user.email or ""
        verified = bool(sociallogin.account.extra_data.get("email_verified"))
        known = list(Person.objects.filter(email__iexact=email)) if email and verified else []
        if len(known) == 1 and known[0].is_active:
            sociallogin.connect(request, known[0])
            services.joined(person=known[0], provider=sociallogin.account.provider)
        elif not settings.OIDC_NEWCOMERS or demonstration.is_one():
            messages.error(request, "Nobody has added you here yet; ask an administrator to add your address.")
            raise ImmediateHttpResponse(redirect("login"))

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return bool(settings.OIDC_NEWCOMERS) and not demonstration.is_one()

    def save_user(self, request: HttpRequest, sociallogin: Any, form: Any = None) -> Any:
        made = super().save_user(request, sociallogin, form)
        told = sociallogin.account.extra_data.get("name") or made.get_full_name() or made.username
        Person.objects.filter(pk=made.pk).update(full_name=str(told)[:150])
        services.joined(person=made, provider=sociallogin.account.provider)
        return made
