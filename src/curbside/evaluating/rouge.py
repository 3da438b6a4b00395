"""ROUGE-2 and ROUGE-SU4 of an answer against an ideal one.

Definitions: Lin, 2004, "ROUGE: A package for automatic evaluation of summaries", Text Summarization Branches Out,
pages 74-81; counted as his program ROUGE-1.5.5 does. Words are lower-cased runs of the letters a to z and digits,
as they are: no stemming, and stop words stay. A skip-bigram is two words in their order with at most four between them;
SU4 counts these and single words (all but the last of a text, as that program). A pair counts as often as both texts
have it. F is the harmonic mean of recall and precision. Shares are from 0 to 1.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

_WORD: Final = re.compile(r"[a-z0-9]+")
_BETWEEN: Final = 4

Pieces = Counter[tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Score:
    """recall: the share of the ideal's pieces that the answer has. precision: of the answer's that the ideal has."""

    recall: float = 0.0
    precision: float = 0.0

    @property
    def f(self) -> float:
        """The harmonic mean of both."""
        total = self.recall + self.precision
        return 2 * self.recall * self.precision / total if total else 0.0


def words(text: str) -> list[str]:
    """The words that are counted."""
    return _WORD.findall(text.lower())


def bigrams(tokens: Sequence[str]) -> Pieces:
    """Neighbouring words."""
    return Counter(pairwise(tokens))


def skip_bigrams(tokens: Sequence[str]) -> Pieces:
    """Pairs with at most four words between them, and single words but the last."""
    pairs = (
        (first, second) for place, first in enumerate(tokens) for second in tokens[place + 1 : place + _BETWEEN + 2]
    )
    singles: Iterable[tuple[str, ...]] = ((word,) for word in tokens[:-1])
    return Counter([*singles, *pairs])


MEASURES: Final[dict[str, Callable[[Sequence[str]], Pieces]]] = {"ROUGE-2": bigrams, "ROUGE-SU4": skip_bigrams}


def scores(text: str, ideals: Iterable[str]) -> dict[str, Score]:
    """Each of `MEASURES` against the ideal for which its F is greatest; 0 where there is no ideal."""
    ours = words(text)
    theirs = [words(ideal) for ideal in ideals]
    return {
        name: max((_compared(pieces(ours), pieces(ideal)) for ideal in theirs), key=lambda s: s.f, default=Score())
        for name, pieces in MEASURES.items()
    }


def _compared(ours: Pieces, theirs: Pieces) -> Score:
    both = (ours & theirs).total()
    return Score(_share(both, theirs.total()), _share(both, ours.total()))


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0
