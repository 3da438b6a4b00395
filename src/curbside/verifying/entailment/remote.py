"""A model of entailment behind a service: `POST /predict` of text-embeddings-inference, for sequence classification.

Asked: `{"inputs": [[premise, hypothesis]], "truncate": true}`; answered: for each pair a list of `{"label", "score"}`
with the labels entailment, neutral and contradiction. Nothing is sent anywhere unless the address is set.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from typing import Any, Final

from curbside.errors import FetchError
from curbside.fetching.asking import Answer, Limits
from curbside.fetching.timing import Timing
from curbside.retrieval.embedding.asking import JsonClient, pool_manager
from curbside.types import Outcome
from curbside.verifying.entailment.onnx import LABELS

SERVICE: Final = "The entailment service"
_BATCH: Final = 16
_WRONG: Final = "check which model is served there"


class EndpointEntailment:
    """An `Entailment` that asks a service. url: with no slash at the end. Raises FetchError when it is asked."""

    def __init__(
        self, url: str, key: str | None = None, limits: Limits | None = None, timing: Timing | None = None
    ) -> None:
        self._url = url
        self._client = JsonClient(
            SERVICE,
            limits=limits or Limits(),
            timing=timing or Timing(),
            secrets=(key,) if key else (),
            key=key,
            _pool=pool_manager(1),
        )

    @property
    def name(self) -> str:
        """The address."""
        return self._url

    def probabilities(self, pairs: Sequence[tuple[str, str]]) -> tuple[Mapping[Outcome, float], ...]:
        """The scores that the service gives, made to add up to 1. Raises FetchError."""
        made: list[Mapping[Outcome, float]] = []
        for at in range(0, len(pairs), _BATCH):
            made += self._asked(pairs[at : at + _BATCH])
        return tuple(made)

    def _asked(self, pairs: Sequence[tuple[str, str]]) -> list[Mapping[Outcome, float]]:
        body = {"inputs": [list(pair) for pair in pairs], "truncate": True}
        answer = self._client.post_json(f"{self._url}/predict", body, _no_list)
        said = json.loads(answer.body)
        if len(said) != len(pairs):
            raise self._wrong(f"answered {len(pairs)} pairs with {len(said)} results")
        return [self._read(one) for one in said]

    def _read(self, said: Any) -> Mapping[Outcome, float]:
        try:
            scores = {LABELS[str(part["label"]).casefold()]: float(part["score"]) for part in said}
        except (KeyError, TypeError, ValueError):
            raise self._wrong("answered without scores for entailment, neutral and contradiction") from None
        total = sum(scores.values())
        if set(scores) != set(Outcome) or not all(0 <= s <= 1 for s in scores.values()) or not math.isfinite(total):
            raise self._wrong("answered without a probability for each of entailment, neutral and contradiction")
        if not total:
            raise self._wrong("answered with no probability above 0")
        return {outcome: score / total for outcome, score in scores.items()}

    def _wrong(self, problem: str) -> FetchError:
        return self._client.failure(problem, _WRONG)


def _no_list(answer: Answer) -> str | None:
    try:
        found = json.loads(answer.body)
    except ValueError:
        return "sent an answer that is no JSON"
    return None if isinstance(found, list) else "sent an answer that is no JSON list"
