"""How a vector is made of what the model puts out: taken from the files that sentence-transformers keeps beside it.

For bge-small-en-v1.5 its card says: the last hidden state of the first token ([CLS]), normalised, at most 512 tokens,
and before a short question that looks for passages the instruction below; nothing before passages.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from curbside.errors import InputError

_MODES: Final = "1_Pooling/config.json"
_LENGTH: Final = "sentence_bert_config.json"
_PROMPTS: Final = "config_sentence_transformers.json"


class Pool(StrEnum):
    """Which outputs count: that of the first token, or the mean over all tokens that are not padding."""

    CLS = "cls"
    MEAN = "mean"


@dataclass(frozen=True, slots=True)
class Pooling:
    """pool: see there. longest: tokens of a text that count, with the two marks. query: put before a question."""

    pool: Pool
    longest: int
    query: str = ""

    @property
    def described(self) -> str:
        """What of it decides the vector of a text (what is put before a question does not)."""
        return f"pool={self.pool} longest={self.longest} norm=l2"


BGE: Final = Pooling(Pool.CLS, 512, "Represent this sentence for searching relevant passages: ")


def pooling_of(folder: Path) -> Pooling:
    """What the files in `folder` say; where there are none, as bge-small-en-v1.5.

    Raises InputError where they say something that is not known here.
    """
    modes = _read(folder / _MODES)
    if not modes:
        return BGE
    made = Pooling(_pool(modes, folder), BGE.longest)
    length = _read(folder / _LENGTH).get("max_seq_length")
    if isinstance(length, int) and length > 2:
        made = replace(made, longest=length)
    prompts = _read(folder / _PROMPTS).get("prompts")
    query = prompts.get("query") if isinstance(prompts, dict) else None
    return replace(made, query=query) if isinstance(query, str) else made


def _pool(modes: dict[str, Any], folder: Path) -> Pool:
    said = {name for name, value in modes.items() if name.startswith("pooling_mode_") and value is True}
    if said == {"pooling_mode_cls_token"}:
        return Pool.CLS
    if said == {"pooling_mode_mean_tokens"}:
        return Pool.MEAN
    raise InputError(str(folder / _MODES), "asks for a pooling that is neither of the first token nor the mean")


def _read(path: Path) -> dict[str, Any]:
    if not path.is_file():
        return {}
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise InputError(str(path), f"cannot be read: {error}") from error
    if not isinstance(found, dict):
        raise InputError(str(path), "is no JSON object")
    return found
