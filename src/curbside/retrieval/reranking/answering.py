"""How well sentences answer a question, by the cross-encoder of this machine, each pair once."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence
from typing import Final

from curbside.errors import UsageError
from curbside.retrieval.embedding.base import Missing
from curbside.retrieval.reranking.base import Reranker
from curbside.retrieval.reranking.chosen import reranker
from curbside.settings import Settings

KEPT: Final = 20_000
"""How many pairs are remembered, the oldest forgotten first: some 10 MB at the usual length of a sentence."""


class Answering:
    """Opens the model when it is first asked; without one there are no scores, and `lack` says why.

    Threads may share it. Close it when done.
    """

    def __init__(self, settings: Settings, kept: int = KEPT) -> None:
        self.lack: str | None = None
        self._settings, self._most = settings, kept
        self._lock = threading.Lock()
        self._model: Reranker | None = None
        self._closed = False
        self._scored: OrderedDict[tuple[str, str], float] = OrderedDict()

    def scores(self, question: str, texts: Sequence[str]) -> tuple[float, ...] | None:
        """A logit for each text, or None where there is no model.

        Raises UsageError where the setting names no model or this is closed, InputError where the model is broken.
        """
        with self._lock:
            model = self._ready()
            if model is None:
                return None
            new = [t for t in dict.fromkeys(texts) if (question, t) not in self._scored]
            for text, score in zip(new, model.scores(question, new), strict=True):
                self._scored[question, text] = score
            found = tuple(self._scored[question, t] for t in texts)
            while len(self._scored) > self._most:
                self._scored.popitem(last=False)
            return found

    @property
    def chosen(self) -> str:
        """By what sentences are chosen, in words for people; empty before the first question."""
        if self._model is not None:
            return f"rules and a cross-encoder ({self._model.name})"
        return f"rules alone, since {self.lack}" if self.lack else ""

    def close(self) -> None:
        """Let go of the model."""
        with self._lock:
            self._closed = True
            if self._model is not None:
                self._model.close()
            self._model = None
            self._scored.clear()

    def _ready(self) -> Reranker | None:
        if self._closed:
            raise UsageError("This cross-encoder is closed.")
        if self._model is None and self.lack is None:
            found = reranker(self._settings)
            if isinstance(found, Missing):
                self.lack = found.reason
            else:
                self._model = found
        return self._model
