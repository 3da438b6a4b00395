"""Words that turn a statement round: negations, exceptions, conditions, directions, orders in time.

The lists are of English clinical prose and closed: a word that is not in them is no cue. Directions carry a sign, so
that "higher" and "reduced" can be told apart from words of the same sense; nothing here says that two cues mean the
same (`concept` is for messages and for finding opposites, never for accepting one word in place of another).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

_WORD: Final = re.compile(r"[^\W_]+(?:['’][^\W_]+)?|≥|≤|[<>]=?")

_LISTS: Final = {
    ("negation", "not"): (
        "not no none without never neither nor cannot can't don't doesn't isn't aren't shouldn't mustn't "
        "won't wasn't weren't didn't lack lacks lacking absent absence non nothing hardly"
    ),
    ("negation", "avoid"): "avoid avoids avoided avoiding avoidance contraindicated contraindication contraindications "
    "withhold withheld withholding stop stops stopped stopping discontinue discontinued discontinuing refrain "
    "omit omitted fail fails failed",
    ("exception", "unless"): "unless except excepting excluding exclude excludes excluded apart",
    ("exception", "only"): "only solely alone exclusively",
    ("exception", "but"): "but however although though despite otherwise",
    ("condition", "if"): "if when whenever where provided providing until till while whilst once whether",
    ("direction", "+"): (
        "increase increases increased increasing raise raises raised raising rise rises rose rising "
        "higher highest high elevate elevates elevated elevating greater greatest more most above over "
        "exceed exceeds exceeding exceeded upper maximum max longer longest older larger largest gain "
        "gains gained accelerate accelerates accelerated faster escalate escalated up additional enhance "
        "enhances enhanced promote promotes promoted upregulated"
    ),
    ("direction", "-"): (
        "decrease decreases decreased decreasing reduce reduces reduced reducing reduction lower lowers "
        "lowered lowering lowest low fall falls fell falling fewer fewest less least below under minimum "
        "min shorter shortest younger smaller smallest loss losses lose loses lost decline declines "
        "declined slower deplete depletes depleted down taper tapered attenuate attenuated attenuates "
        "inhibit inhibits inhibited suppress suppresses suppressed downregulated"
    ),
    ("outcome", "+"): (
        "better best improve improves improved improving improvement benefit benefits beneficial "
        "effective superior safe safely recovery resolve resolved resolves resolution"
    ),
    ("outcome", "-"): (
        "worse worst worsen worsens worsened worsening harm harms harmful harmed ineffective inferior "
        "unsafe unlikely exacerbate exacerbates exacerbated precipitate precipitates toxic"
    ),
    ("order", "before"): "before prior preceding pre until earlier previously",
    ("order", "after"): "after following subsequently post later since then thereafter",
    ("order", "during"): "during throughout",
    ("comparison", "than"): "than versus vs compared instead rather equal same similar difference different unlike",
    ("with", "with"): "with",
}
_CUES: Final = {word: key for key, words in _LISTS.items() for word in words.split()}
_SYMBOLS: Final = {">": "+", ">=": "+", "≥": "+", "<": "-", "<=": "-", "≤": "-"}


@dataclass(frozen=True, slots=True)
class Cue:
    """A word that can turn a statement round, at [start, end) of the text.

    kind: "negation", "exception", "condition", "direction", "outcome", "order", "comparison" or "with"; concept: what
    group of words it belongs to ("+" and "-" for directions and outcomes).
    """

    kind: str
    concept: str
    start: int
    end: int
    text: str


def kind_of(word: str) -> tuple[str, str] | None:
    """The kind and concept of one word in any case, or None where it is no cue."""
    word = word.lower().replace("’", "'")
    if word in _SYMBOLS:
        return "direction", _SYMBOLS[word]
    return _CUES.get(word)


@lru_cache(maxsize=4096)
def cues(text: str) -> tuple[Cue, ...]:
    """The cues of `text` in order."""
    found = ((m, kind_of(m[0])) for m in _WORD.finditer(text))
    return tuple(Cue(key[0], key[1], m.start(), m.end(), m[0]) for m, key in found if key)


def opposite(a: str, b: str) -> bool:
    """Whether two single words are of one kind and of opposite direction ("increase" and "reduced")."""
    x, y = kind_of(a), kind_of(b)
    return x is not None and y is not None and x[0] == y[0] and {x[1], y[1]} in ({"+", "-"}, {"before", "after"})
