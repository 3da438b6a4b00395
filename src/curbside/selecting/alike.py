"""What says the same as another unit: each thing once, with all of its sources."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from curbside.language.subject import subject
from curbside.selecting.candidates import Candidate
from curbside.selecting.choose import says_the_same
from curbside.selecting.matching import states_dose
from curbside.types import Kind

_ALIKE, _ALIKE_DOSES = 0.7, 0.4
_CHAPTER: Final = re.compile(r"^\d{1,2}\.\d{1,2}\s|\(\d{1,2}(?:\.\d{1,2})?(?:, ?\d{1,2}(?:\.\d{1,2})?)*\)")
_NUMBER: Final = re.compile(
    r"\d[\d.,]*|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|twelve|once|twice|half|alternate|daily"
    r"|weekly|monthly)\b",
    re.IGNORECASE,
)


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
