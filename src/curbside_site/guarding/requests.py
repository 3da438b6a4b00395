"""An id for each request, in its answer and in the lines of the log that it causes, and the headers of every answer."""

from __future__ import annotations

import logging
import re
import uuid
from collections.abc import Callable
from contextvars import ContextVar
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse

HEADER: Final = "X-Request-ID"
_GIVEN: Final = re.compile(r"[A-Za-z0-9._-]{8,64}")
_AROUND: Final = 1_000_000
"""What a form may hold besides the largest file."""
_current: ContextVar[str] = ContextVar("request_id", default="-")
_HEADERS: Final = {
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Permitted-Cross-Domain-Policies": "none",
}


class RequestMiddleware:
    """The outermost. An id that a proxy of ours gave is kept; anybody else's is not believed."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get(HEADER, "") if settings.PROXIES else ""
        request.id = given if _GIVEN.fullmatch(given) else uuid.uuid4().hex  # type: ignore[attr-defined]
        token = _current.set(request.id)  # type: ignore[attr-defined]
        try:
            response = _too_large(request) or self.get_response(request)
        finally:
            _current.reset(token)
        response[HEADER] = request.id  # type: ignore[attr-defined]
        for name, value in _HEADERS.items():
            response.setdefault(name, value)
        if getattr(getattr(request, "user", None), "is_authenticated", False):
            # What a person sees is theirs: no proxy keeps it for the next one.
            response.setdefault("Cache-Control", "private, no-store")
        return response


def _too_large(request: HttpRequest) -> HttpResponse | None:
    """A body is refused by the length that it says, before it is read; without a length nothing is read of it."""
    told = request.META.get("CONTENT_LENGTH") or ""
    if told.isdigit() and int(told) > settings.UPLOAD_LARGEST + _AROUND:
        return HttpResponse("The body is larger than this site takes.\n", status=413, content_type="text/plain")
    return None


class RequestIdFilter(logging.Filter):
    """Gives every record of a log the id of the request that it belongs to, "-" outside one."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = _current.get()
        return True
