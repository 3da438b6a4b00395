"""Rows, vectors and keys for the tests of an index, and what is found with them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from curbside.retrieval.base import Filters, Index, IndexRow, Key, Query

if TYPE_CHECKING:
    from curbside.retrieval.base import Vector

MakeIndex = Callable[[], Index]


def row(source: str, body: str, ordinal: int = 0, title: str = "", heading: str = "", hash: str = "h") -> IndexRow:
    """A row whose terms are the words of `body`, `title` and `heading`."""
    return IndexRow(source, hash, ordinal, tuple(title.split()), tuple(heading.split()), tuple(body.split()))


def fill(index: Index, *rows: IndexRow) -> None:
    """Add `rows` in one block."""
    with index.writing():
        index.add(rows)


def found(index: Index, *terms: str, k: int = 10, filters: Filters | None = None) -> list[str]:
    """The sources of the hits for `terms`, all of weight 1."""
    query = Query(tuple((term, 1.0) for term in terms), filters or Filters())
    return [hit.source for hit in index.search(query, k)]


def vector(*numbers: float) -> Vector:
    """A vector of 16 dimensions that begins with `numbers`."""
    return np.array([*numbers, *[0.0] * (16 - len(numbers))], dtype=np.float32)


def key(source: str, ordinal: int = 0, hash: str = "h") -> Key:
    """The key of a row as `row` makes it."""
    return (source, hash, ordinal)


def near(index: Index, *numbers: float, k: int = 10, filters: Filters | None = None) -> list[str]:
    """The sources of the hits nearest to the vector of `numbers`."""
    return [hit.source for hit in index.nearest(vector(*numbers), k, filters or Filters())]
