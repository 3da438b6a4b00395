"""Words, vectors and both, over an index that is made up by the test; and documents from passages."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from curbside.retrieval.base import IndexHit
from curbside.retrieval.evaluation.ranking import K, Ranker, best_of, fused, rank

KEYS = st.tuples(st.sampled_from("abcd"), st.just("h"), st.integers(0, 3))
HITS = st.lists(KEYS, unique=True).map(lambda keys: [IndexHit(*key, 9.0 - n) for n, key in enumerate(keys)])


class Index:
    """Rankings that do not depend on the question, and how many hits were asked for. Invented."""

    def __init__(self, words, vectors):
        self.words, self.vectors, self.asked = words, vectors, []

    def search(self, query, k):
        self.asked.append(k)
        return self.words[:k]

    def nearest(self, vector, k, filters):
        assert vector.shape == (2,)
        return self.vectors[:k]


class Embedder:
    """Every question has the same vector."""

    def embed_query(self, text):
        return np.asarray([1, 0], np.float32)


@given(HITS)
def test_a_document_scores_as_its_best_passage(hits):
    found = dict(best_of(hits))
    assert found == {name: max(h.score for h in hits if h.source == name) for name in {h.source for h in hits}}
    assert list(found.values()) == sorted(found.values(), reverse=True)


@given(HITS, HITS)
def test_the_fusion_has_every_hit_once_and_the_same_scores_in_any_order(one, other):
    both, turned = fused([one, other], (1, 2)), fused([other, one], (2, 1))
    assert {h.key for h in both} == {h.key for h in one} | {h.key for h in other}
    assert len({h.key for h in both}) == len(both)
    assert [h.key for h in both] == [h.key for h in turned]


def test_the_fusion_is_the_weighted_sum_of_reciprocal_ranks():
    one, other = [IndexHit("a", "h", 0, 5.0), IndexHit("b", "h", 0, 4.0)], [IndexHit("b", "h", 0, 0.9)]
    scores = {hit.source: hit.score for hit in fused([one, other], (1.0, 2.0))}
    assert scores == pytest.approx({"a": 1 / (K + 1), "b": 1 / (K + 2) + 2 / (K + 1)})


def test_each_ranker_ranks_by_its_own_search():
    index = Index([IndexHit("w", "h", 0, 3.0)], [IndexHit("v", "h", 0, 0.5)])
    assert rank(index, None, "zebra", 5, Ranker.WORDS) == [("w", 3.0)]
    assert rank(index, Embedder(), "zebra", 5, Ranker.VECTORS) == [("v", 0.5)]
    assert {name for name, _ in rank(index, Embedder(), "zebra", 5, Ranker.HYBRID)} == {"w", "v"}


def test_more_passages_are_asked_for_until_there_are_enough_documents():
    hits = [IndexHit("long", "h", n, 20.0 - n) for n in range(10)] + [IndexHit("short", "h", 0, 1.0)]
    index = Index(hits, [])
    assert [name for name, _ in rank(index, None, "zebra", 2, Ranker.WORDS)] == ["long", "short"]
    assert index.asked == [2, 4, 8, 16]


def test_vectors_without_an_embedder_are_refused():
    with pytest.raises(ValueError, match="embedder"):
        rank(Index([], []), None, "zebra", 1, Ranker.HYBRID)
