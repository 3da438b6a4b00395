"""Words that leave no exception, and words stronger than the source's (the clinical rules, section 4)."""

from __future__ import annotations

import re
from typing import Final

from curbside.auditing.faults import Fault, FaultKind
from curbside.auditing.finding import Found
from curbside.auditing.profile import Profile, kin, shares_drug
from curbside.language.canon import normalise
from curbside.language.modality import modals

_SENSES: Final = {
    "lifelong": r"life[-\s]?long|for (?:the rest of )?(?:their |his |her |your )?li(?:fe|ves)\b|"
    r"indefinite(?:ly)?|forever|permanent(?:ly)?",
    "never": r"never|under no circumstances|absolutely contra-?indicated",
    "always": r"always|invariably|universally|without exception|in (?:all|every) (?:cases?|patients?|people)|"
    r"in everyone",
    "must": r"must(?! not)|mandatory|obligatory|compulsory|imperative|essential|absolutely necessary",
    "must not": r"must not|must never",
    "certain": r"guarantee[ds]?|cures?\b|cured|proven|proves|definitely|certainly|undoubtedly|"
    r"100\s?%\s(?:effective|safe)|"
    r"completely (?:safe|harmless|reverses|resolves)|no risks?\b|no side effects",
}
_PATTERNS: Final = {name: re.compile(rf"(?<!\w)(?:{p})(?!\w)", re.IGNORECASE) for name, p in _SENSES.items()}
_AS_GOOD: Final = {
    "never": re.compile(r"contra-?indicated|must not|should not|not recommended|avoided?\b|do not", re.I),
    "must not": re.compile(r"contra-?indicated|must not|never", re.I),
    "must": re.compile(r"\brequire[ds]?\b|\bnecessary\b|\bonly\b|\bhas to\b|\bneeded\b|\bcrucial\b", re.I),
}
_NOT_SO: Final = re.compile(r"\b(?:not|no|without|n't|rarely|seldom)\s+(?:\w+\s+){0,2}\Z", re.IGNORECASE)
_ONLY_WHERE: Final = re.compile(r"\b(?:if|unless|provided|when|in those|where)\b[^,;.]*", re.IGNORECASE)
_NEAR: Final = 0.35
_SAME_TOPIC: Final = 0.75


def strength_faults(mine: Profile, found: tuple[Found, ...]) -> tuple[Fault, ...]:
    """Absolute words of the claim that no source on the same subject has, or has only under a condition."""
    near = [f for f in found if _on_subject(mine, f)]
    faults = [fault for name, words in _absolutes(mine.text).items() if (fault := _fault(name, words, mine, near))]
    return tuple(faults) or _should_for_may(mine, found)


def _on_subject(mine: Profile, found: Found) -> bool:
    shared = shares_drug(mine, found.said) or kin(mine.conditions, found.said.conditions)
    return shared and (found.covers >= _NEAR or found.overlap >= _NEAR)


def _absolutes(text: str) -> dict[str, str]:
    """The senses of the absolute words of a text and the words themselves; a negated one is none ("not always")."""
    told = {}
    plain = normalise(text)
    for name, pattern in _PATTERNS.items():
        m = next((m for m in pattern.finditer(plain) if not _NOT_SO.search(plain[: m.start()])), None)
        if m:
            told[name] = m[0]
    return told


def _fault(name: str, words: str, mine: Profile, near: list[Found]) -> Fault | None:
    having = [f for f in near if _has(name, f.said.text)]
    if not having:
        return Fault(
            FaultKind.MODALITY_STRENGTHENED, (words,), f'no source on this says "{words}"', near[0] if near else None
        )
    if any(not _narrower(name, f, mine) for f in having):
        return None
    first = having[0]
    return Fault(
        FaultKind.MODALITY_STRENGTHENED, (words,), f"the source says so only {_narrower(name, first, mine)}", first
    )


def _has(name: str, text: str) -> bool:
    return bool(_PATTERNS[name].search(text) or (name in _AS_GOOD and _AS_GOOD[name].search(text)))


def _narrower(name: str, found: Found, mine: Profile) -> str:
    """Under what condition the source says it, where the claim does not say the condition; else ""."""
    for clause in re.split(r"[;,]| and that ", found.said.text):
        if not _has(name, clause):
            continue
        condition = _ONLY_WHERE.search(clause)
        if condition and not _ONLY_WHERE.search(mine.text):
            return f'"{condition[0].strip()}"'
    wanted = found.said.own.conditions - found.said.own.absent
    theirs = {c for c in wanted if not kin(frozenset({c}), mine.conditions)}
    if theirs and name == "lifelong":
        return f"for {', '.join(sorted(theirs))}"
    return ""


def _should_for_may(mine: Profile, found: tuple[Found, ...]) -> tuple[Fault, ...]:
    """ "Should" where the likest source, which says nearly all the rest, only says "may" or "considered"."""
    said = [m for m in modals(mine.text) if m.strength in (3, 4)]
    best = max(found, key=lambda f: (f.covers, f.overlap), default=None)
    if not said or best is None or best.covers < _SAME_TOPIC or not shares_drug(mine, best.said):
        return ()
    there = [m for m in modals(best.said.text) if m.strength < 5]
    if not there or max(m.strength for m in there) >= 3 or any(m.strength <= 2 for m in modals(mine.text)):
        return ()
    message = f'the text says "{said[0].text}", the source only "{there[0].text}"'
    return (Fault(FaultKind.MODALITY_STRENGTHENED, (said[0].text,), message, best),)
