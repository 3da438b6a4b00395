"""Running the queries of a collection through a search, and what that measures."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from curbside.retrieval.evaluation.collection import Judged
from curbside.retrieval.evaluation.metrics import means, measured, percentile
from curbside.retrieval.evaluation.runs import DEPTH, Ranking

Rank = Callable[[str, int], Sequence[tuple[str, float]]]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one query brought: its ranking, best first, its measures and how long the search took in seconds."""

    query: str
    ranking: Ranking
    measures: Mapping[str, float]
    seconds: float


@dataclass(frozen=True, slots=True)
class Summary:
    """Means of the measures over queries; the time of a query in milliseconds (p50, p95, mean)."""

    queries: int
    metrics: Mapping[str, float]
    milliseconds: Mapping[str, float]


def outcomes(
    queries: Iterable[Judged], rank: Rank, depth: int = DEPTH, clock: Callable[[], float] = time.perf_counter
) -> list[Outcome]:
    """Each query asked once, one after the other; `rank` gives at most `depth` documents, each once, best first."""
    return [_outcome(query, rank, depth, clock) for query in queries]


def summary(found: Sequence[Outcome]) -> Summary:
    """The means over what was found."""
    times = [one.seconds * 1000 for one in found]
    return Summary(
        queries=len(found),
        metrics=means([one.measures for one in found]),
        milliseconds={
            "p50": percentile(times, 0.5),
            "p95": percentile(times, 0.95),
            "mean": sum(times) / len(times) if times else 0.0,
        },
    )


def _outcome(query: Judged, rank: Rank, depth: int, clock: Callable[[], float]) -> Outcome:
    began = clock()
    ranking = tuple(rank(query.text, depth))[:depth]
    seconds = clock() - began
    return Outcome(query.id, ranking, measured([document for document, _ in ranking], query.grades), seconds)
