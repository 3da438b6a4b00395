"""BM25 in NumPy, so that many settings can be tried on one cut of the texts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Final

import numpy as np
import snowballstemmer
from numpy.typing import NDArray

Scores = NDArray[np.float32]
Terms = Callable[[str], list[str]]
# The stop words of Lucene's EnglishAnalyzer.
_STOP: Final = frozenset(
    """a an and are as at be but by for if in into is it no not of on or such that the their then there these they this
    to was will with""".split()
)
_WORD = re.compile(r"\w+")
_STEMMER = snowballstemmer.stemmer("english")
_STEMS: dict[str, str] = {}


def plain_terms(text: str) -> list[str]:
    """Lower-case words without Lucene's English stop words, stemmed (Snowball English): nothing clinical is known."""
    found = [word for word in _WORD.findall(text.lower()) if word not in _STOP]
    for word in found:
        if word not in _STEMS:
            _STEMS[word] = _STEMMER.stemWord(word)
    return [_STEMS[word] for word in found]


class Words:
    """Rows of text fields, cut into terms once; `scores` for any weights of the fields, k1 and b.

    A field of weight 2 counts as if it stood there twice, in frequencies and lengths: one flat field, as the index of
    the library has it. The inverse document frequency is Lucene's, log(1 + (N - n + 0.5) / (n + 0.5)), over all fields.
    """

    def __init__(self, rows: Sequence[tuple[str, ...]], terms: Terms) -> None:
        self.count, self.terms = len(rows), terms
        raw: dict[str, tuple[list[int], list[list[int]]]] = {}
        fields = max((len(row) for row in rows), default=0)
        self.lengths = np.zeros((len(rows), fields), np.float32)
        for number, row in enumerate(rows):
            counts: dict[str, list[int]] = {}
            for place, text in enumerate(row):
                for term, times in Counter(terms(text)).items():
                    counts.setdefault(term, [0] * fields)[place] = times
            self.lengths[number] = np.sum(list(counts.values()), axis=0) if counts else 0
            for term, times_by_field in counts.items():
                places, times_of = raw.setdefault(term, ([], []))
                places.append(number)
                times_of.append(times_by_field)
        self._postings = {
            term: (np.asarray(places, np.int32), np.asarray(times, np.float32)) for term, (places, times) in raw.items()
        }
        self._by_row: list[Counter[str]] | None = None

    def scores(self, query: Mapping[str, float], weights: Sequence[float], k1: float = 1.2, b: float = 0.75) -> Scores:
        """The score of each row for weighted terms."""
        total = np.zeros(self.count, np.float32)
        weight_of = np.asarray(weights, np.float32)
        lengths = self.lengths @ weight_of
        norm = k1 * (1 - b + b * lengths / max(float(lengths.mean()), 1e-9))
        for term, weight in query.items():
            if term in self._postings:
                places, times = self._postings[term]
                frequency = times @ weight_of
                total[places] += weight * self.idf(term) * frequency * (k1 + 1) / (frequency + norm[places])
        return total

    def idf(self, term: str) -> float:
        """How rare a term is, 0 for one that no row has."""
        found = len(self._postings[term][0]) if term in self._postings else 0
        return float(np.log(1 + (self.count - found + 0.5) / (found + 0.5))) if found else 0.0

    def of_row(self, number: int) -> Counter[str]:
        """The terms of one row, all fields alike."""
        if self._by_row is None:
            self._by_row = [Counter() for _ in range(self.count)]
            for term, (places, times) in self._postings.items():
                for place, found in zip(places.tolist(), times.sum(axis=1).tolist(), strict=True):
                    self._by_row[place][term] = int(found)
        return self._by_row[number]


def weighted(terms: Sequence[str]) -> dict[str, float]:
    """Terms with a weight of 1 each, however often they come."""
    return dict.fromkeys(terms, 1.0)


def counted(terms: Sequence[str]) -> dict[str, float]:
    """Terms with how often they come, as most BM25 implementations read a query."""
    return {term: float(times) for term, times in Counter(terms).items()}


def relevance_model(
    words: Words, query: Mapping[str, float], scores: Scores, rows: int = 10, terms: int = 20, share: float = 0.5
) -> dict[str, float]:
    """RM3: the query mixed with the terms that stand out in its best rows.

    Lavrenko and Croft (2001) with the interpolation of Abdul-Jaleel et al. (2004, TREC): P(term) is the sum over the
    best rows of term frequency over length, weighted by their scores; the heaviest `terms` are kept. share: of the
    query.
    """
    best = np.argsort(-scores, kind="stable")[:rows]
    mass = float(scores[best].sum()) or 1.0
    model: Counter[str] = Counter()
    for row in best.tolist():
        for term, times in words.of_row(row).items():
            model[term] += times / max(float(words.lengths[row].sum()), 1.0) * float(scores[row]) / mass
    kept = model.most_common(terms)
    own, other = sum(query.values()) or 1.0, sum(value for _, value in kept) or 1.0
    mixed = {term: share * weight / own for term, weight in query.items()}
    for term, value in kept:
        mixed[term] = mixed.get(term, 0.0) + (1 - share) * value / other
    return mixed
