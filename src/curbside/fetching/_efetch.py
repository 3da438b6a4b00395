"""One document of PubMed records from EFetch, and which records are in it.

Parameters as in "The E-utilities In-Depth" (NBK25499): WebEnv, query_key, retstart and retmax for what the history
server holds, or `id` for up to 200 PMIDs at once (more need POST, which is used here always: it also keeps the API key
out of addresses and logs). The places of a PMID are those of the PubMed DTD: an article's in MedlineCitation, a book
article's in BookDocument; those within CommentsCorrections are of other records.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lxml import etree

from curbside.errors import InputError
from curbside.fetching._esearch import who
from curbside.fetching.asking import Answer
from curbside.fetching.config import FetchSettings
from curbside.fetching.http import Client
from curbside.fetching.said import error_in, is_page, said
from curbside.sources.xml import local, parsed, text_of

WHERE = "EFetch"
_LOST = ("unable to obtain query", "webenv", "query_key", "history")
_NOTHING = ("empty result", "id list is empty", "cannot get document summary", "no items found")


class HistoryLost(Exception):  # noqa: N818 - reads as what it says
    """The history server does not have the search any more."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """A document as it came and the PMIDs in it, in its order; both empty where the service has none of the records."""

    raw: bytes
    ids: tuple[str, ...]


def by_history(web_env: str, query_key: str, start: int, most: int, client: Client, settings: FetchSettings) -> Fetched:
    """The records from place `start` (from 0) of a kept search. Raises HistoryLost, FetchError."""
    kept = {"WebEnv": web_env, "query_key": query_key, "retstart": str(start), "retmax": str(most)}
    return _fetched(kept, client, settings, history=True)


def by_ids(ids: Sequence[str], client: Client, settings: FetchSettings) -> Fetched:
    """The records of these PMIDs. Raises FetchError."""
    return _fetched({"id": ",".join(ids)}, client, settings, history=False)


def _fetched(wanted: dict[str, str], client: Client, settings: FetchSettings, history: bool) -> Fetched:
    params = {**who(settings), **wanted, "retmode": "xml"}
    check = _wrong_of_history if history else _wrong
    answer = client.post(f"{settings.eutils_url}/efetch.fcgi", params, accepted=(200, 400), check=check)
    error = error_in(answer.body)
    if error is not None and history and _is_one(error, _LOST):
        raise HistoryLost(error)
    if error is not None and _is_one(error, _NOTHING):
        return Fetched(b"", ())
    if error is not None or answer.status != 200:
        words = error or said(answer.body)
        problem = f"answered {answer.status}" + (f" ({words})" if words else "")
        raise client.failure(problem, "try again later", answer.status)
    return Fetched(answer.body, pmids(parsed(answer.body, WHERE)))


def pmids(root: etree._Element) -> tuple[str, ...]:
    """The PMIDs of the records of a PubmedArticleSet, in order, each once."""
    found = []
    for record in root:
        holder = record.find("MedlineCitation" if local(record) == "PubmedArticle" else "BookDocument")
        pmid = None if holder is None else holder.find("PMID")
        if pmid is not None and text_of(pmid):
            found.append(text_of(pmid))
    return tuple(dict.fromkeys(found))


def _wrong_of_history(answer: Answer) -> str | None:
    error = error_in(answer.body)
    return None if error is not None and _is_one(error, _LOST) else _wrong(answer)


def _wrong(answer: Answer) -> str | None:
    """What is wrong with an answer, where asking again may help."""
    if is_page(answer.body):
        return f"sent a web page instead of records ({said(answer.body) or 'without a title'})"
    error = error_in(answer.body)
    if error is not None:
        return None if _is_one(error, _NOTHING) or answer.status == 400 else f"answered with an error ({error})"
    if answer.status != 200:
        return None
    try:
        root = parsed(answer.body, WHERE)
    except InputError as fault:
        return f"sent records that cannot be read ({fault.reason})"
    return None if local(root) == "PubmedArticleSet" else "sent something else than PubMed records"


def _is_one(error: str, words: Sequence[str]) -> bool:
    return any(word in error.lower() for word in words)
