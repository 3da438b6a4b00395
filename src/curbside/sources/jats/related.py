"""Other articles that a JATS article names, and what a notice says of the status of one.

Values of `related-article-type` and `article-type` are the suggested ones of the JATS tag library (archiving, 1.1 and
1.2) with NLM's policy on errata, retractions and linked citations for what they mean: a partial retraction counts as an
erratum. Publishers use them in more ways than that, so an article is marked only where the type of the notice says
what it is: a "retraction" that names a "corrected-article" still retracts it, a companion never is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lxml import etree

from curbside.sources.jats.front import identifier_of
from curbside.sources.jats.inline import HREF, Inline
from curbside.sources.xml import line, local
from curbside.types import Identifier, Mark, Related, State, Status

RELATIONS: Final = {
    "retracted-article": "RetractionOf",
    "retraction-forward": "RetractionIn",
    "corrected-article": "ErratumFor",
    "correction-forward": "ErratumIn",
    "partial-retraction": "PartialRetractionOf",
    "object-of-concern": "ExpressionOfConcernFor",
    "concern-forward": "ExpressionOfConcernIn",
    "commentary-article": "CommentOn",
    "commentary": "CommentIn",
    "updated-article": "UpdateOf",
    "update-forward": "UpdateIn",
    "republished-article": "RepublishedFrom",
}
_CORRECTION: Final = (State.CONCERN, "a correction was published, which may change what the text says")
NOTICES: Final = {
    "retraction": (State.RETRACTED, "retracted"),
    "withdrawal": (State.WITHDRAWN, "withdrawn"),
    "removal": (State.WITHDRAWN, "removed by its publisher"),
    "expression-of-concern": (State.CONCERN, "an expression of concern was published"),
    "partial-retraction": (State.CONCERN, "a part of it was retracted"),
    "correction": _CORRECTION,
    "corrigendum": _CORRECTION,
    "erratum": _CORRECTION,
}
_NOTICED: Final = frozenset(
    "retracted-article corrected-article object-of-concern partial-retraction withdrawn-article removed-article".split()
)
_OWN: Final = {
    "retraction-forward": NOTICES["retraction"],
    "concern-forward": NOTICES["expression-of-concern"],
    "correction-forward": _CORRECTION,
}
_RETRACTED = re.compile(
    r"\W*(?P<word>retracted|withdrawn|removed)(?:\s+(?:article|paper|publication))?\s*[:\]–—-]", re.I
)
_TYPED: Final = {"retracted-article": State.RETRACTED, "withdrawn-article": State.WITHDRAWN}


def related_of(article: etree._Element, inline: Inline) -> tuple[Related, ...]:
    """What related-article and related-object elements of the front matter and the text name."""
    found = []
    for element in _links(article):
        kind = _kind(element)
        words = inline.text(element)
        inline.held.clear()
        named = _identifiers(element)
        citation = words or _place(element)
        if named or citation:
            found.append(Related(RELATIONS.get(kind, kind or "related"), named, citation or None))
    return tuple(dict.fromkeys(found))


def marks_of(article: etree._Element, id: str, date: str | None) -> Iterator[Mark]:
    """What a notice of retraction, correction or concern says of the articles that it names by an identifier."""
    notice = NOTICES.get((article.get("article-type") or "").lower())
    if notice is None:
        return
    state, reason = notice
    seen = set()
    for element in _links(article):
        for named in _identifiers(element) if _kind(element) in _NOTICED else ():
            if named.scheme in ("pmid", "doi", "pmcid") and named not in seen:
                seen.add(named)
                yield Mark(named, Status(state, None, date, f"{reason} ({id})"), id)


def status_of(article: etree._Element, title: str) -> Status:
    """The status that the article itself declares: by a link to its notice, its type, or the first word of its title."""
    for kind, (state, reason) in _OWN.items():
        link = next((e for e in _links(article) if _kind(e) == kind), None)
        if link is not None:
            by = next((f"{i.scheme}:{i.value}" for i in _identifiers(link)), None)
            return Status(state, None, None, f"{reason} ({by})" if by else reason)
    typed = _TYPED.get((article.get("article-type") or "").lower())
    found = _RETRACTED.match(title)
    if typed is None and found is None:
        return Status()
    state = typed or (State.RETRACTED if found and found["word"].lower() == "retracted" else State.WITHDRAWN)
    return Status(state, None, None, f"the article is published as {state.value}")


def _links(article: etree._Element) -> Iterator[etree._Element]:
    return (e for e in article.iter() if local(e) in ("related-article", "related-object") and not _in_references(e))


def _in_references(element: etree._Element) -> bool:
    return any(local(e) in ("ref-list", "sub-article", "response") for e in element.iterancestors())


def _kind(element: etree._Element) -> str:
    return line(element.get("related-article-type") or element.get("link-type") or "").lower()


def _identifiers(element: etree._Element) -> tuple[Identifier, ...]:
    """By its address with the type of the link, and by the identifiers within; addresses of pages are none."""
    given = [(element.get("ext-link-type"), element.get(HREF) or "")]
    given += [(element.get("object-id-type"), element.get("object-id") or "")]
    given += [(e.get("pub-id-type"), "".join(e.itertext())) for e in element.iter() if local(e) == "pub-id"]
    found = [identifier_of(_scheme(scheme, value), value) for scheme, value in given if value]
    return tuple(dict.fromkeys(i for i in found if i is not None))


def _scheme(scheme: str | None, value: str) -> str | None:
    name = (scheme or "").lower()
    name = {"pubmed": "pmid", "pmc": "pmcid"}.get(name, name)
    if name in ("", "uri", "url") and re.match(r"(?:https?://(?:dx\.)?doi\.org/)?10\.\d{4,9}/", value.strip()):
        return "doi"
    return name or None


def _place(element: etree._Element) -> str:
    """Volume and page, as the attributes of a related-article give them."""
    parts = [element.get(name) or "" for name in ("journal-id", "vol", "issue", "page", "elocation-id")]
    return line(" ".join(part for part in parts if part))
