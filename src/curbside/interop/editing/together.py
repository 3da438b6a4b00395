"""What may not be parted by an edit: a dose from what must stand beside it, the sides of a disagreement."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from curbside.errors import EditRefused
from curbside.types import Answer, Relation, Span, Statement

_ROLES: Final = {
    "contraindications": "says when {drug} must not be given",
    "boxed_warning": "is of the boxed warning on {drug}",
    "maximum": "sets the maximum of {drug}",
}


def parted(before: Answer, after: Answer) -> Iterator[str]:
    """A sentence for each statement of `before` that may not be missing from `after` (the clinical rules, 5 and 6)."""
    yield from _bared(before, after)
    yield from _one_sided(before, after)


def refuse_parting(before: Answer, after: Answer) -> None:
    """Raise EditRefused where the edit parts what must stand together."""
    if reasons := tuple(dict.fromkeys(parted(before, after))):
        raise EditRefused(*reasons)


def supports(statement: Statement) -> frozenset[Span]:
    """The units that a statement rests on, by which it is known again when its words or its number change."""
    return frozenset(s for c in statement.citations if c.relation is Relation.SUPPORTS for s in c.spans)


def _bared(before: Answer, after: Answer) -> Iterator[str]:
    was, now = _units(before), _units(after)
    dosed = {r.drug for r in after.regimens}
    for regimen in (r for r in before.regimens if r.drug in dosed):
        still = [r.beside for r in after.regimens if r.drug == regimen.drug]
        for role, ids in regimen.beside.items():
            there = {unit for beside in still for i in beside.get(role, ()) for unit in now[i]}
            for i in ids:
                if not was[i] & there:
                    why = _ROLES.get(role, "must stand beside {drug}").format(drug=regimen.drug)
                    yield f"{i} {why}, and a dose of it is given: it stays, in words that still say so."


def _one_sided(before: Answer, after: Answer) -> Iterator[str]:
    was = _units(before)
    there = {unit for units in _units(after).values() for unit in units}
    for conflict in before.conflicts:
        sides = list(dict.fromkeys(m.statement for m in conflict.members))
        lost = [i for i in sides if not was[i] & there]
        if lost and len(lost) < len(sides):
            kept = ", ".join(i for i in sides if i not in lost)
            yield f"{', '.join(lost)} and {kept} disagree on {conflict.about}: all sides are shown, or none."


def _units(answer: Answer) -> dict[str, frozenset[Span]]:
    return {s.id: supports(s) for s in answer.statements}
