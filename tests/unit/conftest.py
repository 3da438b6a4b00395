"""Asking an invented library. Nothing that a test puts into it is a clinical fact."""

from collections.abc import Callable
from pathlib import Path

import pytest

from curbside.testing.homes import invented_engine
from curbside.types import Answer, Refusal

Ask = Callable[..., Answer | Refusal]


@pytest.fixture
def ask(tmp_path: Path) -> Ask:
    """Call with the sources and the question; jurisdiction is "uk" unless given, None for none."""

    def asked(sources, question, jurisdiction="uk", audience="professional", composer=None):
        with invented_engine(tmp_path / "home", sources, jurisdiction, composer) as engine:
            return engine.ask(question, audience=audience)

    return asked
