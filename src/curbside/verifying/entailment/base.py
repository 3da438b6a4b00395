"""The Protocol of a model of entailment: does a hypothesis follow from a premise?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from curbside.types import Outcome


class Entailment(Protocol):
    """Says how likely a premise supports a hypothesis, contradicts it, or does neither."""

    @property
    def name(self) -> str:
        """Of the model, for people."""

    def probabilities(self, pairs: Sequence[tuple[str, str]]) -> tuple[Mapping[Outcome, float], ...]:
        """For each (premise, hypothesis) a probability for each outcome, which together make 1, in the order given.

        Those of a pair do not depend on the other pairs of the call. What is beyond the longest text of the model
        does not count. Raises FetchError where a service does not answer or its answer makes no sense.
        """
