"""References as a printed list in Vancouver style, by citeproc-py (extra "export") and our own style `vancouver.csl`.

The style follows the NLM's "Citing Medicine" (authors by family name and initials, six and then et al.;
"Journal. Year;volume(issue):pages."). It was written for Curbside, since the published ones are under CC BY-SA.
"""

from __future__ import annotations

import html
import warnings
from collections.abc import Iterable
from functools import cache
from importlib.resources import as_file, files
from importlib.util import find_spec
from typing import Any

from curbside.errors import UsageError
from curbside.interop.exports import csl
from curbside.types import Reference

INSTALL = 'The printed list of references needs citeproc-py: pip install "curbside[export]"'


def check_installed() -> None:
    """Raise UsageError where citeproc-py is not installed."""
    if find_spec("citeproc") is None:
        raise UsageError(f"{INSTALL}.")


def printed(references: Iterable[Reference]) -> dict[int, str]:
    """The entries of the list by their numbers, as plain text. Raises UsageError where citeproc-py is missing."""
    check_installed()
    from citeproc import Citation, CitationItem, CitationStylesBibliography, formatter
    from citeproc.source.json import CiteProcJSON

    given = tuple(references)
    # Notes are shown beside the entries; what citeproc-py does not know of our own fields it warns of.
    known = [{k: v for k, v in csl.item(r).items() if k not in ("note", "jurisdiction", "genre")} for r in given]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        list_ = CitationStylesBibliography(_style(), CiteProcJSON(known), formatter.plain)
        for one in given:
            list_.register(Citation([CitationItem(str(one.ref))]))
        entries = [html.unescape(str(entry)) for entry in list_.bibliography()]
    return {one.ref: " ".join(entry.split()) for one, entry in zip(given, entries, strict=True)}


@cache
def _style() -> Any:
    from citeproc import CitationStylesStyle

    with as_file(files("curbside.interop.exports").joinpath("vancouver.csl")) as path:
        return CitationStylesStyle(str(path), validate=False)
