"""What a page says of itself where a machine can read it: meta elements, links, and JSON-LD of schema.org.

Names are those of Highwire Press as Google Scholar documents them (citation_*), of Dublin Core (DC.*, DCTERMS.*),
of Open Graph (og:*) and of schema.org. Two values that differ are no fact: the field stays unknown and both are told.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from lxml import etree

from curbside.errors import UsageError
from curbside.settings import jurisdiction_code
from curbside.sources.html.tree import shortened
from curbside.sources.xml import line
from curbside.types import Identifier

MOST_JSON: Final = 2_000_000
MOST_NODES: Final = 20_000
LONGEST_TITLE: Final = 300
_DATE = re.compile(r"(\d{4})(?:[-/](0[1-9]|1[0-2])(?:[-/](0[1-9]|[12]\d|3[01]))?)?(?:T[\d:.,+Z-]*|\s+[\d:.+Z-]*)?")
_DOI = re.compile(r"(?:doi:\s*|https?://(?:dx\.)?doi\.org/)?(10\.\d{4,9}/\S+)", re.IGNORECASE)
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_PAGES: Final = frozenset(
    "Article MedicalWebPage WebPage MedicalGuideline MedicalGuidelineRecommendation ScholarlyArticle "
    "MedicalScholarlyArticle NewsArticle Report TechArticle CreativeWork DigitalDocument Guide".split()
)
_PUBLISHED: Final = (
    "citation_publication_date",
    "citation_date",
    "dc.date",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.date",
    "article:published_time",
    "ld:datePublished",
)
_CHANGED: Final = ("dcterms.modified", "dc.date.modified", "article:modified_time", "ld:dateModified", "last-modified")
_PUBLISHER: Final = (
    "citation_journal_title",
    "citation_publisher",
    "dc.publisher",
    "dcterms.publisher",
    "ld:publisher",
)
_COVERAGE: Final = ("dc.coverage", "dc.coverage.spatial", "dcterms.spatial", "dcterms.coverage", "ld:spatialCoverage")
_AUTHORS: Final = ("citation_author", "dc.creator", "dcterms.creator", "ld:author")
_KEYWORDS: Final = ("citation_keywords", "keywords", "dc.subject", "dcterms.subject", "ld:keywords")
_LICENCE: Final = ("link:license", "dcterms.license", "dc.rights.license", "ld:license", "dc.rights", "dcterms.rights")


@dataclass(slots=True)
class Facts:
    """The facts of a page; None or empty where it does not say, or says two things."""

    title: str | None = None
    publisher: str | None = None
    date: str | None = None
    jurisdiction: str = "unknown"
    language: str | None = None
    licences: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    remarks: list[str] = field(default_factory=list)


def facts(root: etree._Element) -> Facts:
    """The facts in the head of a page and in its JSON-LD."""
    found = Facts()
    given = _given(root, found.remarks)
    title = _first(given, ("og:title", "citation_title", "title"))
    found.title = None if title is None else shortened(title, LONGEST_TITLE)
    found.publisher = _one(given, _PUBLISHER[:1], "journal", line, found) or _one(
        given, _PUBLISHER[1:], "publisher", line, found
    )
    found.date = _date(given, found)
    changed = [value for name in _CHANGED for value in given.get(name, ())]
    if changed:
        found.remarks.append(f"the page says that it was changed: {', '.join(list(dict.fromkeys(changed))[:5])}")
    found.jurisdiction = _one(given, _COVERAGE, "jurisdiction", _jurisdiction, found) or "unknown"
    found.licences = tuple(dict.fromkeys(value for name in _LICENCE for value in given.get(name, ())))
    found.language = _language(root, given)
    found.authors = _many(given, _AUTHORS)
    found.keywords = tuple(
        dict.fromkeys(word for text in _many(given, _KEYWORDS) for word in map(line, re.split("[,;]", text)) if word)
    )
    found.identifiers = _identifiers(given, found)
    return found


def _given(root: etree._Element, remarks: list[str]) -> dict[str, list[str]]:
    """What is said, by the name that it is said under in lower case ("dc.date", "link:license", "ld:datePublished")."""
    given: dict[str, list[str]] = {}
    for element in root.iter("meta", "link", "title"):
        if element.tag == "title":
            parent = element.getparent()
            names, value = ["title"] if parent is not None and parent.tag == "head" else [], element.text
        elif element.tag == "link":
            names, value = [f"link:{rel}" for rel in (element.get("rel") or "").lower().split()], element.get("href")
        else:
            names, value = _meta_names(element), element.get("content")
        said = line(value or "")
        for name in names if said else ():
            given.setdefault(name, []).append(said)
    for name, said in _json(root, remarks):
        if said:
            given.setdefault(f"ld:{name}", []).append(said)
    return given


def _meta_names(element: etree._Element) -> list[str]:
    named = [element.get(name) for name in ("name", "property", "http-equiv", "itemprop")]
    return [name.strip().lower().replace("dc:", "dc.").replace("dcterms:", "dcterms.") for name in named if name]


def _json(root: etree._Element, remarks: list[str]) -> Iterator[tuple[str, str]]:
    for element in root.iter("script"):
        if "ld+json" not in (element.get("type") or "").lower() or not element.text:
            continue
        try:
            read = json.loads(element.text) if len(element.text) <= MOST_JSON else None
        except (ValueError, RecursionError):
            remarks.append("the page's JSON-LD cannot be read")
            continue
        for page in _pages(read):
            yield from _said(page)


def _pages(read: Any) -> Iterator[dict[str, Any]]:
    """The objects that are about the page: at the outermost level, or in its @graph or mainEntity."""
    waiting, seen = [read], 0
    while waiting and seen < MOST_NODES:
        seen += 1
        node = waiting.pop(0)
        if isinstance(node, list):
            waiting += node[:MOST_NODES]
        elif isinstance(node, dict):
            types = node.get("@type")
            if _PAGES & {t for t in (types if isinstance(types, list) else [types]) if isinstance(t, str)}:
                yield node
            waiting += [node[key] for key in ("@graph", "mainEntity") if isinstance(node.get(key), (dict, list))]


def _said(page: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for name in (
        "datePublished",
        "dateModified",
        "license",
        "publisher",
        "author",
        "keywords",
        "spatialCoverage",
        "inLanguage",
    ):
        value = page.get(name)
        for one in value if isinstance(value, list) else [value]:
            said = one.get("name") or one.get("@id") or one.get("url") if isinstance(one, dict) else one
            if isinstance(said, str) and not (name == "author" and "://" in said):
                yield name, line(said)


def _first(given: dict[str, list[str]], names: Sequence[str]) -> str | None:
    return next((given[name][0] for name in names if name in given), None)


def _many(given: dict[str, list[str]], names: Sequence[str]) -> tuple[str, ...]:
    """All that the first of `names` says that says anything."""
    return next((tuple(dict.fromkeys(given[name])) for name in names if name in given), ())


def _one(
    given: dict[str, list[str]], names: Sequence[str], what: str, read: Callable[[str], str | None], found: Facts
) -> str | None:
    """What all of `names` agree on; None, and a remark, where they do not."""
    said = list(dict.fromkeys(value for name in names for value in given.get(name, ()) if read(value)))
    values = dict.fromkeys(value for value in map(read, said) if value)
    if len({value.casefold() for value in values}) > 1:
        found.remarks.append(f"the page gives more than one {what}: {'; '.join(said[:5])}")
        return None
    return next(iter(values), None)


def _date(given: dict[str, list[str]], found: Facts) -> str | None:
    """The day, month or year of publication, as precise as it is said."""
    said = list(dict.fromkeys(value for name in _PUBLISHED for value in given.get(name, ())))
    dates = {value: _iso(value) for value in said}
    unread = [value for value, date in dates.items() if date is None]
    if unread:
        found.remarks.append(f"the page gives a date that is not clear: {shortened('; '.join(unread))}")
    longest = max((date for date in dates.values() if date), key=len, default=None)
    if longest is None or all(longest.startswith(date) for date in dates.values() if date):
        return longest
    found.remarks.append(f"the page gives more than one date: {'; '.join(said[:5])}")
    return None


def _iso(value: str) -> str | None:
    match = _DATE.fullmatch(value)
    return "-".join(part for part in match.groups() if part) if match else None


def _jurisdiction(value: str) -> str | None:
    try:
        return jurisdiction_code(value)
    except UsageError:
        return None


def _language(root: etree._Element, given: dict[str, list[str]]) -> str | None:
    own = root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or root.get("xml:lang")
    said = own or _first(given, ("content-language", "dc.language", "citation_language", "ld:inLanguage")) or ""
    code, dash, rest = said.strip().replace("_", "-").partition("-")
    tag = f"{code.lower()}{dash}{rest}"
    return tag if _LANGUAGE.fullmatch(tag) else None


def _identifiers(given: dict[str, list[str]], found: Facts) -> tuple[Identifier, ...]:
    pmid = _one(given, ("citation_pmid",), "PMID", lambda v: v if re.fullmatch(r"[1-9]\d{0,8}", v) else None, found)
    doi = _one(given, ("citation_doi", "dc.identifier", "dc.identifier.doi", "dcterms.identifier"), "DOI", _doi, found)
    url = _one(given, ("link:canonical",), "canonical address", _url, found) or _one(
        given, ("og:url",), "address", _url, found
    )
    named = (("pmid", pmid), ("doi", doi), ("url", url))
    return tuple(Identifier(scheme, value) for scheme, value in named if value)


def _doi(value: str) -> str | None:
    match = _DOI.fullmatch(value.strip())
    return match[1].lower() if match else None


def _url(value: str) -> str | None:
    return value if re.fullmatch(r"https?://[^\s<>\"']{1,2000}", value) else None
