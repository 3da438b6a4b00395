"""Measures of a ranking against judgements, as trec_eval works them out.

A grade of 1 or more is relevant, a document without a judgement is not. nDCG is trec_eval's `ndcg_cut`: the gain is
the grade itself (0 for a negative one), the discount log2(rank + 1), the ideal ranking that of the judged documents
(Järvelin and Kekäläinen, 2002, ACM Transactions on Information Systems 20(4):422-446). Average precision and recall
divide by the number of all relevant documents, found or not. A query with no relevant document measures 0.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import islice
from typing import Final

Grades = Mapping[str, int]


def ndcg(ranking: Sequence[str], grades: Grades, k: int) -> float:
    """Normalised discounted cumulative gain of the first `k`, from 0 to 1."""
    ideal = _gain(sorted(grades.values(), reverse=True), k)
    return _gain((grades.get(document, 0) for document in ranking), k) / ideal if ideal else 0.0


def recall(ranking: Sequence[str], grades: Grades, k: int) -> float:
    """The share of the relevant documents that is among the first `k`."""
    relevant = _relevant(grades)
    return len(relevant.intersection(ranking[:k])) / len(relevant) if relevant else 0.0


def precision(ranking: Sequence[str], grades: Grades, k: int) -> float:
    """How many of the first `k` are relevant, over `k` even where fewer were found."""
    return len(_relevant(grades).intersection(ranking[:k])) / k


def average_precision(ranking: Sequence[str], grades: Grades) -> float:
    """The precision at the rank of each relevant document, 0 for one not found, averaged."""
    relevant = _relevant(grades)
    ranks = (rank for rank, document in enumerate(ranking, 1) if document in relevant)
    found = math.fsum(number / rank for number, rank in enumerate(ranks, 1))
    return found / len(relevant) if relevant else 0.0


def reciprocal_rank(ranking: Sequence[str], grades: Grades, k: int) -> float:
    """One over the rank of the first relevant document, 0 where none is among the first `k`."""
    relevant = _relevant(grades)
    return next((1 / rank for rank, document in enumerate(ranking[:k], 1) if document in relevant), 0.0)


MEASURES: Final[Mapping[str, Callable[[Sequence[str], Grades], float]]] = {
    "nDCG@10": lambda ranking, grades: ndcg(ranking, grades, 10),
    "recall@100": lambda ranking, grades: recall(ranking, grades, 100),
    "MAP": average_precision,
    "MRR@10": lambda ranking, grades: reciprocal_rank(ranking, grades, 10),
    "P@1": lambda ranking, grades: precision(ranking, grades, 1),
}


def measured(ranking: Sequence[str], grades: Grades) -> dict[str, float]:
    """Each of `MEASURES` for one query; `ranking` is best first.

    Raises ValueError where a document is in it twice.
    """
    if len(set(ranking)) < len(ranking):
        raise ValueError("a document is in the ranking twice")
    return {name: measure(ranking, grades) for name, measure in MEASURES.items()}


def means(rows: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """The mean of each measure over queries; 0 where there is none."""
    return {name: math.fsum(row[name] for row in rows) / len(rows) if rows else 0.0 for name in MEASURES}


def percentile(values: Iterable[float], share: float) -> float:
    """The smallest of `values` that at least this share of them does not exceed (nearest rank); 0 for no values."""
    ordered = sorted(values)
    return ordered[max(math.ceil(share * len(ordered)) - 1, 0)] if ordered else 0.0


def _relevant(grades: Grades) -> frozenset[str]:
    return frozenset(document for document, grade in grades.items() if grade > 0)


def _gain(grades: Iterable[int], k: int) -> float:
    return math.fsum(max(grade, 0) / math.log2(rank + 1) for rank, grade in enumerate(islice(grades, k), 1))
