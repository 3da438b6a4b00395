"""Each pair is read once, so many are remembered, and without a model there are no scores. The texts are invented."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curbside.errors import UsageError
from curbside.retrieval.embedding.base import Missing
from curbside.retrieval.reranking import answering
from curbside.retrieval.reranking.answering import Answering
from curbside.settings import NO_RERANKER, Settings
from curbside.testing.reranker_conformance import FakeReranker, write_reranker

SETTINGS = Settings(Path("invented"))
Open = Callable[..., tuple[Answering, FakeReranker]]


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> Open:
    """A function that gives an `Answering` and the model that it will open."""

    def made(**given: int) -> tuple[Answering, FakeReranker]:
        model = FakeReranker()
        monkeypatch.setattr(answering, "reranker", lambda settings: model)
        return Answering(SETTINGS, **given), model

    return made


def test_each_pair_is_read_once(opened: Open) -> None:
    found, model = opened()
    first = found.scores("Chairs?", ["a", "b", "a"])
    assert first is not None
    assert first[0] == first[2]
    assert found.scores("Chairs?", ["b", "c"]) == (first[1], *model.scores("Chairs?", ["c"]))
    assert model.asked == [("Chairs?", t) for t in ("a", "b", "c", "c")]
    assert found.scores("Tables?", ["a"]) != (first[0],)


def test_the_model_is_opened_when_it_is_first_asked_and_once(monkeypatch: pytest.MonkeyPatch) -> None:
    times: list[Settings] = []

    def open_it(settings: Settings) -> FakeReranker:
        times.append(settings)
        return FakeReranker()

    monkeypatch.setattr(answering, "reranker", open_it)
    found = Answering(SETTINGS)
    assert (times, found.chosen) == ([], "")
    for _ in range(2):
        found.scores("Chairs?", ["a"])
    assert times == [SETTINGS]
    assert found.chosen == "rules and a cross-encoder (fake)"


def test_so_many_pairs_are_remembered_the_oldest_forgotten_first(opened: Open) -> None:
    found, model = opened(kept=3)
    found.scores("Chairs?", ["a", "b", "c"])
    found.scores("Chairs?", ["d"])
    model.asked.clear()
    found.scores("Chairs?", ["b", "c", "d"])
    assert model.asked == []
    found.scores("Chairs?", ["a"])
    assert model.asked == [("Chairs?", "a")]


def test_a_call_may_have_more_pairs_than_are_remembered(opened: Open) -> None:
    found, model = opened(kept=2)
    texts = [str(n) for n in range(10)]
    assert found.scores("Chairs?", texts) == model.scores("Chairs?", texts)
    assert len(found._scored) == 2


@given(st.lists(st.lists(st.sampled_from("abcdef"), max_size=8), max_size=8), st.integers(1, 5))
def test_what_is_remembered_is_what_the_model_says(calls: list[list[str]], kept: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(answering, "reranker", lambda settings: FakeReranker())
        found = Answering(SETTINGS, kept)
        for texts in calls:
            assert found.scores("Chairs?", texts) == FakeReranker().scores("Chairs?", texts)
            assert len(found._scored) <= kept


def test_without_a_model_there_are_no_scores_and_it_is_looked_for_once(monkeypatch: pytest.MonkeyPatch) -> None:
    times: list[Settings] = []

    def none(settings: Settings) -> Missing:
        times.append(settings)
        return Missing("nothing is installed")

    monkeypatch.setattr(answering, "reranker", none)
    found = Answering(SETTINGS)
    assert [found.scores("Chairs?", texts) for texts in (["a"], [], ["b"])] == [None] * 3
    assert (found.lack, found.chosen) == ("nothing is installed", "rules alone, since nothing is installed")
    assert len(times) == 1


def test_the_setting_is_heeded(tmp_path: Path) -> None:
    assert Answering(Settings(tmp_path, reranker=NO_RERANKER)).scores("Chairs?", ["a"]) is None
    found = Answering(Settings(tmp_path, reranker=str(write_reranker(tmp_path / "small", {"chairs": 8.0}))))
    assert found.scores("chairs", ["chairs"]) == (8.0,)
    assert found.chosen == "rules and a cross-encoder (small)"
    found.close()
    with pytest.raises(UsageError, match="CURBSIDE_RERANKER"):
        Answering(Settings(tmp_path, reranker=str(tmp_path / "nowhere"))).scores("Chairs?", ["a"])


def test_threads_may_share_it(opened: Open) -> None:
    found, model = opened()
    texts = [str(n) for n in range(50)]
    with ThreadPoolExecutor(4) as callers:
        told = list(callers.map(lambda _: found.scores("Chairs?", texts), range(12)))
    assert len(set(told)) == 1
    assert len(model.asked) == 50


def test_a_closed_one_closes_its_model_and_says_so(opened: Open) -> None:
    found, model = opened()
    found.scores("Chairs?", ["a"])
    found.close()
    found.close()
    with pytest.raises(UsageError, match="closed"):
        found.scores("Chairs?", ["a"])
    with pytest.raises(UsageError, match="closed"):
        model.scores("Chairs?", ["a"])
