"""Whether a drug does a harm (masks, precipitates, worsens a condition): asserted by one source, denied by another."""

from __future__ import annotations

import re
from itertools import combinations

from curbside.evidence.conflicts.sayings import Dispute, Saying, Side

_HARM = re.compile(
    r"\b(?:mask|precipitat|worsen|exacerbat|accelerat|deplet|aggravat)(?:s|es|ed|ing|e)?\b|\bmasking\b", re.IGNORECASE
)
_DENIAL = re.compile(
    r"\b(?:does|do|did) not (?:support|account|worsen|exacerbate|mask|show)|\bno evidence\b|\black of\b|\bnot support|"
    r"\bsupports? the safety\b",
    re.IGNORECASE,
)


def disputes(sayings: tuple[Saying, ...]) -> tuple[Dispute, ...]:
    """Whether a drug does a harm: said by one source, denied by another, on a shared drug and condition."""
    groups: dict[str, tuple[str, dict[str, Side]]] = {}
    stances = [(s, denied) for s in sayings if (denied := stance(s.text)) is not None]
    for (a, a_denies), (b, b_denies) in combinations(stances, 2):
        drugs, conditions = a.subject.drugs & b.subject.drugs, a.subject.conditions & b.subject.conditions
        if a_denies == b_denies or a.source.id == b.source.id or not drugs or not conditions:
            continue
        drug = min(drugs)
        _, sides = groups.setdefault(drug, (f"whether {drug} masks or worsens {min(conditions)}", {}))
        for saying, denies in ((a, a_denies), (b, b_denies)):
            sides.setdefault(saying.key, Side(saying, "denied or not supported" if denies else "asserted"))
    return tuple(Dispute(about, tuple(sides.values()), drug=drug) for drug, (about, sides) in groups.items())


def stance(text: str) -> bool | None:
    """What a text says of a harm: True where it is denied, False where it is asserted, None where there is none."""
    if not _HARM.search(text):
        return None
    return bool(_DENIAL.search(text))
