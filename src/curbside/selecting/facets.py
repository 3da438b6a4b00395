"""Which part of an answer a unit belongs to: by the heading above it, else by its words; first match from the top."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from importlib import resources

from curbside.language.patterns import Lazy, Several
from curbside.regimens.reading import phases_of
from curbside.types import Facet

HEADINGS = {
    Facet.BOTTOM_LINE: "Bottom line",
    Facet.INDICATION: "What is recommended",
    Facet.REGIMEN: "Dose and course",
    Facet.MAINTENANCE: "Maintenance",
    Facet.ADMINISTRATION: "Administration",
    Facet.FORMULATION: "Formulation",
    Facet.CONTRAINDICATIONS: "Contraindications",
    Facet.INTERACTIONS: "Interactions",
    Facet.RENAL_HEPATIC: "Renal and hepatic impairment",
    Facet.PREGNANCY: "Pregnancy and breastfeeding",
    Facet.CHILDREN: "Children",
    Facet.ADVERSE_EFFECTS: "Adverse effects",
    Facet.MONITORING: "Monitoring",
    Facet.PITFALLS: "Pitfalls",
    Facet.CAUSES: "Causes and risk factors",
    Facet.COURSE: "Expected course",
    Facet.ADJUNCTS: "Adjuncts",
    Facet.ESCALATION: "When to escalate",
    Facet.EVIDENCE: "Evidence",
    Facet.DISTINCTION: "Telling it apart",
    Facet.OTHER: "Also in the library",
}

_DENIES = re.compile(
    r"\b(?:no|without)\s+(?:(?:known|absolute|specific|true|relative|important)\s+){0,2}contra-?indications?\b"
    r"|\b(?:is|are)\s+not\s+(?:\w+ly\s+)?contra-?indicated\b",
    re.IGNORECASE,
)
_TAKES_BACK = re.compile(
    r"\b(?:except|other than|apart from|unless|but|however|although|caution|avoid(?:ed)?|absolute|relative)\b",
    re.IGNORECASE,
)
_SPECIAL = (Facet.PREGNANCY, Facet.CHILDREN, Facet.RENAL_HEPATIC, Facet.CONTRAINDICATIONS, Facet.INTERACTIONS)


@cache
def _rules() -> tuple[tuple[Several, tuple[Facet, ...]], tuple[Several, tuple[Facet, ...]]]:
    """What decides in a heading, and what in the words of a unit, with the facet of each pattern."""
    path = resources.files("curbside.language") / "data" / "facets.tsv"
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]
    heads = [(Facet(name), pattern) for name, pattern, _ in rows]
    words = [(Facet(name), pattern) for name, _, pattern in rows if pattern]
    return _several(heads), _several(words)


def _several(rules: list[tuple[Facet, str]]) -> tuple[Several, tuple[Facet, ...]]:
    return Several(Lazy(pattern, re.IGNORECASE) for _, pattern in rules), tuple(facet for facet, _ in rules)


@lru_cache(maxsize=16_384)
def facet_of(text: str, headings: tuple[str, ...]) -> Facet:
    """The facet of a unit under its heading path (outermost first; the title heading does not decide)."""
    words, of_words = _rules()[1]
    for heading in reversed(headings[1:] if len(headings) > 1 else headings):
        if (facet := _of_heading(heading)) is not None:
            return facet
    by_words = Facet.OTHER if (number := words.first(text)) is None else of_words[number]
    if by_words in _SPECIAL or not phases_of(text):
        return by_words
    return Facet.REGIMEN


@lru_cache(maxsize=4096)
def _of_heading(heading: str) -> Facet | None:
    heads, of_heads = _rules()[0]
    number = heads.first(heading)
    return None if number is None else of_heads[number]


@lru_cache(maxsize=16_384)
def says_against(text: str) -> bool:
    """Whether the facet of a text under no heading is contraindications; most texts have no word for that."""
    return _against().first(text) is not None and facet_of(text, ()) is Facet.CONTRAINDICATIONS


@lru_cache(maxsize=16_384)
def denies(text: str) -> bool:
    """Whether a text says that there are no contraindications, without taking any of it back."""
    return bool(_DENIES.search(text)) and not _TAKES_BACK.search(text)


@cache
def _against() -> Several:
    words, facets = _rules()[1]
    return Several(p for p, facet in zip(words.patterns, facets, strict=True) if facet is Facet.CONTRAINDICATIONS)
