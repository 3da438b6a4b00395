"""FHIR's own forms of an answer over HTTP: its media type with the release, and OperationOutcome for errors."""

from __future__ import annotations

import json
from typing import Any, Final

from django.http import HttpRequest, HttpResponse

VERSIONS: Final = {"R5": "5.0", "R4B": "4.3"}
_CODES: Final = {
    401: "login",
    403: "forbidden",
    404: "not-found",
    405: "not-supported",
    410: "deleted",
    429: "throttled",
}


def release_of(request: HttpRequest) -> str | None:
    """The release that is asked for by the parameter fhirVersion of Accept or _format; R5 where none is, None for
    another."""
    asked = f"{request.GET.get('_format', '')},{request.headers.get('Accept', '')}"
    versions = [
        p.split("=", 1)[1].strip(' "')
        for p in asked.replace(",", ";").split(";")
        if p.strip().startswith("fhirVersion=")
    ]
    if not versions:
        return "R5"
    return next((r for r, v in VERSIONS.items() if versions[0] in (v, f"{v}.0")), None)


def resource(request: HttpRequest, body: dict[str, Any], status: int = 200) -> HttpResponse:
    """A resource as FHIR's JSON. It is asked for anew each time, since a dose may have been withdrawn meanwhile."""
    release = release_of(request) or "R5"
    made = HttpResponse(
        json.dumps(body, ensure_ascii=False).encode("utf-8"),
        status=status,
        content_type=f"application/fhir+json; fhirVersion={VERSIONS[release]}; charset=utf-8",
    )
    made["Cache-Control"] = "no-cache"
    return made


def outcome(request: HttpRequest, status: int, detail: str, **more: Any) -> HttpResponse:
    """An error as an OperationOutcome with one sentence."""
    code = _CODES.get(status, "exception" if status >= 500 else "invalid")
    issue = {"severity": "error", "code": code, "diagnostics": detail}
    return resource(request, {"resourceType": "OperationOutcome", "issue": [issue]}, status)
