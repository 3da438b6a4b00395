"""How many of a list must hold: "at least two of the following", "any of", "all of", "both", "two or more of"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_NUMBERS: Final = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_N: Final = r"one|two|three|four|five|six|[1-6]"
_LISTED: Final = (
    r"(?:the\s+)?(?:following|these|those|below|this\s+list)\b(?:\s+(?:three|four|five|two|[2-9]))?"
    r"(?:\s+(?:[\w-]+\s+){0,2}?(?:criteria|criterion|factors?|features?|characteristics|conditions?|items|findings|signs|points))?"
    r"(?:\s+(?:are|is)\s+(?:present|met|fulfilled|true|found)|\s+appl(?:y|ies)|\s+present|\s+hold)?"
)
_CUES: Final = (
    re.compile(
        rf"(?P<not>\b(?:fewer|less|more|no\s+more)\s+than\s+|\bnone\s+of\s+|\bonly\s+|\bexactly\s+|\bnot\s+)?"
        rf"(?:\b(?:at\s+least|any|a\s+minimum\s+of|minimum\s+of)\s+|[\u2265>]=?\s*)?\b(?P<k>{_N})(?:\s+or\s+more)?\s+(?:out\s+)?of"
        rf"(?:\s+(?:the\s+)?(?:three|four|five|[2-9])\b(?:\s+of\b)?)?(?:\s*(?={_LISTED}|:)(?:{_LISTED})?|(?=\s))\s*[:,\u2013\u2014]?",
        re.IGNORECASE,
    ),
    re.compile(
        rf"(?P<not>\b(?:not|unless\s+not)\s+)?\b(?P<word>any|all|both|either|each)(?:\s+one)?(?:\s+of)?\s+(?:{_LISTED})\s*[:,\u2013\u2014]?",
        re.IGNORECASE,
    ),
    re.compile(r"(?P<not>\bnone\s+)?\b(?P<word>any|all|both|either)\s+of\s*:", re.IGNORECASE),
    re.compile(
        rf"(?P<not>\b(?:fewer|less)\s+than\s+|\bno\s+more\s+than\s+|\bonly\s+)?(?:\bat\s+least\s+)?\b(?P<k>{_N})(?:\s+or\s+more)?\s+(?:[\w-]+\s+){{0,2}}(?:criteria|factors|features"
        rf"|characteristics|conditions)(?:\s+(?:are|is)\s+(?:present|met))?\s*:",
        re.IGNORECASE,
    ),
)


_NAMES_A_LIST: Final = re.compile(
    r"following|these|those|below|:|criteria|factors|features|characteristics|conditions", re.IGNORECASE
)
_BOUNDED: Final = re.compile(r"(?:at\s+least|any|a\s+minimum|minimum|[\u2265>])|\w+\s+or\s+more", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Cue:
    """Words at [start, end) that say how many of what follows must hold. needed: None for all; odd: "fewer than"."""

    start: int
    end: int
    needed: int | None
    odd: bool = False


def cue(text: str) -> Cue | None:
    """The first such words of `text`, or None."""
    found = [c for pattern in _CUES for m in pattern.finditer(text) if (c := _cue(m)) is not None]
    return min(found, key=lambda c: (c.start, -c.end), default=None)


def _cue(match: re.Match[str]) -> Cue | None:
    groups = match.groupdict()
    odd = bool(groups.get("not"))
    if groups.get("word"):
        needed = {"any": 1, "either": 1, "all": None, "each": None, "both": None}[groups["word"].lower()]
        return Cue(match.start(), match.end(), needed, odd)
    # "At least two of age 80 or over, ...": only with "at least", since "one of the" is said of much else.
    if not _NAMES_A_LIST.search(match[0]) and not _BOUNDED.match(match[0]):
        return None
    number = groups["k"].lower()
    return Cue(match.start(), match.end(), _NUMBERS.get(number) or int(number), odd)
