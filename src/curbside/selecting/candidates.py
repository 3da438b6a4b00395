"""Units of the passages that were found, as candidates for statements."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

from curbside.language.subject import subject
from curbside.language.tokens import content_stems
from curbside.regimens.reading import phases_of
from curbside.selecting.facets import denies, facet_of, says_against
from curbside.selecting.laboratory import is_of_animals, may_meet_animals
from curbside.selecting.matching import Match, covers, match, route_fits, states_dose
from curbside.selecting.quotable import flags_of, quotable
from curbside.selecting.relevance import (
    Alias,
    Around,
    Element,
    Rarity,
    asking,
    elements,
    entitled,
    headed,
    shares,
    tells_of,
)
from curbside.selecting.roles import SILENT, Role, role_of
from curbside.selecting.standalone import heading_to_say, together
from curbside.selecting.whole_names import WholeName, whole_name
from curbside.selecting.whole_names import tells_of as tells_of_whole
from curbside.types import Evidence, Facet, Flag, Phase, Question, Source, TextRange, Unit

NEUTRAL = frozenset({Facet.CAUSES, Facet.DISTINCTION, Facet.ESCALATION, Facet.PITFALLS, Facet.MONITORING, Facet.COURSE})
_NOT_FOR_THEM = re.compile(
    r"\b(?:not|never)\b(?: \w+)? (?:recommended|licensed|indicated|used|given|suitable|for use)\b", re.I
)


UnitKey = tuple[str, str, int]
ON_IT = 0.62
_ALIKE, _APART = 0.85, 0.55
_ROLES: Mapping[Role, float] = {Role.CONCLUSION: 1.0, Role.FINDING: 0.6, Role.PLAIN: 0.6}
_MATCHED, _COVERED, _LIKE, _DOES = 0.4, 0.4, 0.12, 0.08
_ENTITLED, _HEADED = 0.15, 0.15
_LOGITS = 3.0
_WHOLE, _BY_ANOTHER_NAME = 0.99, 0.6


@dataclass(frozen=True, slots=True)
class Signals:
    """What the library says of words and units. rarity: of a word in it. similar: the cosine of units to the question.

    similar: by source id, content hash and start of the unit; empty where there are no vectors. aliases: other names
    for what the question is about.
    """

    rarity: Rarity
    similar: Mapping[UnitKey, float] = field(default_factory=dict)
    aliases: tuple[Alias, ...] = ()


@dataclass(frozen=True, slots=True)
class Candidate:
    """Units that may become a statement. text: as the source has them; context: headings, lead-in and title.

    unit: the one that answers. heading: where the heading stands that says whom it is for, and that is said with it.
    said: the unit, with the sentences before and after that it must not be parted from. role: what it does in its
    document. covered: the share of the question that stands in it and over it. focus: the same without the aspect asked
    for. similar: the cosine of its vector to the question's, None where there is none. entitled: how far the title of
    its source is the name of what is asked about. headed: it stands under a heading that names the aspect asked for.
    on_it: it has what is asked about, as a name and not as scattered words. on_the_spot: its title is the name asked
    about as a whole, and the heading over it the aspect asked for: 1 in the question's own words, less by another name,
    else 0. answers: how well it answers, as the logit
    of a cross-encoder; None where none was asked.
    """

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
    said: tuple[Unit, ...] = ()
    heading: TextRange | None = None
    role: Role = Role.PLAIN
    covered: float = 0.0
    focus: float = 0.0
    similar: float | None = None
    entitled: float = 0.0
    headed: bool = False
    on_it: bool = True
    on_the_spot: float = 0.0
    answers: float | None = None

    @property
    def score(self) -> float:
        """Relevance alone: what was understood, the words, the meaning and the role."""
        near = 0.0 if self.similar is None else min(max((self.similar - _APART) / (_ALIKE - _APART), 0.0), 1.0)
        does = _ROLES.get(self.role, 0.0)
        best = _MATCHED * self.match.score + _COVERED * self.covered + _LIKE * near + _DOES * does
        return best + _ENTITLED * self.entitled + _HEADED * self.headed * self.focus

    @property
    def worth(self) -> float:
        """Relevance for the choice of what there is room for: as read with the question, where it was."""
        if self.answers is None:
            return self.score
        return (self.score + 1 / (1 + math.exp(-self.answers / _LOGITS))) / 2

    @property
    def warns(self) -> bool:
        """Whether it says when a drug must not be given, under whatever heading."""
        own = self.evidence.source.text[self.unit.start : self.unit.end]
        if denies(own):
            return False
        if self.facet is Facet.CONTRAINDICATIONS or says_against(own) or says_against(f"{self.context} {own}"):
            return True
        return self.heading is not None and bool(_NOT_FOR_THEM.search(own))

    @property
    def units(self) -> tuple[Unit, ...]:
        """The units that it says, in the order of the source."""
        return self.said or (self.unit,)

    @property
    def alone(self) -> Candidate:
        """Its own unit, without the sentences that are said with it."""
        if len(self.units) == 1:
            return self
        return replace(self, said=(self.unit,), text=self.evidence.source.text[self.unit.start : self.unit.end])

    @property
    def words(self) -> int:
        """How many words a reader reads for it, its lead-in included."""
        source = self.evidence.source.text
        around = (*self.unit.context, *((self.heading,) if self.heading else ()))
        return len(self.text.split()) + sum(len(source[r.start : r.end].split()) for r in around)

    @property
    def key(self) -> tuple[str, int]:
        """What tells it from every other unit."""
        return self.evidence.source.id, self.unit.start


_BEARING = frozenset({"pregnancy", "breastfeeding"})

Wanted = Callable[[Unit, str, str], bool]
"""Whether a unit is wanted, by its text and its context, before it is worked out in full."""


def candidates(
    question: Question, evidence: Iterable[Evidence], signals: Signals, only: Wanted | None = None
) -> tuple[Candidate, ...]:
    """Every usable unit of the passages that can be read by itself as a candidate, best first; `only` those wanted."""
    places: dict[tuple[str, int], tuple[Evidence, Unit]] = {}
    animals = may_meet_animals(question.whole, question.understood)
    for item in evidence:
        if not item.usable:
            continue
        for index in item.hit.passage.units:
            unit = item.source.units[index]
            if quotable(item.source, unit) and (animals or not _is_of_animals(item.source, unit)):
                places.setdefault((item.source.id, unit.start), (item, unit))
    weights = _weights(question, (e.source.text[u.start : u.end] for e, u in places.values()))
    wanted = elements(question, signals.rarity, signals.aliases)
    name = whole_name(question, signals.rarity, signals.aliases)
    asked = _Asked(question, weights, wanted, name, signals.similar, only)
    found = (_candidate(asked, item, unit) for item, unit in places.values())
    return tuple(sorted((c for c in found if c is not None), key=lambda c: -c.score))


@dataclass(frozen=True, slots=True)
class _Asked:
    question: Question
    weights: Mapping[str, float]
    elements: tuple[Element, ...]
    name: WholeName | None
    similar: Mapping[UnitKey, float]
    only: Wanted | None


def _is_of_animals(source: Source, unit: Unit) -> bool:
    return is_of_animals(source.text[unit.start : unit.end], unit.headings)


def _is_for_women_alone(text: str) -> bool:
    named = subject(text).populations
    return bool(named & _BEARING) and named <= _BEARING | {"women"}


def _weights(question: Question, texts: Iterable[str]) -> dict[str, float]:
    """The stems of the question by inverse document frequency among the units that were found.

    Sparck Jones, K. (1972), Journal of Documentation 28(1):11-21.
    """
    stems = content_stems(question.whole) - asking(question.whole).filler
    count, having = 0, Counter[str]()
    for text in texts:
        count += 1
        having.update(stems & content_stems(text))
    return {stem: math.log(1 + count / (1 + having[stem])) for stem in stems}


def _candidate(asked: _Asked, evidence: Evidence, unit: Unit) -> Candidate | None:
    """A unit with what it must not be parted from; None where it says nothing to a reader, or hangs in the air."""
    source = evidence.source
    said = together(source, unit)
    if said is None:
        return None
    text = source.text[said.units[0].start : said.units[-1].end]
    if _is_for_women_alone(text) and "men" in asked.question.understood.population:
        return None
    lead_in = " ".join(source.text[r.start : r.end] for r in unit.context)
    near = " ".join((*unit.headings[1:], lead_in))
    if asked.only is not None and not asked.only(unit, text, near):
        return None
    role = role_of(source.text[unit.start : unit.end], unit.headings)
    if role in SILENT:
        return None
    context = f"{near}. {source.title}"
    found = match(asked.question.understood, text, context, asked.weights)
    phases = phases_of(text, lead_in)
    facet, flags = _told(asked.question, found, text, facet_of(text, unit.headings), phases)
    around = _around(evidence, text, " ".join((*unit.headings, lead_in)))
    drugs_asked = bool(asked.question.understood.drugs)
    covered, share = shares(asked.elements, around)
    called = 0.0 if drugs_asked else entitled(asked.elements, around.title)
    under = not drugs_asked and headed(asked.question, " ".join(unit.headings))
    spot = under and (asked.name.titles(source.title) if asked.name else called >= _WHOLE)
    if spot and not asked.question.understood.population and not states_dose(text):
        flags = _of_anybody(flags)
    return Candidate(
        unit=unit,
        evidence=evidence,
        text=text,
        context=near,
        facet=facet,
        phases=phases,
        drugs=around.own.drugs or subject(context).drugs,
        match=found,
        covers=covers(asked.question.understood, text, context),
        flags=tuple(dict.fromkeys((*evidence.flags, *flags, *(f for u in said.units for f in flags_of(source, u))))),
        said=said.units,
        heading=heading_to_say(source, unit, text),
        role=role,
        covered=covered,
        focus=share,
        entitled=called,
        headed=under,
        on_it=drugs_asked or _on_it(asked, share, text, unit.headings, source.title),
        on_the_spot=0.0 if not spot else 1.0 if not asked.name or asked.name.is_own(source.title) else _BY_ANOTHER_NAME,
        similar=asked.similar.get((source.id, source.content_hash, unit.start)),
    )


def _on_it(asked: _Asked, share: float, text: str, headings: tuple[str, ...], title: str) -> bool:
    if asked.name is not None:
        return tells_of_whole(asked.name, asked.question, text, headings, title)
    return share < ON_IT or tells_of(asked.question, asked.elements, text, headings, title)


def _around(evidence: Evidence, text: str, over: str) -> Around:
    passage = evidence.hit.passage
    nearby = content_stems(evidence.source.text[passage.start : passage.end])
    return Around(subject(text), subject(over), subject(evidence.source.title), nearby)


def _of_anybody(flags: tuple[Flag, ...]) -> tuple[Flag, ...]:
    return tuple(f for f in flags if f is not Flag.OTHER_POPULATION)


def _told(
    question: Question, found: Match, text: str, facet: Facet, phases: tuple[Phase, ...]
) -> tuple[Facet, tuple[Flag, ...]]:
    """The facet of a unit and what must be told of it, for what was asked."""
    asked, flags = question.understood, found.flags
    if Flag.OTHER_DRUG in flags and found.drug < 0.5:
        if facet in NEUTRAL and not phases:
            flags = tuple(f for f in flags if f is not Flag.OTHER_DRUG)
        elif not phases and facet in (Facet.INDICATION, Facet.OTHER):
            facet = Facet.ADJUNCTS
    if facet is Facet.CONTRAINDICATIONS and facet in (question.understood.intent, *question.understood.also):
        # Whom it is not to be given to is what was asked, whoever they are.
        flags = flags if states_dose(text) or question.understood.population else _of_anybody(flags)
    if found.fit < 0 and states_dose(text):
        flags = (*flags, Flag.OTHER_POPULATION)
    routes = frozenset(r for p in phases for r in p.route)
    if asked.route and routes and not route_fits(asked.route, routes):
        flags = (*flags, Flag.OTHER_ROUTE)
    return facet, flags
