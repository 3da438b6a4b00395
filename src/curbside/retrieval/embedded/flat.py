"""Vectors in flat files: one bit and one byte for each dimension, and what filters look at, by slot.

A search reads the bits of all slots (Hamming distance to the bits of the question) and works the cosine out of the
bytes for the nearest of them: the two stages of Yamada, Asai and Hajishirzi 2021 (Efficient Passage Retrieval with
Hashing for Open-domain Question Answering, BPR). A bit says whether a dimension is above its mean, since the vectors of
the usual models share a large common part.

Bits stand in blocks of `BLOCK` slots, dimension words first, so that one pass of NumPy goes over contiguous memory. The
files only grow; slots beyond those that `slots.py` has committed are rubbish. Readers map the files.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

BLOCK = 16_384
AT_ONCE = 512
FACETS = np.dtype(
    [
        ("alive", "u1"),
        ("kind", "u1"),
        ("status", "u1"),
        ("spare", "u1"),
        ("year", "<i2"),
        ("language", "<u2"),
        ("jurisdiction", "<u4"),
        ("publisher", "<u4"),
    ]
)
_BITS = 64
_FAR = np.uint16(65_535)


@dataclass(frozen=True, slots=True)
class Shape:
    """Which files, and how they are read. center: (dimensions,) float32, what bits are above or below."""

    epoch: int
    dimensions: int
    center: NDArray[np.float32]

    @property
    def words(self) -> int:
        """How many 64-bit words the bits of a vector fill."""
        return -(-self.dimensions // _BITS)


class FlatVectors:
    """The files of one epoch, mapped; `writable` for the one process that writes."""

    def __init__(self, folder: Path, shape: Shape, slots: int, writable: bool = False) -> None:
        self.shape, self.slots = shape, slots
        self._folder, self._writable = folder, writable
        self._map(max(slots, 1) if writable else slots)

    def append(self, slot: int, vectors: NDArray[np.float32], facets: NDArray[Any]) -> None:
        """Write (n, dimensions) normalised vectors and their facets from `slot` on, growing the files."""
        count = len(vectors)
        if slot + count > self._capacity:
            self._map(max(slot + count, self._capacity + self._capacity // 4))
        steps = steps_of(vectors)
        self._steps[slot : slot + count] = steps
        self._codes[slot : slot + count] = np.rint(vectors / steps[:, None])
        self._write_bits(slot, vectors)
        self.facets[slot : slot + count] = facets
        self.slots = max(self.slots, slot + count)

    def flush(self) -> None:
        """Have everything written on the disk."""
        for mapped in self._maps:
            mapped.flush()

    def best(self, vector: NDArray[np.float32], k: int, mask: NDArray[np.bool_], candidates: int) -> Found:
        """The slots in `mask` whose cosine with the normalised `vector` is greatest, and the cosines, best first."""
        chosen = np.flatnonzero(mask)
        if len(chosen) > candidates:
            chosen = self._nearest_bits(vector, mask, candidates)
        scores = self._cosines(chosen, vector)
        order = np.argsort(-scores, kind="stable")[:k]
        return chosen[order], scores[order]

    def decoded(self, slots: NDArray[np.intp]) -> NDArray[np.float32]:
        """The (n, dimensions) vectors of `slots`, of length 1 but for rounding."""
        decoded: NDArray[np.float32] = self._codes[slots].astype(np.float32) * self._steps[slots][:, None]
        return decoded

    def distances(self, vector: NDArray[np.float32]) -> NDArray[np.uint16]:
        """How many bits of each slot differ from those of `vector`."""
        asked = _bits_of(vector[None, :], self.shape)[0]
        far = np.zeros(self.slots, np.uint16)
        for number, start in enumerate(range(0, self.slots, BLOCK)):
            here = far[start : start + BLOCK]
            for word, bits in zip(self._bits[number], asked, strict=True):
                here += np.bitwise_count(word[: len(here)] ^ bits)
        return far

    def _cosines(self, slots: NDArray[np.intp], vector: NDArray[np.float32]) -> NDArray[np.float32]:
        # A few at a time: arrays of megabytes would cost more to get from the system than the sums do.
        scores = np.empty(len(slots), np.float32)
        for start in range(0, len(slots), AT_ONCE):
            some = slots[start : start + AT_ONCE]
            scores[start : start + AT_ONCE] = self._codes[some].astype(np.float32) @ vector
        scores *= self._steps[slots]
        return scores

    def _nearest_bits(self, vector: NDArray[np.float32], mask: NDArray[np.bool_], count: int) -> NDArray[np.intp]:
        far = self.distances(vector)
        far[~mask] = _FAR
        most = self.shape.words * _BITS
        within = np.bincount(np.minimum(far, most + 1), minlength=most + 2)[: most + 1].cumsum()
        return np.flatnonzero(far <= int(np.searchsorted(within, count)))

    def _write_bits(self, slot: int, vectors: NDArray[np.float32]) -> None:
        bits = _bits_of(vectors, self.shape)
        done = 0
        while done < len(bits):
            block, at = divmod(slot + done, BLOCK)
            some = bits[done : done + BLOCK - at]
            self._bits[block, :, at : at + len(some)] = some.T
            done += len(some)

    def _map(self, slots: int) -> None:
        self._maps: list[np.memmap[Any, Any]] = []
        blocks = -(-slots // BLOCK)
        self._capacity = blocks * BLOCK
        words = self.shape.words
        self._bits: NDArray[np.uint64] = self._mapped("bits", np.dtype("<u8"), (blocks, words, BLOCK))
        dimensions = self.shape.dimensions
        self._codes: NDArray[np.int8] = self._mapped("codes", np.dtype("i1"), (self._capacity, dimensions))
        self._steps: NDArray[np.float32] = self._mapped("steps", np.dtype("<f4"), (self._capacity,))
        self.facets: NDArray[Any] = self._mapped("facets", FACETS, (self._capacity,))

    def _mapped(self, name: str, dtype: np.dtype[Any], shape: tuple[int, ...]) -> NDArray[Any]:
        if not all(shape):
            return np.zeros(shape, dtype)
        path = file_of(self._folder, name, self.shape.epoch)
        if self._writable:
            with path.open("ab") as grown:
                size = int(np.prod(shape)) * dtype.itemsize
                if os.fstat(grown.fileno()).st_size < size:
                    grown.truncate(size)
        mapped = np.memmap(path, dtype, "r+" if self._writable else "r", shape=shape)
        self._maps.append(mapped)
        # As a plain array: each slice of a memmap costs some microseconds more.
        return np.asarray(mapped)


Found = tuple[NDArray[np.intp], NDArray[np.float32]]


def file_of(folder: Path, name: str, epoch: int) -> Path:
    """Where one file of an epoch is."""
    return folder / f"{name}.{epoch}"


def remove_other_epochs(folder: Path, epoch: int) -> None:
    """Remove the files of every epoch but this one; those who have them mapped go on reading."""
    for path in folder.iterdir():
        name, _, number = path.name.partition(".")
        if name in ("bits", "codes", "steps", "facets") and number != str(epoch):
            path.unlink(missing_ok=True)


def normalised(vectors: Iterable[NDArray[np.float32]], dimensions: int) -> NDArray[np.float32]:
    """Vectors in rows, each of length 1."""
    rows = np.array(list(vectors), np.float32).reshape(-1, dimensions)
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    rows /= np.where(lengths > 0, lengths, 1)
    return rows


def _bits_of(vectors: NDArray[np.float32], shape: Shape) -> NDArray[np.uint64]:
    above = np.zeros((len(vectors), shape.words * _BITS), np.uint8)
    above[:, : shape.dimensions] = vectors > shape.center
    return np.packbits(above, axis=1, bitorder="little").view("<u8").astype(np.uint64, copy=False)


def steps_of(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """What one step of the bytes of each vector is worth."""
    largest = np.abs(vectors).max(axis=1)
    steps: NDArray[np.float32] = (np.where(largest > 0, largest, 1) / 127).astype(np.float32)
    return steps
