"""A trial's null result told as a benefit."""

from __future__ import annotations

import re
from typing import Final

from curbside.auditing.faults import Fault, FaultKind
from curbside.auditing.finding import Found
from curbside.auditing.profile import Profile, other_condition, profile

_NULL: Final = re.compile(
    r"\bsimilar\b|\bno (?:\w+ ){0,3}(?:difference|benefit|effect|improvement|change)\b|"
    r"\bdid not (?:\w+ )?(?:improve|differ|reduce|change|show)\b|"
    r"\bdoes not (?:\w+ )?(?:improve|reduce|alter|change)\b|\bnot significant|\bnot improve\b|"
    r"\bwithout (?:benefit|effect)\b|\bineffective\b|\bnon-?inferior\b|\bwas unclear\b|\bis not known\b",
    re.IGNORECASE,
)
_BENEFIT: Final = re.compile(
    r"\b(?:improv\w+|reliev\w+|reduc\w+|lower(?:s|ed|ing)?|lessen\w*|eas(?:e|es|ed)|decreas\w+|prevent\w*|better|"
    r"superior|more effective|effective(?:ly)?|"
    r"benefit\w*|greater (?:pain|relief|improvement|reduction)|alter(?:s|ed)?|slow(?:s|ed)?|protect\w*|"
    r"outperform\w*)\b",
    re.IGNORECASE,
)
_DIFFERENCE: Final = re.compile(
    r"\b(?:more|less|higher|lower|greater|faster|safer|better|worse|larger|smaller)\b", re.IGNORECASE
)
_NO: Final = re.compile(r"no\b", re.IGNORECASE)
_IN: Final = re.compile(r"\s*(?:in|on|for)\b", re.IGNORECASE)
_BUT: Final = re.compile(r",? (?:but|whereas|while|although|however)\b|[;.]\s")
_NULL_TOPIC: Final = 0.5


def null_faults(mine: Profile, found: tuple[Found, ...]) -> tuple[Fault, ...]:
    """A benefit told where the study of the same drug found no difference in the same outcome."""
    benefit = _BENEFIT.search(mine.text) or _DIFFERENCE.search(mine.text)
    if not benefit or _NULL.search(mine.text) or any(t.kind == "negation" for t in mine.tokens) or not mine.drugs:
        return ()
    about = _outcome_words(mine, mine.text)
    strict = not _BENEFIT.search(mine.text)
    told = [(f, null) for f in found if (null := _null_clause(mine, f, about, strict))]
    if not told:
        return ()
    best, clause = max(told, key=lambda pair: (pair[0].overlap, pair[0].covers))
    if any(_shows_benefit(mine, f, about, strict) and f.overlap >= best.overlap for f in found):
        return ()
    said = f'the source says of this: "{clause}"'
    return (Fault(FaultKind.NULL_RESULT_AS_BENEFIT, (benefit[0],), said, best, against=True),)


def _outcome_words(mine: Profile, text: str) -> frozenset[str]:
    """What the benefit is about: the words of the text but for drugs, conditions and the benefit itself."""
    benefit = {w for m in _BENEFIT.finditer(text) for w in profile(m[0]).words}
    names = {w for w in mine.words if w.startswith("drug ")}
    return mine.words - benefit - names


def _null_clause(mine: Profile, found: Found, about: frozenset[str], strict: bool) -> str | None:
    """The clause in which the source found no difference. strict: in the very thing, not only near it."""
    if not _same_study(mine, found):
        return None
    for piece in _BUT.split(found.said.text):
        null = _NULL.search(piece)
        if null and profile(piece).words & about and _measured(piece, about, strict):
            return " ".join(piece.strip(" ,.").split())
    return None


def _measured(piece: str, about: frozenset[str], strict: bool) -> bool:
    """Whether what was not changed is what the claim speaks of."""
    null = _NULL.search(piece)
    if null is None:
        return False
    before, after = piece[: null.start()].split(",")[-1], piece[null.end() :].split(",")[0]
    if strict:
        return bool(profile(after if _IN.match(after) and _NO.match(null[0]) else before).words & about)
    return bool((profile(before).words | profile(after).words) & about)


def _same_study(mine: Profile, found: Found) -> bool:
    return bool(mine.drugs & found.said.drugs) and found.covers >= _NULL_TOPIC and not other_condition(mine, found.said)


def _shows_benefit(mine: Profile, found: Found, about: frozenset[str], strict: bool) -> bool:
    """Whether a unit does tell of the benefit. strict: the claim is of a difference, so one is enough."""
    if not (mine.drugs & found.said.drugs):
        return False
    pieces = [
        p
        for p in _BUT.split(found.said.text)
        if (_BENEFIT.search(p) or (strict and _DIFFERENCE.search(p))) and not _NULL.search(p)
    ]
    return any(profile(p).words & about for p in pieces)
