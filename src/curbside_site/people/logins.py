"""Slowing down whoever guesses passwords: failed tries are counted in the database, for all machines together."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from curbside_site.accounts.models import FailedLogin, Person
from curbside_site.audit_trail.trail import record

WINDOW: Final = timedelta(minutes=15)
OF_AN_ACCOUNT: Final = 5
OF_AN_ADDRESS: Final = 30
KEPT: Final = timedelta(days=1)


def address(request: HttpRequest) -> str:
    """Where a request comes from; X-Forwarded-For is believed as far as the site's own proxies wrote it."""
    from django.conf import settings

    if not settings.PROXIES:
        return str(request.META.get("REMOTE_ADDR", ""))
    hops = [h.strip() for h in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if h.strip()]
    return hops[-settings.PROXIES] if len(hops) >= settings.PROXIES else str(request.META.get("REMOTE_ADDR", ""))


def held_back(username: str, where: str) -> bool:
    """Whether there were too many failed tries for that account, or from that address, within `WINDOW`."""
    recent = FailedLogin.objects.filter(at__gt=timezone.now() - WINDOW)
    of_account = recent.filter(username=_key(username)).count() >= OF_AN_ACCOUNT
    return of_account or recent.filter(address=where).count() >= OF_AN_ADDRESS


def failed(username: str, where: str) -> None:
    """Count a failed try; the one that holds an account back is written to the trail."""
    FailedLogin.objects.create(username=_key(username), address=where)
    FailedLogin.objects.filter(at__lt=timezone.now() - KEPT).delete()
    recent = FailedLogin.objects.filter(Q(username=_key(username)), at__gt=timezone.now() - WINDOW)
    if recent.count() == OF_AN_ACCOUNT:
        detail = {"from": where, "tries": OF_AN_ACCOUNT}
        known = Person.objects.filter(username__iexact=username.strip()).values_list("username", flat=True).first()
        about = f"person:{known}" if known else "no such account"
        record(by="system: login", action="login held back", about=about, detail=detail)


def succeeded(username: str) -> None:
    """Forget the failed tries for that account."""
    FailedLogin.objects.filter(username=_key(username)).delete()


def _key(username: str) -> str:
    """What is kept of a name that was typed: some type their password there."""
    return salted_hmac("curbside.logins", username.strip().casefold()).hexdigest()
