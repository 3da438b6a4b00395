"""What a text speaks of: its drugs, conditions, populations and routes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from curbside.language import lexicon
from curbside.language.lexicon import Mention
from curbside.language.tokens import content_stems

_ABSENT = re.compile(
    r"(?:\b(?:without|no|non-?|absence of|other than|excluding|except(?: in| for)?)|\bnot (?:due to|caused by))\s+"
    r"(?:(?:an?|any|the|evidence of|signs of|known|previous)\s+)?(?:\w+\s+)?$"
    r"|\bnot hav(?:e|ing)\s+(?:[\w-]+\s+){0,10}$",
    re.IGNORECASE,
)
_EXCLUDED = re.compile(r"\s+(?:(?:was|were|is|are|being)\s+)?excluded", re.IGNORECASE)

_COMPOUNDS = {
    "hypertension in pregnancy": ("hypertension", "pregnancy"),
    "neonatal sepsis": ("sepsis", "neonates"),
}


@dataclass(frozen=True, slots=True)
class Subject:
    """What a text speaks of: concepts by kind; `absent` are conditions that it says are not there."""

    drugs: frozenset[str]
    conditions: frozenset[str]
    absent: frozenset[str]
    populations: frozenset[str]
    routes: frozenset[str]
    stems: frozenset[str]


@lru_cache(maxsize=16_384)
def subject(text: str) -> Subject:
    """What `text` speaks of."""
    conditions = lexicon.find(text, "condition")
    populations = frozenset(m.concept for m in lexicon.find(text, "population"))
    inside = {(m.start, m.end) for m in conditions}
    absent = {m.concept for m in conditions if says_absent(text, m.start, m.end)}
    return Subject(
        drugs=frozenset(m.concept for m in lexicon.drugs_in(text) if not _covered(m, inside)),
        conditions=compounded(frozenset(m.concept for m in conditions) - absent, populations),
        absent=frozenset(absent),
        populations=populations,
        routes=frozenset(m.concept for m in lexicon.find(text, "route")),
        stems=content_stems(text),
    )


def says_absent(text: str, start: int, end: int) -> bool:
    """Whether `text` says that what stands at [start, end) is not there ("without ...", "... was excluded")."""
    return bool(_ABSENT.search(text[:start]) or _EXCLUDED.match(text, end))


def compounded(conditions: frozenset[str], populations: frozenset[str]) -> frozenset[str]:
    """With the conditions that a condition and a population make together ("hypertension" of "pregnant" women)."""
    found = {whole for whole, (part, group) in _COMPOUNDS.items() if part in conditions and group in populations}
    return conditions | found


def _covered(mention: Mention, ranges: Iterable[tuple[int, int]]) -> bool:
    return any(start <= mention.start and mention.end <= end for start, end in ranges)
