"""The vectors of questions, by the model that the vectors of the index were made with."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from curbside.errors import FetchError, InputError
from curbside.retrieval.base import Index
from curbside.retrieval.embedding.base import Embedder, Missing
from curbside.retrieval.embedding.chosen import embedder
from curbside.retrieval.searching import Ranker
from curbside.retrieval.vectors import model_of, named
from curbside.settings import Settings

if TYPE_CHECKING:
    from curbside.retrieval.base import Vector


class QuestionVectors:
    """Makes them where it can; where it cannot, searches go by words alone and `lack` says why."""

    def __init__(self, settings: Settings, index: Index) -> None:
        self.ranker = Ranker(settings.ranker)
        self.lack: str | None = None
        self._settings, self._index = settings, index
        self._lock = threading.Lock()
        self._embedder: Embedder | None = None

    def of(self, text: str) -> Vector | None:
        """The vector of a question, shape (dimensions,), or None."""
        if self.ranker is Ranker.WORDS:
            self.lack = "the setting CURBSIDE_RANKER says so"
            return None
        try:
            with self._lock:
                ready = self._ready()
            return ready.embed_query(text) if ready else None
        except (FetchError, InputError) as error:
            self.lack = str(error).rstrip(".")
            return None

    @property
    def searched(self) -> str:
        """How the last question was searched for, in words for people."""
        if self.lack is not None or self._embedder is None:
            return f"words alone (BM25), since {self.lack or 'nothing was asked yet'}"
        by_words = "" if self.ranker is Ranker.VECTORS else "words (BM25) and "
        return f"{by_words}vectors ({self._embedder.model.name})"

    def close(self) -> None:
        """Let go of the model."""
        if self._embedder is not None:
            self._embedder.close()

    def _ready(self) -> Embedder | None:
        model = self._index.model
        if self._embedder is not None and named(self._embedder.model) == model:
            return self._embedder
        self._embedder, self.lack = None, None
        if not model:
            self.lack = "the index has no vectors (`curbside index build` makes them)"
            return None
        known = model_of(model)
        found = embedder(self._settings, known=(known,) if known else ())
        if isinstance(found, Missing):
            self.lack = found.reason.rstrip(".")
        elif named(found.model) != model:
            self.lack = f"the vectors of the index were made with {model}, and here is {named(found.model)}"
            found.close()
        else:
            self._embedder = found
        return self._embedder
