"""The vectors of units in the embedded index: which row has which of them, and a flat file with one byte a dimension.

A text that stands in several rows, or comes back in the next version of a source, has its vector once. The file only
grows; records beyond those that were committed are rubbish. Readers map it.
"""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from curbside.errors import SearchIndexError
from curbside.retrieval.base import Key, UnitCounts, UnitNames
from curbside.retrieval.embedded.flat import normalised, steps_of
from curbside.retrieval.embedded.tables import STATE, VERSIONS, Tables

if TYPE_CHECKING:
    from curbside.retrieval.base import Vector

FILE = "units.sqlite"
_FORMAT = 1
_SCHEMA = (
    STATE,
    VERSIONS,
    "CREATE TABLE units (version INTEGER NOT NULL, ordinal INTEGER NOT NULL, hash TEXT NOT NULL, slots BLOB NOT NULL,"
    " PRIMARY KEY (version, ordinal)) WITHOUT ROWID",
    "CREATE TABLE texts (name INTEGER PRIMARY KEY, slot INTEGER NOT NULL)",
)
_JOINED = "units JOIN versions ON versions.number = units.version"
_SLOT = np.dtype("<u4")
_LEAST_RELEASED, _MOST_RELEASED = 10_000, 0.3


class Units:
    """See the module. Threads may share it; one writer at a time, in any process."""

    def __init__(self, folder: Path) -> None:
        """Open the vectors of units in `folder`, made where it is not there.

        Raises SearchIndexError.
        """
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self._tables = Tables(folder / FILE, _FORMAT, _SCHEMA)
        self._lock = threading.Lock()
        self._opened: NDArray[Any] | None = None
        self._as_of: object = None

    @property
    def model(self) -> str:
        """The model that made them, "" where there are none."""
        return str(self._tables.values().get("model", ""))

    def counts(self) -> UnitCounts:
        """See `Index.unit_counts`."""
        (rows,), (vectors,) = self._tables.rows("SELECT count(*) FROM units UNION ALL SELECT count(*) FROM texts")
        return UnitCounts(int(rows), int(vectors))

    def stored(self) -> dict[Key, str]:
        """The key of each row that has them, with the hash of its units."""
        asked = f"SELECT versions.source, versions.content_hash, units.ordinal, units.hash FROM {_JOINED}"
        return {(row[0], row[1], row[2]): row[3] for row in self._tables.rows(asked)}

    def known(self, names: Iterable[str]) -> frozenset[str]:
        """See `Index.known_units`."""
        wanted = {_number(name): name for name in names}
        return frozenset(wanted[number] for number in self._slots(wanted))

    def cosines(self, vector: Vector, keys: Iterable[Key]) -> dict[Key, tuple[float, ...]]:
        """See `Index.unit_cosines`."""
        records = self._records()
        if records is None:
            return {}
        dimensions = records["code"].shape[1]
        if len(vector) != dimensions:
            raise SearchIndexError(f"The index has vectors of {dimensions} numbers, not of {len(vector)}.")
        asked = (
            "SELECT versions.source, versions.content_hash, units.ordinal, units.slots FROM json_each(?) AS wanted"
            " JOIN versions ON versions.source = wanted.value ->> 0 AND versions.content_hash = wanted.value ->> 1"
            " JOIN units ON units.version = versions.number AND units.ordinal = wanted.value ->> 2"
        )
        found = self._tables.rows(asked, [json.dumps(list(keys))])
        slots = [np.frombuffer(row[3], _SLOT) for row in found]
        if not slots:
            return {}
        chosen = records[np.concatenate(slots)]
        scores = chosen["code"].astype(np.float32) @ normalised([vector], dimensions)[0] * chosen["step"]
        ends = np.cumsum([len(some) for some in slots])[:-1]
        return {
            (row[0], row[1], row[2]): tuple(some.tolist())
            for row, some in zip(found, np.split(scores, ends), strict=True)
        }

    def add(self, model: str, rows: Iterable[UnitNames], vectors: Mapping[str, Vector]) -> None:
        """See `Index.add_units`."""
        rows = list(rows)
        names = {name for row in rows for name in row.names}
        with self._tables.writing():
            self._give(model, {name: vector for name, vector in vectors.items() if name in names})
            slots = self._slots(map(_number, names))
            for row in rows:
                own = [slots.get(_number(name)) for name in row.names]
                if None not in own:
                    self._put(row, np.array(own, _SLOT).tobytes())
        self._tidy()

    def follow(self, removed: Iterable[str], rows: Mapping[Key, str]) -> None:
        """Take over what changes in the index: `rows` (with the hash of their units) are added, the others of the
        sources `removed` are gone.
        """
        removed = set(removed)
        asked = (
            "SELECT units.version, versions.content_hash, units.ordinal, units.hash, length(units.slots)"
            f" FROM {_JOINED} WHERE versions.source = ?"
        )
        with self._tables.writing():
            gone, released = [], 0
            for source in removed | {key[0] for key in rows}:
                for version, content_hash, ordinal, units_hash, size in self._tables.rows(asked, [source]):
                    key = (source, content_hash, ordinal)
                    if rows.get(key) != units_hash and (key in rows or source in removed):
                        gone.append((version, ordinal))
                        released += size // _SLOT.itemsize
            self._tables.many("DELETE FROM units WHERE version = ? AND ordinal = ?", gone)
            self._release(released)
        self._tidy()

    def clear(self) -> None:
        """Remove all and forget the model."""
        with self._tables.writing():
            epoch = int(self._tables.values().get("epoch", 0)) + 1
            for table in ("units", "texts", "versions"):
                self._tables.many(f"DELETE FROM {table}", [()])
            self._tables.set(model="", dimensions=0, slots=0, released=0, epoch=epoch)
        self._remove_others(epoch)

    def faults(self) -> list[str]:
        """What of the file does not fit the tables; nothing where all is well."""
        records = self._records()
        slots = np.array([slot for (slot,) in self._tables.rows("SELECT slot FROM texts")], np.int64)
        used = self._used()
        if records is None:
            return ["there are units with vectors, and no vectors"] if len(slots) or len(used) else []
        lost = int((slots >= len(records)).sum() + (~np.isin(used, slots)).sum())
        odd = 0
        for some in np.array_split(slots[slots < len(records)], len(slots) // 10_000 + 1):
            decoded = records["code"][some].astype(np.float32) * records["step"][some][:, None]
            odd += int((np.abs(np.linalg.norm(decoded, axis=1) - 1) > 0.05).sum())
        told = [f"{lost} vectors of units are not there"] if lost else []
        return told + ([f"{odd} vectors of units are not of length 1"] if odd else [])

    def close(self) -> None:
        """Let go of the files."""
        self._opened = None
        self._tables.close()

    def _give(self, model: str, vectors: Mapping[str, Vector]) -> None:
        """Write those of `vectors` that are not there yet behind the last record."""
        values = self._tables.values()
        if values.get("model", "") not in ("", model):
            raise SearchIndexError(f"The index has vectors of the model {values['model']}, not of {model}.")
        known = self.known(vectors)
        new = {_number(name): vector for name, vector in vectors.items() if name not in known}
        sizes = {len(vector) for vector in new.values()} | (
            {values["dimensions"]} if values.get("dimensions") else set()
        )
        if not new:
            return
        if len(sizes) > 1:
            raise SearchIndexError(f"Vectors of {sorted(sizes)} numbers do not fit together in one index.")
        (size,) = sizes
        epoch, slots = int(values.get("epoch", 0)), int(values.get("slots", 0))
        self._append(epoch, slots, _records_of(normalised(new.values(), size)))
        self._tables.many("INSERT INTO texts VALUES (?, ?)", [(name, slots + at) for at, name in enumerate(new)])
        self._tables.set(model=model, dimensions=size, slots=slots + len(new), epoch=epoch)

    def _put(self, row: UnitNames, slots: bytes) -> None:
        self._tables.many("INSERT OR IGNORE INTO versions (source, content_hash) VALUES (?, ?)", [row.key[:2]])
        number = "(SELECT number FROM versions WHERE source = ? AND content_hash = ?)"
        replaced = f"SELECT length(slots) FROM units WHERE version = {number} AND ordinal = ?"
        self._release(sum(size // _SLOT.itemsize for (size,) in self._tables.rows(replaced, row.key)))
        self._tables.many(f"INSERT OR REPLACE INTO units VALUES ({number}, ?, ?, ?)", [(*row.key, row.hash, slots)])

    def _slots(self, numbers: Iterable[int]) -> dict[int, int]:
        asked = "SELECT name, slot FROM texts WHERE name IN (SELECT value FROM json_each(?))"
        return {row[0]: row[1] for row in self._tables.rows(asked, [json.dumps(list(numbers))])}

    def _used(self) -> NDArray[np.int64]:
        """The slots that rows have, sorted, each once."""
        blobs = [blob for (blob,) in self._tables.rows("SELECT slots FROM units")]
        return np.unique(np.frombuffer(b"".join(blobs), _SLOT).astype(np.int64))

    def _release(self, count: int) -> None:
        if count:
            self._tables.set(released=int(self._tables.values().get("released", 0)) + count)

    def _tidy(self) -> None:
        """Write the file anew where rows let go of many records: those that no row has are left out."""
        values = self._tables.values()
        most = max(_LEAST_RELEASED, _MOST_RELEASED * int(values.get("slots", 0)))
        if int(values.get("released", 0)) <= most:
            return
        with self._tables.writing():
            records, epoch, used = self._open(), int(self._tables.values()["epoch"]) + 1, self._used()
            if records is None:
                return
            for start in range(0, len(used), 10_000):
                self._append(epoch, start, records[used[start : start + 10_000]])
            self._renumber(used)
            self._tables.set(epoch=epoch, slots=len(used), released=0)
        self._remove_others(epoch)

    def _renumber(self, used: NDArray[np.int64]) -> None:
        """Give the records in `used` the slots 0, 1, 2, ..., and forget the texts of all others."""
        new = {int(slot): at for at, slot in enumerate(used)}
        texts = self._tables.rows("SELECT name, slot FROM texts")
        rows = self._tables.rows("SELECT slots, version, ordinal FROM units")
        self._tables.many("DELETE FROM texts", [()])
        kept = [(name, new[slot]) for name, slot in texts if slot in new]
        self._tables.many("INSERT INTO texts VALUES (?, ?)", kept)
        moved = [
            (np.searchsorted(used, np.frombuffer(blob, _SLOT)).astype(_SLOT).tobytes(), *key) for blob, *key in rows
        ]
        self._tables.many("UPDATE units SET slots = ? WHERE version = ? AND ordinal = ?", moved)

    def _append(self, epoch: int, slot: int, records: NDArray[Any]) -> None:
        path = self._path(epoch)
        with path.open("r+b" if path.exists() else "w+b") as file:
            file.seek(slot * records.dtype.itemsize)
            file.write(records.tobytes())
            file.flush()
            os.fsync(file.fileno())

    def _records(self) -> NDArray[Any] | None:
        """The records as of the last commit, by whatever process."""
        with self._lock:
            values = self._tables.values()
            now = (values.get("epoch"), values.get("slots"))
            if now != self._as_of:
                self._opened, self._as_of = self._open(), now
            return self._opened

    def _open(self) -> NDArray[Any] | None:
        while True:
            values = self._tables.values()
            if not values.get("slots"):
                return None
            path = self._path(int(values["epoch"]))
            try:
                return np.asarray(
                    np.memmap(path, _record(int(values["dimensions"])), "r", shape=(int(values["slots"]),))
                )
            except FileNotFoundError as error:
                # Another process may have gone on to the next epoch and removed this file since the values were read.
                if self._tables.values().get("epoch") == values["epoch"]:
                    raise SearchIndexError(f"A file of the index is not there: {error.filename}.") from error
            except (OSError, ValueError) as error:
                raise SearchIndexError(f"The vectors in {self.folder} cannot be read: {error}.") from error

    def _path(self, epoch: int) -> Path:
        return self.folder / f"units.{epoch}"

    def _remove_others(self, epoch: int) -> None:
        for path in self.folder.glob("units.[0-9]*"):
            if path != self._path(epoch):
                path.unlink(missing_ok=True)


def _record(dimensions: int) -> np.dtype[Any]:
    return np.dtype([("step", "<f4"), ("code", "i1", (dimensions,))])


def _records_of(vectors: NDArray[np.float32]) -> NDArray[Any]:
    records = np.zeros(len(vectors), _record(vectors.shape[1]))
    records["step"] = steps_of(vectors)
    records["code"] = np.rint(vectors / records["step"][:, None])
    return records


def _number(name: str) -> int:
    """A name of 16 hexadecimal digits as a whole number of 64 bits with a sign, as SQLite has them."""
    return int.from_bytes(bytes.fromhex(name), "little", signed=True)
