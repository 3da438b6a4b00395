"""The two files of a model, opened; what is wrong with one is said. The texts are invented."""

from __future__ import annotations

import builtins
from pathlib import Path
from typing import Any

import pytest

from curbside.errors import InputError, UsageError
from curbside.retrieval import onnx_files
from curbside.testing.reranker_conformance import write_reranker

NEEDED = "An invented need."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_reranker(tmp_path, {"chairs": 8.0, "hall": 2.0})


def test_a_tokenizer_cuts_and_pads_nothing(folder: Path) -> None:
    made = onnx_files.tokenizer(folder / "tokenizer.json", 3, NEEDED)
    assert [len(e.ids) for e in made.encode_batch(["hall " * 5, "hall"])] == [3, 1]
    assert made.encode("hall " * 5, "chairs").tokens == ["hall", "hall", "chairs"]


def test_which_of_two_texts_is_cut_may_be_said(folder: Path) -> None:
    made = onnx_files.tokenizer(folder / "tokenizer.json", 4, NEEDED, "only_second")
    assert made.encode("hall hall", "chairs " * 5).tokens == ["hall", "hall", "chairs", "chairs"]


def test_weights_run_on_one_thread(folder: Path) -> None:
    made = onnx_files.session(folder / "model.onnx", NEEDED)
    assert made.get_providers() == ["CPUExecutionProvider"]
    options = made.get_session_options()
    assert (options.intra_op_num_threads, options.inter_op_num_threads) == (1, 1)


@pytest.mark.parametrize(
    ("open_it", "name"),
    [
        (lambda file: onnx_files.tokenizer(file, 8, NEEDED), "no tokenizer"),
        (lambda file: onnx_files.session(file, NEEDED), "no ONNX model"),
    ],
    ids=["tokenizer", "weights"],
)
@pytest.mark.parametrize("content", [None, b"", b"no such thing", b"{}"], ids=["gone", "empty", "words", "braces"])
def test_a_file_that_cannot_be_opened_is_named(tmp_path: Path, open_it: Any, name: str, content: bytes | None) -> None:
    file = tmp_path / "invented.file"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(InputError, match=rf"invented\.file.*{name}"):
        open_it(file)


@pytest.mark.parametrize("package", ["tokenizers", "numpy", "onnxruntime"])
def test_without_a_package_it_says_what_is_needed(folder: Path, monkeypatch: pytest.MonkeyPatch, package: str) -> None:
    real = builtins.__import__

    def without(name: str, *args: Any, **kwargs: Any) -> Any:
        if name == package:
            raise ImportError(name)
        return real(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", without)
    opens = {"tokenizers": lambda: onnx_files.tokenizer(folder / "tokenizer.json", 8, NEEDED)}
    with pytest.raises(UsageError, match=NEEDED):
        opens.get(package, lambda: onnx_files.session(folder / "model.onnx", NEEDED))()
