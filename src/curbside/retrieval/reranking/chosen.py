"""Which cross-encoder is in force.

The setting CURBSIDE_RERANKER is a folder with model.onnx and tokenizer.json, or "none". Not set, it is
ms-marco-MiniLM-L-12-v2 (Apache-2.0), where the package that the extra "vectors" brings carries it. It is never fetched.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from curbside.errors import UsageError
from curbside.retrieval.embedding.base import Missing
from curbside.retrieval.embedding.chosen import PACKAGES
from curbside.retrieval.embedding.finding import TOKENIZER, WEIGHTS, carried_folder
from curbside.retrieval.reranking.base import Reranker
from curbside.settings import NO_RERANKER, Settings

VARIABLE: Final = "CURBSIDE_RERANKER"
NAME: Final = "ms-marco-MiniLM-L-12-v2"
CARRIED: Final = "models/data/reranker_en"
CARRIED_HASHES: Final[Mapping[str, str]] = {
    WEIGHTS: "1225ccd6afd0f1b43a1b08bf67cd1cb68c05aafb443e9d8450015b8b3837ffd1",
    TOKENIZER: "cb374d6bc042c22455946f4e09a89d29882a199fdaf8fb25be00dc8b8857a448",
}


def reranker(settings: Settings, environ: Mapping[str, str] | None = None) -> Reranker | Missing:
    """The cross-encoder, or why there is none.

    environ: where CURBSIDE_THREADS is looked up. Raises UsageError where a setting makes no sense, InputError where the
    folder holds no such model.
    """
    given = os.environ if environ is None else environ
    place = settings.reranker
    if place == NO_RERANKER:
        return Missing(f"the setting {VARIABLE} says none")
    folder = _configured(Path(place).expanduser()) if place else carried_folder(CARRIED, CARRIED_HASHES)
    if isinstance(folder, str):
        return Missing(folder)
    lacking = [name for name in PACKAGES if find_spec(name) is None]
    if lacking:
        return Missing(f"{' and '.join(lacking)} {'is' if len(lacking) == 1 else 'are'} not installed")
    from curbside.retrieval.embedding.onnx import threads_of
    from curbside.retrieval.reranking.onnx import OnnxReranker

    return OnnxReranker(folder, folder.name if place else NAME, threads_of(given))


def _configured(folder: Path) -> Path:
    lacking = [name for name in (WEIGHTS, TOKENIZER) if not (folder / name).is_file()]
    if lacking:
        raise UsageError(f"{VARIABLE} names {folder}, which has no {' and no '.join(lacking)}.")
    return folder
