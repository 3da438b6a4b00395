"""The same text once. The texts are invented; the vectors are made of hashed words."""

from collections.abc import Mapping, Sequence

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from curbside.retrieval.embedding.base import Model
from curbside.retrieval.embedding.caching import CachingEmbedder, text_key
from curbside.testing.embeddings_server import DIMENSIONS, hashed_words


class Counting:
    """Counts what it is asked for."""

    def __init__(self, name: str = "one") -> None:
        self.model = Model(name, f"hash of {name}", DIMENSIONS)
        self.texts: list[str] = []
        self.questions: list[str] = []
        self.closed = False

    def embed_texts(self, texts: Sequence[str]):
        self.texts += texts
        made = np.array(hashed_words(texts), np.float32).reshape(len(texts), DIMENSIONS)
        return made / np.linalg.norm(made, axis=1, keepdims=True)

    def embed_query(self, text: str):
        self.questions.append(text)
        return self.embed_texts(["question: " + text])[0]

    def close(self) -> None:
        self.closed = True


class Store:
    """Keeps vectors in a dictionary."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], object] = {}

    def known(self, model: str, keys: Sequence[str]) -> Mapping[str, object]:
        return {key: self.kept[model, key] for key in keys if (model, key) in self.kept}

    def keep(self, model: str, vectors: Mapping[str, object]) -> None:
        self.kept |= {(model, key): vector for key, vector in vectors.items()}


def test_the_same_text_is_made_once_in_a_call_and_in_a_run() -> None:
    inner = Counting()
    cached = CachingEmbedder(inner)
    first = cached.embed_texts(["one chair", "two chairs", "one chair"])
    assert inner.texts == ["one chair", "two chairs"]
    assert np.array_equal(first[0], first[2])
    again = cached.embed_texts(["two chairs", "a table", "one chair"])
    assert inner.texts == ["one chair", "two chairs", "a table"]
    assert np.array_equal(again[[2, 0]], first[:2])
    assert cached.made == 3


@given(st.lists(st.lists(st.text(max_size=5), max_size=6), max_size=5), st.integers(0, 4))
def test_what_comes_out_is_what_the_embedder_makes_however_small_the_memory(calls, most) -> None:
    cached, plain = CachingEmbedder(Counting(), most=most), Counting()
    for texts in calls:
        assert np.array_equal(cached.embed_texts(texts), plain.embed_texts(texts))


def test_the_text_used_longest_ago_gives_way() -> None:
    inner = Counting()
    cached = CachingEmbedder(inner, most=2)
    for text in ("a", "b", "a", "c"):
        cached.embed_texts([text])
    cached.embed_texts(["a"])
    assert inner.texts == ["a", "b", "c"]
    cached.embed_texts(["b"])
    assert inner.texts == ["a", "b", "c", "b"]


def test_a_store_outlives_the_run_and_is_asked_for_this_model_only() -> None:
    store = Store()
    first = CachingEmbedder(Counting(), store).embed_texts(["one chair"])
    assert set(store.kept) == {("hash of one", text_key("one chair"))}
    inner = Counting()
    assert np.array_equal(CachingEmbedder(inner, store).embed_texts(["one chair"]), first)
    assert inner.texts == []
    other = Counting("two")
    CachingEmbedder(other, store).embed_texts(["one chair"])
    assert other.texts == ["one chair"]


def test_a_question_is_remembered_apart_from_the_same_words_as_a_text() -> None:
    inner = Counting()
    cached = CachingEmbedder(inner)
    assert not np.array_equal(cached.embed_query("chairs"), cached.embed_texts(["chairs"])[0])
    cached.embed_query("chairs")
    assert inner.questions == ["chairs"]


def test_what_a_caller_does_to_a_vector_does_not_reach_the_memory() -> None:
    cached = CachingEmbedder(Counting())
    for made in (cached.embed_texts(["chairs"])[0], cached.embed_query("chairs")):
        made[:] = 0
    assert cached.embed_texts(["chairs"]).any()
    assert cached.embed_query("chairs").any()


def test_closing_closes_the_embedder_inside() -> None:
    inner = Counting()
    cached = CachingEmbedder(inner)
    assert cached.model == inner.model
    cached.close()
    assert inner.closed
