"""The same text is made into a vector once: within a call, within a run, and, with a store, ever."""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final, Protocol

from curbside.retrieval.embedding.base import Embedder, Model

if TYPE_CHECKING:
    from curbside.retrieval.embedding.base import Vectors

# At 384 dimensions some 100 MB.
MOST: Final = 50_000


class VectorStore(Protocol):
    """Where vectors outlive the process. Keys are those of `text_key`; `model` is `Model.hash`."""

    def known(self, model: str, keys: Sequence[str]) -> Mapping[str, Vectors]:
        """The vectors that are kept, each of shape (dimensions,), by key; others are left out."""

    def keep(self, model: str, vectors: Mapping[str, Vectors]) -> None:
        """Keep these, all or none of them; what is kept already may be written again."""


def text_key(text: str) -> str:
    """What names a text: the SHA-256 of its UTF-8, as hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()


class CachingEmbedder:
    """An `Embedder` that asks `inner` for what it has not seen. Threads may share it.

    store: asked for what is not in memory, and given what was made. most: vectors held in memory; the one that was
    used longest ago gives way. Questions are held in memory only, beside the texts. Closing it closes `inner`.
    """

    def __init__(self, inner: Embedder, store: VectorStore | None = None, most: int = MOST) -> None:
        self._inner = inner
        self._store = store
        self._most = most
        self._held: OrderedDict[str, Vectors] = OrderedDict()
        self._lock = threading.Lock()
        self._made = 0

    @property
    def model(self) -> Model:
        """The model of `inner`."""
        return self._inner.model

    @property
    def made(self) -> int:
        """How many vectors of texts `inner` was asked for so far."""
        return self._made

    def embed_texts(self, texts: Sequence[str]) -> Vectors:
        """The vectors of `texts`, shape (n, dimensions), in their order."""
        import numpy as np

        by_key = {text_key(text): text for text in texts}
        found = self._in_memory(by_key)
        self._look_up(by_key, found)
        self._make(by_key, found)
        self._hold(found)
        rows = np.empty((len(texts), self.model.dimensions), np.float32)
        for row, text in enumerate(texts):
            rows[row] = found[text_key(text)]
        return rows

    def embed_query(self, text: str) -> Vectors:
        """The vector of a question, shape (dimensions,)."""
        key = "?" + text_key(text)
        found = self._in_memory({key: text})
        if key not in found:
            found[key] = self._inner.embed_query(text)
            self._hold(found)
        return found[key].copy()

    def close(self) -> None:
        """Close `inner` and forget everything in memory."""
        with self._lock:
            self._held.clear()
        self._inner.close()

    def _in_memory(self, by_key: Mapping[str, str]) -> dict[str, Vectors]:
        with self._lock:
            found = {key: self._held[key] for key in by_key if key in self._held}
            for key in found:
                self._held.move_to_end(key)
            return found

    def _look_up(self, by_key: Mapping[str, str], found: dict[str, Vectors]) -> None:
        lacking = [key for key in by_key if key not in found]
        if self._store is not None and lacking:
            found.update(self._store.known(self.model.hash, lacking))

    def _make(self, by_key: Mapping[str, str], found: dict[str, Vectors]) -> None:
        lacking = [key for key in by_key if key not in found]
        if not lacking:
            return
        made = self._inner.embed_texts([by_key[key] for key in lacking])
        # Copied, so that a row in memory does not keep the whole call's array alive.
        new = {key: vector.copy() for key, vector in zip(lacking, made, strict=True)}
        self._made += len(new)
        if self._store is not None:
            self._store.keep(self.model.hash, new)
        found.update(new)

    def _hold(self, found: Mapping[str, Vectors]) -> None:
        with self._lock:
            for key, vector in found.items():
                self._held[key] = vector
                self._held.move_to_end(key)
            while len(self._held) > self._most:
                self._held.popitem(last=False)
