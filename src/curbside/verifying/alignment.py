"""The unit of a citation that is likest to a statement, and where the two part."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from curbside.language.canon import Token, canon, likeness_keys

CRITICAL = frozenset({"measure", "frequency", "drug", "route", "population", "direction", "order", "outcome"})


@dataclass(frozen=True, slots=True)
class Difference:
    """A place where statement and evidence part; one of the two sides may be empty."""

    statement: tuple[Token, ...]
    evidence: tuple[Token, ...]


@dataclass(frozen=True, slots=True)
class Alignment:
    """A statement laid beside its likest unit.

    unit: its index, -1 where there is none. overlap: the share of the statement's content that the unit has, 0 to 1.
    """

    statement: tuple[Token, ...]
    evidence: tuple[Token, ...]
    unit: int
    overlap: float
    differences: tuple[Difference, ...]


def overlap(statement: tuple[Token, ...], evidence: tuple[Token, ...]) -> float:
    """The share of the statement's content that the evidence has, 0 to 1, whatever its order."""
    wanted = Counter(likeness_keys(statement))
    return (wanted & Counter(likeness_keys(evidence))).total() / wanted.total() if wanted else 0.0


def nearest(statement: str, units: Sequence[str]) -> Alignment:
    """`statement` beside the one of `units` that has most of its content; of equals the shorter."""
    tokens = canon(statement).tokens
    ranked = [(overlap(tokens, canon(u).tokens), -len(canon(u).tokens), -i) for i, u in enumerate(units)]
    if not ranked:
        return Alignment(tokens, (), -1, 0.0, (Difference(tokens, ()),) if tokens else ())
    share, _, index = max(ranked)
    return laid_beside(tokens, canon(units[-index]).tokens, -index, share)


def laid_beside(statement: tuple[Token, ...], evidence: tuple[Token, ...], unit: int, share: float) -> Alignment:
    """Both token by token, by their longest common runs."""
    matcher = SequenceMatcher(None, [t.key for t in statement], [t.key for t in evidence], autojunk=False)
    differences = tuple(
        Difference(statement[a:b], evidence[c:d]) for op, a, b, c, d in matcher.get_opcodes() if op != "equal"
    )
    return Alignment(statement, evidence, unit, share, differences)


def words(tokens: Iterable[Token]) -> tuple[str, ...]:
    """The tokens as they stand in their text, each once."""
    return tuple(dict.fromkeys(t.text for t in tokens))
