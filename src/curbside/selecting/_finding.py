"""Which way the conclusion of a study goes on a question about what was found."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from curbside.selecting._about import near, outcome_of, shared
from curbside.selecting._bounds import bounds, hold
from curbside.selecting._claim import Claim, pattern, stems

_BREAK: Final = re.compile(
    r"[;:]\s+|[.]\s+|,?\s+(?=(?:but|however|although|though|whereas|while|despite|yet)\b)|"
    r",\s+(?=(?:and|or)\s+(?:\w+\s+){0,4}?(?:is|are|was|were|do|does|did|may|can|should|has|have)\b)",
    re.IGNORECASE,
)
_CONCEDED: Final = re.compile(r"(?:although|though|while|despite|even though)\b", re.IGNORECASE)
_CONTRAST: Final = re.compile(r"(?:but|however|yet)\b", re.IGNORECASE)
_FAILURE: Final = re.compile(r"\bfail(?:s|ed|ure|ing)?\b", re.IGNORECASE)
_NARROWED: Final = re.compile(r"\b(?:unless|except|only|if|provided|apart from)\b", re.IGNORECASE)
_WHEN: Final = re.compile(r"\bwhen\b(.*)", re.IGNORECASE)
_NOT_AT_ALL: Final = re.compile(r"\b(?:anything but|far from)\b", re.IGNORECASE)
_GIVEN_FOR: Final = re.compile(
    r"\b(?:for|with|of|against)\s+([^,]{1,200}?)\s+(?=(?:do|does|did|is|are|was|were|has|have|can|could|may|might|will)\b|"
    r"(?:reduc|increas|improv|lower|rais|prevent)\w*\b)",
    re.IGNORECASE,
)
_NEGATOR: Final = re.compile(r"(?:\w+ )?(?:not?|without)\b", re.IGNORECASE)
_AUXILIARY: Final = re.compile(r"^\S+\s+")
_HEAD: Final = re.compile(
    r"\b(?:improv|reduc|increas|prevent|lower|reliev|caus|benefi|protect|enhanc)\w*\b|\b(?:better|superior|effective)\b",
    re.IGNORECASE,
)
_RATHER: Final = re.compile(r"\b(?:rather than|instead of|but not|unlike)\b", re.IGNORECASE)
_COMPARED: Final = re.compile(
    r"\b(?:(?:better|safer|worse|greater|higher|lower|fewer|(?:more|less)\s+\w+)\b[^,;]*?\bthan|"
    r"(?:superior|preferable|preferred|inferior)\b[^,;]*?\b(?:to|over))\b",
    re.IGNORECASE,
)
_PLAIN: Final = 0.5
_ADJACENT: Final = 12
_REACH: Final = 30
_BY_NAME: Final = frozenset({"safe", "need"})


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause of a conclusion. sign: +1 for the claim, -1 against it, weaker where no word says so; near: the share of
    the claim's words it has; conceded: whether another clause overrules it; open: whether it says that nothing is
    known."""

    text: str
    sign: float
    near: float
    conceded: bool
    open: bool


def clauses(claim: Claim, sentence: str) -> tuple[Clause, ...]:
    """The clauses of `sentence` with the way each of them goes."""
    return tuple(_clause(claim, piece) for piece in _pieces(sentence))


def _clause(claim: Claim, piece: str) -> Clause:
    """A call for more study says nothing, though it names what it would study."""
    study = pattern("open", "study").search(piece)
    besides = study or _unfit(claim, piece) or _of_another_outcome(claim, piece)
    sign = 0.0 if besides else _sign(claim.kind, piece)
    if sign > 0 and _turned(claim, piece):
        sign = -sign
    leaves_open = not study and bool(pattern("open", "phrases").search(piece))
    return Clause(piece, sign, 0.0 if study else near(claim, piece), bool(_CONCEDED.match(piece)), leaves_open)


def _unfit(claim: Claim, piece: str) -> bool:
    """Whether the clause cannot say that something is safe or needed: it says that it may be so, or for some cases
    or numbers only, or speaks of stopping or going without what the claim asks about."""
    lists = [pattern("advice", what) for what in ("stop", "keep", "avoid")]
    other = any(p.search(piece) and not p.search(claim.text) for p in (*lists, _FAILURE, _NARROWED))
    when = _WHEN.search(piece)
    elsewhere = when is not None and not shared(claim, claim.words, when[1])
    numbers = tuple(b for b in bounds(claim.text) if b.bound or b.unit)
    hedged = pattern("advice", "hedged").search(piece) or (numbers and not hold(numbers, bounds(piece)))
    return claim.kind in _BY_NAME and (other or elsewhere or bool(hedged))


def _of_another_outcome(claim: Claim, piece: str) -> bool:
    """Whether the outcome that is asked stands only in what the clause speaks of before its verb ("B12 given for raised
    homocysteine does not reduce strokes" says nothing on homocysteine)."""
    outcome, aside = outcome_of(claim), _GIVEN_FOR.search(piece)
    return bool(aside and outcome and outcome <= stems(aside[1]) and not outcome & stems(piece[aside.end() :]))


def _pieces(sentence: str) -> Iterator[str]:
    for piece in _BREAK.split(_NOT_AT_ALL.sub("not", sentence)):
        conceded = _CONCEDED.match(piece)
        head, comma, rest = piece.partition(", ")
        if conceded and comma and len(rest.split()) > 3:
            yield head
            yield rest
        elif piece.strip():
            yield piece.strip()


def _sign(kind: str, piece: str) -> float:
    text = pattern("null", "harmless").sub(" ", piece)
    favour = [m.span() for m in pattern("for", kind).finditer(text)]
    covered = [f for f in favour if _NEGATOR.match(text[f[0] : f[1]])]
    null = [m.span() for m in pattern("null", "phrases").finditer(text) if not _overlap(m.span(), covered)]
    taken = favour if kind in _BY_NAME else favour + null
    against = [m.span() for m in pattern("against", kind).finditer(text) if not _overlap(m.span(), taken)]
    if any(0 <= a[0] - n[1] <= _ADJACENT for n in null for a in against):
        return 0.0
    if kind in _BY_NAME:
        return _by_name(null or [m.span() for m in pattern("advice", "not").finditer(text)], favour, against)
    if null or text.lower().startswith("but not "):
        return -1.0
    if favour and against:
        return _PLAIN if favour[0][0] < against[0][0] else -_PLAIN
    if against:
        return -1.0
    if favour:
        return 1.0
    return _PLAIN if kind == "exist" else 0.0


def _by_name(null: list[tuple[int, int]], favour: list[tuple[int, int]], against: list[tuple[int, int]]) -> float:
    """The sign for a claim that only its own words can carry: "not effective" says nothing on what is safe."""
    turned = [f for f in favour if any(0 <= f[0] - n[1] <= _REACH for n in null)]
    if against or turned:
        return -_PLAIN if len(turned) < len(favour) else -1.0
    return 1.0 if favour and not null else 0.0


def _overlap(span: tuple[int, int], others: list[tuple[int, int]]) -> bool:
    return any(o[0] < span[1] and span[0] < o[1] for o in others)


def _turned(claim: Claim, piece: str) -> bool:
    """Whether the clause has the sides of the question's comparison the other way round, or says what is asked of
    something else "rather than" of the question's subject."""
    asked, said = _sides(claim.part), _sides(piece)
    instead = _RATHER.search(piece)
    first = asked[0] if asked else stems(_HEAD.split(_AUXILIARY.sub("", claim.part))[0])
    if instead and first and first <= stems(piece[instead.end() :]) and not first & stems(piece[: instead.start()]):
        return True
    if not asked or not said:
        return False
    left, right = asked[0] - asked[1], asked[1] - asked[0]
    return bool(left & said[1] and right & said[0] and not left & said[0])


def _sides(text: str) -> tuple[frozenset[str], frozenset[str]] | None:
    """The stems before a word of comparison ("better", "superior") and after its "than", "to" or "over"."""
    m = _COMPARED.search(text)
    return (stems(text[: m.start()]), stems(text[m.end() :])) if m else None
