"""Drug labels by query or set id from openFDA, as the JSON that it answers with, for the reader of openFDA.

Endpoint /drug/label.json with search, limit (at most 1,000) and skip (at most 25,000), so that 26,000 labels of a query
can be reached (open.fda.gov/apis/query-parameters and /paging); no match is status 404 with the code NOT_FOUND. Without
a key 240 requests a minute are allowed (open.fda.gov/apis/authentication). Spaces stand for the "+" of its examples.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

from curbside.errors import UsageError
from curbside.fetching.asking import Answer, Limits
from curbside.fetching.config import FetchSettings
from curbside.fetching.dailymed import set_id
from curbside.fetching.http import Client
from curbside.fetching.page import Page, Tell, silent
from curbside.fetching.said import is_page, said
from curbside.fetching.timing import Limiter, Timing

SERVICE: Final = "openFDA"
PAGE: Final = 50
FURTHEST: Final = 25_000
PER_SECOND: Final = 4.0 / 1.1


def client(settings: FetchSettings, limits: Limits | None = None, timing: Timing | None = None) -> Client:
    """A client that stays below 240 requests a minute."""
    timing = timing or Timing()
    return Client(SERVICE, settings.email, limits or Limits(), Limiter(PER_SECOND, timing), timing)


def by_set_id(text: str) -> str:
    """The query for one set id. Raises UsageError where it is none."""
    return f'set_id:"{set_id(text)}"'


def labels(
    query: str,
    maximum: int | None,
    client: Client,
    settings: FetchSettings,
    skip: int = 0,
    tell: Tell = silent,
) -> Iterator[Page]:
    """The labels of a query in openFDA's syntax ("openfda.generic_name:metformin"), at most `maximum` (None: all).

    skip: how many labels to leave out, since they are stored already (`Page.after` of the last page). Nothing found is
    no page, and told, as are labels beyond what can be reached, that came twice, or not at all. Raises UsageError,
    FetchError; the pages before it are complete.
    """
    if not query.strip():
        raise UsageError("The query is empty.")
    if maximum is not None and maximum < 1:
        raise UsageError(f"{maximum} is no number of labels; give 1 or more.")
    reached = FURTHEST + PAGE if maximum is None else min(maximum, FURTHEST + PAGE)
    total, seen, got, number = None, set[str](), skip, -(-skip // PAGE)
    while got < reached and (total is None or got < total):
        size = min(PAGE, reached - got)
        answer = _asked(query, got, size, client, settings)
        now = 0 if answer is None else _total(answer)
        if total is None:
            _tell_count(query, now, maximum, reached, tell)
        elif now != total:
            tell(f"openFDA found {total:,} labels, and {now:,} when asked for the next: some may be missing.")
        total = max(now, 0)
        if answer is None or not answer["results"]:
            break
        number, got = number + 1, got + len(answer["results"])
        ids = tuple(str(one.get("set_id", "")).lower() for one in answer["results"] if isinstance(one, dict))
        twice = [one for one in ids if one in seen]
        if twice:
            tell(f"openFDA gave {len(twice):,} labels twice ({twice[0]}), so that others may be missing.")
        seen.update(ids)
        after = str(got) if got < min(total, reached) else None
        where, pages = f"openfda query page {number}", -(-min(total, reached) // PAGE)
        yield Page(number, pages, answer["raw"], where, f"openfda-{number}.json", ids, (), after)
    if total is not None and got < min(total, reached):
        tell(f"openFDA found {min(total, reached):,} labels and gave {got:,}; search again for the others.")


def _asked(query: str, skip: int, limit: int, client: Client, settings: FetchSettings) -> dict[str, Any] | None:
    """One page of an answer, with its bytes as "raw"; None where nothing matches."""
    params = {"search": query, "limit": str(limit), "skip": str(skip)}
    answer = client.get(f"{settings.openfda_url}/drug/label.json", params, accepted=(200, 404), check=_wrong)
    if answer.status == 404:
        if b"NOT_FOUND" in answer.body:
            return None
        raise client.failure("has no drug labels at this address", "check its address in the settings", 404)
    return {**json.loads(answer.body), "raw": answer.body}


def _wrong(answer: Answer) -> str | None:
    if answer.status == 404:
        return None
    if is_page(answer.body):
        return f"sent a web page instead of labels ({said(answer.body) or 'without a title'})"
    try:
        found = json.loads(answer.body)
    except (ValueError, RecursionError):
        return "sent labels that cannot be read"
    if not isinstance(found, dict) or not isinstance(found.get("results"), list):
        return "sent something else than labels"
    return None if _total(found) >= 0 else "sent labels without their count"


def _total(answer: dict[str, Any]) -> int:
    """How many labels match; -1 where the answer does not say."""
    meta = answer.get("meta")
    results = meta.get("results") if isinstance(meta, dict) else None
    total = results.get("total") if isinstance(results, dict) else None
    return total if isinstance(total, int) and not isinstance(total, bool) else -1


def _tell_count(query: str, found: int, maximum: int | None, reached: int, tell: Tell) -> None:
    if not found:
        tell(f'openFDA found nothing for "{query}".')
    elif maximum is not None and found > maximum:
        tell(f"openFDA found {found:,} labels; the first {maximum:,} are taken.")
    elif found > reached:
        tell(
            f"openFDA found {found:,} labels, of which {reached:,} can be reached by a query; narrow it for the others."
        )
