"""Ways of fusing words and vectors, on the queries whose right passage differs from others by one clinical token.

    python evals/ranking_tokens.py [--write]

Counts how many of `clinical_tokens.jsonl` and of `clinical_tokens_held.jsonl` have the right passage above all others,
and puts the table into docs/ranking.md.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from evals import marked
from evals.clinical_tokens import DEPTH, ITEMS, Item, judge, load, sources
from evals.figures import stamped
from evals.ranking import PAGE
from evals.ranking_fusion import listed

from curbside import settings
from curbside.language.tokens import terms
from curbside.library import Library
from curbside.retrieval.base import Filters, Index, IndexHit, Key, Query
from curbside.retrieval.embedded.index import FOLDER, EmbeddedIndex
from curbside.retrieval.embedding import Embedder, Missing
from curbside.retrieval.embedding.chosen import embedder
from curbside.retrieval.evaluation.ranking import best_of
from curbside.retrieval.fuse import fused
from curbside.retrieval.sync import sync
from curbside.retrieval.vectors import embed

FILES = (ITEMS, ITEMS.with_name("clinical_tokens_held.jsonl"))
Lists = Mapping[str, Sequence[IndexHit]]
WORDS, VECTORS = "bm25", "vectors"


def by_rank(found: Lists, k: float, vectors: float) -> list[tuple[Key, float]]:
    """Reciprocal rank fusion, the vectors with this weight, words with 1."""
    return fused({name: [hit.key for hit in hits] for name, hits in found.items()}, {WORDS: 1.0, VECTORS: vectors}, k)


def by_score(found: Lists, share: float, deviations: bool) -> list[tuple[Key, float]]:
    """Scores on one scale (`ranking_fusion.listed`), the vectors with this share."""
    total: dict[Key, float] = {}
    for name, hits in found.items():
        weight = share if name == VECTORS else 1 - share
        scaled = listed(np.asarray([hit.score for hit in hits], np.float32), len(hits), deviations) if hits else []
        for hit, value in zip(hits, scaled, strict=True):
            total[hit.key] = total.get(hit.key, 0.0) + weight * float(value)
    return sorted(total.items(), key=lambda item: (-item[1], item[0]))


def alone(found: Lists, name: str) -> list[tuple[Key, float]]:
    """One list by itself."""
    return [(hit.key, hit.score) for hit in found[name]]


WAYS = {
    "words alone": partial(alone, name=WORDS),
    "vectors alone": partial(alone, name=VECTORS),
    "RRF k = 60, equal weights": partial(by_rank, k=60, vectors=1),
    "RRF k = 20, equal weights": partial(by_rank, k=20, vectors=1),
    "RRF k = 20, vectors twice": partial(by_rank, k=20, vectors=2),
    **{
        f"{name}, share of the vectors {share}": partial(by_score, share=share, deviations=deviations)
        for name, deviations in (("scores from 0 to 1", False), ("scores in standard deviations", True))
        for share in (0.5, 0.7, 0.8, 0.9)
    },
}


def counted(items: Sequence[Item], home: Path, model: Embedder) -> dict[str, int]:
    """How many items each way puts first."""
    index = EmbeddedIndex(home / FOLDER)
    try:
        with Library.open(home, create=True) as library:
            for source in sources(items):
                library.put(source)
            sync(library, index)
            embed(library, index, model)
        return {
            name: sum(one.first for one in judge(items, lambda text, way=way: best_of(way(_lists(index, model, text)))))
            for name, way in WAYS.items()
        }
    finally:
        index.close()


def _lists(index: Index, model: Embedder, text: str) -> Lists:
    query = Query(tuple((term, 1.0) for term in dict.fromkeys(terms(text))))
    return {
        WORDS: index.search(query, DEPTH),
        VECTORS: index.nearest(model.embed_query(text), DEPTH, Filters()),
    }


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description="Fuse words and vectors on clinical tokens.")
    parser.add_argument("--write", action="store_true", help="write the table into docs/ranking.md")
    given = parser.parse_args()
    model = embedder(settings.load())
    if isinstance(model, Missing):
        sys.exit(model.reason)
    found = []
    for path in FILES:
        items = load(path)
        with tempfile.TemporaryDirectory() as folder:
            found.append((len(items), counted(items, Path(folder), model)))
    header = (
        "right passage first",
        *(f"{path.name}, of {count}" for path, (count, _) in zip(FILES, found, strict=True)),
    )
    body = marked.table(header, ((name, *(str(one[name]) for _, one in found)) for name in WAYS))
    print(body)
    if given.write:
        marked.write(PAGE, {"ranking_tokens": stamped("python evals/ranking_tokens.py", body)})


if __name__ == "__main__":
    main()
