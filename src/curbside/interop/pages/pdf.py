"""A page of HTML as PDF with its structure tagged, by WeasyPrint (extra "pdf"); it may fetch nothing."""

from __future__ import annotations

import warnings
from importlib.util import find_spec
from typing import Any, Final

from curbside.errors import UsageError

_INSTALL: Final = 'PDF needs WeasyPrint: pip install "curbside[pdf]"'
_SYSTEM: Final = "on Debian, apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"


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
        # Without libharfbuzz-subset WeasyPrint warns that it will need it one day, and draws the same.
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", "HarfBuzz-Subset", DeprecationWarning)
            from weasyprint import HTML
    except OSError as error:
        what = str(error).partition(":")[0]
        raise UsageError(f"{_INSTALL}, and the library Pango of your system ({what}); {_SYSTEM}.") from error
    made: bytes = HTML(string=page, url_fetcher=_nothing).write_pdf(pdf_tags=True)
    return made


def _nothing(url: str, *_: Any, **__: Any) -> dict[str, Any]:
    raise ValueError(f"{url} is not fetched")
