"""What a claim, or a unit of a source, says: as words, as typed tokens, as phases of a regimen, and of what."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from curbside.language import lexicon
from curbside.language.canon import Token, canon, likeness_keys, stem
from curbside.language.subject import Subject, subject
from curbside.regimens.grammar import parse
from curbside.types import Phase

VALUES: Final = frozenset({"measure", "frequency", "route"})
_COMMON: Final = frozenset(
    stem(w)
    for w in (
        "dose doses dosage give gives given giving receive received take taken use used using treat treated treatment "
        "therapy patient patients people person individual individuals adult adults recommended recommend recommends "
        "recommendation should may can be is are was were usual standard regimen course administer administered "
        "administration injection injections case cases clinical evidence guideline guidelines according include "
        "includes including when where while if for with not no least most all any more than both however typically "
        "generally usually important key note start started begin initial also because route their this that these "
        "those it its they who which there one two daily day days week weeks month months year years during about"
    ).split()
)
_SPECIAL: Final = frozenset(
    {"children", "pregnancy", "breastfeeding", "renal impairment", "hepatic impairment", "dialysis"}
)


@dataclass(frozen=True, slots=True)
class Profile:
    """text with its context. own: of the text alone; around: of its context. drugs, conditions and populations: its
    own, else those of the context. words: stems of what it speaks of, values and cues aside; near: the context's too.
    """

    text: str
    context: str
    tokens: tuple[Token, ...]
    own: Subject
    around: Subject
    drugs: frozenset[str]
    conditions: frozenset[str]
    absent: frozenset[str]
    populations: frozenset[str]
    phases: tuple[Phase, ...]
    words: frozenset[str]
    near: frozenset[str]

    def keys(self, *kinds: str) -> frozenset[str]:
        """The keys of its tokens of these kinds."""
        return frozenset(t.key for t in self.tokens if t.kind in kinds)


@lru_cache(maxsize=16_384)
def profile(text: str, context: str = "", drugs: tuple[str, ...] = ()) -> Profile:
    """What `text` says under `context`; `drugs`: what it is about where it names none."""
    own, around, tokens = subject(text), subject(context), canon(text).tokens
    phases = parse(text, context).phases
    named = own.drugs or frozenset(drugs) or around.drugs
    return Profile(
        text=text,
        context=context,
        tokens=tokens,
        own=own,
        around=around,
        drugs=named,
        conditions=own.conditions or (around.conditions - own.absent),
        absent=own.absent | (around.absent if not own.conditions else frozenset()),
        populations=own.populations or around.populations,
        phases=phases,
        words=_words(tokens),
        near=_words(tokens) | _words(canon(context).tokens) | {f"drug {d}" for d in named},
    )


def _words(tokens: Iterable[Token]) -> frozenset[str]:
    spoken = tuple(t for t in tokens if t.kind in ("word", "drug", "population") and not t.key.isdigit())
    return frozenset(likeness_keys(spoken)) - _COMMON


def covered(claim: Profile, unit: Profile) -> float:
    """The share of what the claim speaks of that the unit with its context speaks of, 0 to 1."""
    return len(claim.words & unit.near) / len(claim.words) if claim.words else 0.0


def shares_drug(a: Profile, b: Profile) -> bool:
    """Whether both are about one drug, or neither names any."""
    if not a.drugs and not b.drugs:
        return True
    return any(same_drug(x, y) for x in a.drugs for y in b.drugs)


def same_drug(a: str | None, b: str | None) -> bool:
    """Whether both are one drug; a group's name ("vitamin B12") is not the same as a drug of it."""
    return a is not None and a == b


def kin(a: frozenset[str], b: frozenset[str], kind: str = "condition") -> bool:
    """Whether the two have a concept in common, or one a broader concept of the other's."""
    return any(x == y or x in lexicon.broader(kind, y) or y in lexicon.broader(kind, x) for x in a for y in b)


def other_condition(claim: Profile, unit: Profile) -> bool:
    """Whether the unit is for another condition: both name some and none is kin, or one says the other's is absent."""
    if (claim.own.conditions & unit.absent) or (unit.conditions & claim.absent):
        return True
    return bool(claim.conditions) and bool(unit.conditions) and not kin(claim.conditions, unit.conditions)


def other_population(claim: Profile, unit: Profile) -> bool:
    """Whether one of the two is for a special population that the other is not for."""
    here, there = special(claim.populations), special(unit.populations)
    if here and unit.populations and not kin(here, unit.populations, "population"):
        return True
    only_special = bool(there) and there == unit.populations
    return only_special and bool(claim.populations) and not kin(there, claim.populations, "population")


def special(populations: frozenset[str]) -> frozenset[str]:
    """Those that a dose for adults in general does not cover."""
    return frozenset(p for p in populations if p in _SPECIAL or set(lexicon.broader("population", p)) & _SPECIAL)
