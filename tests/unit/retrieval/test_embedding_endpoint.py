"""Vectors from a service: a server on this machine that also does everything wrong. The texts are invented."""

from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from curbside.errors import CurbsideError, FetchError, UsageError
from curbside.fetching.asking import Limits
from curbside.fetching.timing import Timing
from curbside.retrieval.embedding.base import Model
from curbside.retrieval.embedding.endpoint import Endpoint, endpoint
from curbside.retrieval.embedding.remote import EndpointEmbedder, fingerprint, is_same
from curbside.testing.carried_models import carried_model
from curbside.testing.embeddings_server import DIMENSIONS, EmbeddingsServer, hashed_words

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])
TEXTS = tuple(f"invented sentence number {n} about {n % 7} chairs" for n in range(70))


@pytest.fixture(scope="module")
def server():
    with EmbeddingsServer() as running:
        yield running


@pytest.fixture
def slept() -> list[float]:
    return []


@pytest.fixture
def asking(server, slept):
    """Make an embedder that waits for nothing; what it would have waited is in `slept`."""
    made = []
    timing = Timing(sleep=slept.append, now=lambda: datetime(2025, 1, 15, tzinfo=UTC), jitter=lambda: 1.0)

    def make(at=None, known=(), **given):
        given = {"url": (at or server).url, "model": "hashed-words", "batch": 16, **given}
        made.append(EndpointEmbedder(Endpoint(**given), known, Limits(tries=4), timing))
        return made[-1]

    yield make
    for one in made:
        one.close()


def _expected(texts):
    vectors = np.array(hashed_words(texts), np.float64).reshape(len(texts), DIMENSIONS)
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


def test_vectors_come_normalised_and_in_order_though_the_service_turns_them_round(server, asking) -> None:
    embedder = asking()
    begun = len(server.requests)
    assert np.array_equal(embedder.embed_texts(TEXTS), _expected(TEXTS))
    asked = server.requests[begun:]
    assert sorted(len(request.body["input"]) for request in asked) == [6, 16, 16, 16, 16]
    assert {request.body["model"] for request in asked} == {"hashed-words"}
    assert all("authorization" not in request.headers for request in asked)
    assert embedder.model.dimensions == DIMENSIONS


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.text(min_size=1, max_size=20), max_size=9), st.integers(1, 5))
def test_any_texts_in_any_batches_give_the_same_vectors(server, asking, texts, batch) -> None:
    made = asking(batch=batch).embed_texts(texts)
    assert made.shape == (len(texts), DIMENSIONS)
    assert np.array_equal(made, _expected(texts))


def test_a_question_goes_with_its_prefix(server, asking) -> None:
    made = asking(query_prefix="query: ").embed_query("How many chairs?")
    assert server.requests[-1].body["input"] == ["query: How many chairs?"]
    assert np.array_equal(made, _expected(["query: How many chairs?"])[0])


def test_it_waits_as_long_as_the_service_asks_and_asks_again(server, asking, slept) -> None:
    embedder = asking()
    server.fault(429, {"Retry-After": "7"})
    server.fault(503, {"Retry-After": "Wed, 15 Jan 2025 00:00:11 GMT"})
    assert np.array_equal(embedder.embed_texts(TEXTS[:3]), _expected(TEXTS[:3]))
    assert slept == [7.0, 11.0]


def test_it_waits_longer_each_time_and_then_gives_up(server, asking, slept) -> None:
    embedder = asking()
    server.fault(500, times=4)
    with pytest.raises(FetchError, match=r"answered 500 \(a fault on order\) \(4 times\)"):
        embedder.embed_texts(TEXTS[:3])
    assert slept == [1.0, 2.0, 4.0]


def test_a_request_that_is_too_large_is_halved(asking) -> None:
    with EmbeddingsServer(most=3) as small:
        embedder = asking(small, batch=16)
        assert np.array_equal(embedder.embed_texts(TEXTS[:21]), _expected(TEXTS[:21]))


def test_one_text_that_is_too_large_is_an_error(asking, server) -> None:
    embedder = asking()
    server.fault(413, times=1)
    with pytest.raises(FetchError, match="413"):
        embedder.embed_texts(TEXTS[:1])


def _rows(change):
    return lambda answer: {**answer, "data": change(answer["data"])}


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (_rows(lambda rows: rows[1:]), "3 texts with 2 vectors"),
        (_rows(lambda rows: [{**row, "index": 0} for row in rows]), "not with one for each"),
        (_rows(lambda rows: [{**row, "embedding": row["embedding"][:9]} for row in rows]), "vectors of 9 numbers"),
        (_rows(lambda rows: [{**rows[0], "embedding": [1.0]}, *rows[1:]]), "not all of one width"),
        (_rows(lambda rows: [{**row, "embedding": ["x"] * DIMENSIONS} for row in rows]), "not of numbers"),
        (_rows(lambda rows: [{**row, "embedding": "AAAA"} for row in rows]), "not of numbers|no vector"),
        (_rows(lambda rows: [{**row, "embedding": None} for row in rows]), "no vector|not of numbers"),
        (_rows(lambda rows: [{**row, "embedding": [0.0] * DIMENSIONS} for row in rows]), "without a direction"),
        (
            _rows(lambda rows: [{**row, "embedding": [float("nan")] * DIMENSIONS} for row in rows]),
            "without a direction",
        ),
        (_rows(lambda rows: None), "without a list of vectors"),
        (_rows(lambda rows: [1, 2, 3]), "without a list of vectors"),
        (lambda answer: {**answer, "model": "another"}, "the model 'another' after 'hashed-words'"),
    ],
)
def test_an_answer_that_is_not_as_it_should_be_is_refused(server, asking, change, problem) -> None:
    embedder = asking()
    server.fault(change=change)
    with pytest.raises(FetchError, match=problem):
        embedder.embed_texts(TEXTS[:3])
    assert np.array_equal(embedder.embed_texts(TEXTS[:3]), _expected(TEXTS[:3]))


@pytest.mark.parametrize("raw", [b"", b"<html></html>", b"[]", b'{"data": ['])
def test_what_is_no_json_is_asked_for_again(server, asking, raw) -> None:
    embedder = asking()
    server.fault(raw=raw)
    assert np.array_equal(embedder.embed_texts(TEXTS[:3]), _expected(TEXTS[:3]))


def test_the_key_is_sent_and_never_shown(asking) -> None:
    with EmbeddingsServer(key="sk-invented-right") as closed:
        embedder = asking(closed, key="sk-invented-right")
        embedder.embed_texts(TEXTS[:3])
        assert {request.headers["authorization"] for request in closed.requests} == {"Bearer sk-invented-right"}
        with pytest.raises(FetchError, match="401") as caught:
            asking(closed, key="sk-invented-wrong")
        assert "sk-invented-wrong" not in str(caught.value) + repr(embedder._given) + repr(embedder._client)


def test_the_same_model_is_known_again_and_another_of_that_name_is_not(asking) -> None:
    first = asking().model
    assert asking().model == first
    with EmbeddingsServer(embed=partial(hashed_words, seed="another")) as other:
        changed = asking(other, known=[first]).model
    assert (changed.name, changed.dimensions) == (first.name, first.dimensions)
    assert not is_same(changed, first)


def test_a_model_whose_numbers_tremble_a_little_is_the_same(asking) -> None:
    chance = np.random.default_rng(4)

    def trembling(texts):
        exact = _expected(texts).astype(np.float64) + 1e-3 * _expected(["a fixed shift " + t for t in texts])
        return exact + chance.normal(0, 1e-4, exact.shape)

    with EmbeddingsServer(embed=trembling) as server:
        first = asking(server).model
        for _ in range(5):
            assert asking(server, known=[Model("x", "y", 3), first]).model == first
            assert asking(server, known=[replace(first, dimensions=0)]).model == first


@given(st.integers(0, 2**32 - 1), st.integers(2, 1024))
def test_two_models_never_have_one_fingerprint_and_a_small_noise_never_makes_two(seed, width) -> None:
    width = max(width, 64)
    chance = np.random.default_rng(seed)
    one, other = (chance.normal(0, 1, (2, width)) for _ in range(2))
    close = one + chance.normal(0, 1e-3, one.shape)
    models = [Model("m", fingerprint(probed), width) for probed in (one, close, other)]
    assert is_same(models[0], models[1])
    assert not is_same(models[0], models[2])


def test_nothing_is_asked_unless_it_is_configured() -> None:
    assert endpoint({}) is None
    assert endpoint({"CURBSIDE_EMBEDDINGS_URL": " ", "CURBSIDE_EMBEDDINGS_MODEL": "m"}) is None


def test_the_settings_are_read() -> None:
    given = {
        "CURBSIDE_EMBEDDINGS_URL": "https://vectors.example/v1/",
        "CURBSIDE_EMBEDDINGS_MODEL": "invented-1",
        "CURBSIDE_EMBEDDINGS_KEY": "sk-invented",
        "CURBSIDE_EMBEDDINGS_QUERY_PREFIX": "query: ",
        "CURBSIDE_EMBEDDINGS_BATCH": "8",
        "CURBSIDE_EMBEDDINGS_AT_ONCE": "3",
    }
    made = endpoint(given)
    assert made == Endpoint("https://vectors.example/v1", "invented-1", "sk-invented", "query: ", 8, 3)
    assert "sk-invented" not in repr(made)


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"CURBSIDE_EMBEDDINGS_MODEL": ""}, "CURBSIDE_EMBEDDINGS_MODEL"),
        ({"CURBSIDE_EMBEDDINGS_URL": "ftp://vectors.example"}, "https://"),
        ({"CURBSIDE_EMBEDDINGS_URL": "https://vectors.example/?a=b"}, "without [?]"),
        ({"CURBSIDE_EMBEDDINGS_URL": "https://me:secret@vectors.example"}, "password"),
        ({"CURBSIDE_EMBEDDINGS_URL": "http://vectors.example"}, "the key is not sent"),
        ({"CURBSIDE_EMBEDDINGS_KEY": "two words"}, "CURBSIDE_EMBEDDINGS_KEY"),
        ({"CURBSIDE_EMBEDDINGS_BATCH": "0"}, "CURBSIDE_EMBEDDINGS_BATCH"),
        ({"CURBSIDE_EMBEDDINGS_AT_ONCE": "many"}, "CURBSIDE_EMBEDDINGS_AT_ONCE"),
    ],
)
def test_a_setting_that_makes_no_sense_is_named(changed, problem) -> None:
    usual = {
        "CURBSIDE_EMBEDDINGS_URL": "https://vectors.example/v1",
        "CURBSIDE_EMBEDDINGS_MODEL": "invented-1",
        "CURBSIDE_EMBEDDINGS_KEY": "sk-invented",
    }
    with pytest.raises(UsageError, match=problem) as caught:
        endpoint({**usual, **changed})
    assert "secret" not in str(caught.value)


def test_a_service_that_is_not_there_is_said(asking) -> None:
    with EmbeddingsServer() as gone:
        url = gone.url
    with pytest.raises(CurbsideError, match="The embeddings endpoint cannot be reached"):
        EndpointEmbedder(Endpoint(url, "m"), timing=Timing(sleep=lambda seconds: None))


def test_a_real_model_behind_a_service_gives_what_it_gives_here(asking) -> None:
    from curbside.retrieval.embedding.onnx import OnnxEmbedder

    here = OnnxEmbedder(carried_model())
    with EmbeddingsServer(embed=here.embed_texts) as served:
        made = asking(served, batch=2).embed_texts(TEXTS[:5])
    assert np.allclose(made, here.embed_texts(TEXTS[:5]), atol=1e-6)
