"""The tests that every `Reranker` must pass, a fake of it, and a small model to write into a folder.

Subclass `RerankerConformance` in a test file as `Test...` and give it a fixture `make_reranker` that returns a
function; each call of it makes a reranker of the same model, which the test closes. The texts are invented.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from curbside.errors import UsageError
from curbside.retrieval.reranking.base import Reranker

MakeReranker = Callable[[], Reranker]
QUESTION = "How many chairs stood in the hall?"
TEXTS = (
    "Invented: three chairs stood in the hall.",
    "Invented: a table.",
    "Invented: three chairs stood in the hall.",
    "",
    "Invented: " + "and then there was another chair, " * 300 + "and that was all.",
    "Ünïcode, ≥ 2 µg/L and 漢字 🪑",
)
_LONG = "Were there chairs, and how many of them? " * 244
_UNKNOWN = "[UNK]"


class FakeReranker:
    """A `Reranker` that answers from a script by text, and else by a hash of the pair. asked: every pair so far."""

    def __init__(self, script: Mapping[str, float] | None = None) -> None:
        self._script = script or {}
        self._open = True
        self.asked: list[tuple[str, str]] = []

    @property
    def name(self) -> str:
        """What it is."""
        return "fake"

    def scores(self, question: str, texts: Sequence[str]) -> tuple[float, ...]:
        """From the script, or a number from -8 to 8 made of question and text."""
        if not self._open:
            raise UsageError("This cross-encoder is closed.")
        self.asked += [(question, text) for text in texts]
        return tuple(self._script[t] if t in self._script else _hashed(question, t) for t in texts)

    def close(self) -> None:
        """It cannot be used afterwards."""
        self._open = False


def _hashed(question: str, text: str) -> float:
    return hashlib.sha256(f"{question}\0{text}".encode()).digest()[0] / 16 - 8


def write_reranker(folder: Path, words: Mapping[str, float], outputs: int = 1, takes: str = "input_ids") -> Path:
    """A folder with a model whose logit is the mean of what `words` are worth, others 0, in question and text.

    outputs: how many numbers it gives for a pair. takes: the name of its input. Both to make what is no cross-encoder.
    """
    import numpy as np
    import onnx
    from onnx import TensorProto, helper, numpy_helper
    from tokenizers import Tokenizer, models, pre_tokenizers

    folder.mkdir(parents=True, exist_ok=True)
    worth = {_UNKNOWN: 0.0, **words}
    table = np.array([[value] * outputs for value in worth.values()], np.float32)
    graph = helper.make_graph(
        [
            helper.make_node("Gather", ["table", takes], ["found"]),
            helper.make_node("ReduceMean", ["found"], ["logits"], axes=[1], keepdims=0),
        ],
        "invented",
        [helper.make_tensor_value_info(takes, TensorProto.INT64, [1, "length"])],
        [helper.make_tensor_value_info("logits", TensorProto.FLOAT, [1, outputs])],
        [numpy_helper.from_array(table, "table")],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8)
    onnx.save(model, str(folder / "model.onnx"))
    tokenizer = Tokenizer(models.WordLevel({word: n for n, word in enumerate(worth)}, unk_token=_UNKNOWN))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.save(str(folder / "tokenizer.json"))
    return folder


class RerankerConformance:
    """What holds for every reranker."""

    def test_each_text_gets_a_finite_score_in_order(self, make_reranker: MakeReranker) -> None:
        """The same text the same one, another text another one."""
        with closing(make_reranker()) as model:
            found = model.scores(QUESTION, TEXTS)
        assert len(found) == len(TEXTS)
        assert all(isinstance(score, float) and math.isfinite(score) for score in found)
        assert found[0] == found[2] != found[1]

    def test_no_texts_have_no_scores(self, make_reranker: MakeReranker) -> None:
        """And that is no error."""
        with closing(make_reranker()) as model:
            assert model.scores(QUESTION, []) == ()

    def test_a_score_depends_on_question_and_text_alone(self, make_reranker: MakeReranker) -> None:
        """Not on the others of the call, on their order, or on what was asked before."""
        with closing(make_reranker()) as model:
            together = model.scores(QUESTION, TEXTS)
            model.scores("Is there a table?", TEXTS[:2])
            assert model.scores(QUESTION, TEXTS[::-1]) == together[::-1]
            for text, score in zip(TEXTS, together, strict=True):
                assert model.scores(QUESTION, [text]) == (score,)

    @pytest.mark.parametrize("question", ["", " ", _LONG], ids=["empty", "blank", "10,000 characters"])
    def test_any_question_has_scores(self, make_reranker: MakeReranker, question: str) -> None:
        """An empty one, and one of 10,000 characters, with texts of every length."""
        with closing(make_reranker()) as model:
            found = model.scores(question, TEXTS)
            assert all(map(math.isfinite, found))
            assert model.scores(question, TEXTS) == found

    def test_another_of_the_same_model_gives_the_same(self, make_reranker: MakeReranker) -> None:
        """And has the same name."""
        with closing(make_reranker()) as one, closing(make_reranker()) as other:
            assert one.name == other.name != ""
            assert one.scores(QUESTION, TEXTS) == other.scores(QUESTION, TEXTS)

    def test_threads_may_share_it(self, make_reranker: MakeReranker) -> None:
        """Each gets what it would get alone."""
        with closing(make_reranker()) as model:
            questions = [QUESTION, "Is there a table?"] * 4
            alone = {q: model.scores(q, TEXTS) for q in questions}
            with ThreadPoolExecutor(4) as callers:
                assert list(callers.map(lambda q: model.scores(q, TEXTS), questions)) == [alone[q] for q in questions]

    def test_a_closed_one_says_so(self, make_reranker: MakeReranker) -> None:
        """Closing twice is no error."""
        model = make_reranker()
        model.close()
        model.close()
        for texts in (TEXTS, ()):
            with pytest.raises(UsageError, match="closed"):
                model.scores(QUESTION, texts)
