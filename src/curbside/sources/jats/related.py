"""Other articles that a JATS article names, and what a notice says of the status of one.

Values of `related-article-type` and `article-type` are the suggested ones of the JATS tag library (archiving 1.1), with
NLM's policy on errata, retractions and linked citations for what they mean. "object-of-concern" is not among them, but
in use. Publishers use the values in more ways than that, so it is the type of the notice that counts: a "retraction"
that names a "corrected-article" retracts it, and a companion of it is never retracted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lxml import etree

from curbside.sources.jats.front import identifier_of
from curbside.sources.jats.inline import HREF, Inline, raw_text
from curbside.sources.xml import line, local
from curbside.types import Identifier, Mark, Related, State, Status

RELATIONS: Final = {
    "retracted-article": "RetractionOf",
    "retraction-forward": "RetractionIn",
    "corrected-article": "ErratumFor",
    "correction-forward": "ErratumIn",
    "partial-retraction": "PartialRetractionOf",
    "object-of-concern": "ExpressionOfConcernFor",
    "commentary-article": "CommentOn",
    "commentary": "CommentIn",
}
_CORRECTION: Final = ("ErratumFor", State.CORRECTION, "a correction to it has been published and has not been read")
NOTICES: Final[dict[str, tuple[str, State, str]]] = {
    "retraction": ("RetractionOf", State.RETRACTED, "retracted"),
    "withdrawal": ("WithdrawalOf", State.WITHDRAWN, "withdrawn"),
    "expression-of-concern": (
        "ExpressionOfConcernFor",
        State.CONCERN,
        "an expression of concern about it has been published",
    ),
    "partial-retraction": ("PartialRetractionOf", State.CONCERN, "a part of it has been retracted"),
    "correction": _CORRECTION,
    "corrigendum": _CORRECTION,
    "erratum": _CORRECTION,
}
_NOTICED: Final = frozenset(
    "retracted-article corrected-article object-of-concern partial-retraction retraction-forward"
    " withdrawn-article".split()
)
_OWN: Final = {"retraction-forward": NOTICES["retraction"], "correction-forward": _CORRECTION}
_SCHEMES: Final = ("pmid", "doi", "pmcid")
_TITLED = re.compile(r"\W*(retracted|withdrawn)(?:\s+(?:article|paper|publication))?\s*[:\]–—-]", re.IGNORECASE)


def related_of(article: etree._Element, inline: Inline) -> tuple[Related, ...]:
    """What related-article and related-object elements of the front matter and the text name."""
    found = []
    notice = NOTICES.get(_type(article))
    for element in _links(article):
        kind = _kind(element)
        relation = notice[0] if notice and kind in _NOTICED else RELATIONS.get(kind, kind or "related")
        words = inline.text(element)
        inline.held.clear()
        named = _identifiers(element)
        citation = words or _place(element)
        if named or citation:
            found.append(Related(relation, named, citation or None))
    return tuple(dict.fromkeys(found))


def marks_of(article: etree._Element, id: str, date: str | None) -> Iterator[Mark]:
    """What a notice of retraction, correction or concern says of the articles that it names by an identifier."""
    notice = NOTICES.get(_type(article))
    if notice is None:
        return
    _, state, reason = notice
    named = [i for e in _links(article) if _kind(e) in _NOTICED for i in _identifiers(e) if i.scheme in _SCHEMES]
    for one in dict.fromkeys(named):
        yield Mark(one, Status(state, id, date, reason), id)


def status_of(article: etree._Element, title: str) -> Status:
    """The status that the article itself declares: by a link to its notice, or the first word of its title."""
    if _type(article) in NOTICES:
        return Status()
    for kind, (_, state, reason) in _OWN.items():
        link = next((e for e in _links(article) if _kind(e) == kind), None)
        if link is not None:
            by = next((f"{i.scheme}:{i.value}" for i in _identifiers(link)), None)
            return Status(state, by, None, reason)
    found = _TITLED.match(title)
    if found is None:
        return Status()
    state = State.RETRACTED if found[1].lower() == "retracted" else State.WITHDRAWN
    return Status(state, reason=f"its title says that it is {state.value}")


def _type(article: etree._Element) -> str:
    return (article.get("article-type") or "").lower()


def _links(article: etree._Element) -> Iterator[etree._Element]:
    return (e for e in article.iter("{*}related-article", "{*}related-object") if not _in_references(e))


def _in_references(element: etree._Element) -> bool:
    return any(local(e) in ("ref-list", "sub-article", "response") for e in element.iterancestors())


def _kind(element: etree._Element) -> str:
    return line(element.get("related-article-type") or element.get("link-type") or "").lower()


def _identifiers(element: etree._Element) -> tuple[Identifier, ...]:
    """By its address with the type of the link, and by the identifiers within; addresses of pages are none."""
    given = [(element.get("ext-link-type"), element.get(HREF) or "")]
    given += [(element.get("object-id-type"), element.get("object-id") or "")]
    given += [(e.get("pub-id-type"), raw_text(e)) for e in element.iter() if local(e) == "pub-id"]
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
