"""Approved articles, and by what an order or a problem is recognised as one that they are about."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any, Final

from curbside.interop.cds_hooks.cards import card
from curbside.interop.contract import as_json
from curbside.types import Answer, State

RXNORM: Final = "http://www.nlm.nih.gov/research/umls/rxnorm"
_GONE: Final = (State.RETRACTED, State.WITHDRAWN)
_PART_OF_TEXT: Final = (
    "title",
    "direction",
    "bottom_line",
    "sections",
    "statements",
    "regimens",
    "conflicts",
    "notices",
)


@dataclass(frozen=True, slots=True)
class Code:
    """A code of a terminology. system: as FHIR names it (`RXNORM`, "http://snomed.info/sct" for SNOMED CT)."""

    system: str
    code: str


@dataclass(frozen=True, slots=True)
class Approved:
    """An article that a named person approved.

    reviewer: as shown to readers. date: of the approval, ISO 8601. hash: `rendition_hash` of what was approved; a card
    is made only while the answer still has it. url: where its present status can be checked, https. drugs, conditions:
    preferred names that it is about. codes: codes of those drugs or conditions.
    """

    answer: Answer
    reviewer: str
    date: str
    hash: str
    url: str
    drugs: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    codes: tuple[Code, ...] = ()


def rendition_hash(answer: Answer) -> str:
    """SHA-256 of everything that a reader of an answer is told, and of the versions of its sources.

    It does not depend on when or how fast the answer was made.
    """
    body = as_json(answer, lambda span: "")
    held: dict[str, Any] = {name: body[name] for name in _PART_OF_TEXT}
    held["question"] = [answer.question.text, answer.question.audience, answer.question.length]
    held["sources"] = [[r.ref, r.source.id, r.source.content_hash] for r in answer.references]
    return hashlib.sha256(json.dumps(held, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def may_be_shown(article: Approved) -> bool:
    """Whether a card may be made: the text is the approved one, no source of it is retracted or withdrawn, and there
    is a day, a reviewer and an address that say so."""
    gone = any(r.source.status.state in _GONE for r in article.answer.references)
    told = bool(article.reviewer.strip()) and article.url.startswith("https://")
    return not gone and told and _is_day(article.date) and article.hash == rendition_hash(article.answer)


def _is_day(written: str) -> bool:
    try:
        return date.fromisoformat(written).isoformat() == written
    except ValueError:
        return False


@dataclass(frozen=True, slots=True)
class Shelf:
    """Articles that may be shown, made ready for requests: their cards, and which are about a drug, condition or code.

    The numbers in `drugs`, `conditions` and `codes` are places in `cards`.
    """

    cards: tuple[Mapping[str, Any], ...] = ()
    drugs: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    conditions: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    codes: Mapping[Code, tuple[int, ...]] = field(default_factory=dict)


def shelf(articles: Iterable[Approved]) -> Shelf:
    """The articles that may be shown, with their cards. It is made once for many requests."""
    shown = [article for article in articles if may_be_shown(article)]
    drugs: dict[str, tuple[int, ...]] = {}
    conditions: dict[str, tuple[int, ...]] = {}
    codes: dict[Code, tuple[int, ...]] = {}
    for n, article in enumerate(shown):
        for name in article.drugs:
            drugs[name.casefold()] = (*drugs.get(name.casefold(), ()), n)
        for name in article.conditions:
            conditions[name.casefold()] = (*conditions.get(name.casefold(), ()), n)
        for code in article.codes:
            codes[code] = (*codes.get(code, ()), n)
    made = tuple(
        MappingProxyType(card(a.answer, reviewer=a.reviewer, approved_on=a.date, digest=a.hash, url=a.url))
        for a in shown
    )
    return Shelf(made, MappingProxyType(drugs), MappingProxyType(conditions), MappingProxyType(codes))
