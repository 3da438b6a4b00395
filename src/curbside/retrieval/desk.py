"""What is open while questions are asked of one library: it, its index, the models and the vocabularies."""

from __future__ import annotations

from typing import Self

from curbside.library.store import Library
from curbside.retrieval.base import Index
from curbside.retrieval.questions import QuestionVectors
from curbside.retrieval.reranking.answering import Answering
from curbside.retrieval.stock import Stock
from curbside.settings import Settings
from curbside.vocabularies import Vocabularies


class Desk:
    """Close it when done (or use `with`); the library and the index are closed with it."""

    def __init__(self, settings: Settings, library: Library, index: Index) -> None:
        self.settings, self.library, self.index = settings, library, index
        self._vectors = QuestionVectors(settings, index)
        self._answering = Answering(settings)
        self._stock = Stock(library, index, self._vectors, self._answering)
        self._vocabularies = Vocabularies(settings.home)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the library, the index, the models and the vocabularies."""
        self._vectors.close()
        self._answering.close()
        self._vocabularies.close()
        self.index.close()
        self.library.close()
