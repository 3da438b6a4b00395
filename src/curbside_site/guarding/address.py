"""Whose address a request comes from, when proxies stand before the site."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest


def of(request: HttpRequest) -> str:
    """The address of the client, as the outermost of our own proxies saw it.

    Of X-Forwarded-For the last CURBSIDE_SITE_PROXIES entries are ours; what stands before them anybody can write.
    """
    own = settings.PROXIES
    told = [a.strip() for a in request.headers.get("X-Forwarded-For", "").split(",") if a.strip()]
    if own and len(told) >= own:
        return str(told[-own])
    return str(request.META.get("REMOTE_ADDR", ""))
