"""Gate 7: the statement as a whole follows from a citation; and whether a citation says otherwise.

Support here is strict: what is no way of writing the source's own words (`curbside.language.canon`) is not supported.
"""

from __future__ import annotations

from collections import Counter

from curbside.language import lexicon
from curbside.language.canon import Token
from curbside.language.polarity import opposite
from curbside.types import Reason
from curbside.verifying.alignment import Alignment, Difference, overlap, words
from curbside.verifying.matching import Match

GATE = "support"
TOPIC_NEEDED = 0.6
_VALUES = frozenset({"measure", "frequency", "drug", "route", "population"})
_NEAR = 2
_TURNING = frozenset("not no without never neither nor unless except avoided contraindicated".split())
_SIGNED = frozenset({"direction", "outcome", "order"})


def check(match: Match | None, alignment: Alignment) -> Reason:
    """Passes where a match was found; else names the words that the source does not have in that place."""
    if match is not None:
        return Reason(GATE, True)
    loose = words(t for d in alignment.differences for t in d.statement)
    return Reason(GATE, False, loose, "the source does not say this as a whole")


def contradicted(alignment: Alignment) -> tuple[str, ...]:
    """The words in whose place a unit on the same topic says otherwise; empty where it does not."""
    if topic(alignment) < TOPIC_NEEDED or not _same_drug(alignment):
        return ()
    found = [*_exchanged(alignment), *_opposed(alignment), *_turned(alignment)]
    return words(found)


def topic(alignment: Alignment) -> float:
    """The share of the statement's words of content, quantities and turning words aside, that the unit has."""
    return overlap(_subject(alignment.statement), _subject(alignment.evidence))


def _subject(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    return tuple(t for t in tokens if t.kind in ("word", "drug", "population", "modality"))


def _same_drug(alignment: Alignment) -> bool:
    said = {t.key for t in alignment.statement if t.kind == "drug"}
    there = {t.key for t in alignment.evidence if t.kind == "drug"}
    only_difference = sum(len(d.statement) for d in alignment.differences) <= 2
    return not said or bool(said & there) or only_difference


def _exchanged(alignment: Alignment) -> list[Token]:
    """Everything is there, but in another order: the sides of a comparison or the fields of two phases."""
    said, there = (Counter(t.key for t in side) for side in (alignment.statement, alignment.evidence))
    if not alignment.differences or said - there or (there - said).total() > 1:
        return []
    return [t for d in alignment.differences for t in d.statement]


def _opposed(alignment: Alignment) -> list[Token]:
    """A value in the place of another of its kind, a direction in the place of its opposite."""
    return [t for d in alignment.differences for t in d.statement if _stands_against(t, d)]


def _stands_against(token: Token, difference: Difference) -> bool:
    others = [t for t in difference.evidence if t.kind == token.kind]
    if not others or token.kind not in _VALUES | _SIGNED:
        return False
    if token.kind in _SIGNED:
        return all(opposite(token.key, t.key) for t in others)
    if token.kind == "measure":
        return any(_unit(token) == _unit(t) for t in others) and all(t.key != token.key for t in others)
    if token.kind == "population":
        return all(_concepts(token).isdisjoint(_concepts(t)) for t in others)
    return all(t.key != token.key for t in others)


def _unit(token: Token) -> str:
    return token.key.partition(" ")[2]


def _concepts(token: Token) -> set[str]:
    return {m.concept for m in lexicon.find(token.text, "population")}


def _turned(alignment: Alignment) -> list[Token]:
    """A negation or exception that only one side has, next to words that both have."""
    found: list[Token] = []
    last = len(alignment.differences) - 1
    for i, d in enumerate(alignment.differences):
        said = _turning(d.statement, i == 0, i == last)
        there = _turning(d.evidence, i == 0, i == last)
        if len(said) != len(there):
            found += said or there
    return found


def _turning(tokens: tuple[Token, ...], first: bool, last: bool) -> list[Token]:
    """The negations and exceptions that stand close to what follows or, at the end, to what went before."""
    n = len(tokens)
    near = [i for i in range(n) if (not last and n - i <= _NEAR) or (not first and i < _NEAR) or n <= _NEAR]
    return [tokens[i] for i in near if tokens[i].key in _TURNING]
