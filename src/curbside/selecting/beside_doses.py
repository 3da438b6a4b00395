"""What must stand beside the chosen: the cautions and bounds of each dose, and the other side of a dispute.

The clinical rules, sections 5 and 6.

"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from curbside.evidence.conflicts import disputes, placed
from curbside.selecting.beside import beside
from curbside.selecting.candidates import Candidate
from curbside.selecting.chapters import against, chapters
from curbside.selecting.matching import states_dose
from curbside.types import Facet, Kind

Against = Callable[[str], tuple[Candidate, ...]]


def other_sides(chosen: Iterable[Candidate], found: Iterable[Candidate], alone: bool) -> tuple[Candidate, ...]:
    """What contradicts one of the chosen (section 5), out of `found`.

    alone: of one source; then of each other value the best evidence is enough, to tell that it is disputed.
    """
    told = {str(c.key): c for c in chosen}
    everything = {**{str(c.key): c for c in found}, **told}
    sayings = [placed(key, c.evidence.source, c.unit.start, c.text, c.phases) for key, c in everything.items()]
    disputed = [d for d in disputes(sayings) if any(side.saying.key in told for side in d.sides)]
    keys: dict[str, None] = {}
    for dispute in disputed:
        said = {side.value for side in dispute.sides if side.saying.key in told} if alone else set()
        for side in sorted(dispute.sides, key=lambda s: everything[s.saying.key].evidence.order):
            if side.value not in said:
                keys[side.saying.key] = None
            said |= {side.value} if alone else set()
    return tuple(everything[key] for key in keys if key not in told)


def dosed_drugs(chosen: Iterable[Candidate]) -> tuple[str, ...]:
    """The drugs whose doses are among the chosen."""
    return tuple(dict.fromkeys(p.drug for c in chosen for p in c.phases if p.drug))


def maxima(drug: str, found: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """What sets an upper bound for the drug, best evidence first."""
    bounded = [c for c in found if any(p.drug == drug and (p.maximum_dose or p.maximum_per_period) for p in c.phases)]
    return tuple(sorted(bounded, key=lambda c: (c.evidence.order, c.key)))[:1]


def beside_group(group: Iterable[Candidate], of_drug: Against, found: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """What must stand beside the doses of a group: of each drug, and what its own label says where it names none.

    "The starting dose of Exemplor is 10 mg" names no drug that a list knows; the label that says it is of one drug.
    """
    told = tuple(group)
    extra = {o.key: o for drug in dosed_drugs(told) for o in of_drug(drug)}
    labels = {
        c.evidence.source.id for c in told if c.evidence.source.kind is Kind.LABEL and (c.phases or states_dose(c.text))
    }
    for c in found:
        over = chapters(c.evidence.source, c.unit)
        if c.evidence.source.id in labels and c.facet is Facet.CONTRAINDICATIONS and against(over):
            extra.setdefault(c.key, c)
    return tuple(extra.values())


def beside_dose(drug: str, found: tuple[Candidate, ...]) -> tuple[Candidate, ...]:
    """All that must stand beside a dose of the drug (section 6), out of `found`, each once."""
    everything = (*beside(drug, found), *maxima(drug, found))
    return tuple({c.key: c for c in everything}.values())
