"""Two things in the other order of time, a level that is another, and another route as the first choice."""

from __future__ import annotations

import re
from typing import Final

from curbside.auditing.faults import Fault, FaultKind
from curbside.auditing.finding import Found
from curbside.auditing.profile import Profile, other_condition, profile

_ORDER: Final = re.compile(
    r"\b(?:(?P<before>before|prior to|ahead of)|(?P<after>after|following|once))\b", re.IGNORECASE
)
_LEVELS: Final = {
    "low": "low decreased reduced depressed",
    "normal": "normal unchanged unaffected",
    "high": "high raised increased elevated",
}
_LEVEL: Final = {word: level for level, words in _LEVELS.items() for word in words.split()}
_IS: Final = re.compile(
    r"(?P<what>(?:[\w-]+ ){1,4})(?:is|are|was|were|remains?) (?:(?:\w+ly|often|always|sometimes|still) )*"
    rf"(?P<level>{'|'.join(_LEVEL)})\b",
    re.IGNORECASE,
)
_FIRST: Final = re.compile(
    r"(?P<what>[^,;.:]{3,70}?)\b(?:is|are)\s+(?:the\s+)?(?:first[- ](?:line|choice)|preferred|preferable)\b",
    re.IGNORECASE,
)
_SPLIT: Final = re.compile(r"[;.]\s|,? (?:but|whereas|while|although)\b")
_SIDE, _APART, _TOPIC = 0.5, 0.34, 0.5


def event_fault(mine: Profile, found: Found) -> Fault | None:
    """ "A after B" where the source has "A before B"."""
    ours, theirs = _events(mine.text), _events(found.said.text)
    if ours is None or theirs is None or found.covers < _TOPIC or other_condition(mine, found.said):
        return None
    (first, later), (there_first, there_later) = ours, theirs
    turned = min(_alike(first, there_later), _alike(later, there_first))
    straight = max(_alike(first, there_first), _alike(later, there_later))
    if turned < _SIDE or straight > _APART:
        return None
    said = "the source has the two in the other order of time"
    word = next(m[0] for m in _ORDER.finditer(mine.text))
    return Fault(FaultKind.NEGATION_OR_DIRECTION, (word,), said, found, against=True)


def _events(text: str) -> tuple[frozenset[str], frozenset[str]] | None:
    """The words of what comes first and of what comes later, where a text orders just two things."""
    found = list(_ORDER.finditer(text))
    if len(found) != 1:
        return None
    m = found[0]
    left, right = text[: m.start()].strip(" ,"), text[m.end() :]
    if not left:
        right, _, left = right.partition(",")
    parts = profile(re.split(r"[;.]", left)[-1]).words, profile(re.split(r"[;.,]", right)[0]).words
    if not all(parts):
        return None
    one, other = parts[0] - parts[1], parts[1] - parts[0]
    if not one or not other:
        return None
    return (other, one) if m["after"] else (one, other)


def _alike(a: frozenset[str], b: frozenset[str]) -> float:
    """The share of the smaller set that the other has."""
    return len(a & b) / min(len(a), len(b))


def level_fault(mine: Profile, found: Found) -> Fault | None:
    """A level said to be low that the source says is normal, and the like."""
    if (
        found.covers < _TOPIC
        or other_condition(mine, found.said)
        or any(t.kind == "negation" for t in found.said.tokens)
    ):
        return None
    for what, level in _levels(mine.text):
        for other, there in _levels(found.said.text):
            if level != there and _alike(what, other) >= _SIDE:
                said = f"the text says that it is {level}, the source {there}"
                return Fault(FaultKind.NEGATION_OR_DIRECTION, (level,), said, found, against=True)
    return None


def _levels(text: str) -> list[tuple[frozenset[str], str]]:
    found = ((profile(m["what"]).words, _LEVEL[m["level"].lower()]) for m in _IS.finditer(text))
    return [(words, level) for words, level in found if words]


def first_choice_fault(mine: Profile, found: Found) -> Fault | None:
    """One route as the first choice where the source has another, for the same thing."""
    if found.covers < _TOPIC or other_condition(mine, found.said):
        return None
    ours, theirs = _first(mine.text), _first(found.said.text)
    if not ours or not theirs or ours & theirs:
        return None
    named = ", ".join(sorted(r.removeprefix("route ") for r in theirs))
    said = f"the source has {named} as the first choice"
    words = tuple(sorted(r.removeprefix("route ") for r in ours))
    return Fault(FaultKind.NEGATION_OR_DIRECTION, words, said, found, against=True)


def _first(text: str) -> frozenset[str]:
    """The routes that a text names as the first choice."""
    for piece in _SPLIT.split(text):
        m = _FIRST.search(piece)
        if m:
            return profile(m["what"]).keys("route")
    return frozenset()
