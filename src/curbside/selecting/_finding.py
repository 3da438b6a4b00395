"""Which way the conclusion of a study goes on a question about what was found."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from curbside.selecting._claim import Claim, pattern, stems

_BREAK: Final = re.compile(
    r"[;:]\s+|[.]\s+|,?\s+(?=(?:but|however|although|though|whereas|while|despite|yet)\b)|"
    r",\s+(?=(?:and|or)\s+(?:\w+\s+){0,4}?(?:is|are|was|were|do|does|did|may|can|should|has|have)\b)",
    re.IGNORECASE,
)
_CONCEDED: Final = re.compile(r"(?:although|though|while|whereas|despite|even though)\b", re.IGNORECASE)
_CONTRAST: Final = re.compile(r"(?:but|however|yet)\b", re.IGNORECASE)
_PLAIN: Final = 0.5
_ADJACENT: Final = 12
_PLAIN_KINDS = {"exist"}


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause of a conclusion. sign: +1 for the claim, -1 against it, weaker where no word says so; near: the share of
    the claim's words it has; conceded: whether it is what another clause overrules."""

    text: str
    sign: float
    near: float
    conceded: bool


def clauses(claim: Claim, sentence: str) -> tuple[Clause, ...]:
    """The clauses of `sentence` with the way each of them goes."""
    return tuple(
        Clause(piece, _sign(claim.kind, piece), near(claim, piece), bool(_CONCEDED.match(piece)))
        for piece in _pieces(sentence)
    )


def near(claim: Claim, text: str) -> float:
    """The share of the claim's words that `text` has."""
    return len(claim.words & stems(text)) / max(1, len(claim.words))


def _pieces(sentence: str) -> Iterator[str]:
    for piece in _BREAK.split(sentence):
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
    null = [m.span() for m in pattern("null", "phrases").finditer(text) if not _inside(m.span(), favour)]
    against = [m.span() for m in pattern("against", kind).finditer(text) if not _inside(m.span(), favour + null)]
    if any(0 <= a[0] - n[1] <= _ADJACENT for n in null for a in against):
        return _PLAIN
    if null:
        return -1.0
    if favour and against:
        return _PLAIN if favour[0][0] < against[0][0] else -_PLAIN
    if against:
        return -1.0
    if favour:
        return 1.0
    return _PLAIN if kind in _PLAIN_KINDS else 0.0


def _inside(span: tuple[int, int], others: list[tuple[int, int]]) -> bool:
    return any(o[0] <= span[0] and span[1] <= o[1] for o in others)
