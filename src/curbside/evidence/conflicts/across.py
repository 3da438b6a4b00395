"""The differences over a whole library: what its sources say, paired by a shared drug, test or condition.

An inverted index of names is made first, so that only what two sources speak of is read closely.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from curbside.evidence.conflicts.advice import FIRST, clauses
from curbside.evidence.conflicts.courses import length_in
from curbside.evidence.conflicts.examining import examined_in
from curbside.evidence.conflicts.finding import differences
from curbside.evidence.conflicts.preferring import preferred
from curbside.evidence.conflicts.sayings import Dispute, Saying, after, context_of
from curbside.evidence.conflicts.scores import named_scores
from curbside.evidence.conflicts.unlisted import subject_of
from curbside.evidence.status import standing
from curbside.language import lexicon
from curbside.language.measured import measured
from curbside.language.subject import subject
from curbside.regimens.naming import drug_mentions
from curbside.regimens.purpose import purpose
from curbside.regimens.reading import may_dose, phases_of
from curbside.types import Source, Unit, UnitKind

Parents = Callable[[str], Source | None]
_FIGURE: Final = re.compile(r"\d")
# Plain words, of which each match of the patterns of advice, direction and harm has one: far quicker than those.
_CUES: Final = (
    *"recommend should must contra avoid suggest advi advocate argue indicated first prefer initial stop withh".split(),
    *"discontinu increas rais doubl elevat reduc decreas lower halv adjust affect alter mask precipit worsen".split(),
    *"exacerb accelerat deplet aggravat appropriate reasonable required needed necessary measured monitor".split(),
    *("target", "diagnos", "no role", "no place", "no need", "may be", "can be", "could be", "no effect"),
    *(
        "continu",
        "omit",
        "interrupt",
        "suspend",
        "keep taking",
        "screen",
        "do not",
        "choice",
        "rather than",
        "superior",
        "decide",
        "determine",
    ),
    *("are given", "is given", "is used"),
)
_BIDDEN: Final = ("offer", "give", "use", "prescribe", "consider", "start", "continue", "measure", "check")
_SILENT: Final = re.compile(
    r"pharmacolog|pharmacokinetic|pharmacodynamic|mechanism\s+of\s+action|clinical\s+(?:studies|trials)|toxicolog|"
    r"\bdescription\b|how\s+supplied|package|display\s+panel|storage|ingredients?|references|bibliography|\bmethods?\b|"
    r"\bmaterials\b|\bresults?\b|\bstatistic|funding|acknowledg|competing|conflicts?\s+of\s+interest|author\b|"
    r"supplement|abbreviation|carcinogenes|animal",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Place:
    """A unit of a source that may take part in a conflict. names: the drugs, tests and conditions that it is on."""

    source: Source
    unit: Unit
    text: str
    context: str
    after: str
    names: frozenset[str]

    def saying(self) -> Saying:
        """The unit as a saying, its doses read with the lead-in, header cells or title that name their drug."""
        phases = phases_of(self.text, self._over()) if may_dose(self.text) else ()
        key = f"{self.source.id}@{self.unit.start}"
        return Saying(key, self.source, self.text, phases, self.context, self.after, self.unit.start)

    def _over(self) -> str:
        lead = " ".join(self.source.text[r.start : r.end] for r in self.unit.context)
        if drug_mentions(f"{self.text} {lead}", 0, len(self.text) + len(lead) + 1):
            return lead
        title = lexicon.concepts(lexicon.drugs_in(self.source.title))
        return f"{lead} {self.source.title}".strip() if len(title) == 1 else lead


def saying_of(source: Source, number: int, titled: bool = False) -> Saying:
    """What the unit of that number says, with its context. titled: with the title of the source as part of that."""
    unit = source.units[number]
    context = context_of(source, unit)
    context = f"{source.title}. {context}" if titled else context
    text = source.text[unit.start : unit.end]
    return Place(source, unit, text, context, after(source, number), frozenset()).saying()


def across(
    sources: Iterable[Source], parents: Parents = lambda _: None, drug: str | None = None, topic: str | None = None
) -> tuple[Dispute, ...]:
    """All differences between `sources`, real ones first, with those of retracted and unusable sources left out.

    parents: a source by id, None where the library has none. drug: only what names it or, of a group, a member. topic:
    only sources with that topic, and what speaks of it as a condition.
    """
    places = [p for s in sources if standing(s, parents).usable for p in _places(s)]
    if topic is not None:
        places = [p for p in places if _on_topic(p, topic)]
    wanted = frozenset({drug, *lexicon.members(drug)}) if drug is not None else None
    shared = _shared(places, wanted)
    found = differences(p.saying() for p in places if p.names & shared)
    return tuple(d for d in found if wanted is None or _on(d, wanted))


def speaks_of(source: Source, topic: str) -> bool:
    """Whether a source has that topic, or any of its sentences names it as a drug, a test or a condition."""
    if _label(topic) in source.topics:
        return True
    texts = (source.text[unit.start : unit.end] for unit in source.units)
    return any(topic.casefold() in {n.casefold() for n in _names(t) | _conditions(t)} for t in texts)


def _label(topic: str) -> str:
    return "-".join(topic.casefold().split())


def _shared(places: Iterable[Place], wanted: frozenset[str] | None) -> frozenset[str]:
    """The names that two sources at least speak of; the inverted index."""
    holders: dict[str, set[str]] = {}
    for place in places:
        if wanted is None or place.names & wanted:
            for name in place.names:
                holders.setdefault(name, set()).add(place.source.id)
    return frozenset(name for name, ids in holders.items() if len(ids) > 1)


def _on(dispute: Dispute, wanted: frozenset[str]) -> bool:
    if dispute.drug is not None:
        return dispute.drug in wanted
    return any(subject(side.saying.text).drugs & wanted for side in dispute.sides)


def _on_topic(place: Place, topic: str) -> bool:
    return _label(topic) in place.source.topics or topic.casefold() in {
        n.casefold() for n in place.names | _conditions(place.text)
    }


def _places(source: Source) -> Iterator[Place]:
    title: frozenset[str] | None = None
    for number, unit in enumerate(source.units):
        text = source.text[unit.start : unit.end]
        if unit.kind is UnitKind.NOTE or _stands_silent(source, unit) or not _may_differ(text):
            continue
        context = context_of(source, unit)
        names = _names(text) | {word for a, b in clauses(text) if (word := subject_of(text[a:b]))}
        if not names:
            names = _names(context)
        if not any(lexicon.drugs_in(n) for n in names):
            title = _names(source.title) if title is None else title
            names |= title
        if test := examined_in(text):
            names |= {test}
        if not names or FIRST.search(text) or named_scores(text) or test or preferred(text):
            names |= _conditions(text) or _conditions(context)
        if names:
            yield Place(source, unit, text, context, after(source, number), names)


def _stands_silent(source: Source, unit: Unit) -> bool:
    return any(_is_silent(heading) for heading in unit.headings if heading != source.title)


@lru_cache(maxsize=4096)
def _is_silent(heading: str) -> bool:
    """Whether what stands under a heading lays nothing down for patients: experiments, packaging, references."""
    return _SILENT.search(heading) is not None


def _may_differ(text: str) -> bool:
    """Whether a sentence has anything that the readers of points look for; most have not."""
    lowered = text.lower()
    if any(cue in lowered for cue in _CUES) or lowered.lstrip(" -*").startswith(_BIDDEN):
        return True
    if _FIGURE.search(text) is not None and may_dose(text):
        return True
    return bool(named_scores(text) or preferred(text) or length_in(text))


def _names(text: str) -> frozenset[str]:
    """The drugs, with their groups, and the tests that a text names."""
    drugs = {m.concept for m in lexicon.drugs_in(text)}
    groups = {g for d in drugs for g in lexicon.broader("drug", d)}
    return frozenset(drugs | groups | {m.concept for m in measured(text)})


def _conditions(text: str) -> frozenset[str]:
    """The conditions that a text names, with the words of one that the lexicon lacks."""
    return frozenset(m.concept for m in lexicon.find(text, "condition")) or frozenset(filter(None, (purpose(text),)))
