"""A cross-encoder of natural language inference as ONNX: a folder with `model.onnx`, `tokenizer.json` and
`config.json`.

The order of the three outputs is read from `id2label` of `config.json`, as the transformers library writes it; a
model with other labels, or none (a re-ranker), is refused: relevance is not support.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from curbside.errors import InputError
from curbside.retrieval import onnx_files
from curbside.retrieval.embedding.base import NEEDED
from curbside.types import Outcome

LABELS: Final = {
    "entailment": Outcome.SUPPORTED,
    "contradiction": Outcome.CONTRADICTED,
    "neutral": Outcome.NOT_ENOUGH,
}
_FILES: Final = ("model.onnx", "tokenizer.json", "config.json")
_INPUTS: Final = frozenset({"input_ids", "attention_mask", "token_type_ids"})
_LONGEST: Final = 512


class OnnxEntailment:
    """An `Entailment` on this machine's processor; a pair is one run, so that it does not depend on its neighbours.

    Raises InputError where the folder holds no such model, UsageError where the extra "vectors" is not installed.
    """

    def __init__(self, folder: Path) -> None:
        for name in _FILES:
            if not (folder / name).is_file():
                raise InputError(str(folder), f"has no {name}; a model of entailment is {', '.join(_FILES)}")
        self._folder = folder
        needed = f"A model of entailment {NEEDED}."
        self._order = order_of(folder / "config.json")
        self._tokenizer = onnx_files.tokenizer(folder / "tokenizer.json", _LONGEST, needed, strategy="only_first")
        self._session = onnx_files.session(folder / "model.onnx", needed)
        self._takes = tuple(i.name for i in self._session.get_inputs())
        if not set(self._takes) <= _INPUTS or "input_ids" not in self._takes:
            raise InputError(str(folder / "model.onnx"), "is no model of pairs of texts with input_ids")

    @property
    def name(self) -> str:
        """The folder's name."""
        return self._folder.name

    def probabilities(self, pairs: Sequence[tuple[str, str]]) -> tuple[Mapping[Outcome, float], ...]:
        """The softmax of the model's three outputs, by outcome. Raises InputError where it has not three."""
        return tuple(self._one(premise, hypothesis) for premise, hypothesis in pairs)

    def _one(self, premise: str, hypothesis: str) -> dict[Outcome, float]:
        import numpy as np

        read = self._tokenizer.encode(premise, hypothesis)
        given = {"input_ids": read.ids, "attention_mask": read.attention_mask, "token_type_ids": read.type_ids}
        found = self._session.run(None, {name: np.array([given[name]], np.int64) for name in self._takes})[0]
        if found.shape != (1, len(self._order)):
            raise InputError(str(self._folder / "model.onnx"), f"gives {found.shape} where three numbers are wanted")
        return dict(zip(self._order, softmax([float(x) for x in found[0]]), strict=True))


def softmax(scores: Sequence[float]) -> list[float]:
    """The shares of the exponentials."""
    top = max(scores)
    shares = [math.exp(score - top) for score in scores]
    return [share / sum(shares) for share in shares]


def order_of(config: Path) -> tuple[Outcome, ...]:
    """The outcomes in the order of the model's outputs. Raises InputError where the labels are other ones."""
    try:
        named = json.loads(config.read_text(encoding="utf-8"))["id2label"]
        labels = [str(named[str(i)]).casefold() for i in range(len(named))]
    except (ValueError, KeyError, TypeError) as error:
        raise InputError(str(config), "has no id2label that names the outputs 0, 1, 2") from error
    if sorted(labels) != sorted(LABELS):
        told = ", ".join(labels) or "none"
        raise InputError(str(config), f"names the outputs {told}, not entailment, neutral and contradiction")
    return tuple(LABELS[label] for label in labels)
