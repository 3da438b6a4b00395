"""Searches by words and vectors: what is fused, what is dropped, and what is said where vectors cannot be used."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from curbside.errors import SearchIndexError
from curbside.library import Library
from curbside.retrieval import questions as questions_
from curbside.retrieval.base import Filters, Query
from curbside.retrieval.embedding.base import Missing, Model
from curbside.retrieval.fuse import fused
from curbside.retrieval.questions import QuestionVectors
from curbside.retrieval.searching import Asked, Ranker, search
from curbside.retrieval.stock import Stock
from curbside.retrieval.sync import sync
from curbside.retrieval.vectors import embed, embed_units, model_of, named
from curbside.settings import Settings
from curbside.testing.memory_index import MemoryIndex
from curbside.testing.records import invented_source

scores = st.lists(st.tuples(st.sampled_from("abcdefgh"), st.floats(-5, 50)), unique_by=lambda pair: pair[0], max_size=8)


class Counted:
    """An embedder whose vectors count two words."""

    model = Model("counted", "0" * 8, 2)

    def embed_texts(self, texts):
        return np.array([self.embed_query(text) for text in texts])

    def embed_query(self, text):
        counts = [1 + text.lower().count("alpha"), 1 + text.lower().count("beta")]
        return np.array(counts, np.float32) / np.float32(np.hypot(*counts))

    def close(self):
        pass


@pytest.fixture
def library(tmp_path):
    with Library.open(tmp_path, create=True) as opened:
        said = {"s:1": "Alpha alpha is invented.", "s:2": "Beta beta is invented.", "s:3": "Gamma is invented."}
        opened.put_many(invented_source(name, parts=[("Part", [text])]) for name, text in said.items())
        yield opened


@pytest.fixture
def index(library):
    made = MemoryIndex()
    sync(library, made)
    return made


def sources(library, index, asked, k=5):
    return [hit.passage.source for hit in search(library, index, asked, k)]


def test_words_and_vectors_are_fused_and_both_scores_are_told(library, index):
    embed(library, index, Counted())
    asked = Asked(Query((("gamma", 1.0),)), Counted().embed_query("beta beta"))
    hits = search(library, index, asked, 5)
    assert {hit.passage.source for hit in hits} == {"s:1", "s:2", "s:3"}
    assert hits[0].passage.source == "s:2"
    assert [hit.relevance for hit in hits] == sorted((hit.relevance for hit in hits), reverse=True)
    assert set(hits[0].scores) == {"vectors", "fused"}
    assert any(set(hit.scores) == {"bm25", "vectors", "fused"} for hit in hits)


@pytest.mark.parametrize(("ranker", "names"), [(Ranker.WORDS, {"bm25"}), (Ranker.VECTORS, {"vectors"})])
def test_one_ranker_alone_has_its_own_scores(library, index, ranker, names):
    embed(library, index, Counted())
    asked = Asked(Query((("invent", 1.0),)), Counted().embed_query("alpha"), ranker)
    assert all(set(hit.scores) == names for hit in search(library, index, asked, 5))


def test_without_a_vector_it_is_by_words(library, index):
    assert sources(library, index, Asked(Query((("gamma", 1.0),)), None, Ranker.VECTORS)) == ["s:3"]


def test_filters_hold_for_both(library, index):
    embed(library, index, Counted())
    query = Query((("invent", 1.0),), Filters(only=frozenset({"s:2"})))
    assert sources(library, index, Asked(query, Counted().embed_query("alpha"))) == ["s:2"]


def test_a_source_that_changed_since_is_dropped_by_both(library, index):
    embed(library, index, Counted())
    library.put(invented_source("s:1", parts=[("Part", ["Another thing."])]))
    assert "s:1" not in sources(library, index, Asked(Query((("alpha", 1.0),)), Counted().embed_query("alpha")))


def test_vectors_are_given_once_and_of_one_model_only(library, index):
    told = []
    assert (embed(library, index, Counted(), told.append), told) == (3, [3])
    assert embed(library, index, Counted()) == 0
    other = Counted()
    other.model = replace(Counted.model, hash="1" * 8)
    with pytest.raises(SearchIndexError, match="drop --vectors"):
        embed(library, index, other)
    assert model_of(named(Counted.model)) == replace(Counted.model, dimensions=0)
    assert model_of("") is None


@given(words=scores, vectors=scores)
def test_every_item_is_fused_once_whatever_the_scores(words, vectors):
    both = {"bm25": sorted(words, key=lambda p: -p[1]), "vectors": sorted(vectors, key=lambda p: -p[1])}
    found = fused(both, {"bm25": 0.2, "vectors": 0.8})
    assert sorted(item for item, _ in found) == sorted({item for ranking in both.values() for item, _ in ranking})
    assert [score for _, score in found] == sorted((score for _, score in found), reverse=True)


@given(ranking=scores, factor=st.sampled_from([0.5, 2.0, 8.0]), shift=st.sampled_from([-4.0, 0.0, 16.0]))
def test_only_the_shape_of_a_ranking_counts_not_its_scale(ranking, factor, shift):
    moved = [(item, score * factor + shift) for item, score in ranking]
    one, other = (dict(fused({"a": r}, {"a": 1.0})) for r in (ranking, moved))
    spread = max((s for _, s in ranking), default=0) - min((s for _, s in ranking), default=0)
    if spread > 1e-3:
        assert one == pytest.approx(other, abs=1e-5)


def test_why_there_are_no_vectors_is_said(tmp_path, library, index, monkeypatch):
    vectors = QuestionVectors(Settings(tmp_path), index)
    assert vectors.of("alpha") is None
    assert vectors.searched == (
        "words alone (BM25), since the index has no vectors (`curbside index build` makes them)"
    )
    embed(library, index, Counted())
    monkeypatch.setattr(questions_, "embedder", lambda *_, **__: Missing("There is none."))
    assert (vectors.of("alpha"), vectors.searched) == (None, "words alone (BM25), since There is none")
    monkeypatch.setattr(questions_, "embedder", lambda *_, **__: Counted())
    assert vectors.of("alpha") is not None
    assert vectors.searched == "words (BM25) and vectors (counted)"
    other = QuestionVectors(Settings(tmp_path, ranker="words"), index)
    assert (other.of("alpha"), "CURBSIDE_RANKER" in other.searched) == (None, True)


def test_a_model_that_is_not_the_one_of_the_index_is_not_used(tmp_path, library, index, monkeypatch):
    embed(library, index, Counted())
    other = Counted()
    other.model = replace(Counted.model, hash="1" * 8)
    monkeypatch.setattr(questions_, "embedder", lambda *_, **__: other)
    vectors = QuestionVectors(Settings(tmp_path), index)
    assert vectors.of("alpha") is None
    assert "were made with counted" in vectors.searched


class Asking:
    """The vectors of questions by `Counted`; None where there is no model."""

    def __init__(self, there=True):
        self.there = there

    def of(self, text):
        return Counted().embed_query(text) if self.there else None


def test_the_cosines_of_units_are_those_of_their_texts(tmp_path):
    with Library.open(tmp_path, create=True) as library:
        library.put(invented_source("s:1", parts=[("Part", ["Alpha alpha is invented.", "Beta is invented."])]))
        index = MemoryIndex()
        sync(library, index)
        (passage,) = library.passages_of(library.get_many(["s:1"]).values())["s:1", library.get("s:1").content_hash]
        source = library.get("s:1")
        assert Stock(library, index, Asking()).unit_similarity("alpha", [passage]) == {}
        assert embed_units(library, index, Counted()) == len(passage.units)
        assert embed_units(library, index, Counted()) == 0
        found = Stock(library, index, Asking()).unit_similarity("alpha", [passage])
        units = [source.units[n] for n in passage.units]
        asked = Counted().embed_query("alpha")
        assert found == pytest.approx(
            {
                (source.id, source.content_hash, u.start): float(
                    Counted().embed_query(source.text[u.start : u.end]) @ asked
                )
                for u in units
            }
        )
        assert Stock(library, index, Asking(there=False)).unit_similarity("alpha", [passage]) == {}
        assert Stock(library, index).unit_similarity("alpha", [passage]) == {}


def test_vectors_of_units_are_of_one_model(library, index):
    embed_units(library, index, Counted())
    other = Counted()
    other.model = Model("other", "1" * 8, 2)
    with pytest.raises(SearchIndexError, match="were made with counted"):
        embed_units(library, index, other)
