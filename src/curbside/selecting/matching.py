"""How far a unit speaks of what was asked: drug, condition, population, route, and the remaining words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from curbside.language import lexicon
from curbside.language.of_whom import of_whom
from curbside.language.patient_measures import AGE
from curbside.language.subject import Subject, compounded, subject
from curbside.language.tokens import content_words
from curbside.selecting import thresholds
from curbside.types import Flag, Understood

_EXCLUSIVE = frozenset(
    {
        "children",
        "pregnancy",
        "breastfeeding",
        "dialysis",
        "renal impairment",
        "hepatic impairment",
        "after bariatric surgery",
    }
)
_SOME = 0.7
_AGES = frozenset({"adults", "older people", "children", "infants", "neonates", "adolescents"})


_AMOUNT = re.compile(
    r"\d[\d.,]*\s*(?:mg|g|micrograms?|mcg|[µμ]g|ml|mL|units?|IU|tablets?)\b(?!\s*(?:/|per\b)\s*(?:ml|dl|l\b|kg/m))|"
    r"\b(?:one|two|three) tablets?\b",
    re.IGNORECASE,
)


def states_dose(text: str) -> bool:
    """Whether a text gives an amount of a drug, read as a regimen or not (concentrations are none)."""
    return bool(_AMOUNT.search(text))


@dataclass(frozen=True, slots=True)
class Match:
    """Each between 0 and 1. names_population: the unit itself names each special population that was asked for.

    fit: 1 where a threshold of the unit holds for a value in the question, -1 where one does not, else 0.
    """

    drug: float
    condition: float
    population: float
    words: float
    route: float
    lexical: float
    names_population: bool
    fit: int
    flags: tuple[Flag, ...]

    @property
    def score(self) -> float:
        """The parts weighed for relevance alone (evidence order is another matter)."""
        about = 0.35 * self.drug + 0.3 * self.condition + 0.1 * self.population
        return about + 0.1 * self.route + 0.25 * self.lexical


def match(asked: Understood, text: str, context: str, weights: Mapping[str, float]) -> Match:
    """How the unit `text`, under `context` (headings, lead-in, title of its source), fits what was asked.

    weights: of the stems of the question, rarer ones more.
    """
    own, around = subject(text), subject(context)
    drugs = own.drugs or around.drugs
    drug, flags = _drug(asked, drugs)
    condition = _condition(asked.conditions, own, around)
    population, named, other = _population(asked, own, around)
    if other or (not named and states_dose(text)):
        flags.append(Flag.OTHER_POPULATION)
    routes = own.routes or around.routes
    fits = bool(asked.route) and bool(routes) and route_fits(asked.route or "", routes)
    if asked.route and routes and not fits:
        flags.append(Flag.OTHER_ROUTE)
    elsewhere = own.absent & set(asked.conditions) or (asked.conditions and not condition and own.conditions)
    if elsewhere and states_dose(text):
        flags.append(Flag.OTHER_INDICATION)
    stems = own.stems | around.stems
    wanted = [s for word in asked.words for s, _, _ in content_words(word)]
    words = sum(s in stems for s in wanted) / len(wanted) if wanted else 0.5
    return Match(
        drug,
        condition,
        population,
        words,
        float(fits),
        lexical(own, around, weights),
        named,
        thresholds.fit(asked.values, text) or thresholds.fit(asked.values, context),
        tuple(flags),
    )


def lexical(own: Subject, around: Subject, weights: Mapping[str, float]) -> float:
    """The share of the question's words, by weight, that the unit has; those of its context count half."""
    total = sum(weights.values())
    mine = sum(w * (1.0 if stem in own.stems else 0.5 * (stem in around.stems)) for stem, w in weights.items())
    return mine / total if total else 0.0


def _drug(asked: Understood, drugs: frozenset[str]) -> tuple[float, list[Flag]]:
    if not asked.drugs:
        return 0.6, []
    if set(asked.drugs) & drugs:
        return 1.0, []
    if {m for d in asked.drugs if lexicon.is_group(d) for m in lexicon.members(d)} & drugs:
        return 0.9, []
    kin = drugs & set(asked.relatives)
    siblings = {d for d in kin if not lexicon.is_group(d)}
    if siblings:
        return 0.5, [Flag.OTHER_DRUG]
    if kin:
        return 0.7, []
    return (0.15, [Flag.OTHER_DRUG]) if drugs else (0.3, [])


def _condition(asked: tuple[str, ...], own: Subject, around: Subject) -> float:
    if not asked:
        return 0.5
    nearby = compounded(around.conditions | own.conditions, around.populations | own.populations) - own.absent
    scores = [max(_near(c, own.conditions), 0.7 * _near(c, nearby)) for c in asked]
    scores = [
        0.0 if {c, *lexicon.broader("condition", c)} & own.absent else s for c, s in zip(asked, scores, strict=True)
    ]
    return 0.6 * max(scores) + 0.4 * sum(scores) / len(scores)


def _near(asked: str, found: frozenset[str]) -> float:
    """1 for the condition itself, 0.9 for a narrower one, 0.7 for a broader one that may stand for it, else 0."""
    if asked in found:
        return 1.0
    if any(asked in lexicon.broader("condition", c) for c in found):
        return 0.9
    return 0.7 if set(lexicon.standing_for("condition", asked)) & found else 0.0


def covers(asked: Understood, text: str, context: str) -> bool:
    """Whether the unit holds the drug (or its group) and one of the conditions that were asked for."""
    own, around = subject(text), subject(context)
    if asked.drugs and _drug(asked, own.drugs or around.drugs)[0] < 0.5:
        return False
    everything = own.conditions | around.conditions
    here = compounded(everything, own.populations | around.populations) - own.absent
    return not asked.conditions or any(_near(c, here) >= 0.7 for c in asked.conditions)


def _population(asked: Understood, own: Subject, around: Subject) -> tuple[float, bool, bool]:
    """(fit, names every special population asked for, is for another population).

    A text about a special population that was not asked for, and about nobody else, is for another population. One on
    infants is on some of the children that a question without an age may mean.
    """
    special = _narrowest([p for p in asked.population if _is_special(p)])
    named = own.populations or around.populations
    if not special:
        meant = {*asked.population, *of_whom(asked.conditions)}
        other = bool(named) and all(map(_is_special, named)) and not named <= meant
        return (0.0 if other else 0.5), True, other
    fits = [any(p == n or n in lexicon.broader("population", p) for n in named) for p in special]
    if not any(v.quantity == AGE for v in asked.values):
        some = [fit or (p == "children" and "infants" in named) for p, fit in zip(special, fits, strict=True)]
        if some != fits:
            return (_SOME if all(some) else 0.2), all(some), False
    other = bool(named) and not any(fits) and bool(named & _AGES)
    return (1.0 if all(fits) else 0.2), all(fits), other


def _narrowest(asked: list[str]) -> list[str]:
    """Without a group of which a narrower one was asked for too ("a child of 4 months" is an infant)."""
    wider = {b for p in asked for b in lexicon.broader("population", p)}
    return [p for p in asked if p not in wider]


def _is_special(population: str) -> bool:
    return population in _EXCLUSIVE or "children" in lexicon.broader("population", population)


def route_fits(asked: str, routes: frozenset[str]) -> bool:
    """Whether one of the routes is the one asked for, or a kind of it, or it a kind of one."""
    return any(
        asked == r or asked in lexicon.broader("route", r) or r in lexicon.broader("route", asked) for r in routes
    )


def special_populations(asked: Understood) -> tuple[str, ...]:
    """Those asked for that a dose for adults in general does not cover."""
    return tuple(p for p in asked.population if _is_special(p))
