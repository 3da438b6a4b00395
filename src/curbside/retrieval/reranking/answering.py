"""How well sentences answer a question, by the cross-encoder of this machine, each pair once."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence
from typing import Final

from curbside.retrieval.embedding.base import Missing
from curbside.retrieval.reranking.base import Reranker
from curbside.retrieval.reranking.chosen import reranker

_KEPT: Final = 20_000


class Answering:
    """Opens the model when it is first asked; without one there are no scores, and `lack` says why."""

    def __init__(self) -> None:
        self.lack: str | None = None
        self._lock = threading.Lock()
        self._model: Reranker | None = None
        self._scored: OrderedDict[tuple[str, str], float] = OrderedDict()

    def scores(self, question: str, texts: Sequence[str]) -> tuple[float, ...] | None:
        """A logit for each text, or None where there is no model."""
        with self._lock:
            model = self._ready()
            if model is None:
                return None
            new = [t for t in dict.fromkeys(texts) if (question, t) not in self._scored]
            for text, score in zip(new, model.scores(question, new), strict=True):
                self._scored[question, text] = score
            found = tuple(self._scored[question, t] for t in texts)
            while len(self._scored) > _KEPT:
                self._scored.popitem(last=False)
            return found

    @property
    def name(self) -> str | None:
        """The model's name, None where none was opened."""
        return self._model.name if self._model else None

    def close(self) -> None:
        """Let go of the model."""
        if self._model is not None:
            self._model.close()
            self._model = None

    def _ready(self) -> Reranker | None:
        if self._model is None and self.lack is None:
            found = reranker()
            if isinstance(found, Missing):
                self.lack = found.reason
            else:
                self._model = found
        return self._model
