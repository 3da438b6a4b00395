"""Embeddings of texts, kept in a file between runs."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from curbside.retrieval.embedding.base import Missing
from curbside.retrieval.embedding.finding import find_model
from curbside.retrieval.embedding.onnx import OnnxEmbedder, threads_of


class Vectors:
    """The vectors of texts by the model that the extra "vectors" brings."""

    def __init__(self, file: Path | None) -> None:
        files = find_model({"HF_HUB_CACHE": "/nonexistent"})
        if isinstance(files, Missing):
            raise SystemExit(files.reason)
        self._embedder = OnnxEmbedder(files, threads_of())
        self._file = file
        self._known: dict[str, np.ndarray] = {}
        if file and file.exists():
            with np.load(file) as stored:
                self._known = dict(zip(json.loads(str(stored["texts"])), stored["vectors"], strict=True))

    def of(self, texts: Sequence[str]) -> np.ndarray:
        """Shape (len(texts), dimensions)."""
        new = list(dict.fromkeys(t for t in texts if t not in self._known))
        if new:
            self._known.update(zip(new, self._embedder.embed_texts(new), strict=True))
        return np.array([self._known[t] for t in texts])

    def keep(self) -> None:
        """Write the file."""
        if self._file:
            np.savez(self._file, texts=json.dumps(list(self._known)), vectors=np.array(list(self._known.values())))
