"""What views share: trying a service and telling what came of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest

from curbside.errors import CurbsideError
from curbside_site.accounts.models import Person


def attempt(request: HttpRequest, call: Callable[[], Any], said: str = "") -> bool:
    """Call a service; its error, or `said`, is told on the next page. Whether it went well."""
    try:
        call()
    except CurbsideError as error:
        messages.error(request, str(error))
        return False
    if said:
        messages.success(request, said)
    return True


def person(request: HttpRequest) -> Person:
    """Who asks. For views that need an account, which the middleware has seen to."""
    assert isinstance(request.user, Person)
    return request.user


def whole(text: str | None, otherwise: int = 0) -> int:
    """A whole number of a form; `otherwise` where it is none."""
    return int(text) if text is not None and text.isascii() and text.isdigit() and len(text) < 10 else otherwise
