"""Which candidates hold what was asked for; where none does, the library cannot answer."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from curbside.language import lexicon
from curbside.language.subject import subject
from curbside.language.tokens import content_stems
from curbside.selecting.candidates import ON_IT, Candidate
from curbside.selecting.matching import special_populations
from curbside.types import Facet, Question, Understood

_LETHAL = re.compile(r"\b(?:lethal|fatal|deadly|kills?)\b", re.IGNORECASE)
_OF_TWO = frozenset(
    {Facet.INTERACTIONS, Facet.CONTRAINDICATIONS, Facet.PITFALLS, Facet.MONITORING, Facet.ADVERSE_EFFECTS}
)


def on_the_question(
    question: Question, found: Iterable[Candidate], missing: Collection[str] = ()
) -> tuple[Candidate, ...]:
    """Those that hold what was asked for; empty means that the library cannot answer.

    Another drug of the class alone answers nothing, and its dose never does; another form of the same substance may,
    and the answer says so. missing: names that no source has; of such a drug its class says only what must not be done.
    """
    asked = question.understood
    special = special_populations(asked)
    kept = [c for c in found if _holds(asked, c)]
    near = 0.9 if asked.intent in (Facet.REGIMEN, Facet.MAINTENANCE) else 0.7
    near = 0.5 if any(map(lexicon.is_form, asked.drugs)) else near
    if asked.drugs and set(asked.drugs) <= set(missing):
        kept = [c for c in kept if c.match.drug >= 0.9 or c.warns or (near == 0.5 and c.match.drug >= near)]
    if asked.drugs and not any(c.match.drug >= near for c in kept):
        return ()
    if special and asked.drugs and not asked.conditions:
        named = [c for c in kept if c.match.names_population]
        return tuple(kept) if named else ()
    return tuple(kept)


def _holds(asked: Understood, c: Candidate) -> bool:
    """Whether a candidate holds what was asked for: drug and condition, or both of two drugs, or else the words."""
    if not asked.drugs and not asked.conditions:
        return c.focus >= ON_IT and c.on_it
    together = {*asked.drugs, *asked.unknown_drugs, *asked.words}
    named = {d for d in together if d in c.drugs or content_stems(d) <= subject(c.text).stems}
    return c.covers or (len(named) > 1 and set(asked.drugs) <= named and not c.phases and c.facet in _OF_TWO)


def naming(drugs: Iterable[str], found: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """Those whose unit, headings or title name one of `drugs`, which no list knows: nothing else tells them apart."""
    wanted = frozenset().union(*map(content_stems, drugs))
    return tuple(c for c in found if wanted & subject(f"{c.text} {c.context} {c.evidence.source.title}").stems)


def managing_poisoning(found: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """Those that speak of managing an overdose, never those that say what amount kills (section 8)."""
    return tuple(c for c in found if "overdose" in subject(c.text).conditions and not _LETHAL.search(c.text))
