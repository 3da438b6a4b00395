"""What says the same as another unit: each thing once, with all of its sources.

Two sentences that differ in a number, a maximum or a word that turns them ("not", "only", "contraindicated") never say
the same, however many words they share.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from curbside.language import lexicon
from curbside.language.subject import subject
from curbside.language.tokens import content_stems
from curbside.selecting.candidates import Candidate
from curbside.selecting.matching import states_dose
from curbside.types import Flag, Kind

_ALIKE, _ALIKE_DOSES = 0.7, 0.4
_MOSTLY, _WITHIN = 0.5, 0.8
_TURNS = re.compile(
    r"\b(?:not|no|never|without|unless|except|contra-?indicated|avoid(?:ed)?|stop(?:ped)?|only|instead|alone|monotherapy)\b",
    re.IGNORECASE,
)
_THE_PRODUCT: Final = content_stems("product products medicine medicinal preparation injection")
_DIGITS = re.compile(r"\d+(?:[.,]\d+)*")
_TO_CONFIRM = frozenset({Flag.SECONDARY_ONLY, Flag.TRANSITIVE, Flag.CONFIRM_PAGE})
_CHAPTER: Final = re.compile(r"^\d{1,2}\.\d{1,2}\s|\(\d{1,2}(?:\.\d{1,2})?(?:, ?\d{1,2}(?:\.\d{1,2})?)*\)")
_NUMBER: Final = re.compile(
    r"\d[\d.,]*|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|twelve|once|twice|half|alternate|daily"
    r"|weekly|monthly)\b",
    re.IGNORECASE,
)


def folded(found: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """Near-duplicates as one candidate with `also`; the better evidence leads, what needs no confirming first."""
    kept: list[Candidate] = []
    places: dict[object, list[int]] = {}
    once = {c.key: c for c in found}.values()
    for candidate in sorted(once, key=lambda c: (bool(_TO_CONFIRM & set(c.flags)), c.evidence.order, -c.score)):
        # Only those that speak of the same are compared word by word: each with each would be too many.
        those = places.setdefault(_spoken_of(candidate), [])
        twin = next((i for i in those if _shares_most_words(kept[i], candidate)), None)
        if twin is None:
            those.append(len(kept))
            kept.append(candidate)
        else:
            kept[twin] = replace(kept[twin], also=(*kept[twin].also, candidate))
    return tuple(kept)


def says_the_same(a: Candidate, b: Candidate) -> bool:
    """Whether two units are near-duplicates: drugs, conditions and doses equal, most words shared.

    The gates decide later whether the second may be cited for the first.
    """
    return _spoken_of(a) == _spoken_of(b) and _shares_most_words(a, b)


def _spoken_of(c: Candidate) -> tuple[object, ...]:
    """Drugs, conditions, what turns a sentence, doses, and where there are none the numbers ("at 1 %", "at 2 %")."""
    own = subject(c.text)
    doses = tuple((p.amount, p.times, p.period, p.period_unit, p.maximum_dose, p.maximum_per_period) for p in c.phases)
    return c.drugs, own.conditions, own.absent, _turns(c), doses or tuple(_DIGITS.findall(c.text))


def _turns(c: Candidate) -> frozenset[str]:
    return frozenset(word.lower() for word in _TURNS.findall(c.text))


def _shares_most_words(a: Candidate, b: Candidate) -> bool:
    mine, yours = subject(a.text).stems, subject(b.text).stems
    shared = len(mine & yours) / max(1, len(mine | yours))
    return shared >= (0.5 if a.phases else 0.6)


def same_list(a: Candidate, b: Candidate) -> bool:
    """Whether both are items of one list or rows of one table: a part of them would pass for the whole."""
    return bool(a.unit.context) and a.unit.context == b.unit.context and a.evidence.source.id == b.evidence.source.id


def adds(c: Candidate, told: Iterable[Candidate]) -> bool:
    """Whether a sentence says something that none of `told` of its facet says in much the same words."""
    mine = subject(c.text).stems
    for other in told:
        yours = subject(other.text).stems
        shared = len(mine & yours)
        alike = shared >= _MOSTLY * len(mine | yours) or shared >= _WITHIN * len(mine)
        same = other.facet is c.facet and c.drugs == other.drugs and _turns(c) == _turns(other)
        if alike and same and not c.phases:
            return False
    return True


def repeats(c: Candidate, other: Candidate) -> bool:
    """Whether a warning on a drug tells nothing but what another on that drug tells, whatever its name."""
    if not (c.warns and other.warns and c.drugs == other.drugs) or c.phases or _DIGITS.search(c.text):
        return False
    mine, yours = subject(c.text), subject(other.text)
    if not mine.conditions <= yours.conditions or not mine.populations <= yours.populations:
        return False
    names = frozenset().union(*(content_stems(m.text) for m in lexicon.drugs_in(c.text)))
    return bool(mine.stems) and mine.stems - names - _THE_PRODUCT <= yours.stems


def once_each(found: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """What says the same as one before it becomes a further citation of that.

    Only with the same numbers: "is recommended at 2% or more" and "is reasonable at 1% to 2%" share most words.
    """
    kept: list[Candidate] = []
    places: dict[tuple[tuple[str, ...], frozenset[str]], list[int]] = {}
    for c in {c.key: c for c in found}.values():
        near = places.setdefault((_numbers(c.text), c.drugs), [])
        twin = next((i for i in near if says_the_same(kept[i], c)), None)
        if twin is None:
            near.append(len(kept))
            kept.append(c)
        else:
            kept[twin] = replace(kept[twin], also=(*kept[twin].also, c, *c.also))
    return tuple(kept)


def alike(a: Candidate, b: Candidate) -> bool:
    """Whether two say the same in nearly the same words, under whatever facet."""
    mine, yours = subject(a.text), subject(b.text)
    if _numbers(a.text) != _numbers(b.text) or mine.drugs != yours.drugs or mine.populations != yours.populations:
        return False
    if mine.conditions != yours.conditions or mine.absent != yours.absent or _doses(a) != _doses(b):
        return False
    either = mine.stems | yours.stems
    label = a.key[0] == b.key[0] and a.evidence.source.kind is Kind.LABEL
    most = _ALIKE_DOSES if label and states_dose(a.text) and states_dose(b.text) else _ALIKE
    return bool(either) and len(mine.stems & yours.stems) / len(either) >= most


def _doses(c: Candidate) -> list[tuple[object, ...]]:
    return [(p.drug, p.amount, p.route, p.times, p.period, p.period_unit, p.role) for p in c.phases]


def _numbers(text: str) -> tuple[str, ...]:
    """The numbers of a text in order, in digits or words, without the chapters of its own label ("4.1 ", "(5.1)")."""
    return tuple(n.rstrip(".,").casefold() for n in _NUMBER.findall(_CHAPTER.sub("", text)))
