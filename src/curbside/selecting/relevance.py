"""How much of what a question is about stands in a unit, its headings and the title of its source.

A question has elements: its drugs, conditions, special populations and route as understood, its other words, and the
aspect that it asks for. Each weighs by how rare it is in the library (Sparck Jones K, Journal of Documentation
1972;28(1):11-21), so that a disease's name weighs more than "patients", and an element counts wherever it stands:
most in the unit itself, less in what stands over it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from operator import attrgetter
from typing import Final

from curbside.language import lexicon
from curbside.language.subject import Subject, subject
from curbside.language.tokens import content_stems, content_words
from curbside.types import Question

Rarity = Callable[[str], float]
"""The inverse document frequency of a word in the library, above 0."""

HERE: Final = 1.0
OVER_IT, TITLE, NEARBY = 0.85, 0.8, 0.45
_CONCEPTS: Final[Mapping[str, Callable[[Subject], frozenset[str]]]] = {
    "drug": attrgetter("drugs"),
    "condition": attrgetter("conditions"),
    "population": attrgetter("populations"),
    "route": attrgetter("routes"),
}
_ASPECT_WEIGHT: Final = 0.6
_ROUTE_WEIGHT: Final = 0.5
_ABOUT: Final = frozenset({"condition", "word"})
_ASIDE: Final = frozenset({"aspect", "route"})
_MOST: Final = 0.8
_APART: Final = 3
WHAT_IS: Final = "definit"


@dataclass(frozen=True, slots=True)
class Element:
    """One thing that a question is about. kind: drug, condition, population, route, word or aspect.

    stems: any of them stands for it. weight: above 0. others: the stems of names that stand for it as a whole. absent:
    a condition that the question says is not there.
    """

    kind: str
    name: str
    stems: frozenset[str]
    weight: float
    others: tuple[frozenset[str], ...] = ()
    absent: bool = False


@dataclass(frozen=True, slots=True)
class Around:
    """What a unit and its surroundings speak of: itself, its headings and lead-in, its title, its passage."""

    own: Subject
    over: Subject
    title: Subject
    nearby: frozenset[str]


@dataclass(frozen=True, slots=True)
class Alias:
    """Another name: what the question calls it, and its other names, as the stems of each."""

    stems: frozenset[str]
    others: tuple[frozenset[str], ...]


@dataclass(frozen=True, slots=True)
class Asking:
    """What a question asks for. aspects: the words of each. phrased: by a phrase that says nothing else.

    filler: the stems that stand in such a phrase alone. rest: [start, end) of the words outside of such phrases.
    """

    aspects: tuple[frozenset[str], ...]
    phrased: bool
    filler: frozenset[str]
    rest: tuple[tuple[int, int], ...] = ()


@cache
def _aspects() -> tuple[tuple[frozenset[str], re.Pattern[str] | None], ...]:
    path = resources.files("curbside.language") / "data" / "aspects.tsv"
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]
    return tuple(
        (content_stems(row[0].replace("|", " . ")), re.compile(row[1], re.IGNORECASE) if len(row) > 1 else None)
        for row in rows
    )


@lru_cache(maxsize=16_384)
def alias(name: str, others: Iterable[str]) -> Alias:
    """A name of the question with its other names."""
    return Alias(content_stems(name), tuple(s for s in dict.fromkeys(map(content_stems, others)) if s))


@lru_cache(maxsize=256)
def asking(text: str) -> Asking:
    """Which aspects the question `text` asks for: by a phrase, or else by single words."""
    found = [(stems, match.span()) for stems, way in _aspects() if way for match in way.finditer(text) if match[0]]
    if found:
        places = [place for _, place in found]
        rest = [(stem, s, e) for stem, s, e in content_words(text) if not any(a <= s and e <= b for a, b in places)]
        filler = content_stems(text) - {stem for stem, _, _ in rest}
        aspects = tuple(dict.fromkeys(stems for stems, _ in found))
        return Asking(aspects, True, filler, tuple(dict.fromkeys((s, e) for _, s, e in rest)))
    by_words = (aspect for stem in sorted(content_stems(text)) if (aspect := _aspect_of(stem)))
    return Asking(tuple(dict.fromkeys(by_words)), False, frozenset())


def elements(question: Question, rarity: Rarity, aliases: Iterable[Alias] = ()) -> tuple[Element, ...]:
    """The elements of a question, each once; aliases: the other names that may stand for words of it."""
    asked, way, other_names = question.understood, asking(question.whole), tuple(aliases)
    named = [("drug", d) for d in asked.drugs] + [("condition", c) for c in asked.conditions]
    named += [("population", p) for p in asked.population if p not in ("adults", "women", "men")]
    gone = subject(question.whole).absent
    found = [
        Element(k, n, content_stems(n), _weight(n, rarity), absent=k == "condition" and n in gone) for k, n in named
    ]
    if asked.route:
        found.append(
            Element("route", asked.route, content_stems(asked.route), _ROUTE_WEIGHT * _weight(asked.route, rarity))
        )
    else:
        compared = dict.fromkeys(m.concept for m in lexicon.find(question.whole, "route"))
        found += [Element("route", r, content_stems(r), _ROUTE_WEIGHT * _weight(r, rarity)) for r in compared]
    taken = frozenset().union(*(e.stems for e in found)) if found else frozenset[str]()
    taken |= way.filler
    for word in dict.fromkeys((*asked.unknown_drugs, *asked.words)):
        stems = content_stems(word) - taken
        if stems and not any(stems <= aspect for aspect in way.aspects):
            standing = tuple(o for alias in other_names if stems <= alias.stems for o in alias.others)
            found.append(Element("word", word, stems, _weight(word, rarity), standing))
            taken |= stems
    heaviest = max((e.weight for e in found), default=1.0)
    weight = _ASPECT_WEIGHT * heaviest / max(1, len(way.aspects))
    return (*found, *(Element("aspect", min(aspect), aspect, weight) for aspect in way.aspects))


def told_words(question: Question) -> tuple[str, ...]:
    """The words of a question without those that only ask for an aspect ("describe", "notice")."""
    filler = asking(question.whole).filler
    return tuple(word for word in question.understood.words if not content_stems(word) <= filler)


def asked_name(question: Question) -> str:
    """What a question has beside the phrases that ask for an aspect, as it is written; "" without such a phrase."""
    rest = asking(question.whole).rest
    return question.whole[min(a for a, _ in rest) : max(b for _, b in rest)] if rest else ""


def aspect_stems() -> tuple[frozenset[str], ...]:
    """The words of each aspect."""
    return tuple(stems for stems, _ in _aspects())


def _aspect_of(stem: str) -> frozenset[str] | None:
    return next((aspect for aspect, _ in _aspects() if stem in aspect), None)


def _weight(name: str, rarity: Rarity) -> float:
    return max((rarity(word) for word in name.split()), default=1.0)


def shares(wanted: tuple[Element, ...], around: Around) -> tuple[float, float]:
    """The share, by weight, of the elements that a unit and its surroundings have, and the same without the aspect and
    the route, as what the question is about: each between 0 and 1."""
    had = [(e, _has(e, around)) for e in wanted]
    return _share(had), _share([(e, share) for e, share in had if e.kind not in _ASIDE])


def _share(had: list[tuple[Element, float]]) -> float:
    total = sum(e.weight for e, _ in had)
    return sum(e.weight * share for e, share in had) / total if total else 0.0


def headed(question: Question, heading: str) -> bool:
    """Whether a heading names an aspect that the question asks for by a phrase of its own, or asks for it alike."""
    way = asking(question.whole)
    return way.phrased and any(aspect & content_stems(heading) for aspect in way.aspects)


def entitled(wanted: tuple[Element, ...], title: Subject) -> float:
    """How far a title is the name of what is asked about, no more and no less: between 0 and 1.

    The share of the name in the title, by weight, times the share of the title's words that are of the name.
    """
    about = [e for e in wanted if e.kind in _ABOUT]
    there = [e for e in about if _stands(e, title.stems)]
    if not there:
        return 0.0
    words = frozenset().union(*(e.stems for e in there), *(o for e in there for o in e.others if o <= title.stems))
    share = sum(e.weight for e in there) / sum(e.weight for e in about)
    return share * len(words & title.stems) / len(title.stems)


def together(wanted: tuple[Element, ...], texts: Iterable[str], within: int | None = None) -> bool:
    """Whether a text has the name that is asked about as a whole: its rarest word, and most of it by weight.

    within: only its first words, that many more than the name has. In a longer text the words stand near each other.
    """
    about = [e for e in wanted if e.kind in _ABOUT]
    if not about:
        return True
    return any(_together(about, [stem for stem, _, _ in content_words(text)], within) for text in texts)


def tells_of(question: Question, wanted: tuple[Element, ...], text: str, headings: tuple[str, ...], title: str) -> bool:
    """Whether a unit is about the name in a question that asks for one aspect of it by a phrase; else True.

    The name stands as a whole in the title or a heading. Or in the unit: at its beginning where the question asks what
    it is, and with the aspect in it or over it where it asks for another.
    """
    way = asking(question.whole)
    if not way.phrased or together(wanted, (title, *headings)):
        return True
    if WHAT_IS in (stems := frozenset().union(*way.aspects)):
        return together(wanted, (text,), within=2)
    return bool(stems & (content_stems(text) | content_stems(" ".join(headings)))) and together(wanted, (text,))


def _together(about: list[Element], stems: list[str], within: int | None) -> bool:
    rarest = max(about, key=lambda e: e.weight)
    if not _stands(rarest, frozenset(stems)):
        return False
    total = sum(e.weight for e in about)
    names = {frozenset().union(*(e.stems for e in about)), *(o for e in about for o in e.others)}
    for size in {len(name) + (_APART if within is None else within) for name in names}:
        first = [0] if within is not None else range(max(1, len(stems) - size + 1))
        for start in first:
            here = frozenset(stems[start : start + size])
            near = [e for e in about if any(len(n) <= size and n <= here for n in (e.stems, *e.others))]
            if rarest in near and sum(e.weight for e in near) >= _MOST * total:
                return True
    return False


def _has(element: Element, around: Around) -> float:
    if element.kind == "aspect":
        return _has_aspect(element, around)
    if element.absent:
        return float(element.name in around.own.absent)
    if element.kind == "condition" and element.name in around.own.absent:
        return 0.0
    for place, told in ((HERE, around.own), (OVER_IT, around.over), (TITLE, around.title)):
        if named := _named(element, told):
            return place * named
        if _stands(element, told.stems):
            return place
    return NEARBY if element.stems <= around.nearby else 0.0


def _stands(element: Element, stems: frozenset[str]) -> bool:
    if element.stems <= stems:
        return True
    return bool(element.others) and any(other <= stems for other in element.others)


def _has_aspect(element: Element, around: Around) -> float:
    for place, told in ((HERE, around.own), (OVER_IT, around.over), (TITLE, around.title)):
        if element.stems & told.stems:
            return place
    return NEARBY if element.stems & around.nearby else 0.0


def _named(element: Element, told: Subject) -> float:
    """1 where the concept itself is named, 0.9 where a narrower one or a member of the group is, 0.7 for a broader."""
    concepts = _CONCEPTS.get(element.kind)
    found = concepts(told) if concepts else None
    if not found:
        return 0.0
    if element.name in found:
        return 1.0
    if element.kind == "drug":
        return 0.9 if set(lexicon.members(element.name)) & found else 0.0
    if any(element.name in lexicon.broader(element.kind, name) for name in found):
        return 0.9
    wider = lexicon.standing_for(element.kind, element.name) if element.kind == "condition" else ()
    return 0.7 if set(wider) & found else 0.0
