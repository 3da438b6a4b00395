"""Keys of programs: made and revoked by their person or an admin; of a key, its SHA-256 alone is kept."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from datetime import timedelta
from typing import Final

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from curbside_site.accounts.models import Person
from curbside_site.accounts.roles import Permission
from curbside_site.api.models import SCOPES, Token
from curbside_site.audit_trail.trail import record
from curbside_site.errors import NotAllowed, NotComplete, NotLegal

PREFIX: Final = "cbs_"
MOST: Final = 50
LONGEST_DAYS: Final = 3650
_SEEN_EVERY: Final = timedelta(minutes=5)


@transaction.atomic
def make(*, by: Person, person: Person, name: str, scopes: Iterable[str], days: int | None = 365) -> tuple[Token, str]:
    """A token, and its secret, which is not kept and cannot be shown again. days: None for one that does not end.

    Raises NotAllowed, NotComplete.
    """
    _may(by, person)
    told = sorted(set(scopes))
    if not name.strip():
        raise NotComplete("Name the program that the token is for.")
    if len(name.strip()) > 100:
        raise NotComplete("Name it in 100 characters or fewer.")
    if not told or not set(told) <= set(SCOPES):
        raise NotComplete(f"A token has some of these scopes: {', '.join(SCOPES)}.")
    if days is not None and not 1 <= days <= LONGEST_DAYS:
        raise NotComplete(f"A token holds for 1 to {LONGEST_DAYS} days.")
    if in_force().filter(person=person).count() >= MOST:
        raise NotComplete(f"{person.name} has {MOST} tokens; revoke one first.")
    secret = PREFIX + secrets.token_urlsafe(32)
    ends = timezone.now() + timedelta(days=days) if days is not None else None
    made = Token.objects.create(person=person, name=name.strip(), digest=digest(secret), scopes=told, expires_at=ends)
    record(by=by, action="token made", about=f"person:{person.username}", detail={"token": made.pk, "scopes": told})
    return made, secret


@transaction.atomic
def revoke(*, by: Person, token: Token) -> None:
    """End a token at once. Raises NotAllowed, NotLegal where it was revoked before."""
    _may(by, token.person)
    if not Token.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=timezone.now()):
        raise NotLegal("That token has been revoked before.")
    record(by=by, action="token revoked", about=f"person:{token.person.username}", detail={"token": token.pk})


def found(secret: str) -> Token:
    """The token in force of that secret. Raises NotAllowed."""
    token = in_force().select_related("person").filter(digest=digest(secret)).first()
    if token is None:
        raise NotAllowed("This token is none of this site, or it has ended or been revoked.")
    now = timezone.now()
    # Once in five minutes is enough to see which are used, and spares a write with every call.
    if token.last_used_at is None or now - token.last_used_at > _SEEN_EVERY:
        Token.objects.filter(pk=token.pk).update(last_used_at=now)
    return token


def in_force() -> QuerySet[Token]:
    """The tokens that open something now."""
    still = Q(expires_at=None) | Q(expires_at__gt=timezone.now())
    return Token.objects.filter(still, revoked_at=None, person__is_active=True)


def digest(secret: str) -> str:
    """What is kept of a secret: its SHA-256. It has 256 random bits, so that a slow hash would add nothing."""
    return hashlib.sha256(secret.encode("utf-8")).hexdigest()


def _may(by: Person, person: Person) -> None:
    own = by == person and by.may(Permission.ACCOUNT)
    if not own and not by.may(Permission.ADMINISTER):
        raise NotAllowed("Tokens are made and revoked by their person or an admin.")
