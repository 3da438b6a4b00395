"""What must not be missing beside the chosen: contraindications of a dose, and the other side of a dispute."""

from __future__ import annotations

from curbside.evidence.conflicts import Saying, disputes
from curbside.selecting.choose import Candidate, Selection, beside, dosed_drugs
from curbside.types import Facet


def completed(selection: Selection, found: tuple[Candidate, ...]) -> Selection:
    """The selection with what the clinical rules (sections 5 and 6) want beside it, out of `found`.

    found: all candidates of the library on the drugs and the topic, whether they were chosen or not.
    """
    chosen = (*selection.bottom_line, *selection.rest)
    extra = [c for drug in dosed_drugs(chosen) for c in beside(drug, found)]
    extra += _other_sides(chosen, found)
    known = {k.key for c in chosen for k in (c, *c.also)}
    new = []
    for candidate in extra:
        if candidate.key not in known:
            known.add(candidate.key)
            new.append(candidate)
    return Selection(selection.bottom_line, _placed(selection.rest, new))


def _other_sides(chosen: tuple[Candidate, ...], found: tuple[Candidate, ...]) -> list[Candidate]:
    by_key = {str(c.key): c for c in (*found, *chosen)}
    mine = {str(c.key) for c in chosen}
    sayings = [Saying(key, c.evidence.source, c.text, c.phases) for key, c in by_key.items()]
    disputed = [d for d in disputes(sayings) if any(side.saying.key in mine for side in d.sides)]
    return [by_key[side.saying.key] for d in disputed for side in d.sides]


def _placed(rest: tuple[Candidate, ...], new: list[Candidate]) -> tuple[Candidate, ...]:
    """The new ones after those of their facet; a facet that is not there yet goes to its usual place: after doses."""
    order: list[Facet] = list(dict.fromkeys(c.facet for c in rest))
    for facet in dict.fromkeys(c.facet for c in new):
        if facet not in order:
            at = 1 if facet is Facet.CONTRAINDICATIONS and order and order[0] is Facet.REGIMEN else len(order)
            order.insert(at, facet)
    everything = (*rest, *new)
    return tuple(c for facet in order for c in everything if c.facet is facet)
