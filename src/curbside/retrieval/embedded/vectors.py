"""The vectors of the embedded index: `slots.py` says which row has which slot, `flat.py` holds what is in it."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from curbside.errors import SearchIndexError
from curbside.retrieval.base import Facets, Filters, IndexHit, Key
from curbside.retrieval.embedded.flat import FACETS, FlatVectors, Shape, normalised, remove_other_epochs
from curbside.retrieval.embedded.slots import Slots

LEAST_CANDIDATES = 2_000
CANDIDATES_A_HIT = 20
CANDIDATES_A_SLOT = 0.02
LEAST_TO_CENTER, MOST_TO_CENTER = 256, 65_536
_MOST_DEAD = 0.3
_ANY_YEAR = (0, 9999)
_NO_YEAR = -1
_CODED = ("kind", "status", "language", "jurisdiction", "publisher")

if TYPE_CHECKING:
    from curbside.retrieval.base import Vector

Stored = tuple[str, Facets]


class Vectors:
    """See the module. Threads may share it; one writer at a time, in any process."""

    def __init__(self, folder: Path) -> None:
        """Open the vectors in `folder`, made where it is not there.

        Raises SearchIndexError.
        """
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self._slots = Slots(folder)
        self._lock = threading.Lock()
        self._opened: FlatVectors | None = None
        self._as_of: object = None

    @property
    def model(self) -> str:
        """See `Index`."""
        return str(self._slots.values().get("model", ""))

    def count(self) -> int:
        """How many rows have a vector."""
        return self._slots.count()

    def stored(self) -> dict[Key, str]:
        """The key and text hash of each row with a vector."""
        return {key: text_hash for _, key, text_hash in self._slots.stored()}

    def nearest(self, vector: Vector, k: int, filters: Filters) -> list[IndexHit]:
        """See `Index`."""
        flat = self._flat()
        if flat is None or k < 1:
            return []
        if len(vector) != flat.shape.dimensions:
            raise SearchIndexError(f"The index has vectors of {flat.shape.dimensions} numbers, not of {len(vector)}.")
        mask = self._mask(flat, filters)
        asked = normalised([vector], flat.shape.dimensions)[0]
        candidates = max(LEAST_CANDIDATES, CANDIDATES_A_HIT * k, int(CANDIDATES_A_SLOT * np.count_nonzero(mask)))
        slots, scores = flat.best(asked, k, mask, candidates)
        keys = self._slots.keys(slots.tolist())
        hits = [IndexHit(*keys[s], float(c)) for s, c in zip(slots.tolist(), scores, strict=True) if s in keys]
        return sorted(hits, key=lambda hit: (-hit.score, hit.source, hit.ordinal))

    def add(self, model: str, vectors: Mapping[Key, Vector], rows: Mapping[Key, Stored]) -> None:
        """Add the vectors of `rows`; one that is there already is replaced.

        Raises SearchIndexError where those in it are of another model or size.
        """
        given = [key for key in vectors if key in rows]
        sizes = {len(vector) for vector in vectors.values()}
        if not given:
            return
        with self._slots.writing():
            flat = self._to_write(model, sizes, [vectors[key] for key in given])
            replaced = self._slots_of(given)
            self._slots.free(replaced)
            slot = int(self._slots.values()["slots"])
            facets = np.array([self._facets(rows[key][1]) for key in given], FACETS)
            flat.append(slot, normalised((vectors[key] for key in given), flat.shape.dimensions), facets)
            for at, key in enumerate(given, slot):
                self._slots.give(at, key, *rows[key])
            flat.flush()
            self._slots.set(slots=slot + len(given))
        _mark(flat, replaced, {})
        self._tidy()

    def follow(self, removed: Iterable[str], rows: Mapping[Key, Stored]) -> None:
        """Take over what changes in the index: `rows` are added, all others of the sources `removed` are gone.

        A row that has a vector of the same text keeps it, with its facets of now.
        """
        removed = set(removed)
        kept: dict[int, tuple[int, ...]] = {}
        with self._slots.writing():
            flat = self._open(writable=True)
            if flat is None:
                return
            gone = []
            for source in removed | {key[0] for key in rows}:
                for slot, key, text_hash in list(self._slots.stored(source)):
                    if key in rows and rows[key][0] == text_hash:
                        kept[slot] = self._facets(rows[key][1])
                        self._slots.unname_topics([slot])
                        self._slots.name_topics(slot, rows[key][1])
                    elif key in rows or source in removed:
                        gone.append(slot)
            self._slots.free(gone)
        _mark(flat, gone, kept)
        self._tidy()

    def clear(self) -> None:
        """Remove all vectors and forget the model."""
        with self._slots.writing():
            epoch = int(self._slots.values().get("epoch", 0)) + 1
            self._slots.forget()
            self._slots.set(model="", slots=0, dimensions=0, epoch=epoch, center=b"", centered=0)
        remove_other_epochs(self.folder, epoch)

    def faults(self) -> list[str]:
        """What of the files does not fit the slots; nothing where all is well."""
        flat = self._flat()
        taken = np.array(sorted(slot for slot, _, _ in self._slots.stored()), np.intp)
        if flat is None:
            return ["there are slots but no vectors"] if len(taken) else []
        alive = np.flatnonzero(flat.facets["alive"][: flat.slots])
        wrong = np.setxor1d(alive, taken)
        lengths = [
            np.linalg.norm(flat.decoded(some), axis=1) for some in np.array_split(taken, len(taken) // 10_000 + 1)
        ]
        odd = int((np.abs(np.concatenate(lengths) - 1) > 0.05).sum())
        told = [f"{len(wrong)} slots are marked wrongly"] if len(wrong) else []
        return told + ([f"{odd} vectors are not of length 1"] if odd else [])

    def close(self) -> None:
        """Let go of the files."""
        self._opened = None
        self._slots.close()

    def _flat(self) -> FlatVectors | None:
        """The files as of the last commit, by whatever process."""
        with self._lock:
            values = self._slots.values()
            now = (values.get("epoch"), values.get("slots"))
            if now != self._as_of:
                self._opened, self._as_of = self._open(), now
            return self._opened

    def _open(self, writable: bool = False) -> FlatVectors | None:
        while True:
            values = self._slots.values()
            if not values.get("dimensions"):
                return None
            center = np.frombuffer(values["center"], np.float32)
            shape = Shape(int(values["epoch"]), int(values["dimensions"]), center)
            try:
                return FlatVectors(self.folder, shape, int(values["slots"]), writable)
            except FileNotFoundError as error:
                # Another process may have gone on to the next epoch and removed these files since the values were read.
                if self._slots.values().get("epoch") == values["epoch"]:
                    raise SearchIndexError(f"A file of the index is not there: {error.filename}.") from error
            except (OSError, ValueError) as error:
                raise SearchIndexError(f"The vectors in {self.folder} cannot be read: {error}.") from error

    def _to_write(self, model: str, sizes: set[int], first: Sequence[Vector]) -> FlatVectors:
        values = self._slots.values()
        if values.get("model", "") not in ("", model):
            raise SearchIndexError(f"The index has vectors of the model {values['model']}, not of {model}.")
        known = {int(values["dimensions"])} if values.get("dimensions") else set()
        if len(sizes | known) > 1:
            raise SearchIndexError(f"Vectors of {sorted(sizes | known)} numbers do not fit together in one index.")
        if not known:
            (size,) = sizes
            epoch = int(values.get("epoch", 0)) + 1
            center, centered = _center(normalised(first, size))
            self._slots.set(
                model=model, dimensions=size, epoch=epoch, slots=0, center=center.tobytes(), centered=centered
            )
        found = self._open(writable=True)
        assert found is not None
        return found

    def _slots_of(self, keys: Iterable[Key]) -> list[int]:
        wanted = set(keys)
        sources = {key[0] for key in wanted}
        return [slot for source in sources for slot, key, _ in self._slots.stored(source) if key in wanted]

    def _facets(self, facets: Facets) -> tuple[int, ...]:
        code = {name: self._slots.code(name, value) if (value := getattr(facets, name)) else 0 for name in _CODED}
        year = _NO_YEAR if facets.year is None else facets.year
        return (1, code["kind"], code["status"], 0, year, code["language"], code["jurisdiction"], code["publisher"])

    def _mask(self, flat: FlatVectors, filters: Filters) -> NDArray[np.bool_]:
        facets: NDArray[Any] = flat.facets[: flat.slots]
        mask: NDArray[np.bool_] = facets["alive"] == 1
        wanted = (filters.kinds, filters.statuses, filters.languages, filters.jurisdictions, filters.publishers)
        for name, values in zip(_CODED, wanted, strict=True):
            if values:
                mask &= np.isin(facets[name], self._slots.codes(name, values))
        if filters.since is not None or filters.until is not None:
            low = _ANY_YEAR[0] if filters.since is None else filters.since
            high = _ANY_YEAR[1] if filters.until is None else filters.until
            mask &= (facets["year"] >= low) & (facets["year"] <= high)
        if filters.topics:
            mask &= _among(flat.slots, self._slots.of_topics(filters.topics))
        if filters.only is not None:
            mask &= _among(flat.slots, self._slots.of_sources(filters.only))
        if filters.without:
            mask &= ~_among(flat.slots, self._slots.of_sources(filters.without))
        return mask

    def _tidy(self) -> None:
        """Write the files anew where many slots are dead, or where far more vectors are there than the mean is of."""
        values = self._slots.values()
        slots, centered, alive = int(values["slots"]), int(values["centered"]), self._slots.count()
        outgrown = alive >= LEAST_TO_CENTER and centered < MOST_TO_CENTER and alive >= 4 * centered
        if outgrown or slots - alive > max(_MOST_DEAD * slots, LEAST_CANDIDATES):
            self._rewrite()

    def _rewrite(self) -> None:
        with self._slots.writing():
            old = self._open()
            if old is None:
                return
            taken = np.array(sorted(slot for slot, _, _ in self._slots.stored()), np.intp)
            sample = taken[np.linspace(0, len(taken) - 1, min(len(taken), MOST_TO_CENTER)).astype(np.intp)]
            center, centered = _center(old.decoded(sample))
            shape = Shape(old.shape.epoch + 1, old.shape.dimensions, center)
            new = FlatVectors(self.folder, shape, 0, writable=True)
            for some in np.array_split(taken, len(taken) // 10_000 + 1):
                new.append(new.slots, old.decoded(some), old.facets[some])
            new.flush()
            self._slots.renumber(taken.tolist())
            self._slots.set(epoch=shape.epoch, slots=len(taken), center=center.tobytes(), centered=centered)
        remove_other_epochs(self.folder, shape.epoch)


def _mark(flat: FlatVectors, gone: list[int], kept: Mapping[int, tuple[int, ...]]) -> None:
    # After the commit that it belongs to: a stop in between leaves slots that no row has, which are never shown, or
    # facets that are written again, since the index has not gone on to the change they come with.
    for slot, facets in kept.items():
        flat.facets[slot] = facets
    flat.facets["alive"][gone] = 0
    flat.flush()


def _center(vectors: NDArray[np.float32]) -> tuple[NDArray[np.float32], int]:
    """What bits are above or below, and of how many vectors it is the mean; zeros where they are too few."""
    if len(vectors) < LEAST_TO_CENTER:
        return np.zeros(vectors.shape[1], np.float32), 0
    return vectors.mean(axis=0, dtype=np.float64).astype(np.float32), len(vectors)


def _among(slots: int, chosen: Sequence[int]) -> NDArray[np.bool_]:
    mask = np.zeros(slots, np.bool_)
    mask[[slot for slot in chosen if slot < slots]] = True
    return mask
