"""The sources of the library: found, shown as far as their licences allow, with every article that cites them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from curbside.errors import SourceNotFound
from curbside.evidence.appraising import appraisal
from curbside.evidence.explaining import sentences
from curbside.interop import wording
from curbside.interop.pages.html import safe_address
from curbside.library.outline import outline
from curbside.sources.licences import permitted
from curbside.types import Source, State, TextIs
from curbside_site.accounts.access import needs
from curbside_site.accounts.roles import Permission
from curbside_site.articles import seals
from curbside_site.articles.shown import source_address
from curbside_site.pages.reader import contexts, listing
from curbside_site.pages.reader.visitors import person_of
from curbside_site.shelf import library

PAGE: Final = 40
TEXT: Final = 30_000
"""Characters of a text on one page."""
_BAD: Final = frozenset((State.SUPERSEDED, State.RETRACTED, State.WITHDRAWN, State.CONCERN, State.CORRECTION))


@dataclass(frozen=True, slots=True)
class Row:
    """A source in a list."""

    source: Source

    @property
    def address(self) -> str:
        """Its page."""
        return source_address(self.source.id)

    @property
    def place(self) -> str:
        """Its jurisdiction in words."""
        return wording.place(self.source.jurisdiction)

    @property
    def bad(self) -> bool:
        """Whether its status warns."""
        return self.source.status.state in _BAD

    @property
    def status(self) -> str:
        """Its status in words."""
        state = self.source.status
        by = f" by {state.by}" if state.by and state.state is State.SUPERSEDED else ""
        return "status not known" if state.state is State.UNKNOWN else f"{state.state}{by}"

    @property
    def summary(self) -> bool:
        """Whether the stored text is a summary."""
        return self.source.text_is is TextIs.SUMMARY


@needs(Permission.READ_SOURCES)
@require_safe
def sources(request: HttpRequest) -> HttpResponse:
    """Search by the words of descriptions, and browse."""
    words, after = request.GET.get("q", "").strip()[:200], request.GET.get("after", "")[:300]
    shelf = library()
    found = (s for s in shelf.mentioning(words) if s.id > after) if words else shelf.sources(after)
    rows = [Row(s) for s in islice(found, PAGE + 1)]
    told = {
        "rows": rows[:PAGE],
        "words": words,
        "next": rows[PAGE - 1].source.id if len(rows) > PAGE else "",
        "after": after,
        "count": shelf.count(),
    }
    return render(request, "reader/sources.html", told)


@needs(Permission.READ_SOURCES)
@require_safe
def source(request: HttpRequest, key: str) -> HttpResponse:
    """A source; `?version=...&quote=10-200` shows those places of that version in their context.

    `part=quote` gives the quotes alone, for a page that shows them in itself.
    """
    shelf = library()
    version = request.GET.get("version") or None
    try:
        found = shelf.get(key, version)
        versions = shelf.versions(key)
    except SourceNotFound as error:
        raise Http404(f"The library has no source {key!r}, or no such version of it.") from error
    current = next((v.content_hash for v in versions if v.current), None)
    # A status is in force for all versions of a source: what was retracted is retracted in every one of them.
    now = shelf.described([key]).get(key)
    places = contexts.places(request.GET.getlist("quote"))
    sealed = seals.holds(request.GET.get("seal", ""), found.id, found.content_hash, places)
    told: dict[str, Any] = {
        "row": Row(now or found),
        "source": found,
        "url": safe_address(found.url),
        "contexts": contexts.contexts(found, places, sealed),
        "earlier": found.content_hash != current,
        "gone": current is None,
    }
    if request.GET.get("part") == "quote":
        return render(request, "reader/quote.html", told)
    aliases = (key, *(shelf.aliases(key) if now else ()))
    told |= {
        "appraisal": sentences(appraisal(found, today=timezone.localdate(), find=None), found),
        "articles": listing.listed(person_of(request), citing=aliases),
        "versions": versions,
        "allowances": [(use, permitted(found.licence, use).reason) for use in ("show", "quote", "export")],
    }
    return render(request, "reader/source.html", told | _text(found, request.GET.get("from", "0")))


def _text(found: Source, begin: str) -> dict[str, Any]:
    """The stored text, a page of it, where the licence lets it be shown."""
    allowed = permitted(found.licence, "show")
    if allowed.allowed != "yes":
        return {"withheld": allowed.reason}
    start = min(int(begin), len(found.text)) if begin.isdecimal() and len(begin) < 10 else 0
    end = _end(found.text, start)
    lines = _lines(found, start, end)
    parts = [(p.path[-1], p.start, len(p.path)) for p in outline(found.units)][:200]
    long = len(found.text) > TEXT
    more = end if end < len(found.text) else 0
    return {"lines": lines, "parts": parts if long else [], "more": more, "start": start}


def _lines(found: Source, start: int, end: int) -> list[tuple[str, bool]]:
    """The lines of a part of a text that are not empty, each with whether it is a heading, without Markdown's marks.

    A heading is told by where its words begin. A ">" is a mark only in Markdown and outside every unit; elsewhere it
    means "more than".
    """
    headings = {r.start for u in found.units for r in u.heading_ranges}
    markdown = any(found.text[max(0, at - 2) : at] == "# " for at in headings)
    lines, at = [], start
    for line in found.text[start:end].split("\n"):
        words = line.lstrip("# ")
        if words and at + len(line) - len(words) in headings:
            lines.append((words, True))
        elif markdown and line.startswith("> ") and not any(u.start <= at < u.end for u in found.units):
            lines.append((line[2:], False))
        elif words:
            lines.append((line, False))
        at += len(line) + 1
    return lines


def _end(text: str, start: int) -> int:
    if start + TEXT >= len(text):
        return len(text)
    cut = text.rfind("\n", start, start + TEXT)
    return cut + 1 if cut > start else start + TEXT
