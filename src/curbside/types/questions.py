"""A question as understood, and what was found for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from curbside.types.sources import Passage, Source


class Flag(StrEnum):
    """What a reader must know of a statement besides its words."""

    OTHER_DRUG = "other_drug"
    OTHER_ROUTE = "other_route"
    OTHER_POPULATION = "other_population"
    OTHER_JURISDICTION = "other_jurisdiction"
    OTHER_INDICATION = "other_indication"
    SECONDARY_ONLY = "secondary_only"
    SUMMARY = "summary"
    SUPERSEDED = "superseded"
    REVIEW_OVERDUE = "review_overdue"
    TRANSITIVE = "transitive"
    SINGLE_CASE = "single_case"
    UNSAFE_NOTATION = "unsafe_notation"
    OUTLIER = "outlier"
    CONFLICT = "conflict"
    CONFIRM_PAGE = "confirm_page"


LENGTHS: Final[Mapping[str, int]] = {"short": 80, "standard": 250, "full": 600}
"""How long an answer or an overview may be: words of what is chosen; what must stand beside it comes on top."""
PROFESSIONAL: Final = "professional"
AUDIENCES: Final = (PROFESSIONAL, "nurse", "pharmacist", "student", "patient")
"""Whom an answer may be for."""
CLINICAL: Final = frozenset({PROFESSIONAL, "nurse", "pharmacist"})
"""Those who may be shown rules worked out with a patient's values."""


@dataclass(frozen=True, slots=True)
class PatientValue:
    """A value of the patient in the question: quantity ("age"), decimal string, UCUM unit."""

    quantity: str
    value: str
    unit: str


@dataclass(frozen=True, slots=True)
class Understood:
    """The question as understood; empty or None where it does not say.

    drugs: preferred names. relatives: other drugs of the same group as an asked one. conditions: preferred names.
    populations: adults, children, neonates, pregnancy, breastfeeding, older people, renal impairment, ... route: as in
    `curbside.language.lexicon`. intent: the facet that the question asks for. kind: the kind of question
    (`curbside.retrieval.kinds`). words: the remaining content words, as asked. corrections: words of the question and
    the names that they were read as. avoid: drugs that the patient is said to be allergic to. told: words of the
    question that name no condition ("numb toes", a low value), and the condition that they were read as. also: the
    facets that its further parts ask for ("..., and who should be tested?").
    """

    drugs: tuple[str, ...] = ()
    relatives: tuple[str, ...] = ()
    unknown_drugs: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    population: tuple[str, ...] = ()
    route: str | None = None
    intent: str = "other"
    kind: str = "other"
    jurisdiction: str | None = None
    values: tuple[PatientValue, ...] = ()
    words: tuple[str, ...] = ()
    corrections: tuple[tuple[str, str], ...] = ()
    avoid: tuple[str, ...] = ()
    told: tuple[tuple[str, str], ...] = ()
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked (identifiers of a patient masked) and how it was understood.

    length: how long the answer may be: "short", "standard" or "full". context: what a follow-up takes over from the
    questions before it, in words; empty where it is none.
    """

    text: str
    understood: Understood
    audience: str = "professional"
    length: str = "standard"
    context: str = ""

    @property
    def whole(self) -> str:
        """The words that are looked for: the question with what it takes over."""
        return f"{self.text} {self.context}" if self.context else self.text


def relevance(scores: Mapping[str, float]) -> float:
    """What a hit with these scores was ranked by."""
    return scores.get("fused", max(scores.values(), default=0.0))


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage with its scores, by ranker: bm25, vectors (cosine), fused (both)."""

    passage: Passage
    scores: Mapping[str, float]

    @property
    def relevance(self) -> float:
        """What it was ranked by; comparable within one search only."""
        return relevance(self.scores)


@dataclass(frozen=True, slots=True)
class Evidence:
    """A hit appraised (the clinical rules, sections 1 and 2); an estimate is for one outcome, so a passage has none.

    usable: whether it may support a statement at all. lead: whether it may stand in a bottom line. order: sort key,
    smaller first. reasons: what its standing rests on.
    """

    hit: Hit
    source: Source
    usable: bool
    lead: bool
    order: tuple[int | float, ...]
    flags: tuple[Flag, ...] = ()
    reasons: tuple[str, ...] = ()
