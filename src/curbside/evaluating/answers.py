"""Asking the questions of a file and measuring what comes: one outcome a question, and a summary of all.

A refusal has no words and cites nothing; where its question has an ideal answer it scores 0, so that refusing is never
a way to a better mean.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from curbside.errors import InputError, UsageError
from curbside.evaluating.questions import Asked
from curbside.evaluating.rouge import MEASURES, Score, scores
from curbside.retrieval.evaluation.metrics import percentile
from curbside.types import Answer, Refusal, Statement

Ask = Callable[[str], Answer | Refusal]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one question.

    answer: the texts of the statements in the order of the answer, bottom line first, without marks. sources: the names
    of the cited ones, by first citation. milliseconds: from the question to the answer. stages: the same, by stage.
    search: how passages were looked for.
    """

    asked: Asked
    answer: str
    bottom_line: str
    sources: tuple[str, ...]
    statements: int
    milliseconds: float
    refused: bool
    rouge: Mapping[str, Score]
    stages: Mapping[str, float]
    search: str

    @property
    def words(self) -> int:
        """Of the answer, parted by white space."""
        return len(self.answer.split())

    def row(self) -> dict[str, Any]:
        """The object that a file of answers has of it."""
        return {
            "id": self.asked.id,
            "answer": self.answer,
            "bottom_line": self.bottom_line,
            "sources": list(self.sources),
            "statements": self.statements,
            "words": self.words,
            "milliseconds": round(self.milliseconds, 3),
            "refused": self.refused,
        }


def outcomes(
    asked: Iterable[Asked],
    ask: Ask,
    names: Mapping[str, str] | None = None,
    clock: Callable[[], float] = time.perf_counter,
) -> Iterator[Outcome]:
    """Each question asked once, one after the other. names: what sources are called, where not by their id.

    Raises InputError, with the line, for a question that cannot be asked.
    """
    for one in asked:
        began = clock()
        try:
            result = ask(one.text)
        except UsageError as error:
            raise InputError(one.where, str(error).rstrip(".")) from error
        yield outcome(one, result, (clock() - began) * 1000, names or {})


def outcome(asked: Asked, result: Answer | Refusal, milliseconds: float, names: Mapping[str, str]) -> Outcome:
    """What an answer that took so long comes to."""
    statements = in_order(result) if isinstance(result, Answer) else []
    lead = frozenset(result.bottom_line) if isinstance(result, Answer) else frozenset[str]()
    answer = " ".join(one.text for one in statements)
    cited = dict.fromkeys(citation.source for one in statements for citation in one.citations)
    return Outcome(
        asked,
        answer,
        " ".join(one.text for one in statements if one.id in lead),
        tuple(names.get(source, source) for source in cited),
        len(statements),
        milliseconds,
        isinstance(result, Refusal),
        scores(answer, asked.ideal),
        dict(result.made.milliseconds),
        result.made.search,
    )


def in_order(answer: Answer) -> list[Statement]:
    """The statements as a reader meets them: those of the bottom line, then section by section."""
    known = {one.id: one for one in answer.statements}
    placed = [*answer.bottom_line, *(each for section in answer.sections for each in section.statements)]
    return [known[one] for one in dict.fromkeys(placed)]


def summary(found: Sequence[Outcome]) -> dict[str, Any]:
    """Means over the questions (docs/cli.md, `curbside eval`); null where no question has what is needed."""
    times = [one.milliseconds for one in found]
    return {
        "questions": len(found),
        "answered": sum(not one.refused for one in found),
        "refused": sum(one.refused for one in found),
        "rouge": _rouge([one for one in found if one.asked.ideal]),
        "sources": _sources([one for one in found if one.asked.sources]),
        "words": _words([one for one in found if not one.refused]),
        "milliseconds": {
            "p50": round(percentile(times, 0.5), 3),
            "p95": round(percentile(times, 0.95), 3),
            "mean": round(_mean(times), 3),
        },
        "stages": _stages(found),
    }


def _rouge(found: Sequence[Outcome]) -> dict[str, Any] | None:
    if not found:
        return None
    return {
        "questions": len(found),
        **{
            name: {
                "recall": round(_mean([one.rouge[name].recall for one in found]), 5),
                "f": round(_mean([one.rouge[name].f for one in found]), 5),
            }
            for name in MEASURES
        },
    }


def _sources(found: Sequence[Outcome]) -> dict[str, Any] | None:
    """share: of the cited sources those that are given, a mean over the answered. first: a mean over all."""
    if not found:
        return None
    shares = [_among(one) for one in found if one.sources]
    first = [one.sources[:1] != () and one.sources[0] in one.asked.sources for one in found]
    return {
        "questions": len(found),
        "share": round(_mean(shares), 5) if shares else None,
        "first": round(_mean([float(right) for right in first]), 5),
    }


def _among(one: Outcome) -> float:
    return sum(source in one.asked.sources for source in one.sources) / len(one.sources)


def _words(found: Sequence[Outcome]) -> dict[str, float] | None:
    counts = [one.words for one in found]
    if not counts:
        return None
    return {"mean": round(_mean(counts), 1), "p50": percentile(counts, 0.5), "p95": percentile(counts, 0.95)}


def _stages(found: Sequence[Outcome]) -> dict[str, float]:
    names = dict.fromkeys(name for one in found for name in one.stages)
    return {name: round(_mean([one.stages.get(name, 0.0) for one in found]), 3) for name in names}


def _mean(values: Sequence[float]) -> float:
    return math.fsum(values) / len(values) if values else 0.0
