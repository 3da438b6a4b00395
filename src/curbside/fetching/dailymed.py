"""A drug label by its set id from DailyMed, as SPL.

Web services version 2, resource /spls/{SETID}: the document as XML only (DailyMed, "Application Development Support:
Web Services"). Pictures, which only its zip has, are not fetched.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from curbside.errors import InputError, UsageError
from curbside.fetching.asking import Answer, Limits
from curbside.fetching.config import FetchSettings
from curbside.fetching.http import Client
from curbside.fetching.page import Page
from curbside.fetching.said import is_page, said
from curbside.fetching.timing import Limiter, Timing
from curbside.sources.xml import local, parsed

SERVICE: Final = "DailyMed"
PER_SECOND: Final = 3.0
_SET_ID: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def client(settings: FetchSettings, limits: Limits | None = None, timing: Timing | None = None) -> Client:
    """A client that asks 3 times a second."""
    timing = timing or Timing()
    return Client(SERVICE, settings.email, limits or Limits(), Limiter(PER_SECOND, timing), timing)


def set_id(text: str) -> str:
    """A set id in lower case; with or without "spl:" before it. Raises UsageError where it is none."""
    bare = text.strip().lower().removeprefix("spl:")
    if not _SET_ID.fullmatch(bare):
        raise UsageError(f"{text!r} is no set id; it looks like 01234567-89ab-cdef-0123-456789abcdef.")
    return bare


def label(text: str, client: Client, settings: FetchSettings, number: int = 1, pages: int = 1) -> Page:
    """The label of one set id. Raises UsageError, FetchError (status 404 where DailyMed has no such label)."""
    wanted = set_id(text)
    answer = client.get(f"{settings.dailymed_url}/spls/{wanted}.xml", accepted=(200, 404), check=_wrong)
    if answer.status == 404:
        raise client.failure(f"has no label with the set id {wanted}", "check the set id", 404)
    after = str(number) if number < pages else None
    return Page(number, pages, answer.body, f"dailymed {wanted}", f"{wanted}.xml", (wanted,), (), after)


def labels(texts: Iterable[str], client: Client, settings: FetchSettings, start: int = 0) -> Iterator[Page]:
    """The labels of these set ids, each once; the first `start` are left out.

    Raises UsageError before any is fetched where one is no set id; FetchError at the first that is not there.
    """
    wanted = tuple(dict.fromkeys(set_id(text) for text in texts))
    for number, one in enumerate(wanted[start:], start=start + 1):
        yield label(one, client, settings, number, len(wanted))


def _wrong(answer: Answer) -> str | None:
    if answer.status == 404:
        return None
    if is_page(answer.body):
        return f"sent a web page instead of a label ({said(answer.body) or 'without a title'})"
    try:
        root = parsed(answer.body, SERVICE)
    except InputError as fault:
        return f"sent a label that cannot be read ({fault.reason})"
    return None if local(root) == "document" else "sent something else than a label"
