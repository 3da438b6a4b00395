"""One search of PubMed: what is sent to ESearch and what it answers.

Parameters and limits are those of "The E-utilities In-Depth: Parameters, Syntax and More" (Entrez Programming Utilities
Help, NBK25499): for PubMed, ESearch lists the first 9,999 records of a search only; mindate and maxdate go together and
take YYYY/MM/DD; datetype "edat" is the date on which a record was added, of which each record has exactly one. The
names of the elements are those of its DTD (esearch 20060628).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from lxml import etree

from curbside.errors import InputError
from curbside.fetching.asking import Answer
from curbside.fetching.config import TOOL, FetchSettings
from curbside.fetching.http import Client
from curbside.fetching.said import error_in, is_page, said
from curbside.sources.xml import local, parsed, text_of

WHERE = "ESearch"
_FINAL = ("cannot be larger", "empty term", "invalid")
_NOTES: Mapping[str, str] = {
    "PhraseNotFound": "PubMed does not know the phrase {}",
    "FieldNotFound": "PubMed does not know the field {}",
    "PhraseIgnored": "PubMed left out the phrase {}",
    "QuotedPhraseNotFound": "PubMed does not know the quoted phrase {} and looked for its words",
}


@dataclass(frozen=True, slots=True)
class Days:
    """The dates of entry from first to last, both included."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Listed:
    """count: all records of the search. ids: as many as were asked for. told: what the service says of the query."""

    count: int
    ids: tuple[str, ...]
    web_env: str | None
    query_key: str | None
    translation: str | None
    told: tuple[str, ...]


def listed(
    query: str, most: int, client: Client, settings: FetchSettings, days: Days | None = None, sort: str | None = None
) -> Listed:
    """The first `most` ids of a search, kept on the history server. Raises FetchError."""
    params = {
        **who(settings),
        "term": query,
        "retmode": "xml",
        "retmax": str(most),
        "usehistory": "y",
        **({"sort": sort} if sort else {}),
        **_dates(days),
    }
    answer = client.post(f"{settings.eutils_url}/esearch.fcgi", params, check=_wrong)
    refusal = error_in(answer.body)
    if refusal is not None:
        raise client.failure(f"refused the search ({refusal})", "change the query", answer.status)
    return _read(parsed(answer.body, WHERE))


def who(settings: FetchSettings) -> dict[str, str]:
    """The parameters of every request: the database, and who asks (NBK25497, "Minimizing the number of requests")."""
    found = {"db": "pubmed", "tool": TOOL}
    if settings.email:
        found["email"] = settings.email
    if settings.ncbi_api_key:
        found["api_key"] = settings.ncbi_api_key
    return found


def is_final(error: str) -> bool:
    """Whether an error of the service would come again."""
    return any(word in error.lower() for word in _FINAL)


def _dates(days: Days | None) -> dict[str, str]:
    if days is None:
        return {}
    return {
        "datetype": "edat",
        "mindate": f"{days.first:%Y/%m/%d}",
        "maxdate": f"{days.last:%Y/%m/%d}",
    }


def _wrong(answer: Answer) -> str | None:
    """What is wrong with an answer, where asking again may help."""
    if is_page(answer.body):
        return f"sent a web page instead of search results ({said(answer.body) or 'without a title'})"
    error = error_in(answer.body)
    if error is not None:
        return None if is_final(error) else f"answered with an error ({error})"
    try:
        root = parsed(answer.body, WHERE)
    except InputError as fault:
        return f"sent search results that cannot be read ({fault.reason})"
    count = text_of(root.find("Count"))
    if local(root) != "eSearchResult" or not count.isdigit():
        return "sent something else than search results"
    return None


def _read(root: etree._Element) -> Listed:
    def value(name: str) -> str | None:
        return text_of(root.find(name)) or None

    told = [
        _NOTES[local(note)].format(f'"{text_of(note)}"')
        for notes in (root.find("ErrorList"), root.find("WarningList"))
        for note in (notes if notes is not None else ())
        if local(note) in _NOTES and text_of(note)
    ]
    return Listed(
        count=int(text_of(root.find("Count"))),
        ids=tuple(dict.fromkeys(text_of(found) for found in root.iterfind("IdList/Id"))),
        web_env=value("WebEnv"),
        query_key=value("QueryKey"),
        translation=value("QueryTranslation"),
        told=tuple(told),
    )
