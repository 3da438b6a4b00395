"""PubMed by query, through E-utilities.

    search    ESearch with usehistory=y: which records there are, and what PubMed made of the query
    pages     EFetch with WebEnv and query_key, 200 records at a time
    pubmed    both

The list of PMIDs that the search gave is what is fetched: the history server is only the quick way to it. A page whose
records are not exactly those of its part of the list is asked for again by its PMIDs; a search that the server has lost
is made again, and if it then finds other records this is told and the first list is gone on with. So no record is lost,
or comes in two pages, unsaid. A list can be stored (`Search.stored`) and gone on with later (`pages(..., start)`).

A search of PubMed lists 9,999 records at most ("The E-utilities In-Depth", NBK25499, retmax). A longer one is taken
apart by the date on which records were added, newest first, until each part is short enough.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from curbside.errors import FetchError, UsageError
from curbside.fetching import _efetch, _esearch
from curbside.fetching._parts import Part, Search, listed_by_days
from curbside.fetching.asking import Limits
from curbside.fetching.config import FetchSettings
from curbside.fetching.http import Client
from curbside.fetching.page import Page, Tell, silent
from curbside.fetching.timing import Limiter, Timing

__all__ = ["PAGE", "Part", "Search", "client", "pages", "pubmed", "search"]

SERVICE: Final = "PubMed"
PAGE: Final = 200
LISTED: Final = 9_999
PER_SECOND: Final = 3.0
PER_SECOND_WITH_KEY: Final = 10.0


def client(settings: FetchSettings, limits: Limits | None = None, timing: Timing | None = None) -> Client:
    """A client that asks 3 times a second, 10 with a key (NBK25497, "API Keys")."""
    timing = timing or Timing()
    return Client(
        SERVICE,
        settings.email,
        limits or Limits(),
        Limiter(PER_SECOND_WITH_KEY if settings.ncbi_api_key else PER_SECOND, timing),
        timing,
        (settings.ncbi_api_key,) if settings.ncbi_api_key else (),
    )


def search(query: str, maximum: int | None, client: Client, settings: FetchSettings, sort: str | None = None) -> Search:
    """What PubMed has for `query`, at most `maximum` records of it (None: all).

    sort: as ESearch has it ("relevance", "pub_date"); None is the service's own order. `Search.told` holds what the
    user should know. No record at all is a Search without parts. Raises UsageError, FetchError.
    """
    if not query.strip():
        raise UsageError("The query is empty.")
    if maximum is not None and maximum < 1:
        raise UsageError(f"{maximum} is no number of records; give 1 or more.")
    most = LISTED if maximum is None else min(maximum, LISTED)
    found = _esearch.listed(query, most, client, settings, sort=sort)
    told = list(found.told)
    wanted = found.count if maximum is None else min(maximum, found.count)
    if wanted > LISTED:
        parts, more = listed_by_days(query, wanted, found.count, LISTED, client, settings)
        told += more
    else:
        parts = (Part(found.ids, found.web_env, found.query_key),) if found.ids else ()
    taken = sum(len(part.ids) for part in parts)
    told += _counted(query, found, wanted, taken)
    return Search(query, found.translation, found.count, parts, tuple(told), sort)


def pages(
    found: Search, client: Client, settings: FetchSettings, start: int = 0, tell: Tell = silent
) -> Iterator[Page]:
    """The records of a search, 200 a page. start: how many pages to leave out, since they are stored already.

    A record that PubMed lists and does not hand over is in `Page.missing`, and told. A page of which nothing came is
    told only. Raises FetchError; the pages before it are complete.
    """
    slices = _slices(found)
    server = _Server(found, client, settings, tell)
    for number, (part, first) in enumerate(slices, start=1):
        if number <= start:
            continue
        wanted = found.parts[part].ids[first : first + PAGE]
        where = f"pubmed query page {number}"
        fetched = server.fetched(part, first, wanted)
        missing = tuple(pmid for pmid in wanted if pmid not in set(fetched.ids))
        if missing:
            tell(f"PubMed lists {_these(missing)} without handing over a record ({where}).")
        strangers = tuple(pmid for pmid in fetched.ids if pmid not in set(wanted))
        if strangers:
            tell(f"PubMed handed over {_these(strangers)} unasked ({where}).")
        if fetched.ids:
            after = str(number) if number < len(slices) else None
            yield Page(number, len(slices), fetched.raw, where, f"pubmed-{number}.xml", fetched.ids, missing, after)


def pubmed(
    query: str,
    maximum: int | None,
    client: Client,
    settings: FetchSettings,
    start: int = 0,
    found: Search | None = None,
    tell: Tell = silent,
) -> Iterator[Page]:
    """`search`, then `pages`; `found` is the stored search of a fetch that was stopped, `start` the pages that it has.

    Nothing found is no page, and told. Raises UsageError where `start` is given without `found`, since a new search
    may list other records or in another order; FetchError.
    """
    if start and found is None:
        raise UsageError("To go on with a fetch that was stopped, its stored search is needed.")
    if found is None:
        found = search(query, maximum, client, settings)
        for sentence in found.told:
            tell(sentence)
    yield from pages(found, client, settings, start, tell)


class _Server:
    """The history server, as far as it still has each part of a search."""

    def __init__(self, found: Search, client: Client, settings: FetchSettings, tell: Tell) -> None:
        self._found, self._client, self._settings, self._tell = found, client, settings, tell
        self._kept: dict[int, tuple[str, str]] = {}
        for number, part in enumerate(found.parts):
            self._keep(number, part.web_env, part.query_key)
        self._sought: set[int] = set()

    def fetched(self, part: int, first: int, wanted: tuple[str, ...]) -> _efetch.Fetched:
        """The records `wanted`, which stand from `first` in the list of a part; by PMID where the server has others."""
        page = self._by_history(part, first, len(wanted))
        if page is not None and set(page.ids) == set(wanted):
            return page
        by_ids = _efetch.by_ids(wanted, self._client, self._settings)
        if set(by_ids.ids) >= set(wanted):
            return by_ids
        again = _efetch.by_ids(wanted, self._client, self._settings)
        return again if len(again.ids) >= len(by_ids.ids) else by_ids

    def _keep(self, part: int, web_env: str | None, query_key: str | None) -> None:
        if web_env and query_key:
            self._kept[part] = (web_env, query_key)

    def _by_history(self, part: int, first: int, most: int) -> _efetch.Fetched | None:
        while part in self._kept:
            web_env, query_key = self._kept[part]
            try:
                return _efetch.by_history(web_env, query_key, first, most, self._client, self._settings)
            except _efetch.HistoryLost:
                del self._kept[part]
                self._search_again(part)
        return None

    def _search_again(self, number: int) -> None:
        """Once for each part: a server that loses a search twice is not asked for it a third time."""
        if number in self._sought:
            return
        self._sought.add(number)
        part = self._found.parts[number]
        try:
            now = _esearch.listed(
                self._found.query, len(part.ids), self._client, self._settings, part.days, self._found.sort
            )
        except FetchError as error:
            self._tell(f"PubMed lost the search and did not make it again ({error.problem}); going on by PMID.")
            return
        if now.ids == part.ids:
            self._keep(number, now.web_env, now.query_key)
            return
        new = len(set(now.ids) - set(part.ids))
        self._tell(
            f"PubMed lost the search; made again, it finds {now.count:,} records, {new:,} of them new within those "
            "asked for. The records of the first search are fetched; search again for the new ones."
        )


def _slices(found: Search) -> list[tuple[int, int]]:
    return [(n, first) for n, part in enumerate(found.parts) for first in range(0, len(part.ids), PAGE)]


def _counted(query: str, found: _esearch.Listed, wanted: int, taken: int) -> list[str]:
    told = [f"PubMed read the query as: {found.translation}"] if found.translation else []
    if not found.count:
        return [*told, f'PubMed found nothing for "{query}".']
    if wanted < found.count:
        told.append(f"PubMed found {found.count:,} records; the first {taken:,} are taken.")
    if taken < wanted:
        told.append(f"PubMed counts {wanted:,} records and lists {taken:,} of them.")
    return told


def _these(pmids: tuple[str, ...]) -> str:
    shown = ", ".join(pmids[:10]) + (f" and {len(pmids) - 10} more" if len(pmids) > 10 else "")
    return f"PMID {shown}"
