"""Units of the passages that were found, as candidates for statements."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from curbside.language import lexicon
from curbside.language.subject import subject
from curbside.language.tokens import content_words
from curbside.selecting.facets import facet_of, phases_of
from curbside.selecting.laboratory import is_of_animals, may_meet_animals
from curbside.selecting.matching import Match, covers, match, route_fits, special_populations, states_dose
from curbside.selecting.quotable import flags_of, quotable
from curbside.types import Evidence, Facet, Flag, Phase, Question, Source, Unit

NEUTRAL = frozenset({Facet.CAUSES, Facet.DISTINCTION, Facet.ESCALATION, Facet.PITFALLS, Facet.MONITORING, Facet.COURSE})
_LETHAL = re.compile(r"\b(?:lethal|fatal|deadly|kills?)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A unit that may become a statement. text: as the source has it; context: headings, lead-in and title."""

    unit: Unit
    evidence: Evidence
    text: str
    context: str
    facet: Facet
    phases: tuple[Phase, ...]
    drugs: frozenset[str]
    match: Match
    covers: bool
    flags: tuple[Flag, ...]
    also: tuple[Candidate, ...] = ()

    @property
    def score(self) -> float:
        """Relevance alone."""
        return self.match.score

    @property
    def warns(self) -> bool:
        """Whether it says when a drug must not be given, under whatever heading."""
        against = Facet.CONTRAINDICATIONS
        return self.facet is against or facet_of(f"{self.context} {self.text}", ()) is against

    @property
    def key(self) -> tuple[str, int]:
        """What tells it from every other unit."""
        return self.evidence.source.id, self.unit.start


def candidates(question: Question, evidence: Iterable[Evidence]) -> tuple[Candidate, ...]:
    """Every usable unit of the passages as a candidate, best match first."""
    places: dict[tuple[str, int], tuple[Evidence, Unit]] = {}
    animals = may_meet_animals(question.text, question.understood)
    for item in evidence:
        if not item.usable:
            continue
        for index in item.hit.passage.units:
            unit = item.source.units[index]
            if quotable(item.source, unit) and (animals or not _is_of_animals(item.source, unit)):
                places.setdefault((item.source.id, unit.start), (item, unit))
    weights = _weights(question, (e.source.text[u.start : u.end] for e, u in places.values()))
    found = (_candidate(question, item, unit, weights) for item, unit in places.values())
    return tuple(sorted(found, key=lambda c: -c.score))


def _is_of_animals(source: Source, unit: Unit) -> bool:
    return is_of_animals(source.text[unit.start : unit.end], unit.headings)


def _weights(question: Question, texts: Iterable[str]) -> dict[str, float]:
    """The stems of the question by inverse document frequency among the units that were found.

    Sparck Jones, K. (1972), Journal of Documentation 28(1):11-21.
    """
    stems = {stem for stem, _, _ in content_words(question.text)}
    count, having = 0, Counter[str]()
    for text in texts:
        count += 1
        having.update(stems & subject(text).stems)
    return {stem: math.log(1 + count / (1 + having[stem])) for stem in stems}


def _candidate(question: Question, evidence: Evidence, unit: Unit, weights: Mapping[str, float]) -> Candidate:
    asked, source = question.understood, evidence.source
    text = source.text[unit.start : unit.end]
    lead_in = " ".join(source.text[r.start : r.end] for r in unit.context)
    near = " ".join((*unit.headings[1:], lead_in))
    context = f"{near}. {source.title}"
    found = match(asked, text, context, weights)
    phases = phases_of(text, lead_in)
    facet = facet_of(text, unit.headings)
    flags = found.flags
    if Flag.OTHER_DRUG in flags and found.drug < 0.5:
        if facet in NEUTRAL and not phases:
            flags = tuple(f for f in flags if f is not Flag.OTHER_DRUG)
        elif not phases and facet in (Facet.INDICATION, Facet.OTHER):
            facet = Facet.ADJUNCTS
    if found.fit < 0 and states_dose(text):
        flags = (*flags, Flag.OTHER_POPULATION)
    routes = frozenset(r for p in phases for r in p.route)
    if asked.route and routes and not route_fits(asked.route, routes):
        flags = (*flags, Flag.OTHER_ROUTE)
    own = subject(text)
    return Candidate(
        unit=unit,
        evidence=evidence,
        text=text,
        context=near,
        facet=facet,
        phases=phases,
        drugs=own.drugs or subject(context).drugs,
        match=found,
        covers=covers(asked, text, context),
        flags=tuple(dict.fromkeys((*evidence.flags, *flags, *flags_of(source, unit)))),
    )


def on_the_question(question: Question, found: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """Those that hold what was asked for; empty means that the library cannot answer.

    Another drug of the class alone answers nothing, and its dose never does; another form of the same substance may,
    and the answer says so.
    """
    asked = question.understood
    special = special_populations(asked)
    kept = [c for c in found if c.covers and (asked.drugs or asked.conditions or c.match.words >= 0.6)]
    near = 0.9 if asked.intent in (Facet.REGIMEN, Facet.MAINTENANCE) else 0.7
    near = 0.5 if any(map(lexicon.is_form, asked.drugs)) else near
    if asked.drugs and not any(c.match.drug >= near for c in kept):
        return ()
    if special and asked.drugs and not asked.conditions:
        named = [c for c in kept if c.match.names_population]
        return tuple(kept) if named else ()
    return tuple(kept)


def naming(drugs: Iterable[str], found: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """Those whose unit, headings or title name one of `drugs`, which no list knows: nothing else tells them apart."""
    wanted = {stem for drug in drugs for stem, _, _ in content_words(drug)}
    return tuple(c for c in found if wanted & subject(f"{c.text} {c.context} {c.evidence.source.title}").stems)


def managing_poisoning(found: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """Those that speak of managing an overdose, never those that say what amount kills (section 8)."""
    return tuple(c for c in found if "overdose" in subject(c.text).conditions and not _LETHAL.search(c.text))


def dosed_drugs(chosen: Iterable[Candidate]) -> tuple[str, ...]:
    """The drugs whose doses are among the chosen; contraindications and maxima of each must stand beside them."""
    return tuple(dict.fromkeys(p.drug for c in chosen for p in c.phases if p.drug))
