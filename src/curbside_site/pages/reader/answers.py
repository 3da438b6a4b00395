"""The answer of a run as it may be shown now."""

from __future__ import annotations

from typing import Any

from curbside.errors import CurbsideError, InputError
from curbside.interop import contract
from curbside.interop.saved import answer_of
from curbside.types import Answer
from curbside_site.asking.models import Run
from curbside_site.shelf import library


def as_it_stands(run: Run) -> tuple[dict[str, Any] | None, str]:
    """The object of `ask --json` on the sources as they are now, or None and why nothing may be shown any more.

    Nothing is read again while the library is the one that the answer was made from.
    """
    body: dict[str, Any] = run.result or {}
    if body.get("status") != "answered" or body["made"]["library_hash"] == library().library_hash():
        return body, ""
    try:
        return contract.as_json(answer_now(run), library().read_span), ""
    except InputError as error:
        return None, f"{error.reason[:1].upper()}{error.reason[1:]}."


def answer_now(run: Run) -> Answer:
    """The same as a noun, for exports. Raises InputError, LibraryError."""
    body: dict[str, Any] = run.result or {}
    if body.get("status") != "answered":
        raise CurbsideError("That question has no answer, so there is nothing to export.")
    return answer_of({**body, "id": run.answer}, library(), "this answer")
