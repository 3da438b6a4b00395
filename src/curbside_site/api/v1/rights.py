"""What each operation of the API needs, as data: a permission of the person, a scope of the token, a limit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from curbside_site.accounts.roles import Permission


@dataclass(frozen=True, slots=True)
class Right:
    """limited: under which limit it counts, "" for none. largest: bytes of a body."""

    permission: Permission
    scope: str
    limited: str = ""
    largest: int = 200_000


RIGHTS: Final = {
    "ask": Right(Permission.ASK, "ask", "ask"),
    "run": Right(Permission.ASK, "ask"),
    "run_events": Right(Permission.ASK, "ask"),
    "articles": Right(Permission.PUBLIC, "articles"),
    "article": Right(Permission.PUBLIC, "articles"),
    "revision": Right(Permission.PUBLIC, "articles"),
    "sources": Right(Permission.READ_SOURCES, "sources"),
    "source": Right(Permission.READ_SOURCES, "sources"),
    "audit": Right(Permission.ASK, "audit", "work"),
    "check": Right(Permission.ASK, "check", "work"),
    "regimens": Right(Permission.ASK, "check", "work"),
    "calculate": Right(Permission.ASK, "check", "work"),
}
"""By operation id, which is the name of the route too."""
