"""For whoever runs the service: whether it lives, and whether it can answer."""

from __future__ import annotations

from django.db import connection
from django.http import HttpRequest, JsonResponse

from curbside import __version__
from curbside_site.accounts.access import needs
from curbside_site.accounts.roles import Permission


@needs(Permission.PUBLIC)
def health(request: HttpRequest) -> JsonResponse:
    """The process answers."""
    return JsonResponse({"status": "ok", "version": __version__})


@needs(Permission.PUBLIC)
def ready(request: HttpRequest) -> JsonResponse:
    """The database answers too. Status 503 where it does not."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Exception as error:  # noqa: BLE001  (any fault of a driver means that it is not ready)
        return JsonResponse({"status": "not ready", "why": type(error).__name__}, status=503)
    return JsonResponse({"status": "ready"})
