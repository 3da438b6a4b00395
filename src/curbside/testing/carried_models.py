"""The real models for tests: skipped with the reason where they are not installed, failed in CI."""

from __future__ import annotations

import os
from importlib.util import find_spec
from pathlib import Path
from typing import NoReturn

import pytest

from curbside.retrieval.embedding.base import Missing
from curbside.retrieval.embedding.chosen import PACKAGES
from curbside.retrieval.embedding.finding import ModelFiles, carried_folder, find_model
from curbside.retrieval.reranking.chosen import CARRIED, CARRIED_HASHES


def carried_model() -> ModelFiles:
    """The embedding model that the extra "vectors" brings, whatever else this machine has."""
    _need_packages()
    found = find_model({"HF_HUB_CACHE": os.devnull})
    return _leave(found.reason) if isinstance(found, Missing) else found


def carried_reranker() -> Path:
    """The folder of the cross-encoder that the extra "vectors" brings."""
    _need_packages()
    found = carried_folder(CARRIED, CARRIED_HASHES)
    return _leave(found) if isinstance(found, str) else found


def _need_packages() -> None:
    lacking = [name for name in PACKAGES if find_spec(name) is None]
    if lacking:
        _leave(f"not installed: {', '.join(lacking)}")


def _leave(reason: str) -> NoReturn:
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)
