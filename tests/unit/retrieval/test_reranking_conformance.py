"""Every reranker passes the same tests; and what the ONNX one is to refuse. The texts are invented."""

from __future__ import annotations

from pathlib import Path

import pytest

from curbside.errors import InputError
from curbside.retrieval.reranking.chosen import NAME
from curbside.retrieval.reranking.onnx import OnnxReranker
from curbside.testing.carried_models import carried_reranker
from curbside.testing.reranker_conformance import FakeReranker, MakeReranker, RerankerConformance, write_reranker

WORDS = {"chairs": 8.0, "table": -4.0, "hall": 2.0}


class TestFake(RerankerConformance):
    @pytest.fixture
    def make_reranker(self) -> MakeReranker:
        return FakeReranker


@pytest.mark.parametrize("threads", [1, 3], scope="class")
class TestSmallModel(RerankerConformance):
    @pytest.fixture
    def make_reranker(self, tmp_path: Path, threads: int) -> MakeReranker:
        folder = write_reranker(tmp_path / "small", WORDS)
        return lambda: OnnxReranker(folder, "small", threads)


class TestCarried(RerankerConformance):
    @pytest.fixture
    def make_reranker(self) -> MakeReranker:
        folder = carried_reranker()
        return lambda: OnnxReranker(folder, NAME, 2)


def test_the_carried_model_tells_what_answers_from_what_does_not() -> None:
    model = OnnxReranker(carried_reranker(), NAME)
    answer, beside, other = model.scores(
        "How often is fictoprolol given?",
        ["Fictoprolol is given twice a day.", "Fictoprolol is an invented drug.", "The committee met on a Tuesday."],
    )
    assert answer > 0 > other
    assert answer > beside > other
    model.close()


def test_the_score_of_a_pair_is_what_the_model_gives_and_question_and_text_both_count(tmp_path: Path) -> None:
    model = OnnxReranker(write_reranker(tmp_path, WORDS), "small")
    assert model.scores("hall", ["chairs", "table"]) == (5.0, -1.0)
    model.close()


def test_what_is_beyond_192_word_pieces_does_not_count(tmp_path: Path) -> None:
    model = OnnxReranker(write_reranker(tmp_path, WORDS), "small")
    held, cut = ("hall " * n + "chairs" for n in (190, 191))
    assert model.scores("hall", [held, cut]) == (pytest.approx((191 * 2 + 8) / 192), 2.0)
    model.close()


def test_where_both_are_long_each_keeps_a_part(tmp_path: Path) -> None:
    model = OnnxReranker(write_reranker(tmp_path, WORDS), "small")
    assert model.scores("hall " * 500, ["table " * 500]) == (pytest.approx((2 - 4) / 2),)
    model.close()


@pytest.mark.parametrize(
    "written", [{"outputs": 3}, {"takes": "pixel_values"}], ids=["three numbers a pair", "no words"]
)
def test_what_is_no_cross_encoder_is_refused(tmp_path: Path, written: dict) -> None:
    folder = write_reranker(tmp_path, WORDS, **written)
    with pytest.raises(InputError, match=r"pairs of texts|one number"):
        OnnxReranker(folder, "small").scores("hall", ["chairs"])


@pytest.mark.parametrize("name", ["model.onnx", "tokenizer.json"])
def test_a_file_that_is_broken_or_gone_is_named(tmp_path: Path, name: str) -> None:
    file = write_reranker(tmp_path, WORDS) / name
    file.write_bytes(b"no such thing")
    with pytest.raises(InputError, match=name):
        OnnxReranker(tmp_path, "small")
    file.unlink()
    with pytest.raises(InputError, match=name):
        OnnxReranker(tmp_path, "small")
