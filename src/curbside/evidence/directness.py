"""How far a sentence speaks of what was asked: of the same drug, population, route, indication and dose.

Only what the sentence, or else the title of its source, names is held against it; what neither names is unknown and
takes no step.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Final

from curbside.language import lexicon
from curbside.language.lexicon import Mention
from curbside.language.measures import Measure, measures
from curbside.language.subject import subject
from curbside.types import Flag, Question, Source, Step, Words
from curbside.types.appraisals import TEXT, TITLE

INDIRECT: Final = "indirect"
DRUG: Final = "another drug or form"
POPULATION: Final = "another population"
ROUTE: Final = "another route"
INDICATION: Final = "another indication"
DOSE: Final = "another dose"

_FLAGS: Final[Mapping[Flag, str]] = {
    Flag.OTHER_DRUG: DRUG,
    Flag.OTHER_POPULATION: POPULATION,
    Flag.OTHER_ROUTE: ROUTE,
    Flag.OTHER_INDICATION: INDICATION,
}
_SPECIAL: Final = frozenset(
    {
        "children",
        "adolescents",
        "infants",
        "neonates",
        "pregnancy",
        "breastfeeding",
        "dialysis",
        "renal impairment",
        "hepatic impairment",
        "after bariatric surgery",
    }
)
_MASS: Final[Mapping[str, Decimal]] = {
    "ng": Decimal("0.001"),
    "ug": Decimal(1),
    "mg": Decimal(1000),
    "g": Decimal(1_000_000),
}


def steps(source: Source, start: int, end: int, question: Question | None, flags: Iterable[Flag]) -> tuple[Step, ...]:
    """The steps down for what is not what was asked, each reason once."""
    place = Words(source.text[start:end], start, end, TEXT)
    title = Words(source.title, 0, len(source.title), TITLE)
    found: dict[str, tuple[Words, ...]] = {}
    if question is not None:
        for reason, compare in _COMPARED:
            words = compare(question, place, title)
            if words:
                found[reason] = words
    for flag in flags:
        if flag in _FLAGS:
            found.setdefault(_FLAGS[flag], (place,))
    return tuple(Step(INDIRECT, reason, found[reason]) for reason in _ORDER if reason in found)


Compare = Callable[[Question, Words, Words], tuple[Words, ...]]


def _drug(question: Question, place: Words, title: Words) -> tuple[Words, ...]:
    asked = set(question.understood.drugs)
    wanted = asked | {m for d in asked for m in lexicon.members(d)}
    mentions, where = _mentions(lexicon.drugs_in, place, title)
    named = [m for m in mentions if not (lexicon.is_group(m.concept) and asked & set(lexicon.members(m.concept)))]
    if not asked or not named or wanted & {m.concept for m in mentions} or len(named) < len(mentions):
        return ()
    return (_words(named[0], where),)


def _population(question: Question, place: Words, title: Words) -> tuple[Words, ...]:
    asked = _SPECIAL & set(question.understood.population)
    mentions, where = _mentions(_populations, place, title)
    other = [m for m in mentions if not _kin("population", m.concept, asked)]
    return (_words(other[0], where),) if other and len(other) == len(mentions) else ()


def _populations(text: str) -> list[Mention]:
    return [m for m in lexicon.find(text, "population") if m.concept in _SPECIAL]


def _route(question: Question, place: Words, title: Words) -> tuple[Words, ...]:
    asked = question.understood.route
    mentions, where = _mentions(lambda text: lexicon.find(text, "route"), place, title)
    if not asked or not mentions or any(_kin("route", m.concept, {asked}) for m in mentions):
        return ()
    return (_words(mentions[0], where),)


def _indication(question: Question, place: Words, title: Words) -> tuple[Words, ...]:
    """Another condition than each that was asked for, in the sentence; its title may still name the asked one."""
    asked = set(question.understood.conditions)
    here, over = subject(place.text), subject(title.text)
    named = {*here.conditions, *over.conditions}
    near = any(_kin("condition", c, asked) or set(lexicon.standing_for("condition", c)) & asked for c in named)
    stands_for = any(set(lexicon.standing_for("condition", a)) & named for a in asked)
    mentions = [m for m in lexicon.find(place.text, "condition") if m.concept in here.conditions]
    if not asked or not mentions or near or stands_for:
        return ()
    return (_words(mentions[0], place),)


def _dose(question: Question, place: Words, title: Words) -> tuple[Words, ...]:
    asked, found = _doses(question.whole), _doses(place.text)
    if not asked or not found or any(_overlap(a, f) for a in asked for f in found):
        return ()
    start, end = found[0].start, found[0].end
    return (Words(place.text[start:end], place.start + start, place.start + end, place.where),)


def _doses(text: str) -> list[Measure]:
    return [m for m in measures(text) if m.unit in _MASS and m.low is not None and m.high is not None]


def _overlap(a: Measure, b: Measure) -> bool:
    if a.per != b.per or None in (a.low, a.high, b.low, b.high):
        return False
    mine, yours = _MASS[a.unit], _MASS[b.unit]
    return (
        Decimal(a.low or 0) * mine <= Decimal(b.high or 0) * yours
        and Decimal(b.low or 0) * yours <= Decimal(a.high or 0) * mine
    )


def _mentions(find: Callable[[str], Iterable[Mention]], place: Words, title: Words) -> tuple[list[Mention], Words]:
    """What the sentence names, else what the title names, and where."""
    here = list(find(place.text))
    return (here, place) if here else (list(find(title.text)), title)


def _words(mention: Mention, where: Words) -> Words:
    return Words(mention.text, where.start + mention.start, where.start + mention.end, where.where)


def _kin(kind: str, found: str, asked: Iterable[str]) -> bool:
    """Whether one is the other, or a kind of it."""
    return any(found == a or a in lexicon.broader(kind, found) or found in lexicon.broader(kind, a) for a in asked)


_COMPARED: Final[tuple[tuple[str, Compare], ...]] = (
    (DRUG, _drug),
    (POPULATION, _population),
    (ROUTE, _route),
    (INDICATION, _indication),
    (DOSE, _dose),
)
_ORDER: Final = tuple(reason for reason, _ in _COMPARED)
