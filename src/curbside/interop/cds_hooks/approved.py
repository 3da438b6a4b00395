"""Approved articles, and by what an order or a problem is recognised as one that they are about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any, Final

from curbside.interop.approval import Approval, Review, fingerprint, reviewed
from curbside.interop.cds_hooks.cards import card
from curbside.interop.contract import ReadSpan
from curbside.types import Answer, State

RENDITION: Final = "cards"
RXNORM: Final = "http://www.nlm.nih.gov/research/umls/rxnorm"
_GONE: Final = (State.RETRACTED, State.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class Code:
    """A code of a terminology. system: as FHIR names it (`RXNORM`, "http://snomed.info/sct" for SNOMED CT)."""

    system: str
    code: str


@dataclass(frozen=True, slots=True)
class Approved:
    """An answer that a named person approved as cards.

    approval: of exactly this text, with "cards" among its renditions; else there is no card. url: where the article
    and its present status can be seen, https. drugs, conditions: preferred names that it is about. codes: codes of
    those drugs or conditions.
    """

    answer: Answer
    approval: Approval
    url: str
    drugs: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    codes: tuple[Code, ...] = ()


def review_of(article: Approved, read: ReadSpan, today: date) -> Review | None:
    """What a card says of the review; None where there may be no card: the text is another than the approved one, it
    was not approved as cards, or a source of it is retracted or withdrawn."""
    if any(r.source.status.state in _GONE for r in article.answer.references):
        return None
    found = reviewed(article.approval, fingerprint(article.answer, read), RENDITION, today)
    return found if found.approval and article.url.startswith("https://") else None


@dataclass(frozen=True, slots=True)
class Shelf:
    """Articles that may be shown, made ready for requests: their cards, and which are about a drug, condition or code.

    The numbers in `drugs`, `conditions` and `codes` are places in `cards`.
    """

    cards: tuple[Mapping[str, Any], ...] = ()
    drugs: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    conditions: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    codes: Mapping[Code, tuple[int, ...]] = field(default_factory=dict)


def shelf(articles: Iterable[Approved], read: ReadSpan, today: date) -> Shelf:
    """The articles that may be shown, with their cards. It is made once for many requests.

    read: the quote of a span, read again; today: against which a review is overdue.
    """
    told = [(article, review_of(article, read, today)) for article in articles]
    shown = [(article, review) for article, review in told if review]
    drugs: dict[str, tuple[int, ...]] = {}
    conditions: dict[str, tuple[int, ...]] = {}
    codes: dict[Code, tuple[int, ...]] = {}
    for n, (article, _) in enumerate(shown):
        for name in article.drugs:
            drugs[name.casefold()] = (*drugs.get(name.casefold(), ()), n)
        for name in article.conditions:
            conditions[name.casefold()] = (*conditions.get(name.casefold(), ()), n)
        for code in article.codes:
            codes[code] = (*codes.get(code, ()), n)
    made = tuple(MappingProxyType(card(a.answer, a.approval, review.line, a.url)) for a, review in shown)
    return Shelf(made, MappingProxyType(drugs), MappingProxyType(conditions), MappingProxyType(codes))
