"""From passages to the sentences of the answer: what is on the question, in what order, and what stands first."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from curbside.evidence.rank import claim_of, order
from curbside.language.subject import subject
from curbside.selecting.facets import facet_of, phases_of
from curbside.selecting.matching import Match, covers, match, special_populations, states_dose
from curbside.types import Evidence, Facet, Flag, Kind, Phase, Question, Unit, UnitKind

BOTTOM_LINE_SENTENCES, BOTTOM_LINE_WORDS = 3, 60
_NOT_FIRST = frozenset(
    {
        Flag.OTHER_DRUG,
        Flag.OTHER_ROUTE,
        Flag.OTHER_POPULATION,
        Flag.OTHER_INDICATION,
        Flag.SECONDARY_ONLY,
        Flag.SUPERSEDED,
        Flag.OUTLIER,
    }
)
_LESS = (Facet.ADVERSE_EFFECTS, Facet.COURSE, Facet.ADJUNCTS, Facet.INTERACTIONS, Facet.FORMULATION, Facet.OTHER)
_MOST = 3
_OTHERS = frozenset({Flag.OTHER_ROUTE, Flag.OTHER_POPULATION, Flag.OTHER_INDICATION})
_LETHAL = re.compile(r"\b(?:lethal|fatal|deadly|kills?)\b", re.IGNORECASE)
_OF_A_DOSE = frozenset({Facet.REGIMEN, Facet.MAINTENANCE})
_SAFETY = frozenset({Facet.CONTRAINDICATIONS, Facet.PITFALLS, Facet.INTERACTIONS, Facet.ADVERSE_EFFECTS})
_OF_A_DRUG = _SAFETY | {Facet.MONITORING}
_NEUTRAL = frozenset(
    {Facet.CAUSES, Facet.DISTINCTION, Facet.ESCALATION, Facet.PITFALLS, Facet.MONITORING, Facet.COURSE}
)


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
    def key(self) -> tuple[str, int]:
        """What tells it from every other unit."""
        return self.evidence.source.id, self.unit.start


@dataclass(frozen=True, slots=True)
class Selection:
    """bottom_line: what stands first. rest: the others, by facet in the order of the answer."""

    bottom_line: tuple[Candidate, ...]
    rest: tuple[Candidate, ...]


def candidates(question: Question, evidence: Iterable[Evidence]) -> tuple[Candidate, ...]:
    """Every usable unit of the passages as a candidate, best match first."""
    seen: dict[tuple[str, int], Candidate] = {}
    for item in evidence:
        if not item.usable:
            continue
        for index in item.hit.passage.units:
            unit = item.source.units[index]
            if unit.kind is not UnitKind.NOTE and (item.source.id, unit.start) not in seen:
                found = _candidate(question, item, unit)
                seen[found.key] = found
    return tuple(sorted(seen.values(), key=lambda c: -c.score))


def _candidate(question: Question, evidence: Evidence, unit: Unit) -> Candidate:
    asked, source = question.understood, evidence.source
    text = source.text[unit.start : unit.end]
    lead_in = " ".join(source.text[r.start : r.end] for r in unit.context)
    near = " ".join((*unit.headings[1:], lead_in))
    context = f"{near}. {source.title}"
    found = match(asked, text, context)
    phases = phases_of(text, lead_in)
    facet = facet_of(text, unit.headings)
    flags = found.flags
    if Flag.OTHER_DRUG in flags and found.drug < 0.5:
        if facet in _NEUTRAL and not phases:
            flags = tuple(f for f in flags if f is not Flag.OTHER_DRUG)
        elif not phases and facet in (Facet.INDICATION, Facet.OTHER):
            facet = Facet.ADJUNCTS
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
        flags=tuple(dict.fromkeys((*evidence.flags, *flags))),
    )


def on_the_question(question: Question, found: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """Those that hold what was asked for; empty means that the library cannot answer."""
    asked = question.understood
    special = special_populations(asked)
    kept = [c for c in found if c.covers and (asked.drugs or asked.conditions or c.match.words >= 0.6)]
    if special and asked.drugs and not asked.conditions:
        named = [c for c in kept if c.match.names_population]
        return tuple(kept) if named else ()
    return tuple(kept)


def managing_poisoning(found: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """Those that speak of managing an overdose, never those that say what amount kills (section 8)."""
    return tuple(c for c in found if "overdose" in subject(c.text).conditions and not _LETHAL.search(c.text))


def choose(question: Question, found: tuple[Candidate, ...]) -> Selection:
    """The sentences of the answer out of all candidates."""
    relevant = folded(_worth_saying(question, found))
    first = _bottom_line(question, relevant)
    taken = {c.key for c in first}
    by_facet: dict[Facet, list[Candidate]] = {}
    for candidate in sorted(relevant, key=lambda c: _rank(question, c)):
        facet = by_facet.setdefault(candidate.facet, [])
        if candidate.key not in taken and _has_room(facet, candidate, question):
            facet.append(candidate)
    leading = tuple(replace(c, facet=Facet.BOTTOM_LINE) for c in first)
    return Selection(leading, tuple(c for f in _facet_order(question) for c in by_facet.get(f, ())))


def _has_room(facet: list[Candidate], candidate: Candidate, question: Question) -> bool:
    """At most three (two in lesser facets) on what was asked and, of doses, as many again on another drug."""
    intent = candidate.facet == question.understood.intent
    most = _MOST - 1 if candidate.facet in _LESS and not intent else _MOST + intent
    if candidate.facet is Facet.REGIMEN:
        other = Flag.OTHER_DRUG in candidate.flags
        return sum((Flag.OTHER_DRUG in c.flags) == other for c in facet) < most
    return len(facet) < most


def _worth_saying(question: Question, found: tuple[Candidate, ...]) -> list[Candidate]:
    best = max((c.score for c in found), default=0.0)
    return [c for c in found if _is_about(question, c) and _is_close(question, c, best)]


def _is_about(question: Question, c: Candidate) -> bool:
    asked = question.understood
    if question.audience == "patient" and not _for_patients(c):
        return False
    return c.match.condition > 0 or not asked.conditions or (c.facet in _OF_A_DRUG and c.match.drug >= 0.5)


def _for_patients(c: Candidate) -> bool:
    """No dose and no instruction to inject, but in a leaflet or a regulator's advice for the public (section 8)."""
    if c.evidence.source.kind in (Kind.PATIENT_LEAFLET, Kind.SAFETY_ALERT):
        return True
    return not (c.phases or states_dose(c.text) or c.facet in _OF_A_DOSE or c.facet is Facet.ADMINISTRATION)


def _is_close(question: Question, c: Candidate, best: float) -> bool:
    """Unrelated drugs only where the condition fits, never with a dose; cautions of an asked or related drug always."""
    if question.understood.drugs and c.match.drug < 0.5:
        return c.match.condition >= 0.6 and not (c.phases and Flag.OTHER_DRUG in c.flags)
    return c.facet in _OF_A_DRUG or c.score >= 0.55 * best


def folded(found: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """Near-duplicates as one candidate with `also`; the better evidence leads."""
    kept: list[Candidate] = []
    for candidate in sorted(found, key=lambda c: (Flag.SECONDARY_ONLY in c.flags, c.evidence.order, -c.score)):
        twin = next((i for i, k in enumerate(kept) if says_the_same(k, candidate)), None)
        if twin is None:
            kept.append(candidate)
        else:
            kept[twin] = replace(kept[twin], also=(*kept[twin].also, candidate))
    return tuple(kept)


def says_the_same(a: Candidate, b: Candidate) -> bool:
    """Whether two units are near-duplicates: drugs, conditions and doses equal, most words shared.

    The gates decide later whether the second may be cited for the first.
    """
    if a.drugs != b.drugs or len(a.phases) != len(b.phases):
        return False
    mine, yours = subject(a.text), subject(b.text)
    if mine.conditions != yours.conditions or mine.absent != yours.absent:
        return False
    if [(p.amount, p.times, p.period, p.period_unit) for p in a.phases] != [
        (p.amount, p.times, p.period, p.period_unit) for p in b.phases
    ]:
        return False
    shared = len(mine.stems & yours.stems) / max(1, len(mine.stems | yours.stems))
    return shared >= (0.5 if a.phases else 0.6)


def _bottom_line(question: Question, found: tuple[Candidate, ...]) -> tuple[Candidate, ...]:
    chosen: list[Candidate] = []
    words = 0
    for c in sorted((c for c in found if _may_lead(question, c)), key=lambda c: _lead_rank(question, c)):
        size = len(c.text.split())
        if chosen and (len(chosen) == BOTTOM_LINE_SENTENCES or words + size > BOTTOM_LINE_WORDS):
            break
        chosen.append(c)
        words += size
    return tuple(chosen)


def _may_lead(question: Question, c: Candidate) -> bool:
    asked = question.understood
    answers = _family(asked.intent, c.facet) or (bool(asked.words) and c.match.words == 1.0) or c.match.fit > 0
    if not (answers and c.covers and c.evidence.lead) or _NOT_FIRST & set(c.flags) or c.match.fit < 0:
        return False
    if c.phases or states_dose(c.text):
        named = not special_populations(asked) or c.match.names_population
        return asked.jurisdiction is not None and named and (not asked.drugs or c.match.drug == 1.0)
    return not asked.drugs or c.match.drug >= 0.7


def _family(intent: str, facet: Facet) -> bool:
    """Whether a facet answers the intent; what is recommended and its dose answer each other."""
    treating = {Facet.REGIMEN, Facet.MAINTENANCE, Facet.INDICATION, Facet.ADMINISTRATION}
    if intent == "other":
        return True
    if intent == Facet.INDICATION:
        return facet in treating | {Facet.CONTRAINDICATIONS, Facet.PREGNANCY, Facet.ESCALATION}
    if intent == Facet.REGIMEN:
        return facet in _OF_A_DOSE | {Facet.CHILDREN, Facet.RENAL_HEPATIC, Facet.PREGNANCY}
    return facet == intent


def _lead_rank(question: Question, c: Candidate) -> tuple[object, ...]:
    asked = question.understood
    claim = claim_of(asked.intent)
    exact = 0 if c.facet == asked.intent else 1
    relevance = -round(c.match.condition + c.match.drug, 1)
    return (-c.match.fit, exact, relevance, order(c.evidence.source, claim, asked.jurisdiction), -c.score)


def _rank(question: Question, c: Candidate) -> tuple[object, ...]:
    own_drug = 0 if c.match.drug >= 0.7 or not question.understood.drugs or c.facet in _NEUTRAL else 1
    tier = order(c.evidence.source, claim_of(c.facet), question.understood.jurisdiction)
    apart = len(_OTHERS & set(c.flags))
    return (own_drug, -c.match.fit, apart, -round(c.score, 1), Flag.SUPERSEDED in c.flags, tier, -c.score)


def _facet_order(question: Question) -> tuple[Facet, ...]:
    usual = (
        Facet.REGIMEN,
        Facet.MAINTENANCE,
        Facet.CONTRAINDICATIONS,
        Facet.INDICATION,
        Facet.ADMINISTRATION,
        Facet.FORMULATION,
        Facet.CHILDREN,
        Facet.PREGNANCY,
        Facet.RENAL_HEPATIC,
        Facet.INTERACTIONS,
        Facet.ADVERSE_EFFECTS,
        Facet.EVIDENCE,
        Facet.MONITORING,
        Facet.PITFALLS,
        Facet.COURSE,
        Facet.ADJUNCTS,
        Facet.CAUSES,
        Facet.DISTINCTION,
        Facet.ESCALATION,
        Facet.OTHER,
    )
    first = tuple(f for f in usual if f == question.understood.intent)
    return first + tuple(f for f in usual if f not in first)


def dosed_drugs(chosen: Iterable[Candidate]) -> tuple[str, ...]:
    """The drugs whose doses are among the chosen; contraindications and maxima of each must stand beside them."""
    return tuple(dict.fromkeys(p.drug for c in chosen for p in c.phases if p.drug))


def beside(drug: str, found: Iterable[Candidate], limit: int = 3) -> tuple[Candidate, ...]:
    """What the candidates say against a drug (contraindications), best evidence first, each said once."""
    against = [c for c in found if c.facet is Facet.CONTRAINDICATIONS and drug in c.drugs]
    return folded(sorted(against, key=lambda c: c.evidence.order))[:limit]
