"""The Protocol of a cross-encoder that reads a question and a sentence together.

It says how well a sentence answers, never whether it is true: relevance is not support (the clinical rules, section
7), and nothing that it scores is spared a gate.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol


class Reranker(Protocol):
    """Safe to use from several threads; not to be carried over a fork."""

    @property
    def name(self) -> str:
        """Of the model, for people."""

    def scores(self, question: str, texts: Sequence[str]) -> tuple[float, ...]:
        """How well each text answers, as a logit: above 0 more likely than not. One does not depend on the others."""

    def close(self) -> None:
        """Let go of memory and threads; it cannot be used afterwards."""
