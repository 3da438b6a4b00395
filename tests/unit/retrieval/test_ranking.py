"""Documents from passages, ranked by words, by vectors and by both. All documents are invented."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from curbside.errors import SearchIndexError
from curbside.retrieval.base import Filters, IndexHit
from curbside.retrieval.evaluation.ranking import best_of, rank
from curbside.retrieval.searching import Ranker

SOURCES = ("a", "b", "c")
PASSAGES = st.lists(st.tuples(st.sampled_from(SOURCES), st.integers(0, 5)), unique=True)


class Library:
    """One change old."""

    def last_change(self):
        return 1


LIBRARY = Library()


class Index:
    """Rankings that do not depend on the question, and how many hits were asked for."""

    def __init__(self, words, vectors):
        self.words, self.vectors, self.asked, self.generation = words, vectors, [], 1

    def search(self, query, k):
        self.asked.append(k)
        return self.words[:k]

    def nearest(self, vector, k, filters):
        assert (vector.shape, filters) == ((2,), Filters())
        return self.vectors[:k]


class Embedder:
    """Every question has the same vector."""

    def embed_query(self, text):
        return np.asarray([1, 0], np.float32)


def hits(*places):
    return [IndexHit(s, "h", n, 9.0 - place) for place, (s, n) in enumerate(places)]


@given(PASSAGES)
def test_each_document_comes_once_where_its_best_passage_stood(places):
    found = best_of(((s, "h", n), -place) for place, (s, n) in enumerate(places))
    firsts = [place for place, (s, _) in enumerate(places) if s not in {t for t, _ in places[:place]}]
    assert found == [(places[place][0], -place) for place in firsts]


def test_each_ranker_ranks_by_its_own_search():
    index = Index(hits(("a", 1)), hits(("b", 2)))
    assert rank(LIBRARY, index, None, "zebra", 5, Ranker.WORDS) == [("a", 9.0)]
    assert rank(LIBRARY, index, Embedder(), "zebra", 5, Ranker.VECTORS) == [("b", 9.0)]
    assert {name for name, _ in rank(LIBRARY, index, Embedder(), "zebra", 5, Ranker.HYBRID)} == {"a", "b"}


def test_fused_scores_fall_from_document_to_document():
    index = Index(hits(("a", 0), ("b", 0), ("c", 0)), hits(("b", 0), ("c", 1)))
    found = rank(LIBRARY, index, Embedder(), "zebra", 5, Ranker.HYBRID)
    assert found[0][0] == "b"
    assert [score for _, score in found] == sorted((score for _, score in found), reverse=True)


def test_more_passages_are_asked_for_until_there_are_enough_documents():
    long = [("a", n) for n in range(250)]
    index = Index(hits(*long, ("b", 0)), [])
    assert [name for name, _ in rank(LIBRARY, index, None, "zebra", 2, Ranker.WORDS)] == ["a", "b"]
    assert index.asked[-1] > 250


def test_vectors_without_an_embedder_are_refused():
    with pytest.raises(ValueError, match="embedder"):
        rank(LIBRARY, Index([], []), None, "zebra", 1, Ranker.HYBRID)


def test_an_index_that_is_behind_is_refused():
    index = Index([], [])
    index.generation = 0
    with pytest.raises(SearchIndexError, match="not in step"):
        rank(LIBRARY, index, None, "zebra", 1, Ranker.WORDS)
