"""What a source says otherwise than the one that it supersedes, as far as the stored texts of both say it.

Nothing is concluded from silence but this: that the older stored text has nothing like a recommendation or a dose of
the newer one. That the older document said nothing of it does not follow where a text is a summary, and is not said.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from curbside.language.subject import subject
from curbside.selecting.candidates import Candidate
from curbside.types import Facet, OwnGrade, Phase

_ALIKE, _UNLIKE, _ENOUGH = 0.5, 0.25, 3
_NUMBER: Final = re.compile(r"(?<![\w.])\d+(?:[.,]\d+)*(?:\s?%)?(?!\w)")
_BY_ITSELF: Final = frozenset(
    {Facet.INDICATION, Facet.REGIMEN, Facet.MAINTENANCE, Facet.CONTRAINDICATIONS, Facet.ESCALATION, Facet.ADJUNCTS}
)


@dataclass(frozen=True, slots=True)
class Difference:
    """A unit of the newer source, what the older one has for it (None: nothing), and the numbers that differ."""

    new: Candidate
    old: Candidate | None = None
    now: tuple[str, ...] = ()
    before: tuple[str, ...] = ()


def differences(
    new: Iterable[Candidate], old: tuple[Candidate, ...], grades: dict[tuple[str, int], tuple[OwnGrade, ...]]
) -> tuple[Difference, ...]:
    """Changed numbers first, then recommendations and doses that only the newer source has, each in its order."""
    changed, only = [], []
    for c in sorted(new, key=lambda c: c.key):
        near = max(old, key=lambda o: _likeness(c, o), default=None)
        likeness = _likeness(c, near) if near else 0.0
        if near and (likeness >= _ALIKE or _doses_differ(c, near)):
            now, before = _apart(c.text, near.text)
            if now and before:
                changed.append(Difference(c, near, now, before))
        elif likeness < _UNLIKE and (grades.get(c.key) or c.phases or c.facet in _BY_ITSELF):
            only.append(Difference(c))
    return (*changed, *only)


def _likeness(a: Candidate, b: Candidate) -> float:
    """The share of words, numbers aside, that two units have in common; 0 where they name other drugs."""
    mine, yours = subject(a.text), subject(b.text)
    if mine.drugs != yours.drugs or mine.populations != yours.populations:
        return 0.0
    own = {s for s in mine.stems if not s[0].isdigit()}
    other = {s for s in yours.stems if not s[0].isdigit()}
    if len(own & other) < _ENOUGH:
        return 0.0
    return len(own & other) / len(own | other)


def _doses_differ(a: Candidate, b: Candidate) -> bool:
    """Whether both give a dose of one drug, by one route, in one role and for one condition, and not the same one."""
    if subject(a.text).conditions != subject(b.text).conditions or len(a.phases) != 1 or len(b.phases) != 1:
        return False
    mine, yours = a.phases[0], b.phases[0]
    return _setting(mine) == _setting(yours) and mine.drug is not None and _dose(mine) != _dose(yours)


def _setting(phase: Phase) -> tuple[object, ...]:
    return phase.drug, phase.route, phase.role, phase.population


def _dose(phase: Phase) -> tuple[object, ...]:
    return phase.amount, phase.times, phase.period, phase.period_unit


def _apart(now: str, before: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    mine, yours = _NUMBER.findall(now), _NUMBER.findall(before)
    return tuple(n for n in mine if n not in yours), tuple(n for n in yours if n not in mine)
