"""A cross-encoder as ONNX: a folder with `model.onnx` (one output, a logit) and `tokenizer.json`.

A pair is one run: the scale of quantised activations is taken from the whole batch, so that the score of a pair would
depend on those beside it (as in `curbside.retrieval.embedding.onnx`).
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Final

from curbside.errors import InputError, UsageError
from curbside.retrieval import onnx_files
from curbside.retrieval.embedding.base import NEEDED
from curbside.retrieval.embedding.finding import TOKENIZER, WEIGHTS

_INPUTS: Final = frozenset({"input_ids", "attention_mask", "token_type_ids"})
_LONGEST: Final = 192
_NEEDED: Final = f"A model that reads question and sentence together {NEEDED}."


class OnnxReranker:
    """A `Reranker` on this machine's processor; of a text beyond 192 word pieces with its question the rest does not
    count.

    threads: how many pairs are worked on at a time. Raises InputError where the folder holds no such model, UsageError
    where the extra "vectors" is not installed.
    """

    def __init__(self, folder: Path, name: str, threads: int = 1) -> None:
        self._name = name
        self._tokenizer = onnx_files.tokenizer(folder / TOKENIZER, _LONGEST, _NEEDED)
        self._session = onnx_files.session(folder / WEIGHTS, _NEEDED)
        self._takes = tuple(i.name for i in self._session.get_inputs())
        gives = self._session.get_outputs()
        if not set(self._takes) <= _INPUTS or "input_ids" not in self._takes or len(gives) != 1:
            raise InputError(str(folder / WEIGHTS), "is no model of pairs of texts with one output")
        self._pool = ThreadPoolExecutor(threads, "reranking") if threads > 1 else None
        self._open = True

    @property
    def name(self) -> str:
        """Of the model, for people."""
        return self._name

    def scores(self, question: str, texts: Sequence[str]) -> tuple[float, ...]:
        """How well each text answers, as a logit."""
        if not self._open:
            raise UsageError("This cross-encoder is closed.")
        one = partial(self._one, question)
        return tuple(map(one, texts) if self._pool is None else self._pool.map(one, texts))

    def close(self) -> None:
        """End the threads and let the model go."""
        self._open = False
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
        self._pool = self._session = None

    def _one(self, question: str, text: str) -> float:
        import numpy as np

        read = self._tokenizer.encode(question, text)
        given = {"input_ids": read.ids, "attention_mask": read.attention_mask, "token_type_ids": read.type_ids}
        found = self._session.run(None, {name: np.array([given[name]], np.int64) for name in self._takes})[0]
        if found.size != 1:
            raise InputError(self._name, f"gives {found.shape} where one number is wanted")
        return float(found.ravel()[0])
