"""The real model for tests: skipped with the reason where it is not installed, failed in CI."""

from __future__ import annotations

import os
from importlib.util import find_spec
from typing import NoReturn

import pytest

from curbside.retrieval.embedding.base import Missing
from curbside.retrieval.embedding.chosen import PACKAGES
from curbside.retrieval.embedding.finding import ModelFiles, find_model


def carried_model() -> ModelFiles:
    """The model that the extra "vectors" brings, whatever else this machine has."""
    lacking = [name for name in PACKAGES if find_spec(name) is None]
    found = find_model({"HF_HUB_CACHE": os.devnull})
    if lacking:
        _leave(f"{' and '.join(lacking)} are not installed")
    if isinstance(found, Missing):
        _leave(found.reason)
    return found


def _leave(reason: str) -> NoReturn:
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)
