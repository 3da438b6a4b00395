"""Making vectors in several processes, each with the model in its memory; they come out in the order of the texts.

Threads share one model (`OnnxEmbedder`) and are as fast where the machine has few cores; processes have a tokenizer and
an interpreter each, and stop with the process that they work for, even if that was killed.
"""

from __future__ import annotations

import signal
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import TYPE_CHECKING, Final, TypeVar

from curbside.errors import SearchIndexError, UsageError
from curbside.retrieval.embedding.base import Model
from curbside.retrieval.embedding.finding import ModelFiles
from curbside.retrieval.embedding.onnx import OnnxEmbedder
from curbside.sources.isolated import context, end_with_parent

if TYPE_CHECKING:
    from curbside.retrieval.embedding.base import Vectors

Key = TypeVar("Key")
CHUNK: Final = 16
AHEAD: Final = 2
_worker: OnnxEmbedder | None = None


class PooledEmbedder:
    """An `Embedder` whose texts are made in `processes` processes; questions are made right here.

    The processes start with the first texts. Not to be used from several threads at once.
    """

    def __init__(self, files: ModelFiles, processes: int) -> None:
        if processes < 1:
            raise UsageError(f"Vectors are made in one process or more, not in {processes}.")
        self._files = files
        self._processes = processes
        self._here = OnnxEmbedder(files)
        self._pool: ProcessPoolExecutor | None = None
        self._open = True

    def __enter__(self) -> PooledEmbedder:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def model(self) -> Model:
        """The model's name, hash and width."""
        return self._here.model

    def embed_texts(self, texts: Sequence[str]) -> Vectors:
        """The vectors of `texts`, shape (n, dimensions), in their order. Raises SearchIndexError as `embed_stream`."""
        import numpy as np

        # The long ones first: no process is left with one when the others are done.
        order = sorted(range(len(texts)), key=lambda n: -len(texts[n]))
        chunks = [order[at : at + CHUNK] for at in range(0, len(order), CHUNK)]
        made = np.empty((len(texts), self.model.dimensions), np.float32)
        for places, vectors in self.embed_stream((chunk, [texts[n] for n in chunk]) for chunk in chunks):
            made[places] = vectors
        return made

    def embed_query(self, text: str) -> Vectors:
        """The vector of a question, shape (dimensions,)."""
        return self._here.embed_query(text)

    def embed_stream(self, batches: Iterable[tuple[Key, Sequence[str]]]) -> Iterator[tuple[Key, Vectors]]:
        """Each batch's vectors with the key that came with it, in order, some batches ahead of the one at hand.

        Raises SearchIndexError where a process ended by itself; another stream starts new ones.
        """
        waiting: deque[tuple[Key, Future[Vectors]]] = deque()
        try:
            for key, texts in batches:
                waiting.append((key, self._started().submit(_embedded, list(texts))))
                if len(waiting) > AHEAD * self._processes:
                    done, future = waiting.popleft()
                    yield done, future.result()
            while waiting:
                done, future = waiting.popleft()
                yield done, future.result()
        except BrokenProcessPool as error:
            self._stop()
            raise SearchIndexError(
                "A process that makes vectors ended by itself; what it made before stays."
            ) from error
        finally:
            for _, future in waiting:
                future.cancel()

    def close(self) -> None:
        """End the processes and let the model go."""
        self._open = False
        self._stop()
        self._here.close()

    def _started(self) -> ProcessPoolExecutor:
        if not self._open:
            raise UsageError("This embedder is closed.")
        if self._pool is None:
            self._pool = ProcessPoolExecutor(self._processes, context(), _begin, (self._files,))
        return self._pool

    def _stop(self) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None


def _begin(files: ModelFiles) -> None:
    global _worker
    # Ctrl-C goes to every process of the terminal; these end when the one that they work for lets them go, or is gone.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    end_with_parent()
    _worker = OnnxEmbedder(files)


def _embedded(texts: list[str]) -> Vectors:
    assert _worker is not None
    return _worker.embed_texts(texts)
