"""The label beside a quotation: how strongly its source says it (the clinical rules, section 4)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from curbside.evidence.grades import strength_of
from curbside.types import Flag, Kind, OwnGrade, Source, Strength

LIMITED: Final = frozenset({"Low", "Very low"})
_ADVISING: Final = frozenset(
    {Kind.GUIDELINE, Kind.PROTOCOL, Kind.SAFETY_ALERT, Kind.LABEL, Kind.FORMULARY, Kind.SUMMARY}
)
_RECOMMENDS: Final = re.compile(
    r"\bshould\b|\bmust\b|\b(?:is|are|not) recommended\b|\brecommends\b|\bcontraindicated\b", re.IGNORECASE
)
_SUGGESTS: Final = re.compile(
    r"\bsuggests?\b|\bmay be (?:considered|given|used)\b|\bconsider(?:ed)?\b|\badvisable\b|\breasonable\b|\bcan be\b",
    re.IGNORECASE,
)
_PARTS: Final = re.compile(r";\s+|(?<=[a-z0-9)%])\.\s+")
_AGAINST: Final = re.compile(r"\b(?:not|never) (?:be )?recommended\b|\b(?:should|must) not\b|\bcontraindicated\b", re.I)
_DOSES: Final = re.compile(r"\b\d[\d.,]*\s?(?:mg|g|micrograms?|mcg|ml|units?|IU|tablets?)\b(?!\s?(?:/|per\b))", re.I)


def strength(source: Source, text: str, flags: Iterable[Flag], level: str, grades: Iterable[OwnGrade] = ()) -> Strength:
    """By the source's own `grades` of it, else the engine's estimate, else the modal words of what gives advice.

    level: of the estimate. One case is reported, whatever its words. A sentence whose parts differ ("... is
    contraindicated; ... may be considered", a dose and what is not recommended) has no label, which would be read of
    all of it.
    """
    if Flag.SINGLE_CASE in flags or source.kind is Kind.CASE_REPORT:
        return Strength.REPORTED
    graded = strength_of(grades)
    if graded is not Strength.NOT_STATED:
        return graded
    if level in LIMITED:
        return Strength.LIMITED
    if source.kind not in _ADVISING:
        return Strength.NOT_STATED
    parts = _PARTS.split(text)
    if any(map(_AGAINST.search, parts)) and any(_DOSES.search(p) and not _AGAINST.search(p) for p in parts):
        return Strength.NOT_STATED
    said = {_worded(part) for part in parts} - {Strength.NOT_STATED}
    return said.pop() if len(said) == 1 else Strength.NOT_STATED


def _worded(part: str) -> Strength:
    if _SUGGESTS.search(part):
        return Strength.SUGGESTED
    return Strength.RECOMMENDED if _RECOMMENDS.search(part) else Strength.NOT_STATED
