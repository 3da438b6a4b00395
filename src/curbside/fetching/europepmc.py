"""Europe PMC by query, and the full text of what is open.

    search       core records as JSON, for `EuropePmcReader`
    full_texts   the JATS of the open ones among them, for the reader of JATS

Paging is by cursorMark, which begins at "*" and ends where no next one is given (web services release 6.6); a cursor
can be stored and gone on with. An error may come with status 200, as errCode and errMsg without a list of results. Full
text is at /{id}/fullTextXML, for the open access subset only: elsewhere the service answers 404 (documentation of
ropensci's europepmc, epmc_ftxt).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from curbside.errors import InputError, UsageError
from curbside.fetching.asking import Answer, Limits
from curbside.fetching.config import FetchSettings
from curbside.fetching.http import Client
from curbside.fetching.page import Page, Tell, silent
from curbside.fetching.said import error_in, is_page, said
from curbside.fetching.timing import Limiter, Timing
from curbside.sources.xml import local, parsed

SERVICE: Final = "Europe PMC"
PAGE: Final = 100
PER_SECOND: Final = 5.0
FIRST: Final = "*"


@dataclass(frozen=True, slots=True)
class Record:
    """Which record one result is. full_text: the id under which its full text is open, None where it is not."""

    source: str
    id: str
    pmid: str | None
    full_text: str | None

    @property
    def name(self) -> str:
        """ "MED:25175124", "PPR:PPR123"."""
        return f"{self.source}:{self.id}"


def client(settings: FetchSettings, limits: Limits | None = None, timing: Timing | None = None) -> Client:
    """A client that asks 5 times a second."""
    timing = timing or Timing()
    return Client(SERVICE, settings.email, limits or Limits(), Limiter(PER_SECOND, timing), timing)


def search(
    query: str,
    maximum: int | None,
    client: Client,
    settings: FetchSettings,
    after: str | None = None,
    taken: int = 0,
    tell: Tell = silent,
) -> Iterator[Page]:
    """The core records of a query, at most `maximum` of them (None: all), in the service's order (by relevance).

    after: `Page.after` of the last page that is stored, to go on with a fetch that was stopped; taken: how many records
    those pages have. Nothing found is no page, and told, as are records that came twice or not at all. Raises
    UsageError, FetchError; the pages before it are complete.
    """
    if not query.strip():
        raise UsageError("The query is empty.")
    if maximum is not None and maximum < 1:
        raise UsageError(f"{maximum} is no number of records; give 1 or more.")
    cursor, number, seen = after or FIRST, taken // PAGE, set[str]()
    count: int | None = None
    while maximum is None or taken < maximum:
        size = PAGE if maximum is None else min(PAGE, maximum - taken)
        answer = _asked(query, cursor, size, client, settings)
        found = int(answer["hitCount"])
        if count is None:
            _tell_count(query, found, maximum, tell)
        elif found != count:
            tell(f"Europe PMC found {count:,} records, and {found:,} when asked for the next: some may be missing.")
        count = found
        listed = records(answer)
        if not listed:
            break
        number, taken = number + 1, taken + len(listed)
        names = tuple(record.name for record in listed)
        twice = [name for name in names if name in seen]
        if twice:
            tell(f"Europe PMC gave {len(twice):,} records twice ({twice[0]}); the same record is stored once.")
        seen.update(names)
        following = answer.get("nextCursorMark")
        ends = not following or following == cursor or (maximum is not None and taken >= maximum)
        where, raw = f"europepmc query page {number}", answer["raw"]
        yield Page(number, None, raw, where, f"europepmc-{number}.json", names, (), None if ends else str(following))
        if not following or following == cursor:
            break
        cursor = str(following)
    wanted = min(count or 0, maximum or count or 0)
    if taken < wanted:
        tell(f"Europe PMC found {wanted:,} records and gave {taken:,}; search again for the others.")


def full_texts(page: Page, client: Client, settings: FetchSettings, tell: Tell = silent) -> Iterator[Page]:
    """The full text of each open record of a page of `search`, as JATS; for the others nothing, since they have none.

    A full text that is said to be open and is not there is told. Raises FetchError.
    """
    for record in records(json.loads(page.raw)):
        if record.full_text is None:
            continue
        url = f"{settings.europepmc_url}/{record.full_text}/fullTextXML"
        answer = client.get(url, accepted=(200, 404), check=_wrong_full_text)
        if answer.status == 404:
            tell(f"Europe PMC has no open full text of {record.name} ({record.full_text}); its record is taken.")
            continue
        where = f"europepmc {record.full_text} full text"
        yield Page(page.number, page.pages, answer.body, where, f"{record.full_text}.xml", (record.name,))


def records(answer: dict[str, Any]) -> tuple[Record, ...]:
    """Which records a search answer has."""
    listed = answer.get("resultList")
    results = listed.get("result") if isinstance(listed, dict) else None
    return tuple(_record(one) for one in results or () if isinstance(one, dict) and one.get("id"))


def _record(result: dict[str, Any]) -> Record:
    held = result.get("fullTextIdList")
    listed = held.get("fullTextId") if isinstance(held, dict) else None
    candidates = [*(listed if isinstance(listed, list) else ()), result.get("pmcid")]
    full = next((one for one in candidates if isinstance(one, str) and one.isalnum()), None)
    is_open = result.get("isOpenAccess") == "Y" and "Y" in (result.get("inEPMC"), result.get("inPMC"))
    pmid = result.get("pmid")
    return Record(
        str(result.get("source", "")),
        str(result["id"]),
        pmid if isinstance(pmid, str) else None,
        full if is_open else None,
    )


def _asked(query: str, cursor: str, size: int, client: Client, settings: FetchSettings) -> dict[str, Any]:
    params = {
        "query": query,
        "format": "json",
        "resultType": "core",
        "pageSize": str(size),
        "cursorMark": cursor,
        **({"email": settings.email} if settings.email else {}),
    }
    answer = client.get(f"{settings.europepmc_url}/search", params, check=_wrong)
    found: dict[str, Any] = json.loads(answer.body)
    if "resultList" not in found:
        told = str(found.get("errMsg") or error_in(answer.body) or "without a reason")[:200]
        raise client.failure(f"refused the search ({told})", "change the query")
    return {**found, "raw": answer.body}


def _wrong(answer: Answer) -> str | None:
    if is_page(answer.body):
        return f"sent a web page instead of search results ({said(answer.body) or 'without a title'})"
    try:
        found = json.loads(answer.body)
    except (ValueError, RecursionError):
        return "sent search results that cannot be read"
    if not isinstance(found, dict):
        return "sent something else than search results"
    if "errMsg" in found or "errCode" in found:
        return None
    results = found.get("resultList")
    if not isinstance(results, dict) or not isinstance(results.get("result"), list):
        return "sent search results without a list"
    return None if str(found.get("hitCount", "")).isdigit() else "sent search results without their count"


def _wrong_full_text(answer: Answer) -> str | None:
    if answer.status == 404:
        return None
    if is_page(answer.body):
        return f"sent a web page instead of a full text ({said(answer.body) or 'without a title'})"
    try:
        root = parsed(answer.body, SERVICE)
    except InputError as fault:
        return f"sent a full text that cannot be read ({fault.reason})"
    return None if local(root) in ("article", "book-part-wrapper", "book") else "sent something else than a full text"


def _tell_count(query: str, found: int, maximum: int | None, tell: Tell) -> None:
    if not found:
        tell(f'Europe PMC found nothing for "{query}".')
    elif maximum is not None and found > maximum:
        tell(f"Europe PMC found {found:,} records; the first {maximum:,} are taken.")
