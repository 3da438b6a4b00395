"""An ONNX model on this machine's processor, by onnxruntime.

One text is one run of the model, without padding. A model whose activations are quantised while it runs takes the
scale of each tensor from the whole batch, so that the vector of a text would depend on the texts beside it (measured:
cosine 0.993 between a sentence alone and in a batch), and no store of vectors could be checked or made again. It costs
nothing: the processor does the same work, and texts run beside each other on as many threads as there are cores.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, Final

from curbside.errors import InputError, UsageError
from curbside.retrieval import onnx_files
from curbside.retrieval.embedding.base import NEEDED, Model
from curbside.retrieval.embedding.finding import ModelFiles
from curbside.retrieval.embedding.pooling import Pool

if TYPE_CHECKING:
    from curbside.retrieval.embedding.base import Vectors

THREADS: Final = "CURBSIDE_THREADS"
_INPUTS: Final = frozenset({"input_ids", "attention_mask", "token_type_ids"})
_HIDDEN: Final = "last_hidden_state"


def threads_of(environ: Mapping[str, str] | None = None) -> int:
    """CURBSIDE_THREADS, or the number of cores that this process may use. Raises UsageError."""
    given = (os.environ if environ is None else environ).get(THREADS, "").strip()
    if not given:
        return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    if not given.isascii() or not given.isdigit() or not 1 <= int(given) <= 1024:
        raise UsageError(f"{THREADS} is a number of threads from 1 to 1024, not {given!r}.")
    return int(given)


class OnnxEmbedder:
    """An `Embedder`. Threads may share it; a process that was forked from one that made it may not use it.

    threads: how many texts are worked on at a time. batch: texts in one run, sorted by length; above 1 the vectors
    depend on the neighbours, and the model's hash is another. Raises InputError where the files are no such model, and
    UsageError where the extra "vectors" is not installed.
    """

    def __init__(self, files: ModelFiles, threads: int = 1, batch: int = 1) -> None:
        self._files = files
        self._batch = batch
        self._tokenizer = onnx_files.tokenizer(files.tokenizer, files.pooling.longest, f"Making vectors {NEEDED}.")
        self._session = onnx_files.session(files.weights, f"Making vectors {NEEDED}.")
        self._takes = _checked_inputs(self._session, files)
        self._pool = ThreadPoolExecutor(threads, "embedding") if threads > 1 else None
        self._open = True
        width = len(self._made(self._ids([""]))[0])
        self._model = Model(files.name, files.model_hash(batch), width)

    @property
    def model(self) -> Model:
        """The model's name, hash and width."""
        return self._model

    @property
    def query_prefix(self) -> str:
        """What is put before a question."""
        return self._files.pooling.query

    def embed_texts(self, texts: Sequence[str]) -> Vectors:
        """The vectors of `texts`, shape (n, dimensions), float32, in their order."""
        import numpy as np

        made = np.empty((len(texts), self._model.dimensions), np.float32)
        ids = self._ids(texts)
        order = sorted(range(len(texts)), key=lambda n: -len(ids[n]))
        batches = [order[at : at + self._batch] for at in range(0, len(order), self._batch)]
        for places, vectors in zip(batches, self._all([[ids[n] for n in b] for b in batches]), strict=True):
            made[places] = vectors
        return made

    def embed_query(self, text: str) -> Vectors:
        """The vector of a question, shape (dimensions,), float32."""
        made: Vectors = self._made(self._ids([self.query_prefix + text]))[0]
        return made

    def close(self) -> None:
        """End the threads and let the model go."""
        self._open = False
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
        self._pool = self._session = None

    def _ids(self, texts: Sequence[str]) -> list[list[int]]:
        if not self._open:
            raise UsageError("This embedder is closed.")
        return [found.ids for found in self._tokenizer.encode_batch_fast(list(texts))]

    def _all(self, batches: list[list[list[int]]]) -> Iterable[Vectors]:
        return map(self._made, batches) if self._pool is None else self._pool.map(self._made, batches)

    def _made(self, ids: list[list[int]]) -> Vectors:
        """The vectors of one batch. A lone text, and texts of one length, have no padding."""
        import numpy as np

        tokens = np.zeros((len(ids), max(map(len, ids))), np.int64)
        mask = np.zeros_like(tokens)
        for row, found in enumerate(ids):
            tokens[row, : len(found)] = found
            mask[row, : len(found)] = 1
        given = {"input_ids": tokens, "attention_mask": mask, "token_type_ids": np.zeros_like(tokens)}
        hidden = self._session.run([_HIDDEN], {name: given[name] for name in self._takes})[0]
        if self._files.pooling.pool is Pool.CLS:
            pooled = hidden[:, 0]
        else:
            pooled = (hidden * mask[:, :, None]).sum(1) / mask.sum(1, keepdims=True)
        lengths = np.linalg.norm(pooled, axis=1, keepdims=True)
        vectors: Vectors = (pooled / np.maximum(lengths, np.finfo(np.float32).tiny)).astype(np.float32)
        return vectors


def _checked_inputs(session: Any, files: ModelFiles) -> tuple[str, ...]:
    takes = tuple(given.name for given in session.get_inputs())
    gives = {made.name for made in session.get_outputs()}
    if not set(takes) <= _INPUTS or "input_ids" not in takes or _HIDDEN not in gives:
        raise InputError(str(files.weights), f"is no text encoder with input_ids and {_HIDDEN}")
    return takes
