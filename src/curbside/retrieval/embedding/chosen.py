"""Which embedder is in force: a service where one is configured, else the model of this machine, else none."""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping
from importlib.util import find_spec
from typing import Final

from curbside.retrieval.embedding.base import NEEDED, Embedder, Missing, Model
from curbside.retrieval.embedding.caching import CachingEmbedder, VectorStore
from curbside.retrieval.embedding.endpoint import endpoint
from curbside.retrieval.embedding.finding import ModelFiles, find_model, find_models
from curbside.settings import Settings

PACKAGES: Final = ("numpy", "onnxruntime", "tokenizers")


def embedder(
    settings: Settings,
    environ: Mapping[str, str] | None = None,
    known: Collection[Model] = (),
    store: VectorStore | None = None,
    processes: int = 0,
) -> Embedder | Missing:
    """The embedder, with a memory of what it has made, or why there is none.

    known: models whose vectors are stored: of several models on this machine the first of these is taken. store: where
    vectors outlive the process. processes: 2 and more: so many processes make the vectors of texts, else threads do
    (CURBSIDE_THREADS, or one for each core).
    Raises UsageError where a setting makes no sense, InputError where the model that was found cannot be loaded, and
    FetchError where a service is configured and does not answer.
    """
    given = os.environ if environ is None else environ
    found = _service(given, known) or _local(settings, given, known, processes)
    return found if isinstance(found, Missing) else CachingEmbedder(found, store)


def _service(environ: Mapping[str, str], known: Collection[Model]) -> Embedder | None:
    configured = endpoint(environ)
    if configured is None:
        return None
    from curbside.retrieval.embedding.remote import EndpointEmbedder

    return EndpointEmbedder(configured, known)


def _local(
    settings: Settings, environ: Mapping[str, str], known: Collection[Model], processes: int
) -> Embedder | Missing:
    lacking = [name for name in PACKAGES if find_spec(name) is None]
    if lacking:
        return Missing(f"No vectors can be made without {' and '.join(lacking)}: that {NEEDED}.")
    files = _preferred(settings, environ, known)
    if isinstance(files, Missing):
        return files
    from curbside.retrieval.embedding.onnx import OnnxEmbedder, threads_of
    from curbside.retrieval.embedding.pool import PooledEmbedder

    if processes > 1:
        return PooledEmbedder(files, processes)
    return OnnxEmbedder(files, threads_of(environ))


def _preferred(settings: Settings, environ: Mapping[str, str], known: Collection[Model]) -> ModelFiles | Missing:
    hashes = {model.hash for model in known}
    if hashes:
        for files in find_models(environ, settings.home):
            if files.model_hash() in hashes:
                return files
    return find_model(environ, settings.home)
