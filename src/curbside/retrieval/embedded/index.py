"""The index on one machine: words in Tantivy, vectors in flat files, in one folder.

Each part has commits of its own. Vectors follow first: a stop between the two commits costs vectors, which are made
again, and never leaves one that belongs to no row or to another text where it would be shown.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from curbside.errors import SearchIndexError
from curbside.retrieval.base import Facets, Filters, IndexHit, IndexRow, Key, Query
from curbside.retrieval.embedded.checksums import faults
from curbside.retrieval.embedded.words import Words

if TYPE_CHECKING:
    from curbside.retrieval.base import Vector
    from curbside.retrieval.embedded.vectors import Vectors

FOLDER = "index"
_NEEDED = 'Vectors need the extra "vectors": pip install "curbside[vectors]".'


class EmbeddedIndex:
    """An `Index` in one folder. Threads may share it."""

    def __init__(self, folder: Path) -> None:
        """Open the index in `folder`; one that is damaged or of another format is made again, empty.

        Raises SearchIndexError where the folder cannot be written.
        """
        self.folder = folder
        self._words = Words(folder / "words")
        self._local = threading.local()
        self._opening = threading.Lock()
        self._vectors: Vectors | None = None

    @property
    def stamp(self) -> str:
        """See `Index`."""
        return str(self._words.state("stamp", ""))

    @property
    def generation(self) -> int:
        """See `Index`."""
        return int(self._words.state("generation", 0))

    @property
    def model(self) -> str:
        """See `Index`."""
        return vectors.model if (vectors := self._kept()) else ""

    def search(self, query: Query, k: int) -> list[IndexHit]:
        """See `Index`. Of more than `words.MAX_TERMS` terms the heaviest are used."""
        return self._words.search(query, k)

    def nearest(self, vector: Vector, k: int, filters: Filters) -> list[IndexHit]:
        """See `Index`."""
        return vectors.nearest(vector, k, filters) if (vectors := self._kept()) else []

    def document_frequency(self, term: str) -> int:
        """See `Index`."""
        return self._words.document_frequency(term)

    def passages_count(self) -> int:
        """See `Index`."""
        return self._words.count()

    def vectors_count(self) -> int:
        """See `Index`."""
        return vectors.count() if (vectors := self._kept()) else 0

    def keys(self) -> Iterator[Key]:
        """See `Index`."""
        return (key for key, _, _ in self._words.stored())

    def digests(self) -> Iterator[tuple[Key, str]]:
        """See `Index`."""
        return ((key, digest) for key, _, digest in self._words.stored())

    def lacking(self) -> Iterator[Key]:
        """See `Index`."""
        vectors = self._kept()
        there = vectors.stored() if vectors else {}
        return (key for key, text_hash, _ in self._words.stored() if there.get(key) != text_hash)

    @property
    def place(self) -> str:
        """See `Index`."""
        return f"the folder {self.folder}"

    def faults(self) -> list[str]:
        """See `Index`."""
        told = faults(self.folder / "words")
        if vectors := self._kept():
            rows = {key: text_hash for key, text_hash, _ in self._words.stored()}
            extra = sum(rows.get(key) != text_hash for key, text_hash in vectors.stored().items())
            told += vectors.faults() + ([f"{extra} vectors are of no row"] if extra else [])
        return told

    @contextmanager
    def writing(self) -> Iterator[None]:
        """See `Index`."""
        with self._words.writing():
            self._local.removed, self._local.added = set[str](), dict[Key, tuple[str, Facets]]()
            yield
            if vectors := self._kept():
                vectors.follow(self._local.removed, self._local.added)

    def rebuilding(self) -> AbstractContextManager[None]:
        """See `Index`; others see it fill again."""
        return nullcontext()

    def add(self, rows: Iterable[IndexRow]) -> None:
        """See `Index`."""
        rows = list(rows)
        self._words.add(rows)
        self._local.added.update((row.key, (row.text_hash, row.facets)) for row in rows)

    def remove(self, source_ids: Iterable[str]) -> None:
        """See `Index`."""
        gone = set(source_ids)
        self._words.remove(gone)
        self._local.removed |= gone
        self._local.added = {key: row for key, row in self._local.added.items() if key[0] not in gone}

    def add_vectors(self, model: str, vectors: Iterable[tuple[Key, Vector]]) -> None:
        """See `Index`."""
        given = dict(vectors)
        self._made().add(model, given, self._words.rows(given))

    def clear_vectors(self) -> None:
        """See `Index`."""
        if vectors := self._kept():
            vectors.clear()

    def advance(self, generation: int) -> None:
        """See `Index`."""
        self._words.set("generation", generation)

    def clear(self, stamp: str) -> None:
        """See `Index`. Vectors are kept for rows that come back with the same text."""
        self._words.clear()
        self._words.set("stamp", stamp)

    def close(self) -> None:
        """See `Index`."""
        self._words.close()
        if self._vectors is not None:
            self._vectors.close()
            self._vectors = None

    def _kept(self) -> Vectors | None:
        """The vectors, where there may be any."""
        return self._made() if self._vectors is not None or (self.folder / "vectors").is_dir() else None

    def _made(self) -> Vectors:
        if find_spec("numpy") is None:
            raise SearchIndexError(_NEEDED)
        from curbside.retrieval.embedded.vectors import Vectors

        with self._opening:
            if self._vectors is None:
                self._vectors = Vectors(self.folder / "vectors")
            return self._vectors
