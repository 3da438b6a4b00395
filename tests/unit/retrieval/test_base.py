"""The nouns of an index, and the index in memory that others are checked against."""

import pytest

from curbside.retrieval.base import Facets, Filters, Query
from curbside.testing.index_conformance import IndexConformance
from curbside.testing.memory_index import MemoryIndex


class TestMemoryIndex(IndexConformance):
    @pytest.fixture
    def make_index(self):
        index = MemoryIndex()
        return lambda: index


def test_the_weights_of_a_term_that_comes_twice_are_summed():
    query = Query((("a", 1.0), ("b", 2.0), ("a", 0.5), ("c", 0.0), ("d", -1.0)))
    assert query.weights() == {"a": 1.5, "b": 2.0}


def test_a_filter_leaves_out_before_it_lets_in():
    assert Filters().allow("s", Facets())
    assert not Filters(without=frozenset("s")).allow("s", Facets())
    assert not Filters(only=frozenset("s"), without=frozenset("s")).allow("s", Facets())
