"""Whether the judge of claims finds that a unit says a claim in words of its own, under gates of the audit.

The judge (`curbside.verifying.judging`) weighs wording; here stand the gates that an audit adds to its own: every
number of the claim is the unit's, it speaks of no other drug, condition or special population, it says nothing more
strongly, and one case supports nothing but a claim that tells of it as one. Where any source says otherwise, the
faults decide and this is not asked.
"""

from __future__ import annotations

from typing import Final

from curbside.auditing.finding import Found
from curbside.auditing.profile import Profile, kin, special
from curbside.auditing.restated import no_stronger
from curbside.language import lexicon
from curbside.language.canon import canon
from curbside.types import Flag, Kind, Outcome
from curbside.verifying.judging import judge

NEAREST: Final = 5
LEAST: Final = 0.55
_TOPIC: Final = 0.5
_CASE: Final = frozenset({"case", "one", "single", "person", "patient", "man", "woman", "reported", "report"})


def weighed(mine: Profile, found: tuple[Found, ...]) -> tuple[list[Found], float]:
    """The units that the judge finds to say the claim, the surest first, and how sure it is of that (0 where none)."""
    near = [f for f in found[:NEAREST] if f.covers >= _TOPIC and _may_carry(mine, f)]
    told = [(judge(mine.text, (*f.cited.context, *f.cited.support)), f) for f in near]
    good = [(j.score, f) for j, f in told if j.verdict is Outcome.SUPPORTED and j.score >= LEAST]
    good.sort(key=lambda pair: -pair[0])
    return [f for _, f in good], round(good[0][0], 3) if good else 0.0


def _may_carry(mine: Profile, found: Found) -> bool:
    return (
        _has_the_numbers(mine, found)
        and _has_the_limits(mine, found)
        and _of_the_same(mine, found)
        and no_stronger(mine, found.said)
        and not (_is_one_case(found) and not _told_as_one(mine))
    )


def _has_the_numbers(mine: Profile, found: Found) -> bool:
    there = {t.key for t in found.said.tokens} | {t.key for text in found.cited.context for t in canon(text).tokens}
    return {t.key for t in mine.tokens if t.kind in ("measure", "frequency", "route")} <= there


def _has_the_limits(mine: Profile, found: Found) -> bool:
    """Whether the claim has every "unless", "only", "not" and "if" of the unit, and no more of the first three."""

    def count(said: Profile, kind: str) -> int:
        return sum(t.kind == kind for t in said.tokens)

    there = found.said
    same = all(count(mine, kind) == count(there, kind) for kind in ("exception", "negation"))
    return same and count(mine, "condition") >= count(there, "condition")


def _of_the_same(mine: Profile, found: Found) -> bool:
    """Whether the unit is about the drugs, conditions and people of the claim, and about no special people besides."""
    there = found.said
    drugs = there.drugs | there.around.drugs
    if any(d not in drugs and lexicon.group_of(d) not in drugs for d in mine.own.drugs):
        return False
    conditions = there.conditions | there.around.conditions
    if any(not kin(frozenset({c}), conditions) for c in mine.own.conditions) or mine.absent != there.absent:
        return False
    whom = mine.own.populations | mine.around.populations
    if special(there.own.populations) - whom:
        return False
    known = there.populations | there.around.populations
    return all(kin(frozenset({p}), known, "population") for p in special(mine.own.populations))


def _is_one_case(found: Found) -> bool:
    return found.source.kind is Kind.CASE_REPORT or Flag.SINGLE_CASE in found.standing.flags


def _told_as_one(mine: Profile) -> bool:
    return any(t.text.lower() in _CASE for t in mine.tokens)
