"""Vectors of texts, kept in a folder so that each text is embedded once a model."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from curbside.retrieval.embedding import Embedder

Matrix = NDArray[np.float32]
SAVED_EVERY = 256


class Vectors:
    """The vectors that are kept for one model, in files of `SAVED_EVERY` texts at most."""

    def __init__(self, folder: Path, embedder: Embedder, watch: Callable[[str], None] = lambda _: None) -> None:
        self._folder, self._embedder, self._watch = folder / embedder.model.hash[:16], embedder, watch
        self._folder.mkdir(parents=True, exist_ok=True)
        self._known: dict[str, Matrix] = {}
        for path in sorted(self._folder.glob("*.npz")):
            self._take(path)

    def of(self, texts: Sequence[str]) -> Matrix:
        """A row of length 1 for each text; what is not kept is embedded, short texts first, and saved as it goes."""
        keys = [_key(text) for text in texts]
        missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in self._known}
        ordered = sorted(missing, key=lambda key: len(missing[key]))
        for first in range(0, len(ordered), SAVED_EVERY):
            batch = ordered[first : first + SAVED_EVERY]
            self._save(batch, self._embedder.embed_texts([missing[key] for key in batch]))
            self._watch(f"{first + len(batch)} of {len(ordered)} texts have their vectors")
        return self._rows(keys)

    def of_questions(self, texts: Sequence[str]) -> Matrix:
        """A row for each question, embedded as the model's authors say for questions."""
        keys = [_key(f"question: {text}") for text in texts]
        missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in self._known}
        if missing:
            self._save(list(missing), np.stack([self._embedder.embed_query(text) for text in missing.values()]))
        return self._rows(keys)

    def _rows(self, keys: Sequence[str]) -> Matrix:
        rows = np.asarray([self._known[key] for key in keys], dtype=np.float32)
        return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)

    def _save(self, keys: list[str], rows: Matrix) -> None:
        draft = self._folder / f"{keys[0]}.new"
        with draft.open("wb") as stream:
            np.savez(stream, keys=np.asarray(keys), rows=np.asarray(rows, dtype=np.float16))
        self._take(draft.replace(self._folder / f"{keys[0]}.npz"))

    def _take(self, path: Path) -> None:
        with np.load(path) as stored:
            self._known.update(zip(stored["keys"].tolist(), stored["rows"], strict=True))


def _key(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:32]
