"""How often somebody may do what costs: declared on a view, held by a middleware.

Somebody with an account is counted as that person, wherever they are. Somebody without one is counted by session, and
by address at four times the number: a hospital has one address, and a session is dropped easily.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final, TypeVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from curbside_site.guarding import address, counting

View = TypeVar("View", bound=Callable[..., Any])
HOUR: Final = 3600
AN_ADDRESS: Final = 4
_SAFE: Final = ("GET", "HEAD", "OPTIONS")


def limited(what: str) -> Callable[[View], View]:
    """Declare what a view does; what changes nothing (GET) is not counted. what: a name of settings.LIMITS."""

    def declare(view: View) -> View:
        view.limited = what  # type: ignore[attr-defined]
        return view

    return declare


class LimitMiddleware:
    """Answers 429 with Retry-After where somebody did it too often within an hour."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        what = getattr(view, "limited", None)
        if what is None or request.method in _SAFE:
            return None
        waits = [counting.wait(key, most, HOUR) for key, most in _counted(request, what, settings.LIMITS[what])]
        return _too_often(request, view, max(waits)) if any(waits) else None


def _counted(request: HttpRequest, what: str, most: int) -> Iterator[tuple[str, int]]:
    if request.user.is_authenticated:
        yield counting.key_of(what, f"person {request.user.pk}"), most
        return
    if session := request.session.session_key:
        yield counting.key_of(what, f"session {session}"), most
    yield counting.key_of(what, f"address {address.of(request)}"), most * AN_ADDRESS


def _too_often(request: HttpRequest, view: Any, seconds: int) -> HttpResponse:
    minutes = -(-seconds // 60)
    told = f"That was asked too often from here; try again in {minutes} minute{'s' if minutes != 1 else ''}."
    refuse = getattr(view, "refuse", None)
    made = refuse(request, 429, told) if refuse else render(request, "429.html", {"told": told}, status=429)
    made["Retry-After"] = str(seconds)
    return made
