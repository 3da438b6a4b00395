"""A page of a report as PDF, by WeasyPrint (extra "pdf"); it may fetch nothing."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Any

from curbside.errors import UsageError

_INSTALL = 'PDF needs WeasyPrint: pip install "curbside[pdf]"'


def check_installed() -> None:
    """Raise UsageError where WeasyPrint is not installed."""
    if find_spec("weasyprint") is None:
        raise UsageError(f"{_INSTALL}.")


def document(page: str) -> bytes:
    """The PDF of a page of HTML.

    Raises UsageError where WeasyPrint is not installed, or lacks the libraries of the system that it draws with.
    """
    check_installed()
    try:
        from weasyprint import HTML
    except OSError as error:
        raise UsageError(f"{_INSTALL}, and the library Pango of your system ({error}).") from error
    made: bytes = HTML(string=page, url_fetcher=_nothing).write_pdf()
    return made


def _nothing(url: str, *_: Any, **__: Any) -> dict[str, Any]:
    raise ValueError(f"{url} is not fetched")
