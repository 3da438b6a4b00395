"""Which doses are worth showing: of another population or another drug only where nothing nearer is there."""

from __future__ import annotations

from collections.abc import Iterable

from curbside.language import lexicon
from curbside.selecting.candidates import Candidate
from curbside.selecting.matching import special_populations
from curbside.types import Facet, Flag, Question

_DOSING = (Facet.REGIMEN, Facet.MAINTENANCE)


def without_needless_doses(question: Question, found: Iterable[Candidate]) -> list[Candidate]:
    """Without doses for others where one names the asked population, and of sister drugs where its own is as near."""
    kept = list(found)
    asked = question.understood
    dosed = [c for c in kept if c.phases and (c.match.drug >= 0.9 or not asked.drugs) and c.covers]
    if special_populations(asked) and any(_is_for_them(c) for c in dosed):
        kept = [c for c in kept if not (c.phases and Flag.OTHER_POPULATION in c.flags)]
    if not asked.drugs:
        return kept
    here = [c for c in dosed if _is_at_home(question, c)]
    nearest = max((c.match.condition for c in dosed), default=0.0)
    wanted = bool(dosed) or any(map(lexicon.is_form, asked.drugs))
    return [c for c in kept if not _is_sister_dose(c) or (wanted and (not here or c.match.condition > nearest))]


def _is_for_them(c: Candidate) -> bool:
    return c.match.names_population and Flag.OTHER_POPULATION not in c.flags


def _is_at_home(question: Question, c: Candidate) -> bool:
    asked_in = question.understood.jurisdiction
    return asked_in is None or c.evidence.source.jurisdiction == asked_in


def _is_sister_dose(c: Candidate) -> bool:
    return Flag.OTHER_DRUG in c.flags and (bool(c.phases) or c.facet in _DOSING)
