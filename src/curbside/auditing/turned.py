"""Claims that a source turns round: before for after, more for less, better for worse, the sides of a comparison."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from curbside.auditing.events import event_fault, first_choice_fault, level_fault
from curbside.auditing.faults import Fault, FaultKind
from curbside.auditing.finding import Found
from curbside.auditing.null_result import null_faults
from curbside.auditing.profile import Profile, other_condition
from curbside.auditing.stance import stance_fault
from curbside.language import polarity
from curbside.language.canon import canon

_BEFORE: Final = re.compile(r"\b(?:before|prior to|ahead of)\b", re.IGNORECASE)
_AFTER: Final = re.compile(r"\bafter\b|\bfollowing\b", re.IGNORECASE)
_OVER: Final = re.compile(
    r"\b(?:is|are|be)\s+(?:\w+ly\s+)?(?:recommended|preferred|favou?red|chosen|used|superior)\s+(?:over|to|"
    r"rather than|instead of)\b",
    re.IGNORECASE,
)
_LOOSE: Final = frozenset("in of the a who with for people patients and or as to is are do have".split())
_PLACES: Final = frozenset(
    "high low upper maximum max minimum min over under up down most least highest lowest above below longest".split()
)
_STRONG, _TOPIC = 0.6, 0.5


def turn_faults(mine: Profile, found: tuple[Found, ...]) -> tuple[Fault, ...]:
    """What a source says the other way round."""
    near = [f for f in found if f.covers >= _TOPIC or f.overlap >= _TOPIC]
    faults: list[Fault] = []
    for check in (stance_fault, _order, event_fault, level_fault, first_choice_fault, _compared, _outcome):
        if told := next((fault for f in near if (fault := check(mine, f))), None):
            faults.append(told)
    return (*faults, *null_faults(mine, found))


def _order(mine: Profile, found: Found) -> Fault | None:
    """ "A before B" where the source has "B before A"."""
    said, there = before_and_after(mine.text), before_and_after(found.said.text)
    if not said or not there or found.covers < _TOPIC:
        return None
    turned = _meet(said[0], there[1]) and _meet(said[1], there[0])
    straight = _meet(said[0], there[0]) and _meet(said[1], there[1])
    if not turned or straight:
        return None
    words = f"{_brief(said[0])} before {_brief(said[1])}"
    return Fault(
        FaultKind.NEGATION_OR_DIRECTION, (words,), "the source has the two in the other order", found, against=True
    )


def before_and_after(text: str) -> tuple[frozenset[str], frozenset[str]] | None:
    """The drugs, and measured things, named in what comes first and in what comes later."""
    for pattern, forward in ((_BEFORE, True), (_AFTER, False)):
        m = pattern.search(text)
        if not m:
            continue
        left, right = text[: m.start()], text[m.end() :]
        if not left.strip(" ,"):
            right, _, left = right.partition(",")
            left = re.split(r"[;.]", left)[0]
        left = re.split(r"[;.]", left)[-1]
        right = re.split(r"[;.,]", right)[0]
        first, later = (left, right) if forward else (right, left)
        a, b = _things(first), _things(later)
        if a - b and b - a:
            return a - b, b - a
    return None


def _things(text: str) -> frozenset[str]:
    """The drugs that a phrase names, those inside the name of a condition too ("vitamin B12 deficiency")."""
    return frozenset(t.key for t in canon(text).tokens if t.kind == "drug")


def _meet(a: frozenset[str], b: frozenset[str]) -> bool:
    return bool(a & b)


def _brief(things: frozenset[str]) -> str:
    return ", ".join(sorted(t.removeprefix("drug ") for t in things))


def _compared(mine: Profile, found: Found) -> Fault | None:
    """ "A more than B" where the source has "B more than A"."""
    ours, theirs = _sides(mine), _sides(found.said)
    if not ours or not theirs or ours[0] != theirs[0] or found.covers < _STRONG:
        return None
    (left, right), (there_left, there_right) = (
        (ours[1] - ours[2], ours[2] - ours[1]),
        (theirs[1] - theirs[2], theirs[2] - theirs[1]),
    )
    straight = len(left & there_left) + len(right & there_right)
    turned = min(len(left & there_right), len(right & there_left))
    if not turned or straight:
        return None
    said = "the source has the two sides of the comparison the other way round"
    return Fault(FaultKind.NEGATION_OR_DIRECTION, (_brief(left),), said, found, against=True)


def _sides(said: Profile) -> tuple[str, frozenset[str], frozenset[str]] | None:
    """The sign of a comparison ("higher ... than", "recommended over") and what stands on its two sides."""
    m = _OVER.search(said.text)
    if m:
        return "over", _telling(said.text[: m.start()], -4), _telling(said.text[m.end() :], 4)
    than = next((i for i, t in enumerate(said.tokens) if t.key in ("than", "vs")), None)
    if than is None:
        return None
    signs = [
        cue[1] for t in said.tokens[:than] if t.kind in ("direction", "outcome") and (cue := polarity.kind_of(t.key))
    ]
    left, right = said.tokens[max(0, than - 7) : than], said.tokens[than + 1 : than + 8]
    kinds = ("measure", "frequency", "drug", "route")
    sides = [frozenset(t.key for t in side if t.kind in kinds) for side in (left, right)]
    return (signs[-1], sides[0], sides[1]) if signs else None


def _telling(text: str, words: int) -> frozenset[str]:
    """The words next to a comparison: drugs, and words of content."""
    tokens = [t for t in canon(text).tokens if t.kind in ("drug", "word", "route") and t.key not in _LOOSE]
    return frozenset(t.key for t in (tokens[words:] if words < 0 else tokens[:words]))


def _outcome(mine: Profile, found: Found) -> Fault | None:
    """Better for worse, increase for decrease, about the same thing."""
    if (
        found.covers < _STRONG
        or other_condition(mine, found.said)
        or not (mine.drugs & found.said.drugs or not mine.drugs)
    ):
        return None
    ours, theirs = list(_signs(mine)), list(_signs(found.said))
    for sign, word, about in ours:
        same = [b for s, _, b in theirs if s == sign and _about_same(about, b)]
        against = [
            w
            for s, w, b in theirs
            if s[0] == sign[0]
            and s[1] != sign[1]
            and (_about_same(about, b) or _one_subject(mine, word, found.said, w))
        ]
        if against and not same and not _negated(mine, word) and not _negated(found.said, against[0]):
            said = f'the text says "{word}", the source "{against[0]}"'
            return Fault(FaultKind.NEGATION_OR_DIRECTION, (word,), said, found, against=True)
    return None


def _negated(said: Profile, word: str) -> bool:
    """Whether a negation stands near a word."""
    at = next(i for i, t in enumerate(said.tokens) if t.text == word)
    return any(t.kind == "negation" for t in said.tokens[max(0, at - 5) : at + 3])


def _signs(said: Profile) -> Iterator[tuple[tuple[str, str], str, frozenset[str]]]:
    """The words of direction and outcome with their sign and the words that stand beside them."""
    for i, token in enumerate(said.tokens):
        cue = polarity.kind_of(token.key) if token.kind in ("direction", "outcome") else None
        if cue and cue[1] in "+-" and token.key not in _PLACES:
            beside = said.tokens[max(0, i - 4) : i] + said.tokens[i + 1 : i + 5]
            yield (
                cue,
                token.text,
                frozenset(t.key for t in beside if t.kind in ("word", "drug", "route") and len(t.key) > 3),
            )


def _one_subject(mine: Profile, word: str, there: Profile, other: str) -> bool:
    """Whether the words right before two signs share one of content."""
    return bool(_subject(mine, word) & _subject(there, other))


def _subject(said: Profile, word: str) -> frozenset[str]:
    at = next(i for i, t in enumerate(said.tokens) if t.text == word)
    before = said.tokens[max(0, at - 2) : at]
    return frozenset(t.key for t in before if t.kind == "word" and len(t.key) > 3 and t.key not in _LOOSE)


def _about_same(a: frozenset[str], b: frozenset[str]) -> bool:
    both = a & b
    return len(both) >= 2 or (len(both) == 1 and (min(len(a), len(b)) == 1 or any(w.startswith("drug ") for w in both)))
