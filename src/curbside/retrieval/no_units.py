"""What an index answers that cannot keep vectors of units."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from curbside.errors import SearchIndexError
from curbside.retrieval.base import Key, UnitCounts, UnitNames

if TYPE_CHECKING:
    from curbside.retrieval.base import Vector


class NoUnits:
    """The methods of `Index` that are on units: there are none."""

    keeps_units = False

    def unit_counts(self) -> UnitCounts:
        """Zero."""
        return UnitCounts()

    def lacking_units(self) -> Iterator[Key]:
        """None: nothing is to be made."""
        return iter(())

    def known_units(self, names: Iterable[str]) -> frozenset[str]:
        """None."""
        return frozenset()

    def add_units(self, model: str, rows: Iterable[UnitNames], vectors: Mapping[str, Vector]) -> None:
        """Raises SearchIndexError."""
        raise SearchIndexError("This index keeps no vectors of units.")

    def unit_cosines(self, vector: Vector, keys: Iterable[Key]) -> Mapping[Key, tuple[float, ...]]:
        """None."""
        return {}

    def clear_units(self) -> None:
        """Nothing to do."""
