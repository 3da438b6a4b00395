"""The publication date of a JATS article, as precise as it is given, and the year by which its issue is cited.

`pub-type` (NLM, JATS 1.0) and `date-type` with `publication-format` (JATS 1.1 and later) are read alike. The dates when
a repository released or received the text ("pmc-release", "nihms-submitted") are not publication dates.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from lxml import etree

from curbside.sources.jats.inline import raw_text
from curbside.sources.xml import line, local

_MONTHS: Final = {name: n for n, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), start=1)}
_ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_NOT_PUBLISHED: Final = ("release", "submitted", "preprint", "received", "accepted", "retract", "correct", "rev-")
ONLINE: Final = "online"
PRINT: Final = "print"
ISSUE: Final = "issue"
OTHER: Final = "other"


def dates_of(meta: etree._Element) -> dict[str, str]:
    """The publication dates of an article-meta, ISO 8601, by `ONLINE`, `PRINT`, `ISSUE` (collection) and `OTHER`.

    Of several of one sort the most precise, then the earliest.
    """
    found: dict[str, str] = {}
    for element in (e for e in meta.iter() if local(e) == "pub-date"):
        sort, when = _sort(element), _iso(element)
        if sort is None or when is None:
            continue
        known = found.get(sort)
        if known is None or (-len(when), when) < (-len(known), known):
            found[sort] = when
    return found


def published(dates: dict[str, str]) -> str | None:
    """The date on which the article first appeared: online, else in print, else that of its collection.

    Where the online date is only a year, a more precise one of that same year is taken.
    """
    order = [dates[sort] for sort in (ONLINE, PRINT, OTHER, ISSUE) if sort in dates]
    if not order:
        return None
    first = order[0]
    return next((d for d in order if d.startswith(first) and len(d) > len(first)), first)


def cited_year(dates: dict[str, str]) -> str | None:
    """The year of the issue: of print or collection, else of what there is."""
    return next((dates[sort][:4] for sort in (PRINT, ISSUE, ONLINE, OTHER) if sort in dates), None)


def _sort(element: etree._Element) -> str | None:
    kind = " ".join(
        (element.get(name) or "").lower() for name in ("pub-type", "date-type", "publication-format")
    ).strip()
    if any(word in kind for word in _NOT_PUBLISHED):
        return None
    if "collection" in kind:
        return ISSUE
    if "epub" in kind or "electronic" in kind or "online" in kind:
        return ONLINE
    return PRINT if "ppub" in kind or "print" in kind else OTHER


def _iso(element: etree._Element) -> str | None:
    parts = {local(c): line(raw_text(c)) for c in element}
    year = parts.get("year", "")
    if not re.fullmatch(r"[12]\d{3}", year):
        given = _ISO.fullmatch((element.get("iso-8601-date") or "").strip())
        return given[0] if given and _is_day(given[1], given[2], given[3]) else None
    month = _month(parts.get("month", ""))
    if month is None:
        return year
    day = parts.get("day", "")
    if day.isascii() and day.isdigit() and _is_day(year, str(month), day):
        return f"{year}-{month:02d}-{int(day):02d}"
    return f"{year}-{month:02d}"


def _month(text: str) -> int | None:
    if text.isascii() and text.isdigit():
        return int(text) if 1 <= int(text) <= 12 else None
    return _MONTHS.get(text[:3].lower()) if text.isalpha() else None


def _is_day(year: str, month: str | None, day: str | None) -> bool:
    try:
        date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return False
    return True
