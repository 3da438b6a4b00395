"""The index on one machine: words in Tantivy, vectors in flat files, in one folder.

Each part has commits of its own. Vectors follow first: a stop between the two commits costs vectors, which are made
again, and never leaves one that belongs to no row or to another text where it would be shown.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from curbside.errors import SearchIndexError
from curbside.retrieval.base import Filters, IndexHit, IndexRow, Key, Query, UnitCounts, UnitNames
from curbside.retrieval.embedded.checksums import faults
from curbside.retrieval.embedded.words import Words

if TYPE_CHECKING:
    from curbside.retrieval.base import Vector
    from curbside.retrieval.embedded.units import Units
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
        self._units: Units | None = None

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
        vectors, units = self._kept(), self._kept_units()
        return (vectors.model if vectors else "") or (units.model if units else "")

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
        return (row.key for row in self._words.stored())

    def digests(self) -> Iterator[tuple[Key, str]]:
        """See `Index`."""
        return ((row.key, row.digest) for row in self._words.stored())

    def lacking(self) -> Iterator[Key]:
        """See `Index`."""
        vectors = self._kept()
        there = vectors.stored() if vectors else {}
        return (row.key for row in self._words.stored() if there.get(row.key) != row.text_hash)

    @property
    def keeps_units(self) -> bool:
        """See `Index`."""
        return True

    def unit_counts(self) -> UnitCounts:
        """See `Index`."""
        return units.counts() if (units := self._kept_units()) else UnitCounts()

    def lacking_units(self) -> Iterator[Key]:
        """See `Index`."""
        units = self._kept_units()
        there = units.stored() if units else {}
        stored = self._words.stored()
        return (row.key for row in stored if row.units_hash and there.get(row.key) != row.units_hash)

    def known_units(self, names: Iterable[str]) -> frozenset[str]:
        """See `Index`."""
        return units.known(names) if (units := self._kept_units()) else frozenset()

    def unit_cosines(self, vector: Vector, keys: Iterable[Key]) -> Mapping[Key, tuple[float, ...]]:
        """See `Index`."""
        return units.cosines(vector, keys) if (units := self._kept_units()) else {}

    @property
    def place(self) -> str:
        """See `Index`."""
        return f"the folder {self.folder}"

    def faults(self) -> list[str]:
        """See `Index`."""
        told = faults(self.folder / "words")
        rows = self._words.stored()
        if vectors := self._kept():
            extra = _extra(vectors.stored(), {row.key: row.text_hash for row in rows})
            told += vectors.faults() + ([f"{extra} vectors are of no row"] if extra else [])
        if units := self._kept_units():
            extra = _extra(units.stored(), {row.key: row.units_hash for row in rows})
            told += units.faults() + ([f"units of {extra} passages are of no row"] if extra else [])
        return told

    @contextmanager
    def writing(self) -> Iterator[None]:
        """See `Index`."""
        with self._words.writing():
            self._local.removed, self._local.added = set[str](), dict[Key, IndexRow]()
            yield
            removed, added = self._local.removed, self._local.added
            if vectors := self._kept():
                vectors.follow(removed, {key: (row.text_hash, row.facets) for key, row in added.items()})
            if units := self._kept_units():
                units.follow(removed, {key: row.units_hash for key, row in added.items()})

    def rebuilding(self) -> AbstractContextManager[None]:
        """See `Index`; others see it fill again."""
        return nullcontext()

    def add(self, rows: Iterable[IndexRow]) -> None:
        """See `Index`."""
        rows = list(rows)
        self._words.add(rows)
        # Without their terms, which a block of many rows would keep in memory for nothing.
        bare = (replace(row, title_terms=(), heading_terms=(), body_terms=()) for row in rows)
        self._local.added.update((row.key, row) for row in bare)

    def remove(self, source_ids: Iterable[str]) -> None:
        """See `Index`."""
        gone = set(source_ids)
        self._words.remove(gone)
        self._local.removed |= gone
        self._local.added = {key: row for key, row in self._local.added.items() if key[0] not in gone}

    def add_vectors(self, model: str, vectors: Iterable[tuple[Key, Vector]]) -> None:
        """See `Index`."""
        given = dict(vectors)
        self._refuse_other(model)
        rows = {key: (row.text_hash, facets) for key, (row, facets) in self._words.rows(given).items()}
        self._made().add(model, given, rows)

    def add_units(self, model: str, rows: Iterable[UnitNames], vectors: Mapping[str, Vector]) -> None:
        """See `Index`."""
        rows = list(rows)
        self._refuse_other(model)
        there = self._words.rows(row.key for row in rows)
        fitting = [row for row in rows if row.key in there and there[row.key][0].units_hash == row.hash]
        self._made_units().add(model, fitting, vectors)

    def clear_vectors(self) -> None:
        """See `Index`."""
        if vectors := self._kept():
            vectors.clear()
        self.clear_units()

    def clear_units(self) -> None:
        """See `Index`."""
        if units := self._kept_units():
            units.clear()

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
        for part in (self._vectors, self._units):
            if part is not None:
                part.close()
        self._vectors = self._units = None

    def _kept(self) -> Vectors | None:
        """The vectors, where there may be any."""
        return self._made() if self._vectors is not None or (self.folder / "vectors").is_dir() else None

    def _kept_units(self) -> Units | None:
        """The vectors of units, where there may be any."""
        return self._made_units() if self._units is not None or (self.folder / "units").is_dir() else None

    def _made(self) -> Vectors:
        _need_numpy()
        from curbside.retrieval.embedded.vectors import Vectors

        with self._opening:
            if self._vectors is None:
                self._vectors = Vectors(self.folder / "vectors")
            return self._vectors

    def _made_units(self) -> Units:
        _need_numpy()
        from curbside.retrieval.embedded.units import Units

        with self._opening:
            if self._units is None:
                self._units = Units(self.folder / "units")
            return self._units

    def _refuse_other(self, model: str) -> None:
        if self.model not in ("", model):
            raise SearchIndexError(f"The index has vectors of the model {self.model}, not of {model}.")


def _need_numpy() -> None:
    if find_spec("numpy") is None:
        raise SearchIndexError(_NEEDED)


def _extra(stored: Mapping[Key, str], rows: Mapping[Key, str]) -> int:
    return sum(rows.get(key) != hashed for key, hashed in stored.items())
