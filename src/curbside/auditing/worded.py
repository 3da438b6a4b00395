"""A claim that is a source's sentence but for a word or two: the words that are another there, by what they are."""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

from curbside.auditing.faults import Fault, FaultKind
from curbside.auditing.finding import Found
from curbside.auditing.profile import Profile
from curbside.language import lexicon
from curbside.language.canon import Token
from curbside.verifying.alignment import Alignment, laid_beside, words
from curbside.verifying.support import contradicted

_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_COMPARING: Final = frozenset("than vs over rather compared respectively".split())
_CLOSE: Final = 0.75
_FEW: Final = 0.25
_KINDS: Final = {
    "drug": FaultKind.DRUG_SWAPPED,
    "measure": FaultKind.NUMBER_OR_UNIT,
    "frequency": FaultKind.FREQUENCY_SWAPPED,
    "route": FaultKind.ROUTE_SWAPPED,
    "population": FaultKind.POPULATION_SWAPPED,
}


def worded_faults(mine: Profile, found: tuple[Found, ...]) -> tuple[Fault, ...]:
    """The faults against the unit that has nearly all of the claim's words in their order; () where none is near."""
    near = [(f, a) for f in found[:6] if f.overlap >= _CLOSE and (a := _beside(mine, f)) and _few(a)]
    if not near:
        return ()
    told, alignment = min(near, key=lambda pair: sum(len(d.statement) + len(d.evidence) for d in pair[1].differences))
    wrong = set(contradicted(alignment)) - _only_moved(alignment)
    if not wrong:
        return ()
    faults: dict[FaultKind, Fault] = {}
    for d in alignment.differences:
        for token in d.statement or d.evidence:
            if token.text in wrong:
                kind = _kind(token)
                there = [t for t in d.evidence if t.kind == token.kind] or list(d.evidence)
                message = _message(token, d.statement, there)
                faults.setdefault(kind, Fault(kind, (token.text,), message, told, against=True))
    return tuple(faults.values())


def _beside(mine: Profile, found: Found) -> Alignment:
    return laid_beside(mine.tokens, found.said.tokens, 0, found.overlap)


def _few(alignment: Alignment) -> bool:
    changed = sum(len(d.statement) for d in alignment.differences)
    dropped = sum(len(d.evidence) for d in alignment.differences)
    return changed <= max(2, _FEW * len(alignment.statement)) and dropped <= max(3, _FEW * len(alignment.evidence))


def _only_moved(alignment: Alignment) -> set[str]:
    """The words that both sides have as often: no fault but where values or compared things change places."""
    said, there = (Counter(t.key for t in side) for side in (alignment.statement, alignment.evidence))
    if said == there and _places_changed(alignment):
        return set()
    return {t.text for side in (alignment.statement, alignment.evidence) for t in side if said[t.key] == there[t.key]}


def _places_changed(alignment: Alignment) -> bool:
    """Whether two quantities, or the two sides of a comparison, stand in another order."""
    kinds = {"measure", "frequency"}
    if any(t.key in _COMPARING for t in alignment.statement):
        kinds |= {"drug", "route"}
    orders = [
        [t.key for t in side if t.kind in kinds and not _YEAR.fullmatch(t.text)]
        for side in (alignment.statement, alignment.evidence)
    ]
    return orders[0] != orders[1]


def _kind(token: Token) -> FaultKind:
    if token.kind == "word" and lexicon.find(token.text, "condition"):
        return FaultKind.INDICATION_SWAPPED
    return _KINDS.get(token.kind, FaultKind.NEGATION_OR_DIRECTION)


def _message(token: Token, said: tuple[Token, ...], there: list[Token]) -> str:
    if token not in said:
        return f'the source has "{token.text}", which the text leaves out'
    other = ", ".join(words(there))
    return f'the text has "{token.text}", the source "{other}"' if other else f'the source has no "{token.text}" there'
