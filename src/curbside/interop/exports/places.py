"""Where a work was published, as its record prints it, taken apart into journal, volume, issue and pages.

PubMed's summary form is "Journal. Year;volume(issue):pages" (NLM, "Citing Medicine", chapter 1); records hold the
journal in `Source.publisher` and the rest in `Source.issue`, or all of it in the publisher ("Gut 70(11):2030-2051").
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from curbside.types import Kind, Source

_PAGES: Final = r"(?::\s?(?P<pages>[A-Za-z]?\d[\w-]*(?:\.[\w-]+)?))"
_PLACE: Final = re.compile(
    rf"(?:(?P<year>\d{{4}})\s?;\s?)?(?:(?P<volume>\d{{1,4}})?(?:\((?P<issue>[^()]{{1,40}})\))?{_PAGES}?)$"
)
_IN_PUBLISHER: Final = re.compile(
    rf"(?P<name>.*?[^\W\d])\s+(?P<place>(?:\d{{4}};)?\d{{1,4}}(?:\([^()]{{1,40}}\))?{_PAGES}?)$"
)
_NAME: Final = re.compile(
    r"(?P<family>.+?)\s(?P<given>[^\W\d_a-zß-ÿ]{1,4})(?:\s(?P<suffix>Jr|Sr|I{2,3}|IV|2nd|3rd|4th))?$"
)
_TRIALS: Final = (Kind.RANDOMISED_TRIAL, Kind.COHORT, Kind.CASE_SERIES, Kind.CASE_REPORT)
STUDIES: Final = frozenset((*_TRIALS, Kind.SYSTEMATIC_REVIEW, Kind.NARRATIVE_REVIEW))
"""The kinds of sources that stand in journals."""

# What holds a record is not where the work was published.
_DATABASES: Final = ("PubMed", "Europe PMC", "DailyMed")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a work stands; "" where it is not known. journal: "" for what is in none."""

    journal: str = ""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    book: str = ""
    publisher: str = ""


@dataclass(frozen=True, slots=True)
class Name:
    """A person by family name and initials, or (given "") a group under its whole name."""

    family: str
    given: str = ""
    suffix: str = ""


def place(source: Source) -> Place:
    """Where the source was published."""
    said, publisher = source.issue or "", source.publisher or ""
    if said.startswith("In: "):
        return Place(book=said.removeprefix("In: "), publisher=publisher)
    inside = _IN_PUBLISHER.fullmatch(publisher) if not said else None
    inside = inside if inside and re.search("[(:;]", inside["place"]) else None
    name, where = (inside["name"].rstrip(" ;,"), inside["place"]) if inside else (publisher, said)
    found = _PLACE.fullmatch(where) if where else None
    if found or _is_article(source):
        parts = {key: (found[key] or "" if found else "") for key in ("volume", "issue", "pages")}
        return Place(journal=name, **parts)
    return Place(publisher=publisher)


def _is_article(source: Source) -> bool:
    """A study or review with an identifier of the literature stands in a journal, where its record names one."""
    schemes = {i.scheme for i in source.identifiers}
    named = bool(source.publisher) and not (source.publisher or "").startswith(_DATABASES)
    return named and source.kind in STUDIES and bool(schemes & {"pmid", "doi", "pmcid"})


def name(author: str) -> Name:
    """An author as records hold it: "Garcia MB Jr", else a group under its whole name."""
    found = _NAME.fullmatch(author)
    return Name(found["family"], found["given"], found["suffix"] or "") if found else Name(author)


def identifier(source: Source, scheme: str) -> str:
    """The first identifier of that scheme, "" where there is none."""
    return next((i.value for i in source.identifiers if i.scheme == scheme), "")


def date_parts(source: Source) -> tuple[int, ...]:
    """Year, month and day of the date, as far as they are known."""
    numbers = (source.date or "").split("-")
    return tuple(int(n) for n in numbers) if all(n.isdigit() for n in numbers) else ()


def pages(where: Place) -> tuple[str, str]:
    """First and last page in full ("1927-31" is 1927 to 1931); the last is "" where there is one page, or a number."""
    first, dash, last = where.pages.replace("\u2013", "-").partition("-")
    if dash and first.isdigit() and last.isdigit() and len(last) < len(first):
        last = first[: len(first) - len(last)] + last
    return first, last
