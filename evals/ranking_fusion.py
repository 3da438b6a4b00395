"""Ways to make one ranking of documents from several. All take and give scores by document, one array a query."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32]
DEPTH = 1000


def first(scores: Scores, k: int) -> NDArray[np.int64]:
    """The places of the best `k`, best first, ties by place."""
    if k < len(scores):
        least = np.partition(scores, -k)[-k]
        kept = np.flatnonzero(scores >= least)
        return kept[np.argsort(-scores[kept], kind="stable")[:k]]
    return np.argsort(-scores, kind="stable")


def ranks(scores: Scores) -> NDArray[np.int64]:
    """The rank of each document from 1, ties by place; `DEPTH` + 1 or more counts as not found."""
    order = np.argsort(-scores, kind="stable")
    places = np.empty(len(scores), np.int64)
    places[order] = np.arange(1, len(scores) + 1)
    return places


def reciprocal(parts: Sequence[Scores], weights: Sequence[float], k: float) -> Scores:
    """Reciprocal rank fusion (Cormack, Clarke and Buettcher, SIGIR 2009), weighted; nothing for what was not found."""
    total = np.zeros(len(parts[0]), np.float32)
    for scores, weight in zip(parts, weights, strict=True):
        places = ranks(scores)
        found = (places <= DEPTH) & (scores > 0)
        total += np.where(found, weight / (k + places), 0).astype(np.float32)
    return total


def normalised(scores: Scores) -> Scores:
    """From 0 for the last of the best `DEPTH` to 1 for the best; 0 for the others."""
    best = np.partition(scores, -min(DEPTH, len(scores)))[-min(DEPTH, len(scores)) :]
    low, high = float(best.min()), float(best.max())
    return np.clip((scores - low) / max(high - low, 1e-9), 0, 1).astype(np.float32)


def standardised(scores: Scores) -> Scores:
    """Distances from the mean of the best `DEPTH` in their standard deviations, at least -1."""
    best = np.partition(scores, -min(DEPTH, len(scores)))[-min(DEPTH, len(scores)) :]
    return np.maximum((scores - best.mean()) / max(float(best.std()), 1e-9), -1).astype(np.float32)


def listed(scores: Scores, depth: int, deviations: bool) -> Scores:
    """As a search gives them: the best `depth` above 0, from 0 for the last of them; 0 for what is not in the list.

    deviations: in standard deviations of the list; else from 0 to 1.
    """
    found = first(scores, depth)
    found = found[scores[found] > 0]
    made = np.zeros(len(scores), np.float32)
    if len(found):
        values = scores[found]
        scale = float(values.std() if deviations else values.max() - values.min())
        made[found] = (values - values.min()) / scale if scale > 1e-9 else 1.0
    return made


def mixed(parts: Sequence[Scores], weights: Sequence[float]) -> Scores:
    """The weighted sum."""
    return np.asarray(sum(w * p for p, w in zip(parts, weights, strict=True)), dtype=np.float32)


def rocchio(query: Scores, vectors: Scores, scores: Scores, rows: int, share: float) -> Scores:
    """The query's vector moved towards the mean of its best rows (Rocchio 1971), of length 1 again."""
    best = np.argsort(-scores, kind="stable")[:rows]
    moved = (1 - share) * query + share * vectors[best].mean(axis=0)
    return np.asarray(moved / np.linalg.norm(moved), dtype=np.float32)
