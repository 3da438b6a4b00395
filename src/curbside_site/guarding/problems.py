"""Errors for programs, as RFC 9457 (Problem Details for HTTP APIs) has them."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, JsonResponse

TYPE = "application/problem+json"


def problem(request: HttpRequest, status: int, detail: str, **more: Any) -> JsonResponse:
    """An error: its status, one sentence, the id of the request for whoever looks into the logs."""
    body = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": detail, **more}
    if known := getattr(request, "id", ""):
        body["request_id"] = known
    made = JsonResponse(body, status=status, content_type=TYPE)
    if status == HTTPStatus.UNAUTHORIZED:
        made["WWW-Authenticate"] = 'Bearer realm="curbside"'
    return made
