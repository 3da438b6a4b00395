"""Vectors of texts, kept in a folder so that each text is embedded once a model."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float32]
Encode = Callable[[Sequence[str]], Matrix]
SAVED_EVERY = 1024


class Vectors:
    """The vectors that are kept for one model. encode: rows of length 1 for texts, in their order."""

    def __init__(self, folder: Path, model: str, encode: Encode, watch: Callable[[str], None] = lambda _: None) -> None:
        self._folder, self._encode, self._watch = folder / model, encode, watch
        self._folder.mkdir(parents=True, exist_ok=True)

    def of(self, name: str, texts: Sequence[str]) -> Matrix:
        """A row of length 1 for each text; what is not kept under `name` is embedded and saved as it goes."""
        path = self._folder / f"{name}.npz"
        known = self._kept(path)
        keys = [_key(text) for text in texts]
        missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
        ordered = sorted(missing, key=lambda key: len(missing[key]))
        for first in range(0, len(ordered), SAVED_EVERY):
            batch = ordered[first : first + SAVED_EVERY]
            known.update(zip(batch, self._encode([missing[key] for key in batch]), strict=True))
            _save(path, known)
            self._watch(f"{name}: {first + len(batch)} of {len(ordered)}")
        rows = np.asarray([known[key] for key in keys], dtype=np.float32)
        return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)

    @staticmethod
    def _kept(path: Path) -> dict[str, Matrix]:
        if not path.is_file():
            return {}
        with np.load(path) as stored:
            return dict(zip(stored["keys"].tolist(), stored["rows"], strict=True))


def _save(path: Path, known: dict[str, Matrix]) -> None:
    draft = path.with_suffix(".new.npz")
    np.savez(draft, keys=np.asarray(list(known)), rows=np.asarray(list(known.values()), dtype=np.float16))
    draft.replace(path)


def _key(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:32]
