"""Whoever asks without an account: known by a word in their session, which is not the session's own key."""

from __future__ import annotations

import secrets
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest

from curbside.language.notices import PATIENT
from curbside_site.accounts.models import AUDIENCES, Person

_VISITOR: Final = "visitor"
_AUDIENCE: Final = "audience"


def person_of(request: HttpRequest) -> Person | None:
    """Who is logged in, None where nobody is."""
    user: Any = request.user
    return user if user.is_authenticated else None


def visitor_of(request: HttpRequest, make: bool = False) -> str:
    """What the session is known by, "" where it never asked. make: begin one."""
    known = request.session.get(_VISITOR, "")
    if not known and make:
        known = request.session[_VISITOR] = secrets.token_urlsafe(24)
    return str(known)


def audience_of(request: HttpRequest) -> str:
    """Which of `AUDIENCES` describes whoever looks, as they said before."""
    person = person_of(request)
    told = person.audience if person else request.session.get(_AUDIENCE)
    allowed = told in AUDIENCES and (told != PATIENT or settings.ENGINE.allowed("patients"))
    return str(told) if allowed else AUDIENCES[0]


def remember_audience(request: HttpRequest, audience: str) -> None:
    """For the session; of a person it is in the database."""
    if person_of(request) is None:
        request.session[_AUDIENCE] = audience
