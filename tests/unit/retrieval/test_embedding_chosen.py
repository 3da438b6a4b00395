"""Which embedder is in force. No model is needed but for the last tests."""

from dataclasses import replace
from pathlib import Path

import pytest

from curbside.errors import FetchError, UsageError
from curbside.retrieval.embedding import chosen, finding
from curbside.retrieval.embedding.base import Missing, Model
from curbside.retrieval.embedding.chosen import embedder
from curbside.retrieval.embedding.finding import NAME, find_model
from curbside.settings import Settings
from curbside.testing.carried_models import carried_model
from curbside.testing.embeddings_server import DIMENSIONS, EmbeddingsServer

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(tmp_path)


@pytest.fixture
def bare(tmp_path: Path) -> dict[str, str]:
    return {"HF_HOME": str(tmp_path / "hf"), "CURBSIDE_THREADS": "2"}


def test_with_no_model_there_is_a_reason(settings, bare, monkeypatch) -> None:
    monkeypatch.setattr(finding, "find_spec", lambda name: None)
    monkeypatch.setattr(chosen, "find_spec", lambda name: object())
    made = embedder(settings, bare)
    assert isinstance(made, Missing)
    assert str(settings.home) in made.reason


def test_without_the_packages_there_is_the_command_that_installs_them(settings, bare, monkeypatch) -> None:
    monkeypatch.setattr(chosen, "find_spec", lambda name: None if name == "onnxruntime" else object())
    made = embedder(settings, bare)
    assert made == Missing(
        'No vectors can be made without onnxruntime: that needs the extra "vectors": pip install "curbside[vectors]".'
    )


def test_a_service_that_is_configured_is_asked_and_nothing_else(settings, bare, monkeypatch) -> None:
    monkeypatch.setattr(chosen, "find_spec", lambda name: None)
    with EmbeddingsServer() as server:
        given = {**bare, "CURBSIDE_EMBEDDINGS_URL": server.url, "CURBSIDE_EMBEDDINGS_MODEL": "hashed-words"}
        made = embedder(settings, given)
        assert not isinstance(made, Missing)
        assert (made.model.name, made.model.dimensions) == ("hashed-words", DIMENSIONS)
        assert made.embed_texts(["a chair", "a chair"]).shape == (2, DIMENSIONS)
        assert server.requests[-1].body["input"] == ["a chair"]
        made.close()


def test_a_service_that_does_not_answer_is_an_error_and_not_silence(settings, bare) -> None:
    with EmbeddingsServer(key="right") as server, pytest.raises(FetchError, match="401"):
        embedder(settings, {**bare, "CURBSIDE_EMBEDDINGS_URL": server.url, "CURBSIDE_EMBEDDINGS_MODEL": "m"})


def test_a_number_of_threads_that_makes_no_sense_is_named(settings, bare) -> None:
    carried_model()
    with pytest.raises(UsageError, match="CURBSIDE_THREADS"):
        embedder(settings, {**bare, "CURBSIDE_THREADS": "many"})


def test_the_model_of_this_machine_is_taken(settings, bare) -> None:
    files = carried_model()
    made = embedder(settings, bare)
    assert not isinstance(made, Missing)
    assert made.model == Model(NAME, files.model_hash(), 384)
    made.close()


def test_of_two_models_the_one_whose_vectors_are_stored_is_taken(settings, bare) -> None:
    carried = carried_model()
    folder = settings.home / "models" / NAME
    folder.mkdir(parents=True)
    (folder / "model.onnx").symlink_to(carried.weights)
    (folder / "tokenizer.json").write_bytes(carried.tokenizer.read_bytes() + b"\n")
    found = find_model(bare, settings.home)
    assert not isinstance(found, Missing)
    assert found.model_hash() != carried.model_hash()
    first = embedder(settings, bare)
    assert not isinstance(first, Missing)
    assert first.model.hash == found.model_hash()
    known = embedder(settings, bare, known=[replace(first.model, hash=carried.model_hash())])
    assert not isinstance(known, Missing)
    assert known.model.hash == carried.model_hash()


def test_several_processes_are_a_choice(settings, bare) -> None:
    carried_model()
    made = embedder(settings, bare, processes=2)
    assert not isinstance(made, Missing)
    assert made.embed_texts(["a chair", "a table"]).shape == (2, 384)
    made.close()
