"""What must not be missing beside the chosen: contraindications of a dose, and the other side of a dispute."""

from __future__ import annotations

from dataclasses import replace

from curbside.evidence.conflicts import Saying, disputes, stance
from curbside.language.subject import subject
from curbside.selecting.candidates import Candidate, dosed_drugs
from curbside.selecting.choose import Selection, beside, folded, says_the_same
from curbside.types import Facet

ON_THE_MATTER = 0.8


def completed(selection: Selection, found: tuple[Candidate, ...]) -> Selection:
    """The selection with what the clinical rules (sections 5 and 6) want beside it, out of `found`.

    found: all candidates of the library on the drugs and the topic, whether they were chosen or not.
    """
    chosen = (*selection.bottom_line, *selection.rest)
    extra = [c for drug in dosed_drugs(chosen) for c in beside(drug, found)]
    extra += _other_sides(chosen, found)
    known = {k.key for c in chosen for k in (c, *c.also)}
    new = {c.key: c for c in extra if c.key not in known}
    first, rest, added = _merged(selection, tuple(new.values()))
    return Selection(first, _placed(rest, added))


def disputable(chosen: tuple[Candidate, ...], found: tuple[Candidate, ...]) -> tuple[str, ...]:
    """The drugs of which a text on the matter asserts or denies a harm: another source may say the opposite."""
    stances = (c for c in (*chosen, *(f for f in found if _on_the_matter(f))) if stance(c.text) is not None)
    return tuple(dict.fromkeys(drug for c in stances for drug in sorted(subject(c.text).drugs)))


def _on_the_matter(c: Candidate) -> bool:
    """Whether a candidate speaks of the conditions asked for, whatever its drug."""
    return c.match.condition >= ON_THE_MATTER


def _merged(
    selection: Selection, new: tuple[Candidate, ...]
) -> tuple[tuple[Candidate, ...], tuple[Candidate, ...], list[Candidate]]:
    """The chosen, with the new ones that say the same as one of them under it, and the new ones that remain."""
    chosen, added = [*selection.bottom_line, *selection.rest], []
    for candidate in new:
        twin = next((i for i, c in enumerate(chosen) if says_the_same(c, candidate)), None)
        if twin is None:
            added.append(candidate)
        else:
            chosen[twin] = replace(chosen[twin], also=(*chosen[twin].also, candidate))
    first = len(selection.bottom_line)
    return tuple(chosen[:first]), tuple(chosen[first:]), list(folded(added))


def _other_sides(chosen: tuple[Candidate, ...], found: tuple[Candidate, ...]) -> list[Candidate]:
    by_key = {str(c.key): c for c in (*found, *chosen)}
    mine = {str(c.key) for c in chosen}
    sayings = [Saying(key, c.evidence.source, c.text, c.phases) for key, c in by_key.items()]
    near = mine | {key for key, c in by_key.items() if stance(c.text) is not None and _on_the_matter(c)}
    disputed = [d for d in disputes(sayings) if any(side.saying.key in near for side in d.sides)]
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
