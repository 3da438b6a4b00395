"""What the library makes of one claim: said there, contradicted there, or not enough; with what is wrong and where.

In this order: said in the same words and values; restated; contradicted, where a source says otherwise of the same
thing; said in words of its own, as the judge finds; else not enough.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from curbside.auditing.changed import changed_faults
from curbside.auditing.claims import Claim
from curbside.auditing.doses import OF_A_DOSE, agrees, dose_faults
from curbside.auditing.faults import Fault, FaultKind
from curbside.auditing.finding import Found
from curbside.auditing.numbers import number_faults
from curbside.auditing.profile import Profile, kin, special
from curbside.auditing.restated import SCORE as RESTATED
from curbside.auditing.restated import restates
from curbside.auditing.strength import strength_faults
from curbside.auditing.turned import turn_faults
from curbside.auditing.weighed import weighed
from curbside.auditing.worded import worded_faults
from curbside.types import Outcome, Reason
from curbside.verifying import supporting, verify

_VERIFIED: Final = 12
_OWN_SCORE: Final = 0.8


@dataclass(frozen=True, slots=True)
class Weighing:
    """What the library makes of a claim. carrying: the units that say it, how: in what way. gates: those failed."""

    outcome: Outcome
    score: float
    carrying: list[Found]
    faults: tuple[Fault, ...] = ()
    how: str = ""
    gates: tuple[Reason, ...] = ()


def weigh(claim: Claim, mine: Profile, found: tuple[Found, ...]) -> Weighing:
    """Said in the same words, or restated; else contradicted; else said in words of its own; else not enough."""
    near = found[:_VERIFIED]
    cited = [f.cited for f in near]
    exact = [near[i] for i in supporting(claim.said, cited)]
    if exact:
        score = verify(claim.said, [f.cited for f in exact]).score
        return Weighing(Outcome.SUPPORTED, score, exact, how="in the same words and values")
    restated = [f for f in near if restates(mine, f)]
    if restated:
        return Weighing(Outcome.SUPPORTED, RESTATED, restated, how="in other words, with the same values")
    faults = _faults(mine, found)
    if any(f.against for f in faults):
        return Weighing(Outcome.CONTRADICTED, _OWN_SCORE, [], faults)
    carrying, score = ([], 0.0) if faults else weighed(mine, found)
    if carrying:
        return Weighing(Outcome.SUPPORTED, score, carrying, how="in words of its own, as the judge finds")
    verdict = verify(claim.said, cited)
    score = verdict.score if verdict.outcome is Outcome.NOT_ENOUGH else _OWN_SCORE
    return Weighing(Outcome.NOT_ENOUGH, score, [], faults, gates=verdict.reasons)


def _faults(mine: Profile, found: tuple[Found, ...]) -> tuple[Fault, ...]:
    """What the claim itself has wrong against the sources."""
    literal = [f for f in worded_faults(mine, found) if not _stands_elsewhere(f, mine, found)]
    if literal:
        return (*literal, *strength_faults(mine, found))
    doses = dose_faults(mine, found)
    if any(_said_of_them(mine, f) for f in found):
        doses = tuple(f for f in doses if f.kind is not FaultKind.POPULATION_SWAPPED)
    settled = any(p.amount for p in mine.phases)
    turned = (*turn_faults(mine, found), *changed_faults(mine, found))
    return (*doses, *number_faults(mine, found, settled), *turned, *strength_faults(mine, found))


def _said_of_them(mine: Profile, found: Found) -> bool:
    """Whether a unit has the claim's values for the special population that the claim names (as a study tells them)."""
    whom = special(mine.own.populations)
    if not whom or not (mine.drugs & found.said.drugs) or not kin(whom, found.said.populations, "population"):
        return False
    return mine.keys("measure", "frequency") <= found.said.keys("measure", "frequency")


def _stands_elsewhere(fault: Fault, mine: Profile, found: tuple[Found, ...]) -> bool:
    """Whether another unit has the claim's doses as they are, the words at fault among them: sources that disagree."""
    if fault.kind not in OF_A_DOSE:
        return False
    wrong = {t.key for t in mine.tokens if t.text in fault.words}
    return any(f is not fault.place and wrong <= {t.key for t in f.said.tokens} and agrees(mine, f) for f in found)
