"""Asking an invented library. Nothing that a test puts into it is a clinical fact."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from curbside.retrieval.reranking.chosen import VARIABLE as RERANKER
from curbside.settings import NO_RERANKER
from curbside.testing.homes import invented_engine
from curbside.types import Answer, Refusal

Ask = Callable[..., Answer | Refusal]


@pytest.fixture(autouse=True, scope="module")
def rules_alone(nobodys_settings: None) -> Iterator[None]:
    """No cross-encoder unless a test asks for one: opening it takes longer than most tests (`tests/integration` has
    what is so by default)."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(RERANKER, NO_RERANKER)
        yield


@pytest.fixture
def ask(tmp_path: Path) -> Ask:
    """Call with the sources and the question; jurisdiction is "uk" unless given, None for none."""

    def asked(sources, question, jurisdiction="uk", audience="professional", composer=None, length="standard"):
        with invented_engine(tmp_path / "home", sources, jurisdiction, composer) as engine:
            return engine.ask(question, audience=audience, length=length)

    return asked
