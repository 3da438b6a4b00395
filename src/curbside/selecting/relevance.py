"""How much of what a question is about stands in a unit, its headings and the title of its source.

A question has elements: its drugs, conditions, special populations and route as understood, its other words, and the
aspect that it asks for. Each weighs by how rare it is in the library (Sparck Jones K, Journal of Documentation
1972;28(1):11-21), so that a disease's name weighs more than "patients", and an element counts wherever it stands:
most in the unit itself, less in what stands over it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final

from curbside.language import lexicon
from curbside.language.subject import Subject
from curbside.language.tokens import content_words
from curbside.types import Question

Rarity = Callable[[str], float]
"""The inverse document frequency of a word in the library, above 0."""

HERE: Final = 1.0
OVER_IT, TITLE, NEARBY = 0.85, 0.8, 0.45
_ASPECT_WEIGHT: Final = 0.6
_ROUTE_WEIGHT: Final = 0.5


@dataclass(frozen=True, slots=True)
class Element:
    """One thing that a question is about. kind: drug, condition, population, route, word or aspect.

    stems: any of them stands for it. weight: above 0.
    """

    kind: str
    name: str
    stems: frozenset[str]
    weight: float


@dataclass(frozen=True, slots=True)
class Around:
    """What a unit and its surroundings speak of: itself, its headings and lead-in, its title, its passage."""

    own: Subject
    over: Subject
    title: Subject
    nearby: frozenset[str]


@cache
def _aspects() -> tuple[frozenset[str], ...]:
    path = resources.files("curbside.language") / "data" / "aspects.tsv"
    rows = [line for line in path.read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]
    return tuple(frozenset(s for part in row.split("|") for s in _stems(part)) for row in rows)


def _stems(text: str) -> frozenset[str]:
    return frozenset(stem for stem, _, _ in content_words(text))


def elements(question: Question, rarity: Rarity) -> tuple[Element, ...]:
    """The elements of a question, each once."""
    asked = question.understood
    named = [("drug", d) for d in asked.drugs] + [("condition", c) for c in asked.conditions]
    named += [("population", p) for p in asked.population if p not in ("adults", "women", "men")]
    found = [Element(kind, name, _stems(name), _weight(name, rarity)) for kind, name in named]
    if asked.route:
        found.append(Element("route", asked.route, _stems(asked.route), _ROUTE_WEIGHT * _weight(asked.route, rarity)))
    taken = frozenset().union(*(e.stems for e in found)) if found else frozenset[str]()
    for word in dict.fromkeys((*asked.unknown_drugs, *asked.words)):
        stems = _stems(word) - taken
        if stems and _aspect_of(stems) is None:
            found.append(Element("word", word, stems, _weight(word, rarity)))
            taken |= stems
    heaviest = max((e.weight for e in found), default=1.0)
    aspects = dict.fromkeys(a for stem in sorted(_stems(question.text)) if (a := _aspect_of(frozenset({stem}))))
    found += [Element("aspect", min(a), a, _ASPECT_WEIGHT * heaviest / len(aspects)) for a in aspects]
    return tuple(found)


def _aspect_of(stems: frozenset[str]) -> frozenset[str] | None:
    return next((a for a in _aspects() if stems <= a), None)


def _weight(name: str, rarity: Rarity) -> float:
    return max((rarity(word) for word in name.split()), default=1.0)


def coverage(wanted: tuple[Element, ...], around: Around) -> float:
    """The share, by weight, of the elements that a unit and its surroundings have: between 0 and 1."""
    total = sum(e.weight for e in wanted)
    return sum(e.weight * _has(e, around) for e in wanted) / total if total else 0.0


def focus(wanted: tuple[Element, ...], around: Around) -> float:
    """The share of what a question is about, its aspect aside, that stands in a unit or over it."""
    return coverage(tuple(e for e in wanted if e.kind not in ("aspect", "route")), around)


def _has(element: Element, around: Around) -> float:
    for place, told in ((HERE, around.own), (OVER_IT, around.over), (TITLE, around.title)):
        named = _named(element, told)
        if named:
            return place * named
        if element.kind == "aspect":
            if element.stems & told.stems:
                return place
        elif element.stems <= told.stems:
            return place
    if element.kind == "aspect":
        return NEARBY if element.stems & around.nearby else 0.0
    return NEARBY if element.stems <= around.nearby else 0.0


def _named(element: Element, told: Subject) -> float:
    """1 where the concept itself is named, 0.9 where a narrower one or a member of the group is, 0.7 for a broader."""
    concepts = {"drug": told.drugs, "condition": told.conditions, "population": told.populations, "route": told.routes}
    found = concepts.get(element.kind)
    if not found or element.kind not in concepts:
        return 0.0
    if element.name in found:
        return 1.0
    if element.kind == "drug":
        return 0.9 if set(lexicon.members(element.name)) & found else 0.0
    if any(element.name in lexicon.broader(element.kind, name) for name in found):
        return 0.9
    wider = lexicon.standing_for(element.kind, element.name) if element.kind == "condition" else ()
    return 0.7 if set(wider) & found else 0.0
