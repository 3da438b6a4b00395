"""The tests of the vectors of units that every `Index` must pass; `IndexConformance` brings them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from curbside.errors import SearchIndexError
from curbside.retrieval.base import Facets, Index, IndexRow, UnitCounts, UnitNames
from curbside.testing.index_rows import MakeIndex, fill, key, row, vector

UNIT_ROWS = tuple(
    IndexRow(source, "h", 0, body_terms=("x",), units_hash=hashed)
    for source, hashed in (("a", "one"), ("b", "two"), ("c", "three"))
)


def name(number: int) -> str:
    """What names the text of a unit."""
    return f"{number:016x}"


def with_units(index: Index) -> Index:
    """With `UNIT_ROWS`, of which `a` has two units, `b` three, of two texts, one of them also in `a`, and `c` none yet.

    An index that keeps no vectors of units is left as it is.
    """
    if index.keeps_units:
        fill(index, *UNIT_ROWS)
        index.add_units(
            "m", [UnitNames(key("a"), "one", (name(1), name(2)))], {name(1): vector(2), name(2): vector(0, 3)}
        )
        index.add_units("m", [UnitNames(key("b"), "two", (name(2), name(3), name(2)))], {name(3): vector(0, 0, 1)})
    return index


class IndexUnitsConformance:
    """An index that keeps no vectors of units passes by saying so."""

    def test_units_have_the_cosines_of_their_texts(self, make_index: MakeIndex) -> None:
        index = with_units(make_index())
        if not index.keeps_units:
            return
        assert (index.unit_counts(), index.model) == (UnitCounts(2, 3), "m")
        cosines = index.unit_cosines(vector(3, 4), [key("a"), key("b"), key("c"), key("never there")])
        assert cosines.keys() == {key("a"), key("b")}
        assert cosines[key("a")] == pytest.approx([0.6, 0.8], abs=0.01)
        assert cosines[key("b")] == pytest.approx([0.8, 0.0, 0.8], abs=0.01)
        assert index.unit_cosines(vector(1), []) == {}
        assert index.known_units([name(2), name(9)]) == {name(2)}
        with pytest.raises(SearchIndexError):
            index.unit_cosines(np.ones(3, dtype=np.float32), [key("a")])

    def test_an_index_without_units_says_so(self, make_index: MakeIndex) -> None:
        index = make_index()
        fill(index, *UNIT_ROWS)
        assert (index.unit_counts(), index.known_units([name(1)])) == (UnitCounts(), frozenset())
        assert index.unit_cosines(vector(1), [key("a")]) == {}
        if not index.keeps_units:
            assert list(index.lacking_units()) == []
            with pytest.raises(SearchIndexError):
                index.add_units("m", [], {})

    def test_rows_whose_units_have_no_vectors_are_told(self, make_index: MakeIndex) -> None:
        index = make_index()
        fill(index, *UNIT_ROWS, row("none", "x"))
        if not index.keeps_units:
            return
        assert list(index.lacking_units()) == [key("a"), key("b"), key("c")]
        assert list(with_units(index).lacking_units()) == [key("c")]
        with index.writing():
            index.remove(["a", "b"])
            index.add([replace(UNIT_ROWS[0], facets=Facets(status="retracted")), replace(UNIT_ROWS[1], units_hash="x")])
        assert list(index.lacking_units()) == [key("b"), key("c")]
        assert index.unit_cosines(vector(1), [key("a"), key("b")]).keys() == {key("a")}
        with index.writing():
            index.remove(["a"])
        assert (index.unit_counts().rows, index.unit_cosines(vector(1), [key("a")])) == (0, {})

    def test_units_are_left_out_where_the_row_or_a_text_is_not_there(self, make_index: MakeIndex) -> None:
        index = make_index()
        fill(index, *UNIT_ROWS)
        if not index.keeps_units:
            return
        rows = [
            UnitNames(key("never there"), "one", (name(1),)),
            UnitNames(key("a"), "other", (name(1),)),
            UnitNames(key("b"), "two", (name(1), name(2))),
            UnitNames(key("c"), "three", (name(1),)),
        ]
        index.add_units("m", rows, {name(1): vector(1)})
        assert list(index.lacking_units()) == [key("a"), key("b")]

    def test_units_are_of_the_model_of_the_vectors(self, make_index: MakeIndex) -> None:
        index = make_index()
        if not index.keeps_units:
            return
        with_units(index)
        for model, odd in (("other", vector(1)), ("m", np.ones(3, dtype=np.float32))):
            with pytest.raises(SearchIndexError):
                index.add_units(model, [UnitNames(key("c"), "three", (name(7),))], {name(7): odd})
        with pytest.raises(SearchIndexError):
            index.add_vectors("other", [(key("a"), vector(1))])
        index.add_vectors("m", [(key("a"), vector(1))])
        index.clear_units()
        assert (index.unit_counts(), index.vectors_count(), index.model) == (UnitCounts(), 1, "m")
        with_units(index).clear_vectors()
        assert (index.unit_counts(), index.vectors_count(), index.model) == (UnitCounts(), 0, "")

    def test_units_are_there_when_opened_again(self, make_index: MakeIndex) -> None:
        index = make_index()
        fill(index, *UNIT_ROWS)
        if not index.keeps_units:
            return
        with_units(index).close()
        again = make_index()
        assert again.unit_counts() == UnitCounts(2, 3)
        assert again.unit_cosines(vector(1), [key("a")])[key("a")] == pytest.approx([1.0, 0.0], abs=0.01)
